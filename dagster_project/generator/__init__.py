"""The project's own generator of sample reports: the demo, the fuzzer and the benchmark corpus. It knows the truth of what it writes.

`sample` is what `ogi sample` calls, `demo` what the first build on a fresh clone reads, `generate` what tests and the benchmark use.
"""

from __future__ import annotations

from pathlib import Path

from dagster_project.generator.corpus import generate, write_sample
from dagster_project.generator.demo import demo
from dagster_project.generator.truth import DocumentTruth, SampleReport, SampleSummary, write_files

DEMO_SEED = 1


def sample(out: Path, reports: int, seed: int) -> SampleSummary:
    """N generated reports below `out`, with truth.parquet, truth_documents.parquet and truth_numbers.parquet beside them."""
    return write_sample(out, reports, seed)


def demo_sample(out: Path, seed: int = DEMO_SEED) -> SampleSummary:
    """The bundled sample below `out`."""
    return write_files(out, demo(seed))


__all__ = ["DocumentTruth", "SampleReport", "SampleSummary", "demo", "demo_sample", "generate", "sample", "write_sample"]
