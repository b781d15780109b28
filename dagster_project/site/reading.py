"""Everything the pages read from a published warehouse: one query a table, whole tables or a batch of reports at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]


@dataclass
class ReportParts:
    """What a report page shows beside the row of the report itself."""

    text: str | None = None
    values: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    finding_counts: dict[str, int] = field(default_factory=dict)
    ledger: list[Row] = field(default_factory=list)
    other_statistics: list[Row] = field(default_factory=list)


class Warehouse:
    """A published warehouse, read only."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.con = duckdb.connect(str(path), read_only=True)
        self.con.execute("set schema = 'marts'")

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(self, *_: object) -> None:
        self.con.close()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        cursor = self.con.execute(sql, list(parameters))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def reports(self) -> list[Row]:
        """Every document without its text, by report_id."""
        return self.rows("select * from dim_report order by report_id")

    def agencies(self) -> list[Row]:
        """Every agency once, as it is now, with the names it had before."""
        return self.rows("""
            select agency_id, last(agency_name order by valid_from) as agency_name, last(agency_level order by valid_from) as agency_level,
                last(division_code order by valid_from) as division_code, last(division_name order by valid_from) as division_name,
                last(parent_name order by valid_from) as parent_name, last(province_name order by valid_from) as province_name,
                list(struct_pack(name := agency_name, division := division_name, valid_from := valid_from, valid_to := valid_to)
                    order by valid_from) as versions
            from dim_agency group by agency_id order by division_code nulls last, agency_name, agency_id
        """)

    def series(self) -> dict[str, list[Row]]:
        """By agency: the value that counts for each concept and year, with the reported value to link to."""
        rows = self.rows("""
            select series.agency_id, series.concept_id, series.report_year, series.value, series.value_state, series.is_approximate,
                series.regime, series.relation, series.comparability_note, series.is_conflicted, series.chosen_because,
                first_value.report_id, first_value.reported_value_id, len(series.reported_value_ids) as value_count
            from fct_concept_value as series
            left join fct_reported_value as first_value on first_value.reported_value_id = series.reported_value_ids[1]
            order by all
        """)
        return _by(rows, "agency_id")

    def blanks(self) -> dict[str, list[Row]]:
        """By agency: cells that a form has for a concept and that were left blank, where nothing else gives the concept a value."""
        rows = self.rows("""
            select cells.agency_id, bridge.concept_id, cells.report_year, null as value, min(cells.value_state) as value_state,
                false as is_approximate, min(cells.form) as regime, min(bridge.relation) as relation, null as comparability_note,
                false as is_conflicted, null as chosen_because, arg_min(cells.report_id, cells.reported_value_id) as report_id,
                min(cells.reported_value_id) as reported_value_id, 1 as value_count
            from fct_reported_value as cells
            inner join bridge_concept_indicator as bridge on bridge.regime = cells.form and bridge.indicator_id = cells.indicator_id
            inner join dim_report as reports on reports.report_id = cells.report_id and reports.status = 'accepted'
            anti join fct_concept_value as known
                on known.agency_id = cells.agency_id and known.report_year = cells.report_year and known.concept_id = bridge.concept_id
            where cells.value_state in ('blank_cell', 'dash', 'unparseable') and coalesce(cells.applicant_type, 'total') = 'total'
                and cells.scope = 'reporting_agency' and cells.qualifier is null and cells.agency_id is not null
            group by all order by all
        """)
        return _by(rows, "agency_id")

    def break_years(self) -> dict[str, set[int]]:
        """By concept: the years from which its series changes its meaning."""
        rows = self.rows("select concept_id, break_in_series from bridge_concept_indicator where break_in_series is not null order by all")
        found: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            found[row["concept_id"]].add(int(row["break_in_series"]))
        return found

    def agency_findings(self) -> dict[str, list[Row]]:
        rows = self.rows("""
            select agency_id, report_id, report_year, rule_id, severity, status, message from fct_finding
            where status in ('fail', 'uncertain') and agency_id is not null order by report_year, severity, rule_id, finding_id
        """)
        return _by(rows, "agency_id")

    def report_parts(self, report_ids: Sequence[str]) -> dict[str, ReportParts]:
        """The parts of some reports, read together."""
        parts = {report_id: ReportParts() for report_id in report_ids}
        chosen = list(report_ids)
        for row in self.rows("select report_id, source_text from report_text where report_id in (select unnest(?))", [chosen]):
            parts[row["report_id"]].text = row["source_text"]
        for row in self.rows(_VALUES, [chosen]):
            parts[row["report_id"]].values.append(row)
        for row in self.rows(_FINDINGS, [chosen]):
            parts[row["report_id"]].findings.append(row)
        for report_id, status, count in self.con.execute(_FINDING_COUNTS, [chosen]).fetchall():
            parts[report_id].finding_counts[status] = count
        for row in self.rows(_LEDGER, [chosen]):
            parts[row["report_id"]].ledger.append(row)
        for row in self.rows(_OTHER_STATISTICS, [chosen]):
            parts[row["report_id"]].other_statistics.append(row)
        return parts


def _by(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[key]].append(row)
    return grouped


_VALUES = """
    select report_id, reported_value_id, indicator_id, form, applicant_type, qualifier, value, value_state, is_approximate, unit,
        unit_printed, period_year, scope, source_kind, section, table_no, row_no, column_no, page_no,
        evidence_text, evidence_start, evidence_end, value_start, value_end, rule_id
    from fct_reported_value where report_id in (select unnest(?))
    order by report_id, table_no nulls last, row_no, column_no, evidence_start, value_start, reported_value_id
"""

_FINDINGS = """
    select report_id, finding_id, rule_id, severity, status, indicator_id, applicant_type, expected, actual, message,
        left_evidence, right_evidence
    from fct_finding where status in ('fail', 'uncertain') and report_id in (select unnest(?))
    order by report_id, status, case severity when 'error' then 1 when 'warning' then 2 else 3 end, rule_id, finding_id
"""

_FINDING_COUNTS = "select report_id, status, count(*) from fct_finding where report_id in (select unnest(?)) group by all order by all"

_LEDGER = """
    select report_id, number_class, count(*) as numbers, count(reported_value_id) as reported,
        list(distinct token order by token)[:6] as examples
    from fct_number where report_id in (select unnest(?)) group by all order by report_id, numbers desc, number_class
"""

_OTHER_STATISTICS = """
    select report_id, token, unit, measure_text from fct_number
    where number_class = 'other_statistic' and report_id in (select unnest(?)) order by report_id, token_start
"""
