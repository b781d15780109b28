"""Refused documents can be listed, inspected, mended and released, or read once more."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from dagster_project.quarantine import NotInQuarantine, Quarantine
from dagster_project.releases import decisions, forget_reading, release
from dagster_project.resources.dbt import warehouse_fingerprint
from dagster_project.settings import Home


def listed(ogi, home: Home) -> dict[str, dict]:
    rows = json.loads(ogi("quarantine", "list", "--format", "json", "--home", home.root).stdout)
    return {Path(row["file"]).name: row for row in rows}


def test_they_are_listed_with_reason_and_remedy(built_sample: Home, ogi):
    rows = listed(ogi, built_sample)
    assert set(rows) == {"empty.txt", "random_bytes.txt"}
    assert rows["empty.txt"]["code"] == "empty_file"
    assert all(row["reason"] and row["remedy"] and row["id"] for row in rows.values())


def test_one_is_shown_with_its_bytes_and_what_can_be_done(built_sample: Home, ogi):
    row = listed(ogi, built_sample)["random_bytes.txt"]
    answer = ogi("quarantine", "show", row["id"][:6], "--home", built_sample.root)
    assert answer.returncode == 0
    for words in ("unsupported_media_type", "convert it", "(no text)", "release", "retry", str(built_sample.quarantine)):
        assert words in answer.stdout


def test_what_is_not_there_is_wrong_use_with_a_remedy(built_sample: Home, ogi):
    answer = ogi("quarantine", "show", "nothing", "--home", built_sample.root)
    assert answer.returncode == 2 and "ogi quarantine list" in answer.stderr
    nothing_said = ogi("quarantine", "release", "empty", "--home", built_sample.root)
    assert nothing_said.returncode == 2 and "--file" in nothing_said.stderr


def test_a_mended_copy_is_published_and_a_rightly_refused_one_leaves_the_list(own_sample: tuple[Home, Path], ogi, tmp_path: Path):
    home, inbox = own_sample
    rows = listed(ogi, home)
    accepted = duckdb.connect(str(home.published_warehouse), read_only=True)
    sound = accepted.execute("select source_uri from marts.dim_report where status = 'accepted' and source_uri like '%.txt'").fetchall()
    accepted.close()
    mended = tmp_path / "mended.txt"
    mended.write_text((inbox / sound[0][0]).read_text(encoding="utf-8", errors="replace") + "\n（更正）\n", encoding="utf-8")

    told = ogi("quarantine", "release", rows["empty.txt"]["id"], "--file", mended, "--note", "asked the county", "--home", home.root)
    assert told.returncode == 0, told.stderr
    told = ogi("quarantine", "release", rows["random_bytes.txt"]["id"], "--note", "noise", "--home", home.root)
    assert told.returncode == 0, told.stderr
    assert listed(ogi, home) == {}

    built = ogi("build", "--inbox", inbox, "--home", home.root)
    assert built.returncode == 0, built.stdout + built.stderr
    assert listed(ogi, home) == {}
    answer = ogi("sql", "select status from dim_report where delivery = 'mended'", "--format", "json", "--home", home.root)
    assert [row["status"] for row in json.loads(answer.stdout)] in (["accepted"], ["duplicate"])
    assert {d.note for d in decisions(home).values()} == {"asked the county", "noise"}
    again = ogi("build", "--inbox", inbox, "--home", home.root)
    assert "Nothing new" in again.stdout


def test_a_document_is_read_again_on_request(own_sample: tuple[Home, Path], ogi):
    home, _ = own_sample
    before = warehouse_fingerprint(home)
    entry = Quarantine(home).entries()[0]
    assert forget_reading(home, {entry.report_id or ""}) > 0
    assert warehouse_fingerprint(home) != before, "so the next build makes the warehouse anew"
    answer = ogi("quarantine", "retry", "--home", home.root)
    assert answer.returncode == 0 and "2 documents are read again" in answer.stdout


def test_a_copy_never_lands_outside_of_its_folder(own_sample: tuple[Home, Path], tmp_path: Path):
    from dataclasses import replace

    home, _ = own_sample
    mended = tmp_path / "x.html"
    mended.write_text("<p>mended</p>")
    entry = replace(Quarantine(home).entries()[0], file="../../evil#3/../name.txt")
    release(home, entry, mended, "")
    copies = [path for path in (home.mended / "mended").rglob("*") if path.is_file()]
    assert [path.name for path in copies] == ["name.html"]
    with pytest.raises(NotInQuarantine):
        release(home, replace(entry, report_id=None), mended, "")
