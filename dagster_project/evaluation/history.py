"""The results of all evaluations of a home, as a table of the lake from which dbt makes marts.fct_evaluation.

A set of labels is evaluated once for each version of the reader. There is no clock in the table: its order is `sequence`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl

from dagster_project.evaluation.scoring import is_same_class
from dagster_project.evaluation.summary import Evaluation, Slice
from dagster_project.settings import Home
from dagster_project.storage import write_parquet

SHARE = pl.Decimal(6, 4)
SCHEMA = pl.Schema(
    {"labelled_set": pl.String, "sequence": pl.Int64, "normaliser_version": pl.String, "extractor_version": pl.String}
    | {"slice_kind": pl.String, "slice": pl.String, "documents": pl.Int64}
    | {"labelled": pl.Int64, "recall": SHARE, "read": pl.Int64, "precision": SHARE}
)
IN_ALL, IDENTITY, NUMBER_CLASS = "in all", "identity", "number class"
Row = dict[str, object]


def history_path(home: Home) -> Path:
    return home.lake / "evaluations" / "history.parquet"


def read_history(home: Home) -> pl.DataFrame:
    """All results so far; empty where nothing was evaluated."""
    path = history_path(home)
    return pl.read_parquet(path) if path.exists() else pl.DataFrame(schema=SCHEMA)


def ensure_history(home: Home) -> None:
    """An empty table where there is none: what reads it need not ask."""
    if not history_path(home).exists():
        write_parquet(pl.DataFrame(schema=SCHEMA), history_path(home))


def is_known(history: pl.DataFrame, labelled_set: str, versions: tuple[str, str]) -> bool:
    """The set was evaluated with these versions of the reader."""
    same = (pl.col("labelled_set") == labelled_set) & (pl.col("normaliser_version") == versions[0])
    return not history.filter(same & (pl.col("extractor_version") == versions[1])).is_empty()


def record(home: Home, labelled_set: str, versions: tuple[str, str], evaluation: Evaluation) -> pl.DataFrame:
    """Adds the rows of one evaluation and returns them."""
    history = read_history(home)
    sequence = int(history["sequence"].max() or 0) + 1  # type: ignore[arg-type]
    about = {"labelled_set": labelled_set, "sequence": sequence, "normaliser_version": versions[0], "extractor_version": versions[1]}
    rows = pl.DataFrame([about | row for row in evaluation_rows(evaluation)], schema=SCHEMA)
    write_parquet(pl.concat([history, rows]), history_path(home))
    return rows


def evaluation_rows(evaluation: Evaluation) -> Iterator[Row]:
    """One row for the whole, for each slice, each column of identity and each class of numbers."""
    yield _row(IN_ALL, IN_ALL, evaluation.total)
    for kind, values in evaluation.slices.items():
        for value, part in sorted(values.items()):
            yield _row(kind, value, part)
    for column, (right, labelled) in evaluation.identity.items():
        yield _row(IDENTITY, column, Slice(labelled, labelled, right))
    for labelled_class in sorted({labelled for labelled, _ in evaluation.classes}):
        given = {g: n for (labelled, g), n in evaluation.classes.items() if labelled == labelled_class}
        right = sum(n for g, n in given.items() if is_same_class(labelled_class, g))
        yield _row(NUMBER_CLASS, labelled_class, Slice(0, sum(given.values()), right))


def _row(kind: str, value: str, part: Slice) -> Row:
    """Without figures that were read there is no precision, and numbers are not counted by report."""
    return {
        "slice_kind": kind,
        "slice": value,
        "documents": part.documents or None,
        "labelled": part.targets,
        "recall": Decimal(str(part.recall)),
        "read": part.found or None,
        "precision": Decimal(str(part.precision)) if part.found else None,
    }
