"""The tables that identification looks things up in: divisions, townships, telephone codes, endings of names.

Read once from the seeds (the same files dbt reads). Does not belong here: any judgement about a document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dagster_project.catalogue import seed


@dataclass(frozen=True, slots=True)
class Division:
    """One name under one GB/T 2260 code for a span of years. `first_year` and `last_year` are inclusive; None is open."""

    code: str
    name: str
    short: str
    pinyin: str
    level: str
    parent: str
    first_year: int | None
    last_year: int | None

    def holds_in(self, year: int | None) -> bool:
        """Whether the code was valid on 31 December of the year; without a year, whether it is valid today."""
        if year is None:
            return self.last_year is None
        return (self.first_year or 0) <= year <= (self.last_year or 9999)

    def years_away(self, year: int | None) -> int:
        """How many years the validity misses the year; 0 if it holds."""
        if year is None or self.holds_in(year):
            return 0
        return max((self.first_year or 0) - year, year - (self.last_year or 9999))


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending of agency names and what it says. `level` is `place` where the place decides."""

    text: str
    level: str
    agency_type: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Division names, indexed for finding them inside running text by their last two characters."""

    by_name: dict[str, tuple[Division, ...]]
    by_short: dict[str, tuple[Division, ...]]
    by_code: dict[str, tuple[Division, ...]]
    by_pinyin: dict[str, tuple[Division, ...]]
    by_tail: dict[str, tuple[str, ...]]

    def named(self, name: str, year: int | None) -> tuple[Division, ...]:
        """The divisions of that name valid in the year; else those that miss it by the fewest years (a name of next spring)."""
        found = self.by_name.get(name, ())
        return nearest(found, year)

    def shortened(self, name: str, year: int | None) -> tuple[Division, ...]:
        """The same for a name without its kind: 连云港, 博尔塔拉."""
        return nearest(self.by_short.get(name, ()), year)

    def spelled(self, pinyin: str, year: int | None) -> tuple[Division, ...]:
        return nearest(self.by_pinyin.get(pinyin, ()), year)

    def ancestors(self, code: str) -> Iterator[str]:
        """Codes above, nearest first."""
        while code in self.by_code and (parent := self.by_code[code][0].parent):
            yield parent
            code = parent

    def name_of(self, code: str, year: int | None) -> str | None:
        found = nearest(self.by_code.get(code, ()), year)
        return found[0].name if found else None


def nearest(found: tuple[Division, ...], year: int | None) -> tuple[Division, ...]:
    if len(found) < 2:
        return found
    best = min(d.years_away(year) for d in found)
    near = tuple(d for d in found if d.years_away(year) == best)
    if year is None:
        near = tuple(d for d in near if d.holds_in(None)) or near
    return tuple({d.code: d for d in near}.values())


def _year(iso_date: str) -> int | None:
    return int(iso_date[:4]) if iso_date else None


def _alias_shorts(row: dict[str, str]) -> Iterator[str]:
    """博尔塔拉 and 博尔塔拉州; 随县 has no shorter form."""
    if row["short_name"] != row["name_zh"]:
        yield row["short_name"]
    if row["name_zh"].endswith("自治州"):
        yield row["short_name"] + "州"


COLLOQUIAL = {
    "博州": "652700", "巴州": "652800", "克州": "653000", "伊犁州": "654000", "昌吉州": "652300", "湘西州": "433100",
    "恩施州": "422800", "黔东南州": "522600", "黔南州": "522700", "黔西南州": "522300", "海西州": "632800", "西双版纳州": "532800",
}  # fmt: skip
"""Short names in daily use that no rule derives."""


@cache
def gazetteer() -> Gazetteer:
    index: dict[str, dict[str, list[Division]]] = {k: defaultdict(list) for k in ("name", "short", "code", "pinyin")}
    for row in seed("divisions"):
        division = Division(
            row["division_code"], row["name_zh"], row["short_name"], row["pinyin"], row["level"], row["parent_code"],
            _year(row["valid_from"]), _year(row["valid_to"]),
        )  # fmt: skip
        index["name"][division.name].append(division)
        index["code"][division.code].append(division)
        if len(division.pinyin) > 3:
            index["pinyin"][division.pinyin].append(division)
        for short in _alias_shorts(row):
            index["short"][short].append(division)
    for short, code in COLLOQUIAL.items():
        index["short"][short] = index["code"][code]
    tails: dict[str, list[str]] = defaultdict(list)
    for name in sorted(index["name"], key=len, reverse=True):
        tails[name[-2:]].append(name)
    for short in index["short"]:
        only_prefectures = short.endswith("州") and all(d.name.endswith("州") for d in index["short"][short])
        if only_prefectures and len(short) > 1 and short not in index["name"]:
            tails[short[-2:]].append(short)
            index["name"][short] = index["short"][short]
    frozen = {kind: {k: tuple(v) for k, v in names.items()} for kind, names in index.items()}
    by_tail = {tail: tuple(sorted(names, key=len, reverse=True)) for tail, names in tails.items()}
    return Gazetteer(frozen["name"], frozen["short"], frozen["code"], frozen["pinyin"], by_tail)


@cache
def counties_of_townships() -> dict[str, tuple[str, ...]]:
    """Township name (without the kind of office: 高楼镇, 通江街道) -> codes of the counties that have one."""
    counties: dict[str, list[str]] = defaultdict(list)
    for row in seed("townships"):
        for name in row["township_names"].split(" "):
            counties[name].append(row["division_code"])
    return {name: tuple(codes) for name, codes in counties.items()}


@cache
def prefectures_of_area_codes() -> dict[str, tuple[str, ...]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for row in seed("agency_area_codes"):
        codes[row["area_code"]].append(row["division_code"])
    return {area: tuple(divisions) for area, divisions in codes.items()}


@cache
def provinces_of_postcodes() -> dict[str, str]:
    return {row["postcode_prefix"]: row["province_code"] for row in seed("agency_postcodes")}


@cache
def endings() -> tuple[Ending, ...]:
    """Endings of agency names, longest first."""
    rows = [Ending(r["ending"], r["level"], r["agency_type"]) for r in seed("agency_suffixes")]
    return tuple(sorted(rows, key=lambda e: len(e.text), reverse=True))
