"""Scores of documents added up: in all, by slice, by indicator, and the documents that went worst.

Does not belong here: how they are shown (printing.py, markdown.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dagster_project.catalogue import seed
from dagster_project.evaluation.labels import UNKNOWN, LabelledDocument
from dagster_project.evaluation.readings import Reading
from dagster_project.evaluation.scoring import DocumentScore, Figure, is_same_class, score_document

SLICES = ("regime", "form", "layout", "medium", "container", "script", "contamination", "source kind", "indicator group")
SCORED_IDENTITY = ("report_year", "division_code", "agency_level", "regime")
"""The identity columns that make up the score `metadata`; the name of the agency is counted beside it."""


@dataclass(slots=True)
class Slice:
    """Figures of one slice. A document may lie in several slices of one kind (two kinds of damage)."""

    documents: int = 0
    targets: int = 0
    hits: int = 0
    found: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        return share(self.hits, self.targets)

    @property
    def precision(self) -> float:
        return share(self.right, self.found)


@dataclass(slots=True)
class Evaluation:
    """The result over all documents."""

    scores: list[DocumentScore]
    slices: dict[str, dict[str, Slice]] = field(default_factory=dict)
    """Kind of slice -> value -> figures; in the order of SLICES."""
    missed: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    classes: Counter[tuple[str, str]] = field(default_factory=Counter)
    identity: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Column -> (right, labelled)."""

    @property
    def total(self) -> Slice:
        return sum_of(self.scores)

    def summary(self) -> dict[str, Any]:
        """The shares that thresholds are about; 1 where nothing is labelled."""
        total = self.total
        reports = [s for s in self.scores if s.label.is_report]
        negatives = [s for s in self.scores if not s.label.is_report]
        with_targets = [s for s in self.scores if s.hits or s.missed]
        return {
            "documents": len(self.scores),
            "documents_found": sum(s.reading is not None for s in self.scores),
            "recall": share(total.hits, total.targets),
            "precision": share(total.right, total.found),
            "cell_recall": self._of_source("table").recall,
            "cell_precision": self._of_source("table").precision,
            "prose_recall": self._of_source("prose").recall,
            "prose_precision": self._of_source("prose").precision,
            "recall_by_document": _mean(sum_of([s]).recall for s in with_targets),
            "precision_by_document": _mean(sum_of([s]).precision for s in with_targets),
            "evidence_exact": share(*_pair_sum(s.evidence for s in self.scores)),
            "digits_accounted": share(*_pair_sum(s.digits for s in self.scores)),
            "number_classes": share(
                sum(n for (labelled, given), n in self.classes.items() if is_same_class(labelled, given)), self.classes.total()
            ),
            "metadata": share(*_pair_sum(self.identity.get(column, (0, 0)) for column in SCORED_IDENTITY)),
            "report_year": share(*self.identity.get("report_year", (0, 0))),
            "regime": share(*self.identity.get("regime", (0, 0))),
            "agency_name": share(*self.identity.get("agency_zh", (0, 0))),
            "reports_accepted": share(sum(s.is_accepted for s in reports), len(reports)),
            "negatives_kept_out": share(sum(not s.is_accepted for s in negatives), len(negatives)),
        }

    def _of_source(self, kind: str) -> Slice:
        return self.slices.get("source kind", {}).get(kind, Slice())

    def worst(self, number: int) -> list[DocumentScore]:
        """The documents with most missed and invented figures."""
        return sorted((s for s in self.scores if s.errors), key=lambda s: (-s.errors, s.label.doc))[:number]


def evaluate(labels: Mapping[str, LabelledDocument], readings: Iterable[Reading]) -> Evaluation:
    """Scores every labelled document; readings of other documents are left out."""
    found: dict[str, DocumentScore] = {}
    for reading in readings:
        if reading.doc in labels:
            found[reading.doc] = score_document(labels[reading.doc], reading)
    return _added_up([found.get(doc) or score_document(label, None) for doc, label in labels.items()])


def _added_up(scores: list[DocumentScore]) -> Evaluation:
    evaluation = Evaluation(scores, {kind: {} for kind in SLICES})
    identity: dict[str, list[bool]] = {}
    for score in scores:
        _add_to_slices(evaluation.slices, score)
        evaluation.classes += score.classes
        evaluation.missed.update(figure.indicator for figure in score.missed)
        evaluation.invented.update(figure.indicator for figure in score.invented)
        for column, (labelled, read) in score.identity.items():
            identity.setdefault(column, []).append(labelled == read)
    evaluation.identity = {column: (sum(right), len(right)) for column, right in identity.items()}
    return evaluation


def _add_to_slices(slices: dict[str, dict[str, Slice]], score: DocumentScore) -> None:
    concerned = set()
    for figures, counters in (
        (score.hits, ("targets", "hits")),
        (score.missed, ("targets",)),
        (score.found_right, ("found", "right")),
        (score.invented, ("found",)),
    ):
        for figure in figures:
            for kind, value in _slices_of(score.label, figure):
                entry = slices[kind].setdefault(value, Slice())
                concerned.add((kind, value))
                for counter in counters:
                    setattr(entry, counter, getattr(entry, counter) + 1)
    for kind, value in concerned:
        slices[kind][value].documents += 1


def _slices_of(label: LabelledDocument, figure: Figure) -> Iterator[tuple[str, str]]:
    for kind, values in label.slices.items():
        for value in values:
            yield kind, value
    yield "form", figure.form
    yield "source kind", figure.source_kind
    yield "indicator group", _groups().get(figure.indicator, UNKNOWN)


@cache
def _groups() -> dict[str, str]:
    """Indicator -> section of its form, as the catalogue names it."""
    return {row["indicator_id"]: row["section"] for row in seed("indicators")}


def sum_of(scores: Iterable[DocumentScore]) -> Slice:
    """The figures of some documents as one slice."""
    total = Slice()
    for score in scores:
        total.documents += 1
        total.targets += len(score.hits) + len(score.missed)
        total.hits += len(score.hits)
        total.found += len(score.found_right) + len(score.invented)
        total.right += len(score.found_right)
    return total


def share(part: int, whole: int) -> float:
    """Four places; 1 of nothing."""
    return round(part / whole, 4) if whole else 1.0


def _pair_sum(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    listed = list(pairs)
    return sum(a for a, _ in listed), sum(b for _, b in listed)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return round(sum(listed) / len(listed), 4) if listed else 1.0
