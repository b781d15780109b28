"""Does what was read of one report agree with the report itself? Counted for each report, from the data alone.

Used twice: by the extraction, to set aside a report whose reading contradicts itself, and by the gate, on what was stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

DIGIT = re.compile("[0-9０-９]")
COUNTED_STATES = {"number", "explicit_zero"}

SCHEMA = pl.Schema(
    {
        "report_id": pl.String,
        "reported_values": pl.Int64,
        "evidence_wrong": pl.Int64,
        "values_outside_evidence": pl.Int64,
        "tokens": pl.Int64,
        "tokens_wrong": pl.Int64,
        "tokens_overlapping": pl.Int64,
        "links_broken": pl.Int64,
        "digits_in_text": pl.Int64,
        "digits_in_ledger": pl.Int64,
        "example": pl.String,
    }
)

COMPLAINTS = {
    "evidence_wrong": "evidence texts are not what stands in the source",
    "values_outside_evidence": "figures lie outside their evidence",
    "tokens_wrong": "rows of the number ledger are not what stands in the source",
    "tokens_overlapping": "rows of the number ledger overlap",
    "links_broken": "rows of the number ledger point to a value that is not there",
}


def audit_reports(texts: pl.DataFrame, values: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """One row for each accepted report. `texts` has report_id, source_text; the other two are lake tables."""
    values_of = _rows_by_report(
        values, ["reported_value_id", "value_state", "evidence_text", "evidence_start", "evidence_end", "value_start", "value_end"]
    )
    numbers_of = _rows_by_report(numbers, ["token", "token_start", "token_end", "reported_value_id"])
    rows = [
        {"report_id": report_id, **_audit_values(text, values_of.get(report_id, [])), **_audit_numbers(text, numbers_of.get(report_id, []))}
        for report_id, text in texts.select("report_id", "source_text").iter_rows()
    ]
    for row, (report_id, _) in zip(rows, texts.select("report_id", "source_text").iter_rows(), strict=True):
        known = {value[0] for value in values_of.get(report_id, [])}
        broken = [n for n in numbers_of.get(report_id, []) if n[3] is not None and n[3] not in known]
        row["links_broken"] = len(broken)
        row["example"] = row.pop("value_example") or row.pop("number_example", None) or (f"ledger row {broken[0][0]!r}" if broken else None)
        row.pop("number_example", None)
    return pl.DataFrame(rows, schema=SCHEMA)


def failing(audit: pl.DataFrame) -> dict[str, str]:
    """Report id -> why what was read of it cannot be published."""
    reasons = {}
    for row in audit.iter_rows(named=True):
        complaints = [f"{row[column]} {words}" for column, words in COMPLAINTS.items() if row[column]]
        if row["digits_in_text"] != row["digits_in_ledger"]:
            complaints.append(f"{row['digits_in_ledger']} of {row['digits_in_text']} digits are in the number ledger")
        if complaints:
            reasons[row["report_id"]] = "; ".join(complaints) + (f" (for example {row['example']})" if row["example"] else "")
    return reasons


def _rows_by_report(frame: pl.DataFrame, columns: list[str]) -> dict[str, list[tuple]]:
    rows: dict[str, list[tuple]] = {}
    for report_id, *row in frame.select("report_id", *columns).iter_rows():
        rows.setdefault(report_id, []).append(tuple(row))
    return rows


def _audit_values(text: str, values: Iterable[tuple]) -> dict:
    count = wrong = outside = 0
    example = None
    for _, state, evidence, start, end, value_start, value_end in values:
        count += 1
        if evidence is None or start is None or end is None or text[start:end] != evidence:
            wrong += 1
            example = example or f"evidence {evidence!r} at {start}-{end}"
        elif state in COUNTED_STATES and value_start is not None and not start <= value_start < value_end <= end:
            outside += 1
            example = example or f"figure at {value_start}-{value_end} outside evidence at {start}-{end}"
    return {"reported_values": count, "evidence_wrong": wrong, "values_outside_evidence": outside, "value_example": example}


def _audit_numbers(text: str, numbers: Iterable[tuple]) -> dict:
    count = wrong = overlapping = position = 0
    example = None
    inside: list[str] = []
    for token, start, end, _ in sorted(numbers, key=lambda row: row[1]):
        count += 1
        if text[start:end] != token:
            wrong += 1
            example = example or f"token {token!r} at {start}-{end}"
        if start < position:
            overlapping += 1
            example = example or f"token {token!r} at {start}-{end} overlaps the one before"
        inside.append(text[max(start, position) : end])
        position = max(position, end)
    return {
        "tokens": count,
        "tokens_wrong": wrong,
        "tokens_overlapping": overlapping,
        "digits_in_text": len(DIGIT.findall(text)),
        "digits_in_ledger": len(DIGIT.findall("".join(inside))),
        "number_example": example,
    }
