"""Labels of a folder: what its reports are known to say.

Two formats are read, with the same columns. Labels by hand are CSV files (reported_values.csv, documents.csv, numbers.csv), the truth of
a generated corpus is Parquet (truth.parquet, truth_documents.parquet, truth_numbers.parquet).
Does not belong here: comparing (scoring.py).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import polars as pl

BLANK = "blank"
"""The value of a cell that reports nothing, whatever stands in it."""
UNKNOWN = "unknown"
NOTHING_REPORTED = frozenset({"blank_cell", "dash", "unparseable"})
OWN_SCOPES = frozenset({"reporting_agency", "self", ""})

FACTS, DOCUMENTS, NUMBERS = ("reported_values", "truth"), ("documents", "truth_documents"), ("numbers", "truth_numbers")
"""The stems of the CSV and the Parquet file of each table."""

IDENTITY_COLUMNS = {
    "report_year": "report_year",
    "division_code": "division_code",
    "agency_level": "agency_level",
    "regime": "regime_by_year",
    "agency_zh": "agency_name",
}
"""Column of the labels -> column of what was read."""


class LabelError(ValueError):
    """The folder holds no usable labels; the message says what is missing and what to do."""


@dataclass(frozen=True, slots=True)
class LabelledFact:
    """One labelled figure. `indicators` are ids that are all right; `is_strict` false: neither rewarded nor punished."""

    indicators: tuple[str, ...]
    applicant: str
    value: str
    is_own: bool
    """About the reporting agency in the report year, and not about a sub-unit, another year or a plan."""
    is_strict: bool
    form: str
    source_kind: str
    evidence: str


@dataclass(frozen=True, slots=True)
class LabelledNumber:
    """The class of one token of the source text."""

    token: str
    start: int
    number_class: str


@dataclass(slots=True)
class LabelledDocument:
    """All that is known of one file."""

    doc: str
    is_report: bool = True
    identity: dict[str, str] = field(default_factory=dict)
    slices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Property of the document -> its values: layout, medium, contamination ..."""
    facts: list[LabelledFact] = field(default_factory=list)
    numbers: list[LabelledNumber] = field(default_factory=list)


def canonical_value(value: object, state: str) -> str:
    """A value as a plain decimal string, or BLANK where nothing is reported."""
    if state in NOTHING_REPORTED or value is None or value == "":
        return BLANK
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return format(number.normalize(), "f") if number else "0"


def read_labels(folder: Path) -> dict[str, LabelledDocument]:
    """File name -> its labels, in sorted order. Raises LabelError when there are none."""
    if not any(path.exists() for path in _paths(folder, FACTS)):
        raise LabelError(f"{folder}: no labels here; it should hold reported_values.csv, or the truth.parquet of a generated sample")
    documents: dict[str, LabelledDocument] = {}
    for row in _rows(folder, DOCUMENTS):
        documents[row["doc"]] = _document(row)
    for row in _rows(folder, FACTS):
        documents.setdefault(row["doc"], _document({"doc": row["doc"]})).facts.append(_fact(row))
    for row in _rows(folder, NUMBERS):
        if row["doc"] in documents:
            documents[row["doc"]].numbers.append(LabelledNumber(row["token"], int(row["start"]), row["class"]))
    return dict(sorted(documents.items()))


def _paths(folder: Path, names: tuple[str, str]) -> tuple[Path, Path]:
    return folder / f"{names[0]}.csv", folder / f"{names[1]}.parquet"


def _rows(folder: Path, names: tuple[str, str]) -> Iterable[Mapping[str, Any]]:
    by_hand, generated = _paths(folder, names)
    if by_hand.exists():
        with by_hand.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    elif generated.exists():
        yield from pl.read_parquet(generated).iter_rows(named=True)


def _fact(row: Mapping[str, Any]) -> LabelledFact:
    return LabelledFact(
        indicators=tuple(sorted(row["indicator_id"].split("|"))),
        applicant=row["applicant_type"] or "",
        value=canonical_value(row["value"], row["value_state"] or ""),
        is_own=(row["scope"] or "") in OWN_SCOPES,
        is_strict=str(row["strict"]) != "0",
        form=row.get("form") or UNKNOWN,
        source_kind=row.get("source_kind") or UNKNOWN,
        evidence=row.get("evidence") or "",
    )


def _document(row: Mapping[str, Any]) -> LabelledDocument:
    told: dict[str, Any] = defaultdict(str, {k: v for k, v in row.items() if v not in (None, "")})
    layouts = told["layout"] or told["layouts"]
    contamination = tuple(told["contamination"] or ()) if "contamination" in row else tuple(told["script"].split("+")[1:])
    return LabelledDocument(
        doc=row["doc"],
        is_report=row.get("is_report", True) is not False,
        identity={column: str(told[column]) for column in IDENTITY_COLUMNS if told[column]},
        slices={
            "regime": (told["regime"] or UNKNOWN,),
            "layout": tuple(part.strip() for part in layouts.split(";")) if layouts else (UNKNOWN,),
            "medium": (told["medium"] or Path(row["doc"]).suffix.lstrip(".") or UNKNOWN,),
            "container": (told["container"] or "one file a report",),
            "script": (told["script"].split("+")[0] or UNKNOWN,),
            "contamination": contamination or ("none",),
        },
    )
