"""The main job as a whole: incremental, honest about what it refuses, safe against being killed, stopped by a failing gate."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest
from rich.console import Console

from dagster_project.assets import raw
from dagster_project.commands.build import BuildOutcome, build
from dagster_project.engines.reading import extractor_version
from dagster_project.lake import RAW_DOCUMENTS
from dagster_project.publishing import file_hash, versions
from dagster_project.quarantine import Quarantine
from dagster_project.resources.workspace import Workspace
from dagster_project.settings import EXPECTATIONS_DIR, PROJECT_DIR, Home
from dagster_project.storage import EXTRACTED_STAGE, RAW, RAW_VERSION, Lake


def run_build(home: Home, inbox: Path, deliveries: list[str] | None = None) -> BuildOutcome:
    outcome = build(home, inbox, deliveries or [], workers=2, console=Console(quiet=True))
    assert outcome.error is None
    return outcome


def query(home: Home, sql: str) -> list[tuple]:
    con = duckdb.connect(str(home.published_warehouse), read_only=True)
    try:
        return con.execute(sql).fetchall()
    finally:
        con.close()


def table_hashes(home: Home) -> dict[str, str]:
    """Table -> hash of its rows in any order."""
    tables = [t for (t,) in query(home, "select table_name from duckdb_tables() order by 1")]
    return {t: str(query(home, f'select count(*), bit_xor(hash(t::varchar)) from marts."{t}" as t')[0]) for t in tables}


def test_a_second_build_reads_nothing_and_changes_nothing(own_sample):
    home, inbox = own_sample
    before = (file_hash(home.published_warehouse), file_hash(home.manifest), versions(home))
    outcome = run_build(home, inbox)
    assert not outcome.changed and outcome.documents_read == 0
    assert (file_hash(home.published_warehouse), file_hash(home.manifest), versions(home)) == before


def test_a_touched_file_and_a_copy_are_read_and_still_nothing_new_is_published(own_sample):
    home, inbox = own_sample
    before = file_hash(home.published_warehouse)
    reports = [path for path in sorted(inbox.rglob("*.txt")) if path.stat().st_size > 1_000]
    os.utime(reports[0])
    shutil.copy(reports[1], inbox / "copy.txt")
    outcome = run_build(home, inbox)
    assert (outcome.files_read, outcome.documents_read) == (2, 0)
    assert file_hash(home.published_warehouse) == before
    assert len(versions(home)) == 1


def test_what_is_no_report_is_refused_with_its_reason_and_the_rest_goes_on(own_sample):
    home, inbox = own_sample
    before = dict(query(home, "select status, count(*) from marts.dim_report group by 1"))
    (inbox / "new").mkdir()
    (inbox / "new/random.txt").write_bytes(hashlib.shake_256(b"seed").digest(5_000))
    (inbox / "new/nothing.txt").write_bytes(b" \n")
    (inbox / "new/recipe.txt").write_text(
        "红烧肉的做法\n五花肉500克洗净切块，放入冷水锅中焯水3分钟，加入冰糖30克炒出糖色，小火炖煮60分钟即可。\n", encoding="utf-8"
    )
    (inbox / "new/link.txt").symlink_to(inbox / "nowhere")
    outcome = run_build(home, inbox)
    assert (outcome.files_read, outcome.documents_read, outcome.blocked) == (3, 3, [])
    told = {uri: (status, reason) for uri, status, reason in query(home, "select source_uri, status, status_reason from marts.dim_report")}
    for name in ("new/random.txt", "new/nothing.txt", "new/recipe.txt"):
        status, reason = told[name]
        assert status in {"quarantined", "not_a_report"} and reason, name
    entries = {entry.file: entry for entry in Quarantine(home).entries()}
    assert told["new/random.txt"][0] == "quarantined"
    assert entries["new/random.txt"].remedy
    assert (home.quarantine / f"{entries['new/random.txt'].id}_random.txt").read_bytes() == (inbox / "new/random.txt").read_bytes()
    assert "link to nothing" in entries["new/link.txt"].reason
    accepted = query(home, "select count(*) from marts.dim_report where status = 'accepted'")[0][0]
    assert accepted == before["accepted"]
    (inbox / "new/link.txt").unlink()
    run_build(home, inbox)
    assert "new/link.txt" not in {entry.file for entry in Quarantine(home).entries()}


def test_only_the_chosen_delivery_is_read(sample_inbox, home):
    """The run config of the UI, on the one asset that it is for."""
    chosen = sorted(path.name for path in sample_inbox.iterdir() if path.is_dir())[-1]
    config = {"ops": {"ingest": {"config": {"inbox": str(sample_inbox), "deliveries": [chosen]}}}}
    result = dg.materialize([raw.raw_documents], resources={"workspace": Workspace(home=str(home.root))}, run_config=config)
    shown = result.asset_materializations_for_node("ingest")[0].metadata
    files = sum(path.is_file() for path in (sample_inbox / chosen).rglob("*"))
    assert shown["files_read"].value == files > 0
    lake = Lake(home.lake)
    delivered = [lake.read(RAW_DOCUMENTS, shard, RAW_VERSION, ["delivery"]) for shard in lake.shards(RAW, RAW_VERSION)]
    assert set(pl.concat(delivered)["delivery"]) == {chosen}


def test_an_inbox_without_any_report_is_still_published(home, tmp_path):
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox/random.bin").write_bytes(hashlib.shake_256(b"seed").digest(2_000))
    outcome = run_build(home, tmp_path / "inbox")
    assert outcome.blocked == []
    assert query(home, "select status from marts.dim_report") == [("quarantined",)]


def test_a_failing_gate_keeps_the_last_publication_and_names_gate_and_remedy(own_sample, tmp_path, ogi):
    home, inbox = own_sample
    before = file_hash(home.published_warehouse)
    suites = tmp_path / "expectations"
    shutil.copytree(EXPECTATIONS_DIR, suites)
    suite = json.loads((suites / "reported_values.json").read_text())
    suite["expectations"].append(
        {
            "type": "expect_table_row_count_to_be_between",
            "kwargs": {"min_value": 10_000_000},
            "severity": "critical",
            "meta": {"about": "number of figures", "reason": "for the test", "remedy": "deliver ten million figures"},
        }
    )
    (suites / "reported_values.json").write_text(json.dumps(suite))
    (inbox / "another.txt").write_text("另一份文件，不是报告。\n" * 20, encoding="utf-8")
    answer = ogi("build", "--inbox", inbox, "--home", home.root, env={"OGI_EXPECTATIONS": str(suites)})
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "Gate reported_values blocked the publication" in answer.stderr
    assert "deliver ten million figures" in answer.stderr and "stays published" in answer.stderr
    assert file_hash(home.published_warehouse) == before
    mended = run_build(home, inbox)  # with the real suites
    assert mended.blocked == [] and mended.changed
    assert query(home, "select count(*) from marts.dim_report where source_uri = 'another.txt'") == [(1,)]


KILLED_AFTER_ONE_SHARD = """
import os, signal
from dagster_project.ingest import ingest
from dagster_project.storage import EXTRACTED_STAGE, Lake

ingest.SHARD_DOCUMENTS = 10  # few enough shards that they are not merged at once
write = Lake.write

def write_and_be_killed(lake, stage, *arguments):
    write(lake, stage, *arguments)
    if stage == EXTRACTED_STAGE:
        os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    from dagster_project.cli import main

    Lake.write = write_and_be_killed
    main()
"""


def test_a_killed_build_loses_nothing(built_sample, sample_inbox, home, tmp_path):
    driver = tmp_path / "killed_after_one_shard.py"
    driver.write_text(KILLED_AFTER_ONE_SHARD)
    environment = {**os.environ, "PYTHONPATH": str(PROJECT_DIR)}
    command = [sys.executable, str(driver), "build", "--inbox", str(sample_inbox), "--home", str(home.root)]
    with (tmp_path / "log.txt").open("w") as log:
        killed = subprocess.run(command, env=environment, stdout=log, stderr=log, start_new_session=True, check=False)
    assert killed.returncode == -signal.SIGKILL, (tmp_path / "log.txt").read_text()
    lake = Lake(home.lake)
    assert 0 < len(lake.shards(EXTRACTED_STAGE, extractor_version())) < len(lake.shards(RAW, RAW_VERSION))
    assert not home.published.exists()
    outcome = run_build(home, sample_inbox)
    documents = query(built_sample, "select count(*) from marts.dim_report")[0][0]
    assert 0 < outcome.documents_read < documents  # what was done before the kill is not done again
    assert table_hashes(home) == table_hashes(built_sample)


def test_the_real_reports_are_read(shared, home):
    outcome = run_build(home, shared / "reports")
    assert outcome.blocked == []
    score = shared / "tools" / "score.py"
    command = [sys.executable, str(score), "--warehouse", str(home.published_warehouse), "--gold", str(shared / "gold"), "--json"]
    summary = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["summary"]
    assert summary["recall"] >= 0.97 and summary["precision"] >= 0.98, summary
    assert summary["evidence_exact"] == summary["digits_accounted"] == 1.0, summary
    assert summary["metadata"] >= 0.95, summary


@pytest.mark.parametrize("table", ["dim_report", "fct_reported_value", "fct_number", "mart_series"])
def test_parquet_files_hold_what_the_database_holds(built_sample, table):
    there = query(built_sample, f"select count(*) from marts.{table}")
    path = built_sample.published / "parquet" / f"{table}.parquet"
    assert duckdb.execute("select count(*) from read_parquet(?)", [str(path)]).fetchall() == there
