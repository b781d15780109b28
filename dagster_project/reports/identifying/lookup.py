"""The tables that identification looks things up in: divisions, townships, telephone codes, endings of names.

Read once from the seeds (the same files dbt reads). Does not belong here: any judgement about a document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

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
    """Division names, indexed for finding them inside running text by their last two characters.

    `before_last` finds the last character but one of what may be a name, `lengths` tells how long the names with that tail are,
    longest first.
    """

    by_name: dict[str, tuple[Division, ...]]
    by_short: dict[str, tuple[Division, ...]]
    by_code: dict[str, tuple[Division, ...]]
    by_pinyin: dict[str, tuple[Division, ...]]
    lengths: dict[str, tuple[int, ...]]
    before_last: re.Pattern[str]

    def named(self, name: str, year: int | None) -> tuple[Division, ...]:
        """The divisions of that name valid in the year; else those that miss it by the fewest years (a name of next spring)."""
        found = self.by_name.get(name, ())
        return nearest(found, year)

    def full_names(self, name: str) -> set[str]:
        """The name itself, or what an alias stands for: 大理州 is 大理白族自治州."""
        names = {d.name for d in self.by_name.get(name, ())}
        return {name} if name in names else names

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


def _short_with_kind(division: Division) -> str | None:
    """大理州, 琼中县: an autonomous division as its neighbours call it."""
    kind = division.name[-1]
    return division.short + kind if division.name.endswith(("自治州", "自治县", "自治旗")) and not division.short.endswith("族") else None


COLLOQUIAL = {
    "博州": "652700", "巴州": "652800", "克州": "653000", "伊犁州": "654000", "昌吉州": "652300", "湘西州": "433100",
    "恩施州": "422800", "黔东南州": "522600", "黔南州": "522700", "黔西南州": "522300", "海西州": "632800", "西双版纳州": "532800",
    "喀左县": "211324", "前郭县": "220721", "达茂旗": "150223", "科左中旗": "150521", "科左后旗": "150522", "杜蒙县": "230624",
}  # fmt: skip
"""Short names in daily use that no rule derives."""
SHORTEST_PINYIN = 4
T = TypeVar("T")


@cache
def gazetteer() -> Gazetteer:
    divisions = [
        Division(
            row["division_code"], row["name_zh"], row["short_name"], row["pinyin"], row["level"], row["parent_code"],
            _year(row["valid_from"]), _year(row["valid_to"]),
        )
        for row in seed("divisions")
    ]  # fmt: skip
    by_code = _grouped((d.code, d) for d in divisions)
    by_name = _grouped((d.name, d) for d in divisions)
    aliases = _grouped((alias, d) for d in divisions if (alias := _short_with_kind(d)) and alias not in by_name)
    by_name |= aliases | {alias: by_code[code] for alias, code in COLLOQUIAL.items()}
    tails = _grouped((name[-2:], len(name)) for name in sorted(by_name, key=len, reverse=True))
    lengths = {tail: tuple(dict.fromkeys(found)) for tail, found in tails.items()}
    first, last = ("".join(sorted(set(characters))) for characters in zip(*lengths, strict=True))
    before_last = re.compile(f"[{first}](?=[{last}])")
    by_short = _grouped((d.short, d) for d in divisions if d.short != d.name)
    by_pinyin = _grouped((d.pinyin, d) for d in divisions if len(d.pinyin) >= SHORTEST_PINYIN)
    return Gazetteer(by_name, by_short, by_code, by_pinyin, lengths, before_last)


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


@cache
def counties_of_townships() -> dict[str, tuple[str, ...]]:
    """Township name (without the kind of office: 高楼镇, 通江街道) -> codes of the counties that have one."""
    counties: dict[str, tuple[str, ...]] = {}
    for row in seed("townships"):
        code = (row["division_code"],)
        for name in row["township_names"].split(" "):
            counties[name] = counties.get(name, ()) + code
    return counties


@cache
def predecessors() -> dict[str, tuple[str, ...]]:
    """Code of a division -> codes of what it was before, where it only changed its kind or its name."""
    return _grouped((row["to_code"], row["from_code"]) for row in seed("division_changes") if row["change"] == "continued")


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
def endings() -> dict[str, tuple[Ending, ...]]:
    """Endings of agency names by their last character, longest first."""
    rows = [Ending(r["ending"], r["level"], r["agency_type"]) for r in seed("agency_suffixes")]
    return _grouped((ending.text[-1], ending) for ending in sorted(rows, key=lambda e: len(e.text), reverse=True))
