"""The labelled sets that every build measures the reader with: generated reports, and a folder of real ones where one is configured.

Belongs here: what is evaluated. Does not belong here: comparing (scoring.py), or keeping the results (history.py).
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dagster_project import settings
from dagster_project.evaluation.labels import read_labels
from dagster_project.evaluation.readings import read_here
from dagster_project.evaluation.summary import Evaluation, evaluate

SEED = 11


@dataclass(frozen=True)
class LabelledSet:
    """`name` says which labels they are: two sets of one name have the same labels."""

    name: str
    generated: int = 0
    labels: Path | None = None
    reports: Path | None = None

    def evaluate(self) -> Evaluation:
        """Reads and compares, in this process. LabelError or OSError when labels or reports cannot be had."""
        if self.labels and self.reports:
            return evaluate(read_labels(self.labels), read_here(self.reports))
        from dagster_project.generator import sample_of_every_medium

        with tempfile.TemporaryDirectory(prefix="ogi_evaluation_") as folder:
            sample_of_every_medium(Path(folder), self.generated, SEED)
            return evaluate(read_labels(Path(folder)), read_here(Path(folder)))


def configured_sets() -> Iterator[LabelledSet]:
    """What the settings ask for."""
    if number := settings.evaluated_reports():
        yield LabelledSet(f"{number} generated reports, seed {SEED}", generated=number)
    if gold := settings.gold():
        labels, reports = gold
        digest = hashlib.sha256()
        for path in sorted(labels.glob("*.csv")):
            digest.update(path.read_bytes())
        yield LabelledSet(f"labels {labels.name} {digest.hexdigest()[:8]}", labels=labels, reports=reports)
