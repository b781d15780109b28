"""`ogi evaluate`: how well reports are read, against labels by hand or against the truth of a generated corpus."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dagster_project.commands.homes import WrongUse, published_home
from dagster_project.commands.sql import wide_console
from dagster_project.evaluation.labels import LabelError, read_labels
from dagster_project.evaluation.printing import as_json, as_markdown, print_evaluation
from dagster_project.evaluation.readings import Reading, of_home, of_reports
from dagster_project.evaluation.summary import Evaluation, evaluate


@dataclass(frozen=True)
class Source:
    """What is evaluated: labels of a folder, or `generated` new reports of a seed."""

    gold: Path | None = None
    reports: Path | None = None
    home: Path | None = None
    generated: int | None = None
    seed: int = 1

    def command(self) -> str:
        """What to type to see the figures again."""
        return f"ogi evaluate --generated {self.generated} --seed {self.seed}" if self.generated else "ogi evaluate --gold DIR"


def run_evaluation(source: Source, *, workers: int = 2) -> Evaluation:
    """Reads and compares. WrongUse when labels or reports cannot be had."""
    with _labels_and_reports(source) as (gold, reports):
        try:
            labels = read_labels(gold)
        except LabelError as error:
            raise WrongUse(str(error)) from error
        evaluation = evaluate(labels, _readings(reports, source.home, workers))
    if not any(score.reading for score in evaluation.scores):
        where = reports or published_home(source.home).root
        raise WrongUse(f"{where}: none of the {len(labels)} labelled reports is there; name the folder that holds them (--reports DIR)")
    return evaluation


@contextmanager
def _labels_and_reports(source: Source) -> Iterator[tuple[Path, Path | None]]:
    """Folder of the labels, and of the reports when they are to be read now."""
    if source.generated:
        from dagster_project.generator import sample_of_every_medium

        with tempfile.TemporaryDirectory(prefix="ogi_evaluate_") as folder:
            sample_of_every_medium(Path(folder), source.generated, source.seed)
            yield Path(folder), Path(folder)
        return
    if source.gold is None:
        raise WrongUse("nothing to compare with; name a folder with labels (--gold DIR), or generate reports (--generated N)")
    beside_truth = (source.gold / "truth_documents.parquet").exists() and source.home is None
    reports = source.reports or (source.gold if beside_truth else None)
    if reports and not reports.is_dir():
        raise WrongUse(f"reports {reports}: there is no such folder; name the one that holds the labelled reports")
    yield source.gold, reports


def _readings(reports: Path | None, home: Path | None, workers: int) -> Iterator[Reading]:
    return of_reports(reports, workers=workers) if reports else of_home(published_home(home))


def shortfalls(evaluation: Evaluation, least: dict[str, float]) -> list[str]:
    """A sentence for each measure that is below what was asked for."""
    summary = evaluation.summary()
    return [f"{name.replace('_', ' ')} is {summary[name]:.4f}, below {wanted}" for name, wanted in least.items() if summary[name] < wanted]


def show(evaluation: Evaluation, source: Source, *, json: bool, worst: int, page: Path | None) -> None:
    """Prints the result, and writes the page when one was asked for."""
    if json:
        print(as_json(evaluation, worst))
    else:
        print_evaluation(evaluation, wide_console(), worst)
    if page:
        page.write_text(as_markdown(evaluation, "How well reports are read", _introduction(source)), encoding="utf-8")


def _introduction(source: Source) -> str:
    if source.generated:
        told = (
            f"Measured on {source.generated} generated reports of seed {source.seed}: every form, layout, medium and kind of damage that "
            "the generator knows, with the truth that it wrote down beside them. Generated reports are easier than real ones where they "
            "share a phrase book, and harder where they are damaged on purpose; labels of real reports are compared the same way."
        )
    else:
        told = "Measured on labelled reports."
    return (
        f"{told}\n\nThis page is written by `{source.command()} --write docs/accuracy.md`.\n\n"
        "Figures are compared as sets of (document, indicator, applicant type, value): a figure told twice counts once. Only figures of "
        "the reporting agency in the report year count. Labels marked as not strict neither reward nor punish. *Recall* is the share of "
        "labelled figures that were read, *precision* the share of figures read that are labelled. A document with several kinds of "
        "damage counts in each of them."
    )
