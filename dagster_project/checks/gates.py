"""The six gates, in the order data passes them: which frames each judges, and which asset it guards.

A gate that has judged the same data by the same suite before is not run again: its stored result is what it would find.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.checks import frames, suites
from dagster_project.checks.publication import publication_frame
from dagster_project.checks.relations import relations_frame
from dagster_project.checks.results import GateResult
from dagster_project.settings import Home

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Gate:
    """One gate. `judged` names the files below the home it depends on, `key` the columns that identify a failing row."""

    name: str
    asset_key: tuple[str, ...]
    about: str
    frames: Callable[[Home], Iterable[pd.DataFrame]]
    key: tuple[str, ...]
    judged: tuple[str, ...]


def _relations(home: Home) -> Iterator[pd.DataFrame]:
    yield relations_frame(home)


def _publication(home: Home) -> Iterator[pd.DataFrame]:
    yield publication_frame(home)


GATES = (
    Gate(
        "raw",
        ("lake", "raw_documents"),
        "Every byte as delivered.",
        frames.raw_frames,
        ("report_id", "source_uri"),
        ("lake/raw_documents",),
    ),
    Gate(
        "normalised",
        ("lake", "normalised"),
        "Every document has its text, or the reason why not, and a way back to its source.",
        frames.normalised_frames,
        ("report_id", "source_uri"),
        ("lake/raw_documents", "lake/normalised"),
    ),
    Gate(
        "reported_values",
        ("lake", "reported_values"),
        "Every figure has its evidence, its unit and a place in the catalogue.",
        frames.reported_value_frames,
        ("report_id", "indicator_id", "evidence_text"),
        ("lake/normalised", "lake/documents", "lake/reported_values"),
    ),
    Gate(
        "number_ledger",
        ("lake", "numbers"),
        "Every digit is accounted for; no report reads against itself.",
        frames.number_ledger_frames,
        ("report_id", "source_uri", "example"),
        ("lake/normalised", "lake/documents", "lake/reported_values", "lake/numbers"),
    ),
    Gate(
        "warehouse",
        ("warehouse_audit",),
        "What went in came out, and nothing else.",
        _relations,
        ("relation", "examples"),
        (
            "lake/raw_documents",
            "lake/normalised",
            "lake/documents",
            "lake/reported_values",
            "build/warehouse.duckdb",
            "build/warehouse.json",
        ),
    ),
    Gate(
        "publication",
        ("publication_candidate",),
        "The candidate is what was built, and not suddenly much less than before.",
        _publication,
        ("table", "rows_built"),
        ("build/candidate.json",),
    ),
)
BY_NAME = {gate.name: gate for gate in GATES}


def results_folder(home: Home) -> Path:
    return home.build / "gates"


def fingerprint(gate: Gate, home: Home) -> str:
    """Names the suite and the state of every file that the gate judges."""
    digest = hashlib.sha256(suites.suite_hash(gate.name).encode())
    for name in gate.judged:
        path = home.root / name
        files = sorted(path.glob("*.parquet")) if path.is_dir() else [path] if path.exists() else []
        for file in files:
            status = file.stat()
            digest.update(f"{file.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def run_gate(gate: Gate, home: Home, *, again: bool = False) -> GateResult:
    """Judges what is below the home now; `again` judges even what was judged before."""
    print_of_data = fingerprint(gate, home)
    stored = GateResult.load(results_folder(home), gate.name)
    if stored and stored.fingerprint == print_of_data and not again:
        return stored
    result = GateResult(gate.name, print_of_data, suites.run_suite(gate.name, gate.frames(home), gate.key))
    result.save(results_folder(home))
    return result


def standing_results(home: Home) -> dict[str, GateResult | None]:
    """Gate -> its result on exactly what is below the home now; None where it has not judged that."""
    results: dict[str, GateResult | None] = {}
    for gate in GATES:
        stored = GateResult.load(results_folder(home), gate.name)
        results[gate.name] = stored if stored and stored.fingerprint == fingerprint(gate, home) else None
    return results
