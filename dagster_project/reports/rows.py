"""What the readers found in a batch of reports -> rows of the lake tables, a column at a time.

Belongs here: places in the source, keys, exact numbers. Does not belong here: finding anything (extraction.py), documents (pipeline.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from operator import itemgetter
from typing import Any

import numpy as np
import polars as pl

from dagster_project.lake import MONEY_AND_COUNTS, NUMBERS, REPORTED_VALUES, SIGNALS
from dagster_project.reports.extraction import Batch
from dagster_project.reports.model import Span
from dagster_project.reports.prose.ledger import Token
from dagster_project.reports.prose.reading import ProseFact

_SIX_PLACES = Decimal("0.000001")
_TOO_LARGE = Decimal(10) ** 18
"""What no column of the lake can hold is a code, and has no value."""
_NO_SPAN = (-1, -1)
_AS_PROSE_TELLS = (
    "indicator_id",
    "applicant_type",
    "qualifier",
    "value_state",
    "is_approximate",
    "unit",
    "unit_printed",
    "section",
    "rule_id",
)
_SCOPES = pl.Series(["reporting_agency", "other_year"])
"""Of the cells of a table: of the report year, of another one."""
Columns = dict[str, Any]


@lru_cache(maxsize=50_000)
def _exact(value: Decimal | None) -> str | None:
    """A number as the lake holds it. Polars reads decimals from text four times faster than from Python's own."""
    return None if value is None or abs(value) >= _TOO_LARGE else str(value.quantize(_SIX_PLACES))


def _exact_all(values: Iterable[Decimal | None]) -> pl.Series:
    return pl.Series(list(map(_exact, values)), dtype=pl.String)


def _columns(kind: Any, rows: Sequence[tuple]) -> Columns:
    """Named tuples turned round: for each field its values."""
    return {name: list(map(itemgetter(at), rows)) for at, name in enumerate(kind._fields)}


def _ends(spans: Sequence[Span | None]) -> tuple[np.ndarray, np.ndarray]:
    """Starts and ends, -1 for no span."""
    flat = np.fromiter(chain.from_iterable([span or _NO_SPAN for span in spans]), np.int64, 2 * len(spans))
    return flat[0::2], flat[1::2]


def _digests(keys: pl.Series) -> pl.Series:
    digests = [blake2b(key, digest_size=16).digest() for key in keys.cast(pl.Binary).to_list()]
    return pl.Series(digests, dtype=pl.Binary).bin.encode("hex")


class Rows:
    """The lake tables of a batch."""

    def __init__(self, batch: Batch) -> None:
        self.readings, self.cells = batch.reports, batch.cells
        self.in_ledger = np.flatnonzero(batch.in_ledger)
        self.reports = [reading.report for reading in self.readings]
        self.report_ids = pl.Series([report.report_id for report in self.reports], dtype=pl.String)
        cleans = [report.clean for report in self.reports]
        self._first = np.cumsum([0, *(len(clean.text) for clean in cleans)])
        self._starts = np.concatenate([np.empty(0, np.int32), *(np.asarray(clean.offsets, np.int32) for clean in cleans)])
        widths = [clean.widths or np.ones(len(clean.text), np.int32) for clean in cleans]
        self._ends = self._starts + np.concatenate([np.empty(0, np.int32), *widths])
        self._of_tables, self._of_prose = self._table_values(), self._prose_values()

    def _numbers_of(self, counts: Iterable[int]) -> np.ndarray:
        """For each row the number of its report in the batch."""
        return np.repeat(np.arange(len(self.readings)), list(counts))

    def _in_source(self, report_no: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> tuple[pl.Series, pl.Series]:
        """Start and end in the source text of spans of the cleaned text; nulls for none (-1)."""
        is_there = starts >= 0
        base = self._first[report_no]
        found = [np.zeros(len(starts), np.int32) for _ in range(2)]
        found[0][is_there] = self._starts[(base + starts)[is_there]]
        found[1][is_there] = self._ends[(base + ends - 1)[is_there]]
        places = pl.Series(found[0]), pl.Series(found[1])
        if is_there.all():
            return places
        known, null = pl.Series(is_there), pl.Series([None], dtype=pl.Int32)
        return places[0].zip_with(known, null), places[1].zip_with(known, null)

    def _quoted(self, report_no: np.ndarray, starts: pl.Series, ends: pl.Series) -> list[str]:
        """The words of the source."""
        texts = [report.source_text for report in self.reports]
        return [texts[no][start:end] for no, start, end in zip(report_no.tolist(), starts.to_list(), ends.to_list(), strict=True)]

    def _pages(self, report_no: np.ndarray, starts: pl.Series) -> list[int | None]:
        pages = [report.page_starts for report in self.reports]
        if not any(pages):
            return [None] * len(starts)
        placed = zip(report_no.tolist(), starts.to_list(), strict=True)
        return [bisect_right(pages[no], start) or None if pages[no] else None for no, start in placed]

    def reported_values(self) -> pl.DataFrame:
        """All figures, report by report, those of tables first."""
        frame = pl.concat([self._of_tables, self._of_prose]).sort("report_no", maintain_order=True)
        return frame.drop("report_no")

    def _table_values(self) -> pl.DataFrame:
        cells = self.cells
        report_years = pl.Series([reading.identity.report_year for reading in self.readings], dtype=pl.Int32)
        other_year = cells.of_row("other_year")
        found = {
            "indicator_id": cells.of_form(lambda cell: cell.indicator_id),
            "form": cells.of_table(lambda table: table.form),
            "applicant_type": cells.of_form(lambda cell: cell.applicant_type),
            "value": cells.amounts(_exact),
            "value_state": cells.of_value(lambda value: value.state),
            "unit": cells.of_form(lambda cell: cell.unit),
            "unit_printed": cells.of_value(lambda value: value.unit),
            "period_year": other_year.fill_null(report_years.gather(cells.report_no)),
            "scope": _SCOPES.gather(other_year.is_not_null().cast(pl.UInt32)),
            "table_no": cells.of_row("table_no"),
            "row_no": cells.of_row("row_no"),
            "column_no": cells.column_no,
            "rule_id": cells.of_table(lambda table: f"{table.form}.{table.table_id}"),
        }
        constant = {"is_approximate": False, "source_kind": "table", "section": "form"}
        key = ("indicator_id", "applicant_type", "form", "evidence_start", "evidence_end", "table_no", "row_no", "column_no")
        frame = self._values(cells.report_no, cells.evidence(), (cells.spans[:, 0], cells.spans[:, 1]), found, constant=constant, key=key)
        too_large = pl.col("value").is_null() & cells.of_value(lambda value: value.number is not None, pl.Boolean)
        return frame.with_columns(value_state=pl.when(too_large).then(pl.lit("unparseable")).otherwise("value_state"))

    def _prose_values(self) -> pl.DataFrame:
        report_no = self._numbers_of(len(reading.prose_facts) for reading in self.readings)
        facts = _columns(ProseFact, [fact for reading in self.readings for fact in reading.prose_facts])
        found = {
            **{name: facts[name] for name in _AS_PROSE_TELLS},
            "value": _exact_all(facts["value"]),
            "period_year": [scope.period_year for scope in facts["scope"]],
            "scope": [scope.scope for scope in facts["scope"]],
        }
        constant = {"form": "narrative", "source_kind": "prose"}
        key = ("indicator_id", "applicant_type", "qualifier", "evidence_start", "evidence_end", "value_start", "value_end")
        return self._values(report_no, _ends(facts["evidence"]), _ends(facts["value_span"]), found, constant=constant, key=key)

    def _values(
        self,
        report_no: np.ndarray,
        evidence: tuple[np.ndarray, np.ndarray],
        value: tuple[np.ndarray, np.ndarray],
        found: Columns,
        *,
        constant: Columns,
        key: tuple[str, ...],
    ) -> pl.DataFrame:
        """REPORTED_VALUES without its version, with `report_no`. `key`: the columns that make a figure another one."""
        starts, ends = self._in_source(report_no, *evidence)
        value_starts, value_ends = self._in_source(report_no, *value)
        columns = {
            "report_id": self.report_ids.gather(report_no),
            "page_no": self._pages(report_no, starts),
            "evidence_text": self._quoted(report_no, starts, ends),
            "evidence_start": starts,
            "evidence_end": ends,
            "value_start": value_starts,
            "value_end": value_ends,
            **found,
        }
        schema = {name: dtype for name, dtype in REPORTED_VALUES.schema.items() if name in columns and name != "value"}
        frame = pl.DataFrame(columns, schema_overrides=schema, strict=True).with_columns(
            pl.col("value").cast(MONEY_AND_COUNTS),
            *(pl.lit(constant.get(name), dtype=dtype).alias(name) for name, dtype in REPORTED_VALUES.schema.items() if name not in columns),
            report_no=pl.Series(report_no, dtype=pl.Int64),
        )
        keys = frame.select(pl.concat_str(pl.col("report_id", *key).cast(pl.String).fill_null("None"), separator="\x1f")).to_series()
        return (
            frame.with_columns(reported_value_id=_digests(keys)).select([*REPORTED_VALUES.columns, "report_no"]).drop("extractor_version")
        )

    def numbers(self) -> pl.DataFrame:
        """The ledger."""
        frame = pl.concat([self._numbers_of_tables(), self._numbers_of_text()]).sort("report_no", "token_start", maintain_order=True)
        return NUMBERS.conform(pl.concat([frame.drop("report_no"), self._removed_digits()]))

    def _numbers_of_tables(self) -> pl.DataFrame:
        cells, entered = self.cells, self.in_ledger
        found = {
            "number_class": pl.repeat("table_cell", len(entered), dtype=pl.String, eager=True),
            "value": cells.of_value(lambda value: _exact(value.number)).gather(entered),
            "unit": cells.of_value(lambda value: value.unit).gather(entered),
            "reported_value_id": self._of_tables["reported_value_id"].gather(entered),
            "measure_text": cells.of_form(lambda cell: cell.indicator_id).gather(entered),
        }
        return self._tokens(cells.report_no[entered], cells.numbers[entered, 0], cells.numbers[entered, 1], found)

    def _numbers_of_text(self) -> pl.DataFrame:
        tokens = _columns(Token, [token for reading in self.readings for token in reading.tokens])
        report_no = self._numbers_of(len(reading.tokens) for reading in self.readings)
        first_fact = np.cumsum([0, *(len(reading.prose_facts) for reading in self.readings)])
        fact = pl.Series(tokens["fact"], dtype=pl.Int64) + pl.Series(first_fact[report_no])
        found = {
            "number_class": tokens["number_class"],
            "value": _exact_all(tokens["value"]),
            "unit": tokens["unit"],
            "reported_value_id": self._of_prose["reported_value_id"].gather(fact),
            "measure_text": tokens["measure"],
        }
        return self._tokens(report_no, np.array(tokens["start"], np.int64), np.array(tokens["end"], np.int64), found)

    def _tokens(self, report_no: np.ndarray, starts: np.ndarray, ends: np.ndarray, found: Columns) -> pl.DataFrame:
        """NUMBERS, with `report_no`."""
        token_starts, token_ends = self._in_source(report_no, starts, ends)
        columns = {
            "report_id": self.report_ids.gather(report_no),
            "token": self._quoted(report_no, token_starts, token_ends),
            "token_start": token_starts,
            "token_end": token_ends,
            **found,
            "report_no": pl.Series(report_no, dtype=pl.Int64),
        }
        schema = {name: dtype for name, dtype in NUMBERS.schema.items() if name != "value"}
        return pl.DataFrame(columns, schema_overrides=schema).with_columns(pl.col("value").cast(MONEY_AND_COUNTS))

    def _removed_digits(self) -> pl.DataFrame:
        """Digits that cleaning took out of the text belong to the page."""
        removed = [(reading.report, span) for reading in self.readings for span in reading.removed_digits]
        rows = [
            {"report_id": report.report_id, "token": report.source_text[start:end], "token_start": start, "token_end": end}
            | {"number_class": "page_chrome"}
            for report, (start, end) in removed
        ]
        return NUMBERS.frame(rows)

    def signals(self) -> pl.DataFrame:
        """What was not used or does not add up."""
        rows = []
        for reading in self.readings:
            for signal in reading.signals:
                start, end = reading.report.clean.source_span(*signal.span)
                rows.append(
                    {
                        "report_id": reading.report.report_id,
                        "rule_id": signal.rule_id,
                        "status": signal.status,
                        "expected": signal.expected,
                        "actual": signal.actual,
                        "evidence_text": reading.report.source_text[start:end],
                        "evidence_start": start,
                        "evidence_end": end,
                        "message": signal.message,
                    }
                )
        return SIGNALS.frame(rows)
