"""An evaluation drawn: tables in the terminal, a page of Markdown, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dagster_project.evaluation.summary import Evaluation
from dagster_project.evaluation.tabulating import (
    TextTable,
    class_table,
    error_lines,
    identity_table,
    indicator_table,
    slice_tables,
    summary_table,
)

LONGEST_SENTENCE = 160


def all_tables(evaluation: Evaluation) -> Iterator[TextTable]:
    """Every table that says something."""
    tables = (
        summary_table(evaluation),
        identity_table(evaluation),
        *slice_tables(evaluation),
        class_table(evaluation),
        indicator_table(evaluation),
    )
    yield from (table for table in tables if table.rows)


def print_evaluation(evaluation: Evaluation, console: Console, worst: int) -> None:
    """All tables, then the worst documents with each error beside its sentence."""
    for text in all_tables(evaluation):
        table = Table(title=text.title, title_justify="left")
        for number, column in enumerate(text.header):
            table.add_column(column, justify="left" if number == 0 or column in text.texts else "right")
        for row in text.rows:
            table.add_row(*map(escape, row))
        console.print(table)
    for score in evaluation.worst(worst):
        console.print(f"\n{score.label.doc}: missed {len(score.missed)}, invented {len(score.invented)}", style="bold", highlight=False)
        if not score.is_accepted:
            reason = score.reading.document["status_reason"] if score.reading else "it was not found"
            console.print(f"  not accepted: {reason}", markup=False, highlight=False, soft_wrap=True)
        for kind, what, sentence in error_lines(score):
            told = f"  {kind:9}{what}" + (f"   「{sentence[-LONGEST_SENTENCE:]}」" if sentence else "")
            console.print(told, markup=False, highlight=False, soft_wrap=True)


def as_json(evaluation: Evaluation, worst: int) -> str:
    """The summary, the slices, the confusion of classes and the worst documents."""
    content: dict[str, Any] = {
        "summary": evaluation.summary(),
        "slices": {
            kind: {value: asdict(s) | {"recall": s.recall, "precision": s.precision} for value, s in sorted(values.items())}
            for kind, values in evaluation.slices.items()
        },
        "identity": {column: {"right": right, "labelled": n} for column, (right, n) in evaluation.identity.items()},
        "number_classes": [{"labelled": a, "given": b, "tokens": n} for (a, b), n in sorted(evaluation.classes.items())],
        "missed": dict(evaluation.missed.most_common()),
        "invented": dict(evaluation.invented.most_common()),
        "worst": [
            {
                "doc": score.label.doc,
                "accepted": score.is_accepted,
                "missed": [asdict(figure) for figure in score.missed],
                "invented": [asdict(figure) for figure in score.invented],
            }
            for score in evaluation.worst(worst)
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def as_markdown(evaluation: Evaluation, title: str, introduction: str) -> str:
    """A page with every table; tables only, since sentences of invented reports help nobody."""
    parts = [f"# {title}", introduction]
    for table in all_tables(evaluation):
        parts.append(f"## {table.title}\n\n{markdown_table(table)}")
    return "\n\n".join(parts) + "\n"


def markdown_table(table: TextTable) -> str:
    align = ["---" if n == 0 or c in table.texts else "---:" for n, c in enumerate(table.header)]
    lines = [table.header, tuple(align), *table.rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
