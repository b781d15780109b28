"""What the readers found in a batch of reports -> rows of the lake tables, a column at a time.

Belongs here: places in the source, keys, exact numbers. Does not belong here: finding anything (extraction.py), documents (pipeline.py).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain, repeat
from typing import Any

import numpy as np
import polars as pl
from xxhash import xxh3_128_hexdigest

from dagster_project.lake import MONEY_AND_COUNTS, NUMBERS, REPORTED_VALUES, SIGNALS
from dagster_project.reports.cleaning.characters import code_points, text_of
from dagster_project.reports.extraction import Batch
from dagster_project.reports.model import Span
from dagster_project.reports.prose.facts import ProseFact
from dagster_project.reports.prose.ledger import Token

_SOURCE_DIGITS = re.compile(r"[0-9０-９]+")
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
    return dict(zip(kind._fields, zip(*rows, strict=True) if rows else repeat(()), strict=False))


def _ends(spans: Sequence[Span | None]) -> tuple[np.ndarray, np.ndarray]:
    """Starts and ends, -1 for no span."""
    flat = np.fromiter(chain.from_iterable([span or _NO_SPAN for span in spans]), np.int64, 2 * len(spans))
    return flat[0::2], flat[1::2]


def _digests(keys: pl.Series) -> pl.Series:
    return pl.Series(list(map(xxh3_128_hexdigest, keys.cast(pl.Binary).to_list())), dtype=pl.String)


class Rows:
    """The lake tables of a batch."""

    def __init__(self, batch: Batch) -> None:
        self.batch, self.cells = batch, batch.cells
        self.in_ledger = np.flatnonzero(batch.in_ledger)
        self.reports = [document.report for document in batch.reports]
        self.report_ids = pl.Series([report.report_id for report in self.reports], dtype=pl.String)
        self._starts = np.asarray(batch.clean.offsets, np.int32)
        self._ends = self._starts + (np.asarray(batch.clean.widths, np.int32) if batch.clean.widths else np.int32(1))
        self._of_tables, self._of_prose = self._table_values(), self._prose_values()

    def _report_no(self, starts: np.ndarray) -> np.ndarray:
        """The number of the report in which each place of the text is."""
        return np.searchsorted(self.batch.begins, starts, "right") - 1

    def _in_source(self, starts: np.ndarray, ends: np.ndarray) -> tuple[pl.Series, pl.Series]:
        """Start and end in the source of their report of spans of the text; nulls for none (-1)."""
        places = pl.Series(self._starts[starts]), pl.Series(self._ends[ends - 1])
        is_there = starts >= 0
        if is_there.all():
            return places
        known, null = pl.Series(is_there), pl.Series([None], dtype=pl.Int32)
        return places[0].zip_with(known, null), places[1].zip_with(known, null)

    def _quoted(self, report_no: np.ndarray, starts: pl.Series, ends: pl.Series) -> list[str]:
        """The words of the source."""
        texts = [report.source_text for report in self.reports]
        return [texts[no][start:end] for no, start, end in zip(report_no.tolist(), starts.to_list(), ends.to_list(), strict=True)]

    def _places(self, report_no: np.ndarray, starts: np.ndarray, ends: np.ndarray, *, words: str, place: str) -> Columns:
        """The report of each span of the text, its words in the source (column `words`), and where these stand (`place`_start, _end)."""
        source = self._in_source(starts, ends)
        quoted = self._quoted(report_no, *source)
        return {"report_id": self.report_ids.gather(report_no), words: quoted, f"{place}_start": source[0], f"{place}_end": source[1]}

    def _pages(self, report_no: np.ndarray, starts: pl.Series) -> list[int | None]:
        pages = [report.page_starts for report in self.reports]
        if not any(pages):
            return [None] * len(starts)
        placed = zip(report_no.tolist(), starts.to_list(), strict=True)
        return [bisect_right(pages[no], start) or None if pages[no] else None for no, start in placed]

    def reported_values(self) -> pl.DataFrame:
        """All figures, report by report, those of tables first; one that two readers found alike only once."""
        frame = pl.concat([self._of_tables, self._of_prose])
        is_new = frame["reported_value_id"].is_first_distinct()
        return (frame if is_new.all() else frame.filter(is_new)).sort("report_no", maintain_order=True).drop("report_no")

    def _table_values(self) -> pl.DataFrame:
        cells = self.cells
        report_years = pl.Series([document.identity.report_year for document in self.batch.reports], dtype=pl.Int32)
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
        facts = _columns(ProseFact, self.batch.prose_facts)
        evidence = _ends(facts["evidence"])
        found = {
            **{name: facts[name] for name in _AS_PROSE_TELLS},
            "value": _exact_all(facts["value"]),
            "period_year": [scope.period_year for scope in facts["scope"]],
            "scope": [scope.scope for scope in facts["scope"]],
        }
        constant = {"form": "narrative", "source_kind": "prose"}
        key = ("indicator_id", "applicant_type", "qualifier", "evidence_start", "evidence_end", "value_start", "value_end")
        return self._values(self._report_no(evidence[0]), evidence, _ends(facts["value_span"]), found, constant=constant, key=key)

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
        places = self._places(report_no, *evidence, words="evidence_text", place="evidence")
        value_starts, value_ends = self._in_source(*value)
        columns = {
            **places,
            "page_no": self._pages(report_no, places["evidence_start"]),
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
        return NUMBERS.conform(pl.concat([frame.drop("report_no"), self._removed_digits(frame)]))

    def _numbers_of_tables(self) -> pl.DataFrame:
        cells, entered = self.cells, self.in_ledger
        found = {
            "number_class": pl.repeat("table_cell", len(entered), dtype=pl.String, eager=True),
            "value": cells.of_value(lambda value: _exact(value.number)).gather(entered),
            "unit": cells.of_value(lambda value: value.unit).gather(entered),
            "reported_value_id": self._of_tables["reported_value_id"].gather(entered),
            "measure_text": cells.of_form(lambda cell: cell.indicator_id).gather(entered),
        }
        return self._tokens(cells.numbers[entered, 0], cells.numbers[entered, 1], found)

    def _numbers_of_text(self) -> pl.DataFrame:
        tokens = _columns(Token, self.batch.tokens)
        fact = pl.Series(tokens["fact"], dtype=pl.Int64)
        found = {
            "number_class": tokens["number_class"],
            "value": _exact_all(tokens["value"]),
            "unit": tokens["unit"],
            "reported_value_id": self._of_prose["reported_value_id"].gather(fact),
            "measure_text": tokens["measure"],
        }
        return self._tokens(np.array(tokens["start"], np.int64), np.array(tokens["end"], np.int64), found)

    def _tokens(self, starts: np.ndarray, ends: np.ndarray, found: Columns) -> pl.DataFrame:
        """NUMBERS, with `report_no`."""
        report_no = self._report_no(starts)
        columns = {
            **self._places(report_no, starts, ends, words="token", place="token"),
            **found,
            "report_no": pl.Series(report_no, dtype=pl.Int64),
        }
        schema = {name: dtype for name, dtype in NUMBERS.schema.items() if name != "value"}
        return pl.DataFrame(columns, schema_overrides=schema).with_columns(pl.col("value").cast(MONEY_AND_COUNTS))

    def _removed_digits(self, ledger: pl.DataFrame) -> pl.DataFrame:
        """Digits that cleaning took out of the text belong to the page. None where it took out nothing: the ledger has every digit."""
        changed = [n for n, r in enumerate(self.reports) if r.clean.widths or len(r.clean.text) < len(r.source_text)]
        texts = [self.reports[number].source_text for number in changed]
        text = "\n".join(texts)
        begins = np.cumsum([0, *(len(one) + 1 for one in texts)])
        report_no, starts, ends = (ledger[name].to_numpy() for name in ("report_no", "token_start", "token_end"))
        known = np.isin(report_no, changed)
        base = begins[np.searchsorted(changed, report_no[known])]
        edges = [np.bincount(base + places[known], minlength=len(text) + 1) for places in (starts, ends)]
        codes = code_points(text).copy()
        codes[np.cumsum(edges[0] - edges[1])[:-1] > 0] = ord(" ")
        rows = []
        for match in _SOURCE_DIGITS.finditer(text_of(codes)):
            at = bisect_right(begins, match.start()) - 1
            place = {"token_start": match.start() - begins[at], "token_end": match.end() - begins[at]}
            rows.append({"report_id": self.reports[changed[at]].report_id, "token": match[0], **place, "number_class": "page_chrome"})
        return NUMBERS.frame(rows)

    def signals(self) -> pl.DataFrame:
        """What was not used or does not add up, report by report."""
        signals = self.batch.signals
        starts, ends = _ends([signal.span for signal in signals])
        report_no = self._report_no(starts)
        columns = {
            **self._places(report_no, starts, ends, words="evidence_text", place="evidence"),
            **{name: [getattr(signal, name) for signal in signals] for name in ("rule_id", "status", "expected", "actual", "message")},
        }
        frame = pl.DataFrame(columns, schema_overrides=SIGNALS.schema)
        return SIGNALS.conform(frame[np.argsort(report_no, kind="stable")])
