"""The gates: each one passes what is sound and stops what it is there for, and tells its own errors from those of the data."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dagster_project.checks import publication, suites
from dagster_project.checks.asset_checks import as_check_result
from dagster_project.checks.gates import BY_NAME, GATES, fingerprint, run_gate, standing_results
from dagster_project.checks.results import GateResult
from dagster_project.lake import LAKE_TABLES
from dagster_project.publishing import candidate_folder
from dagster_project.settings import EXPECTATIONS_DIR, Home


@pytest.fixture
def own(own_sample: tuple[Home, Path]) -> Home:
    return own_sample[0]


def change_lake(home: Home, table: str, change) -> None:
    """Rewrites the stored shards of a table."""
    for path in (home.lake / table).glob("*.parquet"):
        change(pl.read_parquet(path)).select(list(LAKE_TABLES[table].columns)).write_parquet(path)


def change_warehouse(home: Home, statement: str) -> None:
    con = duckdb.connect(str(home.building_warehouse))
    con.execute(statement)
    con.close()


def failed(home: Home, gate: str) -> list[str]:
    return [f.about for f in run_gate(BY_NAME[gate], home).failures if f.blocks]


@pytest.mark.parametrize("gate", [gate.name for gate in GATES])
def test_the_sample_passes(own, gate):
    result = run_gate(BY_NAME[gate], own, again=True)
    assert result.failures == []
    assert len(result.results) >= 5


def first(column: str, value: object) -> object:
    """A change of the first row of a table."""
    return lambda f: f.with_columns(
        pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(value, dtype=f.schema[column])).otherwise(pl.col(column)).alias(column)
    )


@pytest.mark.parametrize(
    ("gate", "table", "change", "about"),
    [
        ("raw", "raw_documents", first("content", b"other bytes"), "bytes differ from their hash"),
        ("raw", "raw_documents", lambda f: pl.concat([f, f.head(1)]), "report_id twice"),
        ("raw", "raw_documents", lambda f: f.clear(), "documents"),
        ("normalised", "normalised", lambda f: f.slice(1), "not normalised"),
        ("normalised", "normalised", first("clean_offsets", [1]), "character without its place in the source"),
        ("normalised", "normalised", first("script", "cuneiform"), "script"),
        ("normalised", "normalised", lambda f: f.with_columns(readable=False), "refused without a reason"),
        ("reported_values", "reported_values", first("evidence_text", "made up"), "evidence differs from the source"),
        ("reported_values", "reported_values", first("indicator_id", "no_such_indicator"), "indicator is not in the catalogue"),
        ("reported_values", "reported_values", first("value_state", "perhaps"), "value_state"),
        ("reported_values", "reported_values", first("scope", "somebody"), "scope"),
        ("reported_values", "reported_values", lambda f: pl.concat([f, f.head(1)]), "reported_value_id twice"),
        (
            "reported_values",
            "reported_values",
            lambda f: f.with_columns(value_state=pl.lit("blank_cell")),
            "value against its state",
        ),
        ("number_ledger", "numbers", lambda f: f.slice(1), "digits not in the ledger"),
        ("number_ledger", "numbers", lambda f: pl.concat([f, f.head(1)]), "ledger rows overlap"),
        ("number_ledger", "numbers", first("number_class", "mystery"), "number_class"),
        ("number_ledger", "numbers", first("reported_value_id", "nowhere"), "ledger row points to no value"),
        ("number_ledger", "documents", first("status", "forgotten"), "status"),
    ],
)
def test_damage_in_the_lake_is_stopped(own, gate, table, change, about):
    change_lake(own, table, change)
    assert any(name.startswith(about) for name in failed(own, gate))


@pytest.mark.parametrize(
    ("statement", "relation"),
    [
        ("drop table marts.fct_application", "contract_tables"),
        ("delete from marts.dim_report where report_id = (select min(report_id) from marts.dim_report)", "every_document_in_dim_report"),
        ("update marts.dim_report set status = 'forgotten' where status = 'accepted'", "read_equals_accepted_and_refused"),
        ("delete from marts.report_text where report_id = (select min(report_id) from marts.report_text)", "every_text_published"),
        ("delete from marts.fct_reported_value where value = 0", "reported_values_kept"),
        ("update marts.fct_reported_value set reported_value_id = 'new' where value = 0", "reported_values_invented"),
        ("update marts.fct_reported_value set value = value + 1 where value > 5", "evidence_unchanged"),
        ("delete from marts.fct_number where token_start > 500", "digits_accounted"),
        ("insert into marts.fct_number from marts.fct_number limit 1", "ledger_without_overlap"),
    ],
)
def test_damage_in_the_warehouse_is_stopped(own, statement, relation):
    change_warehouse(own, statement)
    assert relation in failed(own, "warehouse")


def test_a_failed_dbt_test_is_stopped(own):
    state = json.loads((own.build / "warehouse.json").read_text())
    node = next(node for node in state["nodes"] if node["kind"] == "test")
    node |= {"status": "fail", "failures": 3, "message": "Got 3 results, configured to fail if != 0"}
    (own.build / "warehouse.json").write_text(json.dumps(state))
    result = run_gate(BY_NAME["warehouse"], own)
    assert not result.passed
    assert node["name"] in str(result.failures[0].examples)


def test_a_publication_that_suddenly_lost_half_of_its_rows_is_stopped(own):
    manifest = json.loads(own.manifest.read_text())
    manifest["row_counts"]["fct_reported_value"] *= 3
    own.manifest.write_text(json.dumps(manifest))
    result = run_gate(BY_NAME["publication"], own, again=True)
    assert "rows kept" in [f.about for f in result.failures if f.blocks]
    assert result.failures[0].examples[0]["value"] == "fct_reported_value"


def published_figures(home: Home, **figures: dict[str, int]) -> None:
    """Makes the last version have had other figures."""
    manifest = json.loads(home.manifest.read_text())
    manifest["figures"] |= {name.replace("_", " "): figure for name, figure in figures.items()}
    home.manifest.write_text(json.dumps(manifest))


@pytest.fixture
def small_numbers_count(monkeypatch) -> None:
    monkeypatch.setattr(publication, "LEAST_RECORDS", 1)
    monkeypatch.setattr(publication, "LEAST_REPORTS", 1)


def test_small_numbers_may_jump(own):
    published_figures(own, quarantined={"rows": 0, "of": 59})
    assert run_gate(BY_NAME["publication"], own, again=True).failures == []


@pytest.mark.usefixtures("small_numbers_count")
def test_figures_that_jump_against_the_last_version_are_stopped(own):
    figures = json.loads(own.manifest.read_text())["figures"]
    form = next(name for name in figures if name.startswith("values a report"))
    more = {"rows": figures[form]["rows"] * 3, "of": figures[form]["of"]}
    published_figures(own, **{form: more})
    result = run_gate(BY_NAME["publication"], own, again=True)
    by_name = {(f.about, f.severity): f for f in result.failures}
    assert not result.passed
    assert ("values a report left", "critical") in by_name
    assert by_name["values a report left", "critical"].examples[0]["value"] == form.rpartition(" ")[2]


def test_a_reader_that_became_worse_is_stopped(own):
    figures = json.loads(own.manifest.read_text())["figures"]
    measured = next((name for name in figures if name.startswith("recall of ")), None)
    assert measured, "the sample is built with an evaluation"
    con = duckdb.connect(str(candidate_folder(own) / "warehouse.duckdb"))
    con.execute("update marts.fct_evaluation set recall = 0.9 where slice_kind = 'in all'")
    con.close()
    result = run_gate(BY_NAME["publication"], own, again=True)
    assert [f.about for f in result.failures if f.blocks] == ["accuracy fell"]


@pytest.mark.usefixtures("small_numbers_count")
def test_a_share_that_jumps_against_the_last_version_is_stopped(own):
    candidate = candidate_folder(own) / "warehouse.duckdb"
    con = duckdb.connect(str(candidate))
    con.execute("update marts.dim_report set status = 'quarantined' where hash(report_id) % 2 = 0")
    con.close()
    result = run_gate(BY_NAME["publication"], own, again=True)
    stopped = next(f for f in result.failures if f.blocks and f.about == "share rose")
    assert [example["value"] for example in stopped.examples] == ["quarantined"]
    assert "now" in stopped.examples[0]["examples"]


@pytest.mark.parametrize(
    ("gate", "table", "change", "about"),
    [
        ("number_ledger", "documents", lambda f: f.with_columns(agency_name=pl.lit(None, pl.String)), "agency known"),
        (
            "number_ledger",
            "documents",
            first("status_reason", "the reader failed on it: something"),
            "set aside: its reading contradicts it",
        ),
        ("reported_values", "reported_values", lambda f: f.with_columns(value=-pl.col("value")), "negative value"),
        ("normalised", "normalised", first("media_type", None), "no media type"),
    ],
)
def test_what_only_deserves_a_look_is_a_warning_and_blocks_nothing(own, gate, table, change, about):
    change_lake(own, table, change)
    result = run_gate(BY_NAME[gate], own)
    assert result.passed
    warning = next(f for f in result.failures if f.about == about)
    assert warning.severity == "warning" and "rows" in warning.examples[0]


def test_a_form_that_can_hardly_be_read_is_stopped(own):
    unreadable = pl.when(pl.col("form") == "r2021").then(pl.lit("unparseable")).otherwise("value_state")
    empty = pl.when(pl.col("form") != "r2021").then("value")
    change_lake(own, "reported_values", lambda f: f.with_columns(unreadable.alias("value_state"), empty.alias("value")))
    result = run_gate(BY_NAME["reported_values"], own)
    assert [f.about for f in result.failures if f.blocks] == ["cells that could be read"]
    assert [example["value"] for example in result.failures[0].examples] == ["r2021"]


def test_a_shard_that_was_audited_is_not_read_again(own, monkeypatch):
    run_gate(BY_NAME["reported_values"], own)
    (own.build / "gates" / "reported_values.json").unlink()
    monkeypatch.setattr("dagster_project.checks.frames._evidence_is_there", lambda *_: pytest.fail("read again"))
    assert run_gate(BY_NAME["reported_values"], own).passed
    with pytest.raises(pytest.fail.Exception):
        run_gate(BY_NAME["reported_values"], own, again=True)


@pytest.fixture
def own_suites(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "expectations"
    shutil.copytree(EXPECTATIONS_DIR, folder)
    monkeypatch.setenv("OGI_EXPECTATIONS", str(folder))
    return folder


def edit(folder: Path, gate: str, change) -> None:
    suite = json.loads((folder / f"{gate}.json").read_text())
    change(suite["expectations"])
    (folder / f"{gate}.json").write_text(json.dumps(suite))


def test_an_expectation_that_cannot_be_evaluated_is_told_apart_from_failing_data(own, own_suites):
    edit(own_suites, "raw", lambda e: e[1]["kwargs"].update(column="no_such_column"))
    result = run_gate(BY_NAME["raw"], own, again=True)
    assert not result.passed and result.errored
    assert "the expectation is wrong, not the data" in result.failures[0].sentence()
    shutil.copy(EXPECTATIONS_DIR / "raw.json", own_suites / "raw.json")
    assert run_gate(BY_NAME["raw"], own).passed


def test_a_failed_warning_is_shown_and_blocks_nothing(own, own_suites):
    def never(expectations):
        expectations.append(
            {
                "type": "expect_table_row_count_to_be_between",
                "kwargs": {"max_value": 1},
                "severity": "warning",
                "meta": {"reason": "for the test", "remedy": "none"},
            }
        )

    edit(own_suites, "raw", never)
    result = run_gate(BY_NAME["raw"], own)
    assert result.passed and len(result.failures) == 1
    shown = as_check_result(result)
    assert shown.severity.value == "WARN" and not shown.passed
    assert "passed with warnings" in result.line()


def test_a_missing_suite_is_an_error_with_a_remedy(own, own_suites):
    (own_suites / "raw.json").unlink()
    with pytest.raises(suites.SuiteError, match=r"raw\.json.*restore"):
        run_gate(BY_NAME["raw"], own)


def test_what_the_ui_shows_of_a_failed_gate(own):
    change_lake(own, "reported_values", first("evidence_text", "made up"))
    shown = as_check_result(run_gate(BY_NAME["reported_values"], own))
    assert not shown.passed and shown.severity.value == "ERROR"
    assert "made up" in shown.metadata["examples_of_failing_rows"].md_str
    assert "please report it" in shown.metadata["remedy"].value
    assert "expected" in shown.metadata["failed"].md_str


def test_the_same_data_is_not_judged_twice_and_other_data_or_another_suite_is(own, own_suites, monkeypatch):
    before = run_gate(BY_NAME["raw"], own)
    with monkeypatch.context() as patch:
        patch.setattr(suites, "run_suite", lambda *_: pytest.fail("judged again"))
        assert run_gate(BY_NAME["raw"], own) == before
    edit(own_suites, "raw", lambda e: e.pop())
    assert fingerprint(BY_NAME["raw"], own) != before.fingerprint
    edited = run_gate(BY_NAME["raw"], own)
    assert len(edited.results) == len(before.results) - 1
    change_lake(own, "raw_documents", lambda f: f.reverse())
    assert standing_results(own)["raw"] is None


def test_results_survive_storage(own):
    result = run_gate(BY_NAME["raw"], own)
    result.save(own.build / "elsewhere")
    assert GateResult.load(own.build / "elsewhere", "raw") == result
    (own.build / "elsewhere" / "raw.json").write_text("{")
    assert GateResult.load(own.build / "elsewhere", "raw") is None


@pytest.mark.parametrize("path", sorted(EXPECTATIONS_DIR.glob("*.json")), ids=lambda p: p.stem)
def test_every_expectation_says_why_and_what_to_do(path):
    text = path.read_text(encoding="utf-8")
    suite = json.loads(text)
    assert path.stem in BY_NAME
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", text), "random ids do not belong in a reviewed file"
    assert any(e["severity"] == "critical" for e in suite["expectations"])
    for expectation in suite["expectations"]:
        assert expectation["severity"] in {"critical", "warning", "info"}
        assert expectation["meta"]["reason"] and expectation["meta"]["remedy"], expectation


def test_every_gate_has_its_suite():
    assert {path.stem for path in EXPECTATIONS_DIR.glob("*.json")} == set(BY_NAME)
