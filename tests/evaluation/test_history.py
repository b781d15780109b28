"""Each version of the reader is measured once on each labelled set; the figures are asset metadata and a published table."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from dagster_project.assets.evaluation import evaluations
from dagster_project.evaluation.history import read_history
from dagster_project.evaluation.labelled_sets import configured_sets
from dagster_project.resources.workspace import Workspace
from dagster_project.settings import Home

REPORT = """随县人民政府2018年政府信息公开工作年度报告
根据《中华人民共和国政府信息公开条例》编制,统计期限自2018年1月1日至2018年12月31日。
一、主动公开政府信息情况
全年主动公开政府信息58条。
二、依申请公开政府信息情况
收到政府信息公开申请3件,均已答复。
"""
LABELS = """doc,indicator_id,applicant_type,value,value_state,scope,strict,form,source_kind,evidence
a.txt,n_disclosed_total,,58,number,reporting_agency,1,narrative,prose,全年主动公开政府信息58条
a.txt,n_meetings,,7,number,reporting_agency,1,narrative,prose,召开会议7次
"""


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "labelled"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    (folder / "reported_values.csv").write_text(LABELS, encoding="utf-8")
    monkeypatch.setenv("OGI_GOLD", str(folder))
    monkeypatch.setenv("OGI_EVALUATED_REPORTS", "0")
    return folder


def materialised(home: Home) -> dict[str, object]:
    result = dg.materialize([evaluations], resources={"workspace": Workspace(home=str(home.root))})
    (event,) = result.get_asset_materialization_events()
    return {name: value.value for name, value in event.materialization.metadata.items()}


def test_labels_of_a_folder_are_compared_and_kept(gold: Path, home: Home) -> None:
    metadata = materialised(home)
    assert metadata["gold_recall"] == 0.5
    assert "n_meetings = 7" in str(metadata["gold_worst"])
    assert "By source kind" in str(metadata["gold_slices"])
    history = read_history(home)
    whole = history.filter(slice_kind="in all").row(0, named=True)
    assert (whole["labelled"], whole["recall"], whole["sequence"]) == (2, Decimal("0.5"), 1)
    assert {"in all", "regime", "medium", "source kind", "indicator group"} <= set(history["slice_kind"])


def test_a_set_is_evaluated_once_for_each_version_of_the_reader_and_labels(gold: Path, home: Home) -> None:
    materialised(home)
    rows = read_history(home).height
    assert "gold_recall" not in materialised(home)
    assert read_history(home).height == rows
    (gold / "reported_values.csv").write_text(LABELS.replace(",7,", ",8,"), encoding="utf-8")
    assert materialised(home)["gold_recall"] == 0.5
    assert read_history(home)["sequence"].max() == 2


def test_labels_that_are_not_there_stop_no_build(home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OGI_GOLD", str(tmp_path / "nowhere"))
    monkeypatch.setenv("OGI_EVALUATED_REPORTS", "0")
    assert materialised(home)["dagster/row_count"] == 0


def test_the_published_warehouse_has_the_figures_of_its_reader(built_sample: Home) -> None:
    (labelled,) = configured_sets()
    with duckdb.connect(str(built_sample.published_warehouse), read_only=True) as con:
        rows = con.execute(
            "select e.labelled_set, e.recall, e.precision, e.extractor_version = v.extractor_version "
            "from marts.fct_evaluation e, (select any_value(extractor_version) as extractor_version from marts.fct_reported_value) v "
            "where e.is_latest and e.slice_kind = 'in all'"
        ).fetchall()
    assert len(rows) == 1
    name, recall, precision, same_version = rows[0]
    assert name == labelled.name
    assert recall > Decimal("0.95")
    assert precision > Decimal("0.95")
    assert same_version
