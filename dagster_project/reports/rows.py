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
from typing import Any

import numpy as np
import polars as pl

from dagster_project.lake import MONEY_AND_COUNTS, NUMBERS, REPORTED_VALUES, SIGNALS
from dagster_project.reports.extraction import Extraction
from dagster_project.reports.model import Span
from dagster_project.reports.prose.ledger import Token
from dagster_project.reports.prose.reading import ProseFact
from dagster_project.reports.tables import TableFact

_SIX_PLACES = Decimal("0.000001")
_TOO_LARGE = Decimal(10) ** 18
"""What no column of the lake can hold is a code, and has no value."""
_NO_SPAN = (-1, -1)
Columns = dict[str, Any]


@lru_cache(maxsize=50_000)
def _exact(value: Decimal | None) -> str | None:
    """A number as the lake holds it. Polars reads decimals from text four times faster than from Python's own."""
    return None if value is None or abs(value) >= _TOO_LARGE else str(value.quantize(_SIX_PLACES))


def _decimals(values: Iterable[Decimal | None]) -> pl.Series:
    return pl.Series(list(map(_exact, values)), dtype=pl.String).cast(MONEY_AND_COUNTS)


def _columns(kind: Any, rows: Sequence[tuple]) -> Columns:
    """Named tuples turned round: for each field its values."""
    return dict(zip(kind._fields, zip(*rows, strict=True) if rows else [()] * len(kind._fields), strict=True))


def _digests(keys: pl.Series) -> pl.Series:
    digests = [blake2b(key, digest_size=16).digest() for key in keys.cast(pl.Binary).to_list()]
    return pl.Series(digests, dtype=pl.Binary).bin.encode("hex")


class Rows:
    """The lake tables of a batch. `readings` are those of the reports in it."""

    def __init__(self, readings: Sequence[Extraction]) -> None:
        self.readings = readings
        self.reports = [reading.report for reading in readings]
        self.report_ids = pl.Series([report.report_id for report in self.reports], dtype=pl.String)
        cleans = [report.clean for report in self.reports]
        self._first = np.cumsum([0, *(len(clean.text) for clean in cleans)])
        self._starts = np.concatenate([np.empty(0, np.int32), *(np.asarray(clean.offsets, np.int32) for clean in cleans)])
        widths = [clean.widths or np.ones(len(clean.text), np.int32) for clean in cleans]
        self._ends = self._starts + np.concatenate([np.empty(0, np.int32), *widths])

    def _numbers_of(self, counts: Iterable[int]) -> np.ndarray:
        """For each row the number of its report in the batch."""
        return np.repeat(np.arange(len(self.readings)), list(counts))

    def _in_source(self, report_no: np.ndarray, spans: Sequence[Span | None]) -> tuple[pl.Series, pl.Series]:
        """Start and end in the source text of spans of the cleaned text; nulls for none."""
        flat = np.fromiter(chain.from_iterable([span or _NO_SPAN for span in spans]), np.int64, 2 * len(spans))
        is_there = flat[0::2] >= 0
        base = self._first[report_no]
        starts = np.zeros(len(spans), np.int32)
        ends = np.zeros(len(spans), np.int32)
        starts[is_there] = self._starts[(base + flat[0::2])[is_there]]
        ends[is_there] = self._ends[(base + flat[1::2] - 1)[is_there]]
        if is_there.all():
            return pl.Series(starts), pl.Series(ends)
        known, null = pl.Series(is_there), pl.Series([None], dtype=pl.Int32)
        return pl.Series(starts).zip_with(known, null), pl.Series(ends).zip_with(known, null)

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
        """All figures, report by report, those of tables first: Token.fact counts them so."""
        frame = pl.concat([self._of_tables(), self._of_prose()]).sort("report_no", maintain_order=True)
        return frame.drop("report_no")

    def _of_tables(self) -> pl.DataFrame:
        report_no = self._numbers_of(len(reading.table_facts) for reading in self.readings)
        facts = _columns(TableFact, [fact for reading in self.readings for fact in reading.table_facts])
        cells, values = facts["cell"], facts["value"]
        units = [cell.unit for cell in cells]
        report_years = [reading.identity.report_year for reading in self.readings]
        found = {
            "indicator_id": [cell.indicator_id for cell in cells],
            "form": facts["form"],
            "applicant_type": [cell.applicant_type for cell in cells],
            "value": _decimals([value.in_unit(unit) for value, unit in zip(values, units, strict=True)]),
            "value_state": [value.state for value in values],
            "unit": units,
            "unit_printed": facts["unit_printed"],
            "period_year": pl.Series(facts["other_year"], dtype=pl.Int32).fill_null(
                pl.Series(report_years, dtype=pl.Int32).gather(report_no)
            ),
            "scope": ["other_year" if year else "reporting_agency" for year in facts["other_year"]],
            "table_no": facts["table_no"],
            "row_no": facts["row_no"],
            "column_no": facts["column_no"],
            "rule_id": [f"{form}.{table}" for form, table in zip(facts["form"], facts["table_id"], strict=True)],
        }
        constant = {"is_approximate": False, "source_kind": "table", "section": "form"}
        key = ("indicator_id", "applicant_type", "form", "evidence_start", "evidence_end", "table_no", "row_no", "column_no")
        frame = self._values(report_no, facts, found, constant=constant, key=key)
        too_large = pl.col("value").is_null() & pl.Series([value.number is not None for value in values], dtype=pl.Boolean)
        return frame.with_columns(value_state=pl.when(too_large).then(pl.lit("unparseable")).otherwise("value_state"))

    def _of_prose(self) -> pl.DataFrame:
        report_no = self._numbers_of(len(reading.prose_facts) for reading in self.readings)
        facts = _columns(ProseFact, [fact for reading in self.readings for fact in reading.prose_facts])
        as_told = (
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
        found = {
            **{name: facts[name] for name in as_told},
            "value": _decimals(facts["value"]),
            "period_year": [scope.period_year for scope in facts["scope"]],
            "scope": [scope.scope for scope in facts["scope"]],
        }
        constant = {"form": "narrative", "source_kind": "prose"}
        key = ("indicator_id", "applicant_type", "qualifier", "evidence_start", "evidence_end", "value_start", "value_end")
        return self._values(report_no, facts, found, constant=constant, key=key)

    def _values(self, report_no: np.ndarray, facts: Columns, found: Columns, *, constant: Columns, key: tuple[str, ...]) -> pl.DataFrame:
        """REPORTED_VALUES without its version, with `report_no`. `key`: the columns that make a figure another one."""
        starts, ends = self._in_source(report_no, facts["evidence"])
        value_starts, value_ends = self._in_source(report_no, facts["value_span"])
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
        schema = {name: dtype for name, dtype in REPORTED_VALUES.schema.items() if name in columns}
        frame = pl.DataFrame(columns, schema_overrides=schema, strict=True).with_columns(
            *(pl.lit(constant.get(name), dtype=dtype).alias(name) for name, dtype in REPORTED_VALUES.schema.items() if name not in columns),
            report_no=pl.Series(report_no),
        )
        keys = frame.select(pl.concat_str(pl.col("report_id", *key).cast(pl.String).fill_null("None"), separator="\x1f")).to_series()
        return (
            frame.with_columns(reported_value_id=_digests(keys)).select([*REPORTED_VALUES.columns, "report_no"]).drop("extractor_version")
        )

    def numbers(self, value_ids: pl.Series) -> pl.DataFrame:
        """The ledger. `value_ids` are those of `reported_values`, in its order."""
        tokens = _columns(Token, [token for reading in self.readings for token in reading.tokens])
        report_no = self._numbers_of(len(reading.tokens) for reading in self.readings)
        starts, ends = self._in_source(report_no, list(zip(tokens["start"], tokens["end"], strict=True)))
        first_value = np.cumsum([0, *(len(reading.table_facts) + len(reading.prose_facts) for reading in self.readings)])
        fact = pl.Series(tokens["fact"], dtype=pl.Int64) + pl.Series(first_value[report_no])
        known = pl.DataFrame(
            {
                "report_id": self.report_ids.gather(report_no),
                "token": self._quoted(report_no, starts, ends),
                "token_start": starts,
                "token_end": ends,
                "number_class": tokens["number_class"],
                "value": _decimals(tokens["value"]),
                "unit": tokens["unit"],
                "reported_value_id": value_ids.gather(fact),
                "measure_text": tokens["measure"],
            },
            schema_overrides=NUMBERS.schema,
        )
        return NUMBERS.conform(pl.concat([known, self._removed_digits()]))

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
