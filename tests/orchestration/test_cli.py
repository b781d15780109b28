"""The command line: what it prints, and its exit status for scripts."""

from __future__ import annotations

import csv
import io
import json

import pytest

from dagster_project.settings import Home


def test_the_summary_of_a_build(built_sample, sample_inbox, ogi):
    answer = ogi("build", "--inbox", sample_inbox, "--home", built_sample.root)
    assert answer.returncode == 0, answer.stderr
    for words in (
        "Nothing new",
        "accepted",
        "quarantined",
        "reported values",
        "findings of severity",
        str(built_sample.published_warehouse),
    ):
        assert words in answer.stdout
    assert "select report_year" in answer.stdout and "2021" in answer.stdout  # the example and its answer


def test_sql_in_every_format(built_sample, ogi):
    question = "select report_id, value, 'a,\"b' as text from fct_reported_value where value > 1 order by all limit 2"
    as_json = json.loads(ogi("sql", question, "--home", built_sample.root, "--format", "json").stdout)
    as_csv = list(csv.DictReader(io.StringIO(ogi("sql", question, "--home", built_sample.root, "--format", "csv").stdout)))
    as_table = ogi("sql", question, "--home", built_sample.root).stdout
    assert len(as_json) == 2
    assert [row["value"] for row in as_csv] == [str(row["value"]) for row in as_json]
    assert "E" not in as_csv[0]["value"] and not as_csv[0]["value"].endswith("0" * 6)
    assert as_csv[0]["text"] == as_json[0]["text"] == 'a,"b'
    assert as_json[0]["report_id"] in as_table


def test_the_dictionary_is_searched_by_a_printed_label_and_by_a_table(built_sample, ogi):
    label = ogi("dictionary", "予以公开", "--home", built_sample.root)
    assert label.returncode == 0, label.stderr
    assert "予以公开 [r2021]: outcome_granted -> granted (Granted in full; exactMatch)" in label.stdout
    table = ogi("dictionary", "fct_concept_value", "--home", built_sample.root).stdout
    assert table.startswith("table fct_concept_value: ") and "beware: A missing row" in table
    unknown = ogi("dictionary", "没有这个词", "--home", built_sample.root)
    assert unknown.returncode == 2 and "没有这个词" in unknown.stderr


@pytest.mark.parametrize("statement", ["delete from marts.dim_report", "create table marts.mine as select 1", "selec nonsense"])
def test_sql_cannot_write_and_says_what_is_wrong(built_sample, ogi, statement):
    answer = ogi("sql", statement, "--home", built_sample.root)
    assert answer.returncode == 2
    assert answer.stderr.startswith("ogi: query:")


def test_check_prints_one_line_a_gate(own_sample, ogi):
    home, _ = own_sample
    answer = ogi("check", "--home", home.root)
    assert answer.returncode == 0, answer.stderr
    assert [line.split(":")[0] for line in answer.stdout.splitlines()] == [
        "raw",
        "normalised",
        "reported_values",
        "number_ledger",
        "warehouse",
        "publication",
    ]


@pytest.mark.parametrize("command", [["sql", "select 1"], ["check"], ["rollback"], ["site"]])
def test_a_home_without_a_warehouse_is_wrong_use_with_a_remedy(command, tmp_path, ogi):
    answer = ogi(*command, "--home", tmp_path / "nothing")
    assert answer.returncode == 2
    assert "ogi build" in answer.stderr


def test_an_inbox_that_is_not_there(tmp_path, ogi):
    answer = ogi("build", "--inbox", tmp_path / "nowhere", "--home", tmp_path / "home")
    assert answer.returncode == 2
    assert "there is no such folder" in answer.stderr


def test_an_empty_inbox(tmp_path, ogi):
    (tmp_path / "inbox").mkdir()
    answer = ogi("build", "--inbox", tmp_path / "inbox", "--home", tmp_path / "home")
    assert answer.returncode == 2
    assert "it holds no files" in answer.stderr


def test_a_delivery_that_is_not_there(tmp_path, sample_inbox, ogi):
    answer = ogi("build", "--inbox", sample_inbox, "--home", tmp_path / "home", "--delivery", "1899")
    assert answer.returncode == 2
    assert "1899" in answer.stderr


def test_a_home_that_is_a_file(tmp_path, ogi):
    (tmp_path / "home").write_text("")
    answer = ogi("build", "--home", tmp_path / "home")
    assert answer.returncode == 2
    assert "--home DIR" in answer.stderr


def test_unknown_options_are_wrong_use(ogi):
    assert ogi("build", "--no-such-option").returncode == 2


def test_an_internal_error_has_its_own_status(built_sample, tmp_path, ogi):
    (tmp_path / "empty").mkdir()
    answer = ogi("check", "--home", built_sample.root, env={"OGI_EXPECTATIONS": str(tmp_path / "empty")})
    assert answer.returncode == 3
    assert "internal error" in answer.stderr and "raw.json" in answer.stderr


def test_rollback_needs_an_earlier_version(built_sample, ogi):
    answer = ogi("rollback", "--home", built_sample.root)
    assert answer.returncode == 2
    assert "not kept" in answer.stderr


def test_sample_writes_reports_and_their_truth(tmp_path, ogi):
    answer = ogi("sample", "--out", tmp_path / "s", "--reports", "3", "--seed", "7")
    assert answer.returncode == 0, answer.stderr
    assert (tmp_path / "s/truth.parquet").exists()


def test_the_home_of_the_environment_is_the_default(built_sample, ogi):
    answer = ogi("sql", "select 42 as answer", "--format", "csv", env={"OGI_HOME": str(Home(built_sample.root).root)})
    assert answer.stdout == "answer\n42\n"
