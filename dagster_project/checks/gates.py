"""The six gates, in the order data passes them: which frames each judges, and which asset it guards.

A gate that has judged the same data by the same suite before is not run again: its stored result is what it would find.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dagster_project.checks import frames, suites
from dagster_project.checks.audits import KEY as AUDIT_KEY
from dagster_project.checks.publication import publication_audit
from dagster_project.checks.relations import relations_audit
from dagster_project.checks.results import GateResult
from dagster_project.settings import Home

if TYPE_CHECKING:
    import pandas as pd


class Audit(Protocol):
    """Makes the frame that a gate judges; `again` looks even at what was looked at before."""

    def __call__(self, home: Home, *, again: bool) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Gate:
    """One gate. `audit` makes the frame it judges, `judged` names the files it depends on, `key` the columns an example shows."""

    name: str
    asset_key: tuple[str, ...]
    about: str
    audit: Audit
    key: tuple[str, ...]
    judged: tuple[str, ...]


GATES = (
    Gate(
        "raw",
        ("lake", "raw_documents"),
        "Every byte as delivered.",
        frames.raw_audit,
        AUDIT_KEY,
        ("lake/raw_documents",),
    ),
    Gate(
        "normalised",
        ("lake", "normalised"),
        "Every document has its text, or the reason why not, and a way back to its source.",
        frames.normalised_audit,
        AUDIT_KEY,
        ("lake/raw_documents", "lake/normalised"),
    ),
    Gate(
        "reported_values",
        ("lake", "reported_values"),
        "Every figure has its evidence, its unit and a place in the catalogue.",
        frames.reported_values_audit,
        AUDIT_KEY,
        ("lake/normalised", "lake/documents", "lake/reported_values"),
    ),
    Gate(
        "number_ledger",
        ("lake", "numbers"),
        "Every digit is accounted for; no report reads against itself.",
        frames.number_ledger_audit,
        AUDIT_KEY,
        ("lake/normalised", "lake/documents", "lake/reported_values", "lake/numbers"),
    ),
    Gate(
        "warehouse",
        ("warehouse_audit",),
        "What went in came out, and nothing else.",
        relations_audit,
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
        publication_audit,
        AUDIT_KEY,
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
    result = GateResult(gate.name, print_of_data, suites.run_suite(gate.name, gate.audit(home, again=again), gate.key))
    result.save(results_folder(home))
    return result


def standing_results(home: Home) -> dict[str, GateResult | None]:
    """Gate -> its result on exactly what is below the home now; None where it has not judged that."""
    results: dict[str, GateResult | None] = {}
    for gate in GATES:
        stored = GateResult.load(results_folder(home), gate.name)
        results[gate.name] = stored if stored and stored.fingerprint == fingerprint(gate, home) else None
    return results
