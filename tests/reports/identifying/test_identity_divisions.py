"""The dated division codes and the finding of place names."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from dagster_project.catalogue import seed
from dagster_project.reports.identifying.divisions import mentions
from dagster_project.reports.identifying.lookup import (
    counties_of_townships,
    endings,
    gazetteer,
    prefectures_of_area_codes,
)

CODES = [
    # name, year, codes valid on 31 December of that year
    ("谢家集区", 2020, {"340404"}),
    ("随县", 2008, set()),
    ("随县", 2009, {"421321"}),
    ("曾都区", 2008, {"421302"}),
    ("曾都区", 2009, {"421303"}),
    ("苍南县", 2012, {"330327"}),
    ("博尔塔拉蒙古自治州", 2016, {"652700"}),
    ("新市区", 2012, {"130602", "650104"}),
    ("新市区", 2016, {"650104"}),
    ("龙港市", 2018, set()),
    ("龙港市", 2019, {"330383"}),
    ("临平区", 2020, set()),
    ("临平区", 2021, {"330113"}),
    ("莱芜区", 2018, set()),
    ("莱芜区", 2019, {"370116"}),
    ("莱芜市", 2018, {"371200"}),
    ("双河市", 2014, {"659007"}),
    ("东莞市", 2010, {"441900"}),
    ("中山市", 2010, {"442000"}),
    ("儋州市", 2014, {"469003"}),
    ("儋州市", 2015, {"460400"}),
    ("仙桃市", 2010, {"429004"}),
    ("石河子市", 2010, {"659001"}),
    ("五指山市", 2010, {"469001"}),
]


@pytest.mark.parametrize(("name", "year", "codes"), CODES)
def test_codes_of_a_year(name: str, year: int, codes: set[str]) -> None:
    assert {d.code for d in gazetteer().by_name[name] if d.holds_in(year)} == codes


def test_the_seed_is_well_formed() -> None:
    rows = seed("divisions")
    codes = {row["division_code"] for row in rows}
    assert len(rows) > 3500
    for row in rows:
        assert re.fullmatch(r"\d{6}", row["division_code"])
        assert row["level"] in ("province", "prefecture", "county")
        assert row["parent_code"] in codes or (row["level"] == "province" and not row["parent_code"])
        assert row["valid_from"] < (row["valid_to"] or "9999")


def test_a_code_names_one_place_at_a_time() -> None:
    for year in range(2002, 2026):
        counted = Counter(d.code for found in gazetteer().by_code.values() for d in found if d.holds_in(year))
        assert counted
        assert max(counted.values()) == 1, [code for code, n in counted.items() if n > 1]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("在乌鲁木齐市新市区召开", ["乌鲁木齐市", "新市区"]),
        ("枣庄市市中区", ["枣庄市", "市中区"]),
        ("向社会公开县政府文件", []),  # 开县
        ("责任县领导、健康县创建", []),  # 任县, 康县
        ("现公布随县的情况,随县", ["随县"]),
        ("老城区、新市区和郊区", []),
        ("博尔塔拉蒙古自治州温泉县", ["博尔塔拉蒙古自治州", "温泉县"]),
        ("大理州洱源县", ["大理州", "洱源县"]),
    ],
)
def test_place_names_in_running_text(text: str, names: list[str]) -> None:
    assert [m.name for m in mentions(text)] == names


def test_small_tables_point_at_divisions_that_exist() -> None:
    codes = {row["division_code"] for row in seed("divisions")}
    assert {code for found in prefectures_of_area_codes().values() for code in found} <= codes
    assert {row["province_code"] for row in seed("agency_postcodes")} <= codes
    assert len({code for found in counties_of_townships().values() for code in found} - codes) == 0
    assert counties_of_townships()["大峃镇"] == ("330328",)


def test_every_ending_fits_its_example() -> None:
    by_example = {row["example"]: row["ending"] for row in seed("agency_suffixes")}
    assert len(by_example) >= 60
    for example, ending in by_example.items():
        assert example.endswith(ending)
    for last, found in endings().items():
        assert {e.text[-1] for e in found} == {last}
        assert [len(e.text) for e in found] == sorted((len(e.text) for e in found), reverse=True)
