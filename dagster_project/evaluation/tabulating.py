"""An evaluation as tables of text, the same for the terminal and for Markdown.

Does not belong here: how a table is drawn (printing.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dagster_project.evaluation.scoring import DocumentScore, Figure, is_same_class
from dagster_project.evaluation.summary import Evaluation, share

WHAT_IT_MEANS = {
    "documents": "labelled documents",
    "documents_found": "of them read, whatever came of it",
    "recall": "labelled figures that were read",
    "precision": "figures read that are labelled",
    "cell_recall": "the same, of cells of tables only",
    "cell_precision": "the same, of cells of tables only",
    "prose_recall": "the same, of figures told in sentences only",
    "prose_precision": "the same, of figures told in sentences only",
    "recall_by_document": "recall, each document weighing the same",
    "precision_by_document": "precision, each document weighing the same",
    "evidence_exact": "evidence spans that hold what they claim",
    "digits_accounted": "digits of accepted reports in exactly one row of the number ledger",
    "number_classes": "labelled numbers with the right class in the ledger",
    "metadata": "report year, division code, level and regime, taken together",
    "report_year": "report year",
    "regime": "regime that the year falls under",
    "agency_name": "name of the agency, letter for letter",
    "reports_accepted": "reports accepted as such",
    "negatives_kept_out": "documents that are no report and were not accepted",
}
MOST_INDICATORS = 15
MOST_CONFUSIONS = 3


@dataclass(frozen=True)
class TextTable:
    """A title, a header and rows; every column but the first holds figures unless named in `texts`."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: frozenset[str] = frozenset()


def summary_table(evaluation: Evaluation) -> TextTable:
    rows = tuple((name.replace("_", " "), _figure(value), WHAT_IT_MEANS[name]) for name, value in evaluation.summary().items())
    return TextTable("In all", ("measure", "figure", "what it means"), rows, frozenset({"what it means"}))


def slice_tables(evaluation: Evaluation) -> Iterator[TextTable]:
    for kind, values in evaluation.slices.items():
        rows = tuple(
            (value, f"{s.documents:,}", f"{s.targets:,}", _figure(s.recall), f"{s.found:,}", _figure(s.precision))
            for value, s in sorted(values.items())
        )
        yield TextTable(f"By {kind}", (kind, "documents", "labelled", "recall", "read", "precision"), rows)


def class_table(evaluation: Evaluation) -> TextTable:
    """One row a class: how many tokens, how many with the right class, and what the others were taken for."""
    rows = []
    for labelled in sorted({label for label, _ in evaluation.classes}):
        given = Counter({g: n for (label, g), n in evaluation.classes.items() if label == labelled})
        right = sum(n for g, n in given.items() if is_same_class(labelled, g))
        wrong = [f"{g} {n:,}" for g, n in given.most_common() if not is_same_class(labelled, g)][:MOST_CONFUSIONS]
        rows.append((labelled, f"{given.total():,}", _figure(share(right, given.total())), ", ".join(wrong)))
    return TextTable("Number classes", ("labelled as", "tokens", "right", "else taken for"), tuple(rows), frozenset({"else taken for"}))


def identity_table(evaluation: Evaluation) -> TextTable:
    rows = tuple((column, f"{n:,}", _figure(share(right, n))) for column, (right, n) in evaluation.identity.items())
    return TextTable("Identity", ("column", "labelled", "right"), rows)


def indicator_table(evaluation: Evaluation) -> TextTable:
    """The indicators with most errors."""
    errors = evaluation.missed + evaluation.invented
    rows = tuple((i, f"{evaluation.missed[i]:,}", f"{evaluation.invented[i]:,}") for i, _ in errors.most_common(MOST_INDICATORS))
    return TextTable("Indicators with most errors", ("indicator", "missed", "invented"), rows)


def error_lines(score: DocumentScore, most: int = 12) -> Iterator[tuple[str, str, str]]:
    """(missed or invented or class or identity, what, the sentence) for each error of a document."""
    for kind, figures in (("missed", score.missed), ("invented", score.invented)):
        for figure in figures[:most]:
            yield kind, _named(figure), " ".join(figure.evidence.split())
        if len(figures) > most:
            yield kind, f"... and {len(figures) - most:,} more", ""
    for number, given in score.class_errors[:most]:
        yield "class", f"{number.token} at {number.start} is {number.number_class}, taken for {given}", _around(score, number.start)
    for column, (labelled, read) in score.identity.items():
        if labelled != read:
            yield "identity", f"{column} is {labelled}, read as {read}", ""


def _named(figure: Figure) -> str:
    return " ".join(part for part in (figure.indicator, figure.applicant, f"= {figure.value}") if part)


def _around(score: DocumentScore, at: int, width: int = 15) -> str:
    return " ".join(score.reading.text[max(0, at - width) : at + width].split()) if score.reading else ""


def _figure(value: float | int) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.4f}"
