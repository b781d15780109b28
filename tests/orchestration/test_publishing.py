"""Publishing: whole or not at all, kept for rollback, and never what no gate has passed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from dagster_project import publishing
from dagster_project.checks.results import ExpectationResult, GateResult
from dagster_project.settings import KEPT_VERSIONS, Home

PASSED = {"raw": GateResult("raw", "f", [ExpectationResult("expect", "rows", "critical", "why", "do", "all")])}


def build_private(home: Home, rows: int) -> None:
    """A private warehouse with one table of so many rows, a view on it, and working tables that are nobody's business."""
    home.build.mkdir(parents=True, exist_ok=True)
    home.building_warehouse.unlink(missing_ok=True)
    con = duckdb.connect(str(home.building_warehouse))
    con.execute(f"""
        create schema marts; create schema intermediate;
        create table marts.fct as select range as n, ({rows} + 0.5)::decimal(24, 6) as size from range({rows});
        create view marts.doubled as select n * 2 as twice from marts.fct;
        create table intermediate.scratch as select 1 as x;
        comment on table marts.fct is 'the facts'; comment on column marts.fct.n is 'it''s a number'""")
    con.close()


def publish(home: Home, rows: int) -> dict:
    build_private(home, rows)
    publishing.stage(home, f"{rows:08d}")
    return publishing.publish(home, PASSED)


def published_rows(home: Home) -> int:
    con = duckdb.connect(str(home.published_warehouse), read_only=True)
    try:
        return con.execute("select count(*) from marts.fct").fetchall()[0][0]
    finally:
        con.close()


def test_only_the_marts_are_published_with_their_descriptions_for_old_clients(home):
    publish(home, 3)
    con = duckdb.connect(str(home.published_warehouse), read_only=True)
    assert con.execute("select schema_name, table_name from duckdb_tables() order by 2").fetchall() == [
        ("marts", "doubled"),
        ("marts", "fct"),
    ]
    assert con.execute("select comment from duckdb_tables() where table_name = 'fct'").fetchall() == [("the facts",)]
    assert con.execute("select comment from duckdb_columns() where column_name = 'n'").fetchall() == [("it's a number",)]
    assert con.execute("select tags['storage_version'] from duckdb_databases() where not internal").fetchall()[0][0].startswith("v1.0.0")
    con.close()
    assert duckdb.execute("select sum(twice) from read_parquet(?)", [str(home.published / "parquet/doubled.parquet")]).fetchall() == [(6,)]


def test_the_manifest_tells_what_is_there(home):
    manifest = publish(home, 3)
    assert manifest == json.loads(home.manifest.read_text())
    assert manifest["row_counts"] == {"fct": 3, "doubled": 3}
    assert manifest["gates"]["raw"]["passed"]
    for name, told in manifest["files"].items():
        assert publishing.file_hash(home.published / name) == told["sha256"]
    assert set(manifest["files"]) == {"warehouse.duckdb", "parquet/fct.parquet", "parquet/doubled.parquet"}


@pytest.mark.parametrize(
    "gates", [{"raw": None}, {"raw": GateResult("raw", "f", [ExpectationResult("e", "a", "critical", "w", "r", "x", success=False)])}]
)
def test_what_no_gate_has_passed_is_not_published(home, gates):
    publish(home, 3)
    before = publishing.file_hash(home.published_warehouse)
    build_private(home, 4)
    publishing.stage(home, "4")
    with pytest.raises(publishing.NotAudited, match="raw"):
        publishing.publish(home, gates)
    assert publishing.file_hash(home.published_warehouse) == before


def test_a_candidate_is_not_readable_among_the_versions(home):
    publish(home, 3)
    build_private(home, 4)
    candidate = publishing.stage(home, "4")
    assert candidate.version not in publishing.versions(home)
    assert published_rows(home) == 3


def test_the_same_input_is_not_published_twice(home):
    first = publish(home, 3)
    inode = home.published_warehouse.stat().st_ino
    assert publish(home, 3) == first
    assert home.published_warehouse.stat().st_ino == inode
    assert publishing.versions(home) == [first["version"]]


def test_a_killed_publication_is_done_again(home):
    publish(home, 3)
    build_private(home, 4)
    publishing.stage(home, "00000004")
    # killed after the version was kept, before it was put in place
    publishing.candidate_folder(home).rename(home.versions / publishing.read_candidate(home).version)
    assert publish(home, 4)["row_counts"]["fct"] == 4
    assert published_rows(home) == 4


def test_rollback_brings_the_version_before_and_a_build_of_the_same_input_does_not_undo_it(home):
    first = publish(home, 3)
    publish(home, 4)
    assert publishing.rollback(home) == first
    assert (published_rows(home), json.loads(home.manifest.read_text())) == (3, first)
    publish(home, 4)
    assert published_rows(home) == 3
    publish(home, 5)
    assert published_rows(home) == 5


def test_rollback_to_a_named_version_and_forth_again(home):
    versions = [publish(home, rows)["version"] for rows in (3, 4, 5)]
    publishing.rollback(home, versions[0])
    assert published_rows(home) == 3
    publishing.rollback(home, versions[2])
    assert published_rows(home) == 5


def test_rollback_names_what_is_kept_when_it_cannot(home):
    with pytest.raises(publishing.NothingToPublish, match="ogi build"):
        publishing.rollback(home)
    only = publish(home, 3)["version"]
    with pytest.raises(publishing.NothingToPublish, match=only):
        publishing.rollback(home)
    with pytest.raises(publishing.NothingToPublish, match="1999"):
        publishing.rollback(home, "1999")


def test_the_last_versions_are_kept(home):
    published = [publish(home, rows)["version"] for rows in range(1, KEPT_VERSIONS + 3)]
    assert publishing.versions(home) == sorted(published)[-KEPT_VERSIONS:]


def test_a_table_that_is_gone_leaves_no_file(home):
    publish(home, 3)
    build_private(home, 4)
    con = duckdb.connect(str(home.building_warehouse))
    con.execute("drop view marts.doubled")
    con.close()
    publishing.stage(home, "other")
    publishing.publish(home, PASSED)
    assert [path.name for path in (home.published / "parquet").iterdir()] == ["fct.parquet"]


READER = """
import sys, duckdb
seen = set()
print("ready", flush=True)
for _ in iter(int, 1):
    con = duckdb.connect(sys.argv[1], read_only=True)
    count, size = con.execute("select count(*), max(size) from marts.fct").fetchall()[0]
    con.close()
    assert size == count + 0.5, (count, size)
    if count not in seen:
        seen.add(count)
        print(count, flush=True)
"""


def test_a_reader_during_publications_always_sees_a_whole_database(home, tmp_path: Path):
    versions = [publish(home, rows)["version"] for rows in (50_000, 70_000)]
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(home.published_warehouse)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert reader.stdout is not None and reader.stdout.readline() == "ready\n"
        seen = {int(reader.stdout.readline())}
        for turn in range(60):
            publishing.rollback(home, versions[turn % 2])
            assert reader.poll() is None, reader.stderr and reader.stderr.read()
        publishing.rollback(home, versions[0] if 70_000 in seen else versions[1])
        seen.add(int(reader.stdout.readline()))  # it reports each state once: the other one, seen before or now
        assert seen == {50_000, 70_000}
    finally:
        reader.kill()
        reader.wait()
