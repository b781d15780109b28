"""The example of docs/adding-a-form.md works as it stands there: rows of the catalogue are all that a new form needs."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.catalogue import CatalogueError, _merged, _with_columns, write_seeds
from dagster_project.settings import PROJECT_DIR, SEEDS_DIR

_BLOCK = re.compile(r"^```\w+ file=(\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
READ = """
import json, sys, polars as pl
from dagster_project.reports.pipeline import extract_batch, normalise_batch
raw = [{"report_id": str(n), "source_uri": path, "delivery": ".", "content": open(path, "rb").read()} for n, path in enumerate(sys.argv[1:])]
found = extract_batch(normalise_batch(pl.DataFrame(raw)))
rows = found.reported_values.select("report_id", "form", "indicator_id", "value", "unit", "value_state").to_dicts()
for row in rows:
    row["value"] = "" if row["value"] is None else format(row["value"].normalize(), "f")
documents = found.documents.select("status", "status_reason", "regime_by_form").to_dicts()
print(json.dumps({"documents": documents, "rows": rows, "signals": found.signals["rule_id"].to_list()}))
"""
LOCAL_ROWS = """随县人民政府2016年政府信息公开工作年度报告
根据《中华人民共和国政府信息公开条例》编制本报告，数据统计期限自2016年1月1日至2016年12月31日。
一、总体情况
全年主动公开政府信息812条。
政府信息公开情况统计表
统计指标 | 单位 | 统计数 |
五、行政诉讼数量 | 件 | 3 |
（一）维持具体行政行为或者驳回原告诉讼请求数 | 件 | 2 |
（二）被依法纠错数 | 件 | 1 |
（三）其他情形数 | 件 | 0 |
六、举报投诉数量 | 件 | 4 |
七、依申请公开信息收取的费用 | 万元 | 0 |
（一）政府信息公开工作专门机构数 | 个 | 12 |
（二）设置政府信息公开查阅点数 | 个 | 5 |
十、政府信息公开宣传情况 | —— | |
（一）开展政务公开宣传活动次数 | 次 | 14 |
（二）发放宣传资料数 | 份 | 40 |
"""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the page; blocks of one file are one file, with its header once."""
    folder = tmp_path_factory.mktemp("example")
    for name, content in _BLOCK.findall((PROJECT_DIR / "docs" / "adding-a-form.md").read_text(encoding="utf-8")):
        path = folder / name
        header, _, rows = content.partition("\n")
        if path.exists():
            assert path.read_text(encoding="utf-8").startswith(header)
            whole = rows
        else:
            whole = content
        with path.open("a", encoding="utf-8") as file:
            file.write(whole)
    (folder / "local_rows.txt").write_text(LOCAL_ROWS, encoding="utf-8")
    return folder


def read(*reports: Path, catalogue: Path | None = None) -> dict:
    """What a new process reads, which alone has a catalogue of its own."""
    environment = {k: v for k, v in os.environ.items() if k != "OGI_CATALOGUE"} | {"PYTHONPATH": str(PROJECT_DIR)}
    environment |= {"OGI_CATALOGUE": str(catalogue)} if catalogue else {}
    command = [sys.executable, "-c", READ, *map(str, reports)]
    answer = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_the_example_reads_what_the_page_says(example: Path) -> None:
    found = read(example / "report.txt", example / "local_rows.txt", catalogue=example)
    assert [d["status"] for d in found["documents"]] == ["accepted", "accepted"]
    assert found["documents"][0]["regime_by_form"] == "r2021_hz"
    expected = list(csv.DictReader(io.StringIO((example / "expected.csv").read_text(encoding="utf-8"))))
    given = [{k: row[k] for k in expected[0]} for row in found["rows"] if row["report_id"] == "0"]
    assert sorted(given, key=str) == sorted(expected, key=str)
    local = {row["indicator_id"]: row["value"] for row in found["rows"] if row["report_id"] == "1"}
    assert (local["x_publicity_events"], local["x_publicity_materials"]) == ("14", "40")
    assert local["litigation_cases"] == "3"
    assert "TAB-LABEL" not in found["signals"]


def test_without_the_rows_the_form_is_set_aside_and_the_added_rows_are_signalled(example: Path) -> None:
    found = read(example / "report.txt", example / "local_rows.txt")
    new_form, known_form = found["documents"]
    assert new_form["status"] == "quarantined"
    assert new_form["status_reason"].startswith("unknown_form: ")
    assert known_form["status"] == "accepted"
    assert not {row["indicator_id"] for row in found["rows"] if row["indicator_id"].startswith("x_")}
    assert found["signals"].count("TAB-LABEL") == 3


def test_dbt_gets_the_seeds_with_the_added_rows(example: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OGI_CATALOGUE", str(example))
    write_seeds(tmp_path)
    for name, added in (("indicators", 13), ("regimes", 1), ("form_tables", 1), ("rules", 0)):
        with (SEEDS_DIR / f"{name}.csv").open(encoding="utf-8") as bundled, (tmp_path / f"{name}.csv").open(encoding="utf-8") as whole:
            before, after = list(csv.DictReader(bundled)), list(csv.DictReader(whole))
        assert after[: len(before)] == before
        assert len(after) == len(before) + added


def test_an_added_row_takes_the_place_of_its_namesake_or_stands_where_it_is_told() -> None:
    columns, rows = _with_columns("indicators")
    first, second = rows[0], rows[1]
    changed = {"regime": first["regime"], "indicator_id": first["indicator_id"], "label_zh": "another"}
    behind = {"regime": first["regime"], "indicator_id": "x_new", "label_zh": "new", "after": first["indicator_id"]}
    merged = _merged("indicators", columns, rows, ["regime", "indicator_id", "label_zh", "after"], [changed, behind])
    assert [row["label_zh"] for row in merged[:3]] == ["another", "new", second["label_zh"]]
    assert len(merged) == len(rows) + 1


@pytest.mark.parametrize(
    ("added_columns", "row", "told"),
    [
        (["indicator_id", "colour"], {"indicator_id": "x", "colour": "red"}, "no column ['colour']"),
        (["indicator_id", "regime", "after"], {"indicator_id": "x", "regime": "r2014", "after": "nothing"}, "no row nothing"),
    ],
)
def test_a_row_that_fits_nowhere_is_refused_with_the_reason(added_columns: list[str], row: dict[str, str], told: str) -> None:
    columns, rows = _with_columns("indicators")
    with pytest.raises(CatalogueError, match=re.escape(told)):
        _merged("indicators", columns, rows, added_columns, [row])
