"""Who reports: governments, bureaus, townships and zones, with what a report says about its publisher.

Names and codes come from the seeds of the catalogue (divisions, townships, telephone areas, postcodes), so a generated report names a
place that exists; streets, telephone numbers and people are invented, and so is every figure the generator lets them report.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from dagster_project.settings import SEEDS_DIR

DATA_DIR = Path(__file__).parent / "data"

STREETS = ("人民路", "解放路", "建设路", "文化路", "府前街", "中山路", "新华大街", "振兴路", "平安大道", "迎宾路", "和平街", "环城北路")

SHANGHAI_FAMILY = ("31", "62", "44", "35")
"""Provinces whose bodies used the local form r2008_sh (seen in Gansu; announced in Shanghai, Guangdong and Fujian)."""


@dataclass(frozen=True, slots=True)
class Agency:
    """A publisher. `scale` drives the size of its figures: 1 is a county government."""

    name: str
    short: str
    we: str
    area: str
    level: str
    kind: str
    division_code: str
    division: str
    prefecture: str
    province: str
    office: str
    pinyin: str
    area_code: str
    postcode: str
    scale: float
    first_year: int

    @property
    def local_form(self) -> str | None:
        """The local form that bodies of its province used before 2014."""
        if self.division_code.startswith("33"):
            return "r2008_zj"
        return "r2008_sh" if self.division_code.startswith(SHANGHAI_FAMILY) else None


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: str
    full_name: str
    pinyin: str
    level: str
    prefecture: str
    province: str
    area_code: str
    postcode_prefix: str
    first_year: int
    townships: tuple[str, ...]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """All counties and prefectures that exist today, in the order of their codes."""
    divisions = [d for d in read_csv(SEEDS_DIR / "divisions.csv") if not d["valid_to"]]
    by_code = {d["division_code"]: d for d in divisions}
    area_codes = {r["division_code"]: r["area_code"] for r in read_csv(SEEDS_DIR / "agency_area_codes.csv")}
    prefixes = {r["province_code"]: r["postcode_prefix"] for r in read_csv(SEEDS_DIR / "agency_postcodes.csv")}
    townships = {r["division_code"]: tuple(r["township_names"].split()) for r in read_csv(SEEDS_DIR / "townships.csv")}
    often = Counter(d["name_zh"] for d in divisions)
    found = []
    for code, row in by_code.items():
        if row["level"] not in ("county", "prefecture") or code[:2] > "65":
            continue
        parent = by_code.get(row["parent_code"])
        prefecture = row["name_zh"] if row["level"] == "prefecture" else (parent or {}).get("name_zh", "")
        if parent is None or not (row["name_zh"] and prefecture):
            continue
        found.append(
            Place(
                code=code,
                name=row["name_zh"],
                full_name=row["name_zh"] if often[row["name_zh"]] == 1 else prefecture + row["name_zh"],
                pinyin=row["pinyin"],
                level=row["level"],
                prefecture=prefecture,
                province=by_code.get(code[:2] + "0000", {}).get("name_zh", ""),
                area_code=area_codes.get(code) or area_codes.get(code[:4] + "00") or area_codes.get(code[:2] + "0000") or "",
                postcode_prefix=prefixes.get(code[:2] + "0000", ""),
                first_year=int(row["valid_from"][:4] or 0) if row["valid_from"] else 0,
                townships=townships.get(code, ()),
            )
        )
    return tuple(found)


@lru_cache(maxsize=1)
def bureaus() -> tuple[dict[str, str], ...]:
    return tuple(read_csv(DATA_DIR / "bureaus.csv"))


def place(code: str) -> Place:
    return next(p for p in places() if p.code == code)


def government(at: Place) -> Agency:
    """The people's government of a county or prefecture."""
    last = at.name[-1] if at.name[-1] in "县区市旗州盟" else "区"
    scale = 1.0 if at.level == "county" else 6.0
    names = {
        "name": f"{at.full_name}人民政府",
        "short": at.name,
        "we": f"我{last}",
        "area": f"全{last}",
        "office": f"{at.name}人民政府办公室",
    }
    return _agency(at, "government", scale, names, level=at.level)


def bureau(at: Place, kind: dict[str, str]) -> Agency:
    """A department of that government."""
    short = at.name + kind["name"]
    names = {"name": at.full_name + kind["name"], "short": short, "we": kind["we"], "area": "全" + kind["we"][1], "office": short}
    agency = _agency(at, "department", 0.12, names)
    return replace(agency, first_year=max(at.first_year, int(kind["first_year"])))


def township(at: Place, name: str) -> Agency:
    """A township, town or subdistrict."""
    street = name.endswith("街道")
    word = "街道" if street else name[-1]
    body = name + ("办事处" if street else "人民政府")
    names = {"name": at.full_name + body, "short": name, "we": f"我{word}", "area": f"全{word}", "office": body}
    return _agency(at, "township", 0.05, names)


def zone(at: Place) -> Agency:
    """The committee of a development zone, which has no code of its own."""
    short = f"{at.name}经济开发区"
    names = {
        "name": f"{at.full_name}经济开发区管理委员会",
        "short": short,
        "we": "我区",
        "area": "全区",
        "office": f"{short}管理委员会办公室",
    }
    return _agency(at, "zone", 0.15, names)


def _agency(at: Place, kind: str, scale: float, names: dict[str, str], *, level: str | None = None) -> Agency:
    return Agency(
        **names,
        level=level or kind,
        kind=kind,
        division_code=at.code,
        division=at.name,
        prefecture=at.prefecture,
        province=at.province,
        pinyin=at.pinyin,
        area_code=at.area_code,
        postcode=at.postcode_prefix,
        scale=scale,
        first_year=at.first_year,
    )


def agencies(rng: random.Random) -> Iterator[Agency]:
    """Publishers without end and without a repeat of (agency): places in random order, a few bodies of each, then further bodies."""
    order = [p for p in places() if p.level == "county" or p.townships or p.level == "prefecture"]
    rng.shuffle(order)
    kinds = bureaus()
    for lap in range(1_000_000):
        for at in order:
            yield from _bodies(at, lap, kinds, rng)
        if lap > len(kinds):
            return


def _bodies(at: Place, lap: int, kinds: tuple[dict[str, str], ...], rng: random.Random) -> Iterator[Agency]:
    """What one lap takes of a place: its government first, later one bureau and one township each time."""
    if lap == 0:
        yield government(at)
        if rng.random() < 0.08:
            yield zone(at)
    offset = int(at.code) % len(kinds)
    if lap < len(kinds) and (lap or rng.random() < 0.6):
        yield bureau(at, kinds[(offset + lap) % len(kinds)])
    if lap < len(at.townships) and (lap or rng.random() < 0.4):
        yield township(at, at.townships[lap])
