"""Place names in a text, and the division code of an agency weighed from them.

Belongs here: finding names of divisions, telling 鼓楼区 of one city from that of another. Does not belong here: what the
agency is called (agency.py).

An ambiguous name never gets a code by itself. It needs evidence for one parent: the parent's full name, the telephone area
code, the postcode, the code of the web site, the host name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from dagster_project.reports.identifying.lookup import (
    Division,
    Gazetteer,
    counties_of_townships,
    gazetteer,
    predecessors,
    prefectures_of_area_codes,
    provinces_of_postcodes,
)
from dagster_project.reports.identifying.view import View

COMMON_WORDS = frozenset(
    re.findall(
        r"\S+", "城区 郊区 矿区 东区 西区 新区 郊县 城关区 老城区 新城区 新市区 市中区 城中区 城东区 城西区 城北区 西市区 市南区 市北区"
    )
)
"""Names that are also plain words: they count only behind the name of their city, or inside the name of an agency."""
BEFORE_A_SHORT_NAME = set('省市州盟区县旗现由在为与对至从赴和是的于据按,。、;:(《“"\n 　')
"""What may stand before a two-character name: 公开县 is 公开 + 县, not 开县."""

UNNAMED_GOVERNMENT = re.compile(r"([县旗区市])(?<![治各县市、发新开镇乡][县旗区市])(?:委(?![员托任])|政府|人民政府)")

TOWNSHIP = re.compile(r"([一-鿿]{1,12}?(?:街道|镇|乡|苏木))(?:人民政府|政府|办事处|办|党工委)?$")
AREA_CODE = re.compile(r"(0(?<!\d0)(?:10|2\d|[3-9]\d{2}))\s?[)）]?\s?[-—–－―]?\s?\d{6,8}(?!\d)")
POSTCODE = re.compile(r"(?:邮编|邮政编码|邮码|邮区)\s?[::]?\s?(\d{6})(?!\d)")
SITE_CODE_LABEL = "标识码"
SITE_CODE = re.compile(SITE_CODE_LABEL + r"\s?[::]?\s?[a-z]{0,3}(\d{6})\d{4}")
BEFORE_A_HOST = ("://", "www.", "@")
HOST = re.compile(r"[A-Za-z0-9.-]+\.[A-Za-z]{2,4}")
HOST_LABEL = re.compile(r"^(?:www|zg|china|xxgk|zwgk|xj|sh|bj|ah|hb)?([a-z]{4,}?)(?:xian|shi|qu|zhou|xxgk|gov|xrmzf|zf)?$")

AREA_IN_ADDRESS = re.compile(r"[?&]area=(\d{6})(?:&|$)")
CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])1[12](\d{6})[0-9A-Z]{10}(?![0-9A-Za-z])")
"""The code under which a body is registered, in an index number or an address: it holds the division that registered it."""

WEIGHT_OF_SITE_CODE = 12
WEIGHT_OF_AREA_CODE = 6
WEIGHT_OF_POSTCODE = 3
WEIGHT_OF_HOST = 3
SCANNED_HEAD, SCANNED_TAIL = 2600, 900
MOST_OF_A_NAME = 10
"""However often a name stands in the text, it weighs no more than this."""
NAMES_A_RIVER = "流域"
"""太湖流域管理局 is not of 太湖县."""
LANDSCAPE = tuple("湖山河江岛泉")
"""Behind a short name they may make another name of it: 文昌湖区 is not of 文昌市, 普陀山 not of the 普陀区 of 上海."""
UNIVERSITY = re.compile("大学(?!城|生|路)")
"""It bears the name of a province or a city, seldom that of a county: 南华大学 is not of 南华县."""
NAMED_AFTER_A_MAN = re.compile("中山(?:大学|学院|医院|中学|小学|公园)")
"""They are in any city."""
NAMES_OF_SITE = ("site_name", "source", "title")
"""What a page says beside its text of whose site it is on."""
HEAD_WEIGHT = 3
"""A name in the first paragraphs or by the signature weighs this much, elsewhere 1."""


class Mention(NamedTuple):
    """A division name in a text."""

    name: str
    start: int
    end: int


def mentions(text: str) -> list[Mention]:
    """Full division names in the text, longest first at each place."""
    return _mentions(text, is_name=False)


@lru_cache(maxsize=8192)
def mentions_in_name(name: str) -> tuple[Mention, ...]:
    """Full division names in the name of an agency."""
    return tuple(_mentions(name, is_name=True))


def _mentions(text: str, *, is_name: bool) -> list[Mention]:
    places, found = gazetteer(), []
    last = Mention("", -1, -1)
    for match in places.before_last.finditer(text):
        end = match.end() + 1
        possible = [
            Mention(name, end - length, end)
            for length in places.lengths.get(text[end - 2 : end], ())
            if length <= end
            and (name := text[end - length : end]) in places.by_name
            and _may_be_place(text, name, end - length, last, is_name)
        ]
        if possible:
            # 佳木斯市郊区 is 佳木斯市 and 郊区, though there was a 市郊区 elsewhere.
            last = next((mention for mention in possible if mention.start == last.end), possible[0])
            found.append(last)
    return found


def _may_be_place(text: str, name: str, start: int, last: Mention, is_name: bool) -> bool:
    behind_a_place = last.end in (start, start + 1) and last.end > 0
    if name in COMMON_WORDS:
        return behind_a_place or is_name
    if len(name) == 2:
        return behind_a_place or start == 0 or text[start - 1] in BEFORE_A_SHORT_NAME
    return True


class PlaceEvidence:
    """What a document says about where it is from. `codes` weighs codes, `notes` says what told them.

    The names in the text are looked for when they are asked for: the name of most agencies says where they are.
    """

    def __init__(self, view: View, source_uri: str, metadata: dict[str, str]) -> None:
        self._view = view
        self._site = "\n".join(filter(None, map(metadata.get, NAMES_OF_SITE)))
        self.codes: Counter[str] = Counter()
        self.notes: dict[str, str] = {}
        self._read_numbers(view.text)
        self._read_hosts(view.text, source_uri, *metadata.values())

    @cached_property
    def _ends(self) -> str:
        """Both ends of the body; its middle tells what was done, not where it is from."""
        body = self._view.body
        return body if len(body) < SCANNED_HEAD + SCANNED_TAIL else body[:SCANNED_HEAD] + "\n" + body[-SCANNED_TAIL:]

    @cached_property
    def _mentions(self) -> list[Mention]:
        return mentions(self._ends)

    @cached_property
    def governments(self) -> Counter[str]:
        """Governments spoken of without a name (县委, 区政府), counted by the kind of their place."""
        named = {mention.end for mention in self._mentions}
        return Counter(match[1] for match in UNNAMED_GOVERNMENT.finditer(self._ends) if match.end(1) not in named)

    @cached_property
    def names(self) -> Counter[str]:
        """Full names of divisions and their weights."""
        weights: Counter[str] = Counter()
        view, text = self._view, self._ends
        for mention in self._mentions:
            near_ends = (mention.start < 900 or mention.end > len(text) - 250) and text[mention.start - 1 : mention.start] != "《"
            for name in gazetteer().full_names(mention.name):
                weights[name] += HEAD_WEIGHT if near_ends else 1
        if len(view.body) != len(view.text):
            for mention in mentions(view.text[:600] + "\n" + view.text[-600:]):
                weights[mention.name] += 1
        for mention in mentions(self._site):
            weights[mention.name] += HEAD_WEIGHT
        return Counter({name: min(weight, MOST_OF_A_NAME) for name, weight in weights.items()})

    def _read_numbers(self, text: str) -> None:
        for match in SITE_CODE.finditer(text) if SITE_CODE_LABEL in text else ():
            self.codes[match[1]] = WEIGHT_OF_SITE_CODE
            self.notes["site_code"] = match[0]
        for area_code in sorted(set(AREA_CODE.findall(text)))[:3]:
            for code in prefectures_of_area_codes().get(area_code, ()):
                self._weigh(code, WEIGHT_OF_AREA_CODE, "area_code", area_code)
        for postcode in POSTCODE.findall(text):
            if province := provinces_of_postcodes().get(postcode[:2]):
                self._weigh(province, WEIGHT_OF_POSTCODE, "postcode", postcode)

    def _read_hosts(self, text: str, *addresses: str) -> None:
        hosts = _hosts_in(text)
        for address in addresses:
            hosts |= _hosts_in(address)
            if match := AREA_IN_ADDRESS.search(address) or CREDIT_CODE.search(address):
                self.codes[match[1]] = WEIGHT_OF_SITE_CODE
        for host in sorted(hosts):
            for code in _codes_of_host(host):
                self._weigh(code, WEIGHT_OF_HOST, "host", host)

    def _weigh(self, code: str, weight: int, source: str, note: str) -> None:
        self.codes[code] = max(self.codes[code], weight)
        self.notes[source] = note


def _hosts_in(text: str) -> set[str]:
    return {host.lower() for before in BEFORE_A_HOST for host in _hosts_behind(before, text)}


def _hosts_behind(before: str, text: str) -> Iterator[str]:
    at = text.find(before)
    while at >= 0:
        at += len(before)
        if match := HOST.match(text, at):
            yield match[0]
            at = match.end()
        at = text.find(before, at)


@lru_cache(maxsize=4096)
def _codes_of_host(host: str) -> tuple[str, ...]:
    """The divisions whose names are spelled in the name of a host."""
    spelled = filter(None, map(HOST_LABEL.match, host.split(".")[:-1]))
    return tuple(division.code for match in spelled for division in gazetteer().spelled(match[1], None))


def support(division: Division, evidence: PlaceEvidence) -> int:
    """How much of the document speaks for this division rather than a namesake: for itself by code, for its parents by name or code."""
    places = gazetteer()
    total = evidence.codes[division.code]
    for above in places.ancestors(division.code):
        names = {d.name for d in places.by_code.get(above, ())}
        weight = max((evidence.names[n] for n in names), default=0) + evidence.codes[above]
        total += weight if not above.endswith("0000") else (weight + 1) // 2
    if total == 0 and (shorts := {d.short for d in places.by_code.get(division.parent, ())}):
        total += 1 if any(short in name for short in shorts for name in evidence.names) else 0
    return total


def choose(candidates: Iterable[Division], evidence: PlaceEvidence) -> Division | None:
    """The one candidate the document speaks for; None if it speaks for none or for two alike."""
    options = list({d.code: d for d in candidates}.values())
    if len(options) < 2:
        return options[0] if options else None
    ranked = sorted(((support(d, evidence), d) for d in options), key=lambda pair: -pair[0])
    (first, division), (second, _) = ranked[0], ranked[1]
    return division if first > second else None


def in_agency_name(
    name: str, year: int | None, evidence: PlaceEvidence, *, short_names: bool = True
) -> tuple[tuple[Division, ...], Division | None]:
    """The last place the agency name contains: (all divisions it may be, the one it is or None).

    A name may begin with the short form of a place (连云港经济技术开发区), unless `short_names` is false: 建平乡 says nothing of
    建平县. Full names win.
    """
    places = gazetteer()
    found = list(mentions_in_name(name))
    if found:
        if len(found) > 1 and found[-1].name in COMMON_WORDS and not _within(found, year):
            found.pop()  # 洛浦县城区街道: no division 城区 lies in 洛浦县
        candidates = _within(found, year) or places.named(found[-1].name, year)
        return candidates, choose(candidates, evidence)
    for length in range(min(8, len(name) - 2), 1, -1) if short_names and not NAMED_AFTER_A_MAN.match(name) else ():
        candidates = places.shortened(name[:length], year)
        if UNIVERSITY.match(name, length):
            candidates = tuple(d for d in candidates if d.level != "county")
        if name.startswith(LANDSCAPE, length):
            candidates = tuple(d for d in candidates if not _is_of_another_province(d, evidence))
        if candidates and not name.startswith(NAMES_A_RIVER, length):
            prefectures = tuple(d for d in candidates if d.level != "county") or candidates
            if inner := _short_name_inside(prefectures, name[length:], year):
                return (inner,), inner
            return candidates, choose(prefectures, evidence) or choose(candidates, evidence)
    return (), None


def _is_of_another_province(division: Division, evidence: PlaceEvidence) -> bool:
    """All that the text names lies in other provinces."""
    places, province = gazetteer(), division.code[:2]
    named = [name for name, weight in evidence.names.items() if weight >= HEAD_WEIGHT]
    is_near = any(d.code.startswith(province) for name in evidence.names for d in places.by_name.get(name, ()))
    return bool(named) and not is_near and not any(code.startswith(province) for code in evidence.codes)


def _short_name_inside(provinces: tuple[Division, ...], rest: str, year: int | None) -> Division | None:
    """湖南衡山湿地公园管理处 is in 衡山县: a second short name behind that of its province."""
    if len(provinces) != 1 or provinces[0].level != "province":
        return None
    places = gazetteer()
    for length in range(min(4, len(rest) - 2), 1, -1):
        inside = [d for d in places.shortened(rest[:length], year) if provinces[0].code in places.ancestors(d.code)]
        if len(inside) == 1:
            return inside[0]
    return None


def _within(found: list[Mention], year: int | None) -> tuple[Division, ...]:
    """The divisions named last that lie in those named before them."""
    places = gazetteer()
    candidates, parents = places.named(found[-1].name, year), [mention.name for mention in found[:-1]]
    return tuple(d for d in candidates if not parents or _lies_in(d, parents, places))


def _lies_in(division: Division, parent_names: list[str], places: Gazetteer) -> bool:
    above = {d.name for code in places.ancestors(division.code) for d in places.by_code.get(code, ())}
    return any(name in above for name in parent_names)


def of_township(name: str, year: int | None, evidence: PlaceEvidence) -> Division | None:
    """The county of a township that is named without it: the counties that have one of that name, weighed by the text."""
    match = TOWNSHIP.search(name)
    if not match:
        return None
    places = gazetteer()
    codes = counties_of_townships().get(match[1], ())
    counties = [d for code in codes for d in places.by_code.get(code, ())[:1]]
    if len(counties) == 1 and not _speaks_of_others(counties[0], evidence):
        return _in_year(counties[0], year)
    ranked = sorted(((evidence.names[d.name] * 2 + support(d, evidence), d) for d in counties), key=lambda pair: -pair[0])
    if ranked and ranked[0][0] > 0 and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
        return _in_year(ranked[0][1], year)
    return None


def _speaks_of_others(county: Division, evidence: PlaceEvidence) -> bool:
    """The text names counties and has nothing of this one: a namesake that the table of townships does not know."""
    places = gazetteer()
    if evidence.names[county.name] or support(county, evidence):
        return False
    return any(d.level == "county" for name in evidence.names for d in places.by_name.get(name, ()))


def _in_year(division: Division, year: int | None) -> Division:
    """Today's county as it was in the year: of the same name under another code, or the county or city that became this district."""
    places = gazetteer()
    before = predecessors().get(division.code, ())
    for former in (places.by_name[division.name], places.by_short.get(division.short, ()), *(places.by_code[c] for c in before)):
        same = [d for d in former if d.holds_in(year) and (d.parent == division.parent or d.code in before)]
        if same:
            return same[0]
    return division


MINIMUM_LEAD = 2


def from_text(kind: str | None, year: int | None, evidence: PlaceEvidence) -> Division | None:
    """The place of a body that names none: the division the text speaks of most. `kind` is its last character (县, 市, ...) if known."""
    places = gazetteer()
    scores: Counter[str] = Counter()
    for name, weight in evidence.names.items():
        for division in places.named(name, year):
            if division.level == "province" and kind != "省" and not division.name.endswith("市"):
                continue
            if kind and not division.name.endswith(kind):
                continue
            scores[division.code] = weight * 2 + support(division, evidence)
    for code, weight in evidence.codes.items():
        divisions = places.by_code.get(code, ())
        if divisions and weight >= WEIGHT_OF_SITE_CODE and code not in scores:
            scores[code] = weight
    _prefer_the_lower(scores, kind)
    ranked = scores.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < max(ranked[1][1] + MINIMUM_LEAD, HEAD_WEIGHT)):
        return None
    return next((d for d in places.by_code[ranked[0][0]] if d.holds_in(year)), places.by_code[ranked[0][0]][0])


def _prefer_the_lower(scores: Counter[str], kind: str | None) -> None:
    """A county and its prefecture both named: a body of the county names its prefecture too, seldom the reverse."""
    places = gazetteer()
    if kind in ("省", "州", "盟"):
        return
    for code in list(scores):
        for above in places.ancestors(code):
            if above in scores and scores[code] * 2 >= scores[above]:
                del scores[above]
