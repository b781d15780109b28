"""A gate fails in the Dagster UI: it shows what failed, an alert comes; the runbook is followed, a run publishes, and it is over."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
import yaml

from dagster_project.publishing import read_manifest
from dagster_project.settings import Home
from tests.alerts.sinks import WebSink
from tests.ui.conftest import serving

CHECKS = "assets/lake/raw_documents?view=checks&checkDetail=raw_gate"


@pytest.fixture
def web() -> Iterator[WebSink]:
    sink = WebSink()
    yield sink
    sink.close()


def damage(home: Home) -> None:
    """One stored document no longer has the bytes of its hash."""
    shard = next((home.lake / "raw_documents").glob("*.parquet"))
    frame = pl.read_parquet(shard)
    other = pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(b"other bytes")).otherwise("content")
    frame.with_columns(other.alias("content")).write_parquet(shard)


def materialize_all(page, address: str) -> None:
    page.goto(f"{address}/asset-groups")
    page.get_by_role("button", name="Materialize all").click()
    page.get_by_text(re.compile("Launched run")).first.wait_for()


def until_published_after(version: str, home: Home, seconds: float = 600) -> None:
    """Waits until a later version is published."""
    deadline = time.monotonic() + seconds
    while (read_manifest(home.manifest) or {})["version"] <= version:
        assert time.monotonic() < deadline, "the run published nothing"
        time.sleep(0.5)


@pytest.mark.timeout(1200)
def test_a_failed_gate_is_shown_told_mended_and_over(page, own_sample: tuple[Home, Path], web: WebSink, tmp_path: Path):
    home, inbox = own_sample
    version = (read_manifest(home.manifest) or {})["version"]
    report = next(path for path in sorted(inbox.rglob("demo_*.txt")) if path.stat().st_size > 3000)
    (report.parent / "new.txt").write_bytes(report.read_bytes() + "\n（更正后重新发布）\n".encode())
    damage(home)
    told = {"alerts": {"enabled": True, "every_seconds": 2, "channels": {"web": {"url": "${TEST_WEB}", "kinds": ["gate", "run"]}}}}
    (home.root / "operations.yaml").write_text(yaml.safe_dump(told))

    with serving(home, OGI_INBOX=str(inbox), TEST_WEB=web.url) as address:
        materialize_all(page, address)
        web.received.wait(lambda received: received.count("FIRING") == 1, seconds=400)
        page.goto(f"{address}/{CHECKS}")
        page.get_by_text(re.compile("bytes differ from their hash")).first.wait_for()
        page.get_by_text(re.compile("report_id=[0-9a-f]{64}")).first.wait_for()
        page.get_by_text("examples_of_failing_rows").first.wait_for()
        page.get_by_role("button", name=re.compile("Execute")).first.wait_for()  # the check can be run by itself
        page.screenshot(path=tmp_path / "failed_gate.png")
        assert (read_manifest(home.manifest) or {})["version"] == version, "nothing unaudited is readable"

        shutil.rmtree(home.lake)  # docs/runbook.md, A gate failed: raw
        materialize_all(page, address)
        web.received.wait(lambda received: received.count("RESOLVED") == 1, seconds=600)
        page.goto(f"{address}/runs")
        page.screenshot(path=tmp_path / "runs.png")
        until_published_after(version, home)
        titles = [title.split(":")[0] for title in web.received.titles]
    assert titles == ["[OGI] FIRING error", "[OGI] RESOLVED error"], "the failed run follows from the gate and is not told apart"
