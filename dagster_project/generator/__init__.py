"""The project's own generator of sample reports: the demo, the fuzzer and the benchmark corpus. It knows the truth of what it writes.

`sample` is what `ogi sample` calls, `sample_of_every_medium` what `ogi evaluate` measures, `demo` what the first build on a fresh clone
reads, `generate` what tests and the benchmark use.
"""

from __future__ import annotations

from pathlib import Path

from dagster_project.generator.corpus import generate, write_sample
from dagster_project.generator.demo import demo
from dagster_project.generator.media import MEDIA
from dagster_project.generator.truth import DocumentTruth, SampleFile, SampleReport, SampleSummary, write_files

DEMO_SEED = 1


PACKED_SHARE = 0.15
"""Share of the reports of a corpus of every medium that lie in archives, corpora and crawls."""


def sample(out: Path, reports: int, seed: int) -> SampleSummary:
    """N generated texts below `out`, with truth.parquet, truth_documents.parquet and truth_numbers.parquet beside them."""
    return write_sample(out, reports, seed)


def sample_of_every_medium(out: Path, reports: int, seed: int) -> SampleSummary:
    """The same as web pages, Word, PDF, text and Markdown, some of them in archives, corpora and crawls."""
    return write_sample(out, reports, seed, media=tuple(MEDIA), packed_share=PACKED_SHARE)


def demo_sample(out: Path, seed: int = DEMO_SEED) -> SampleSummary:
    """The bundled sample below `out`."""
    return write_files(out, map(SampleFile.of, demo(seed)))


__all__ = [
    "DocumentTruth",
    "SampleReport",
    "SampleSummary",
    "demo",
    "demo_sample",
    "generate",
    "sample",
    "sample_of_every_medium",
    "write_sample",
]
