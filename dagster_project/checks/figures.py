"""The figures of a version that the next one is compared with: shares that may not jump, and figures a report that may not fall."""

from __future__ import annotations

import duckdb

FIGURES = """
    select 'quarantined' as figure, count(*) filter (status = 'quarantined') as rows, count(*) as of from marts.dim_report
    union all
    select 'not a report', count(*) filter (status = 'not_a_report'), count(*) from marts.dim_report
    union all
    select 'conflicted', count(*) filter (is_conflicted), count(*) from marts.fct_concept_value
    union all
    select 'findings of severity error', count(distinct report_id), (select count(*) from marts.dim_report where status = 'accepted')
    from marts.fct_finding where status = 'fail' and severity = 'error'
    union all
    select 'values a report, form ' || form, count(*), count(distinct report_id) from marts.fct_reported_value group by form
    union all
    select 'reports of year ' || report_year, count(*), (select count(*) from marts.dim_report where status = 'accepted')
    from marts.dim_report where status = 'accepted' and report_year is not null group by report_year
    union all
    select measure || ' of ' || labelled_set, cast(share * 10000 as bigint), 10000
    from (
        unpivot (select labelled_set, recall, precision from marts.fct_evaluation where is_latest and slice_kind = 'in all')
        on recall, precision into name measure value share)
"""
Figures = dict[str, dict[str, int]]


def figures_of(con: duckdb.DuckDBPyConnection) -> Figures:
    """Figure -> rows, and of how many; for the database that is open. No figure where its tables are missing, which the gates notice."""
    try:
        rows = con.execute(f"from ({FIGURES}) order by figure").fetchall()
    except duckdb.CatalogException:
        return {}
    return {figure: {"rows": count, "of": of} for figure, count, of in rows}


def share(figure: dict[str, int] | None) -> float | None:
    """The figure as one number; None where there is nothing to divide by."""
    return figure["rows"] / figure["of"] if figure and figure["of"] else None
