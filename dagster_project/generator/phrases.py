"""The phrase language: sentences as data, figures and their meaning filled in while writing.

`data/phrases.csv` holds sentences with slots; each slot says what its number is, so the written text carries its truth:

    {disclosed_total}            the figure n_disclosed_total of the report, plain digits (or another spelling now and then)
    {disclosed_total:approx}     rounded down; the sentence itself says 余 or 多
    {trainees@other_year}        another year's figure; also @cumulative, @plan, @sub_unit
    {review_cases,litigation_cases:0}   one printed 0 for several indicators
    {zero:a,b|words}             a negation: the words say that each of a, b is none
    {applications_received/natural_person}  the figure for one applicant type
    {#other_statistic:3-40}      a number of another matter (any class of the ledger), at random in the range
    {!law_article|第二十条}       literal words whose numbers are of that class
    {year} {year-1} {year+1}     years;  {we} {area} {agency} {short} {place} {prefecture} {province}  names

Does not belong here: which sentences a report tells (documents.py) and the figures (figures.py).
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from dagster_project.generator.agencies import DATA_DIR, Agency
from dagster_project.generator.figures import Value
from dagster_project.generator.forms import narrative
from dagster_project.generator.printing import plain_number
from dagster_project.generator.text import Fact, Text

SLOT = re.compile(r"\{([^{}]*)\}")
CHINESE_DIGITS = "零一二三四五六七八九"
SCOPES = ("cumulative", "other_year", "plan", "sub_unit")
OTHER_STATISTICS = frozenset({"n_public_comments", "n_mailbox_letters", "n_npc_cppcc_proposals", "n_new_media_accounts"})
"""Figures of another matter that the catalogue names: people who label count them as other statistics, so nobody has to read them."""


class Op(NamedTuple):
    """One step of a phrase: literal words, a name, a year, a figure, a negation, a number of another class."""

    kind: str
    text: str = ""
    ids: tuple[str, ...] = ()
    style: str = ""
    scope: str = "reporting_agency"
    applicant: str | None = None
    low: int = 0
    high: int = 0


class Phrase(NamedTuple):
    """A sentence: its topic, when it may be used, and its steps. `needs` are the figures it tells, `zeros` those it denies."""

    topic: str
    when: str
    ops: tuple[Op, ...]
    needs: frozenset[str]
    zeros: frozenset[str]
    source: str


@dataclass(slots=True)
class Story:
    """What one report can tell: its figures by n_* id, the names, and what has been told already."""

    agency: Agency
    year: int
    figures: Mapping[str, Value]
    before: Mapping[str, Value]
    by_applicant: Mapping[str, Value]
    rng: random.Random
    told: set[str] = field(default_factory=set)
    spelling: float = 0.12
    """Share of the figures that are not plain digits."""


@lru_cache(maxsize=1)
def phrases() -> dict[str, tuple[Phrase, ...]]:
    """All phrases by topic, in the order of the file."""
    found: dict[str, list[Phrase]] = {}
    with (DATA_DIR / "phrases.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["topic"], []).append(parse(row["topic"], row["when"] or "", row["text"]))
    return {topic: tuple(members) for topic, members in found.items()}


def parse(topic: str, when: str, text: str) -> Phrase:
    ops: list[Op] = []
    at = 0
    for match in SLOT.finditer(text):
        if match.start() > at:
            ops.append(Op("words", text[at : match.start()]))
        ops.append(_op(match.group(1)))
        at = match.end()
    if at < len(text):
        ops.append(Op("words", text[at:]))
    own = [o for o in ops if o.kind == "figure" and o.scope == "reporting_agency"]
    needs = frozenset(i if o.applicant is None else f"{i}/{o.applicant}" for o in own for i in o.ids)
    return Phrase(topic, when, tuple(ops), needs, frozenset(i for o in ops if o.kind == "zero" for i in o.ids), text)


def _op(slot: str) -> Op:
    if slot.startswith("zero:"):
        ids, words = slot[5:].split("|")
        return Op("zero", words, tuple(f"n_{i}" for i in ids.split(",")))
    if slot.startswith("#"):
        name, _, span = slot[1:].partition(":")
        low, _, high = span.partition("-")
        return Op("number", name, low=int(low), high=int(high))
    if slot.startswith("!"):
        number_class, words = slot[1:].split("|")
        return Op("classed", words, style=number_class)
    if slot in ("year", "year-1", "year+1"):
        return Op("year", low=int(slot[4:] or 0))
    if slot in ("we", "area", "agency", "short", "place", "prefecture", "province"):
        return Op("name", slot)
    body, _, style = slot.partition(":")
    body, _, scope = body.partition("@")
    body, _, applicant = body.partition("/")
    return Op("figure", "", tuple(f"n_{i}" for i in body.split(",")), style, scope or "reporting_agency", applicant or None)


def usable(phrase: Phrase, story: Story) -> bool:
    """Can this report say this sentence truthfully, and has it not told these figures before?"""
    figures = story.figures
    if phrase.zeros & story.told or any(figures.get(i) != 0 for i in phrase.zeros):
        return False
    for op in phrase.ops:
        if op.kind != "figure":
            continue
        source = story.before if op.scope == "other_year" else story.by_applicant if op.applicant else figures
        for told in op.ids:
            value = source.get(told if op.applicant is None else f"{told}/{op.applicant}")
            if value is None or not _fits(value, op.style):
                return False
            if op.scope == "reporting_agency" and (told in story.told if op.applicant is None else f"{told}/{op.applicant}" in story.told):
                return False
    values = [figures[i] for i in phrase.needs if i in figures]
    if phrase.when == "positive" and not all(v > 0 for v in values):
        return False
    if phrase.when == "sum" and not _parts_add_up(phrase, figures):
        return False
    return not (phrase.when.startswith("from") and story.year < int(phrase.when[4:])) and not (
        phrase.when.startswith("until") and story.year > int(phrase.when[5:])
    )


def _fits(value: Value, style: str) -> bool:
    if style == "0":
        return value == 0
    if style == "approx":
        return value >= 30
    if style == "cn":
        return isinstance(value, int) and 0 < value < 100
    if style == "wan":
        return value >= 10_000
    return style != "one" or value == 1


def _parts_add_up(phrase: Phrase, figures: Mapping[str, Value]) -> bool:
    """The first figure is the total of the others."""
    ids = [i for o in phrase.ops if o.kind == "figure" for i in o.ids]
    return figures[ids[0]] == sum(figures[i] for i in ids[1:]) and figures[ids[0]] > 0


def tell(phrase: Phrase, story: Story) -> Text:
    """The sentence with its facts; marks what it tells as told."""
    text = Text()
    for op in phrase.ops:
        if op.kind == "words":
            text.plain(op.text)
        elif op.kind == "name":
            text.plain(name(op.text, story.agency))
        elif op.kind == "year":
            text.number(str(story.year + op.low), "year")
        elif op.kind == "classed":
            text.classed(op.text, op.style)
        elif op.kind == "number":
            _other_number(text, op, story.rng)
        elif op.kind == "zero":
            _negation(text, op, story)
        else:
            _figure(text, op, story)
    text.widen_evidence_to_clauses()
    return text


def name(key: str, agency: Agency) -> str:
    return {
        "we": agency.we,
        "area": agency.area,
        "agency": agency.name,
        "short": agency.short,
        "place": agency.division,
        "prefecture": agency.prefecture,
        "province": agency.province,
    }[key]


def _other_number(text: Text, op: Op, rng: random.Random) -> None:
    value = rng.randint(op.low, op.high)
    if op.text == "percentage":
        whole = op.low == op.high or rng.random() < 0.6
        text.number(f"{value}%" if whole else f"{value - 1}.{rng.randint(1, 99)}%", "percentage")
    else:
        text.number(str(value), op.text)


def _negation(text: Text, op: Op, story: Story) -> None:
    start = len(text)
    for piece, is_name in _name_pieces(op.text):
        text.plain(name(piece, story.agency) if is_name else piece)
    for indicator_id in op.ids:
        text.mark(_fact(story, indicator_id, 0, "zero_from_negation"), start, len(text))
        story.told.add(indicator_id)


@lru_cache(maxsize=512)
def _name_pieces(words: str) -> tuple[tuple[str, bool], ...]:
    """Names inside a negation are written [we], since a slot cannot hold a slot."""
    pieces = re.split(r"\[(we|area|agency|short|place)\]", words)
    return tuple((p, n % 2 == 1) for n, p in enumerate(pieces) if p)


def _figure(text: Text, op: Op, story: Story) -> None:
    first = op.ids[0]
    source = story.before if op.scope == "other_year" else story.by_applicant if op.applicant else story.figures
    value = source[first if op.applicant is None else f"{first}/{op.applicant}"]
    if op.scope in ("cumulative", "plan", "sub_unit"):
        value = _invented(value, op.scope, story.rng)
    approximate = op.style == "approx"
    if approximate:
        value = _rounded_down(int(value))
    spelling = op.style or _spelling(value, story)
    number_class = "other_statistic" if op.scope == "plan" or first in OTHER_STATISTICS else "indicator"
    if narrative(first).unit == "percent":
        start, end = text.number(f"{plain_number(value)}%", number_class)
    else:
        start, end = _write(text, value, spelling, number_class)
    state = "explicit_zero" if value == 0 else "number"
    for indicator_id in op.ids:
        text.mark(_fact(story, indicator_id, value, state, op=op, approximate=approximate), start, end, (start, end))
        if op.scope == "reporting_agency":
            story.told.add(indicator_id if op.applicant is None else f"{indicator_id}/{op.applicant}")


def _fact(story: Story, indicator_id: str, value: Value, state: str, *, op: Op | None = None, approximate: bool = False) -> Fact:
    row = narrative(indicator_id)
    scope = op.scope if op else "reporting_agency"
    year = {"other_year": story.year - 1, "plan": story.year + 1}.get(scope, story.year)
    return Fact(
        form="narrative",
        indicator_id=indicator_id,
        value=value,
        value_state=state,
        applicant_type=op.applicant if op else None,
        qualifier="下级单位" if scope == "sub_unit" else None,
        is_approximate=approximate,
        unit=row.unit,
        unit_zh=row.unit_zh,
        period_year=year,
        scope=scope,
        strict=int(indicator_id not in OTHER_STATISTICS),
    )


def _invented(value: Value, scope: str, rng: random.Random) -> int:
    """A figure of another scope; kept apart from the report's own."""
    base = int(value)
    return base * rng.randint(3, 9) + rng.randint(7, 90) if scope == "cumulative" else max(1, base // rng.randint(2, 5) + 1)


def _rounded_down(value: int) -> int:
    """A round number not more than a tenth below, as 余 and 多 are used."""
    unit = 10 ** (len(str(value)) - 1)
    if value >= unit and value - value // unit * unit <= value // 12:
        return value // unit * unit
    unit = max(10, unit // 10)
    return value // unit * unit


def _spelling(value: Value, story: Story) -> str:
    rng = story.rng
    if rng.random() >= story.spelling or isinstance(value, Decimal):
        return "digits"
    if 0 < value <= 20:
        return "cn"
    if value >= 10_000:
        return rng.choice(("wan", "comma"))
    return rng.choice(("comma", "blank")) if value >= 1000 else "digits"


def _write(text: Text, value: Value, spelling: str, number_class: str) -> tuple[int, int]:
    if spelling == "cn":
        return text.number(chinese(int(value)), number_class)
    if spelling == "comma" and isinstance(value, int):
        return _with_commas(text, value, number_class)
    if spelling == "wan":
        span = text.number(plain_number(Decimal(value) / 10_000), number_class)
        text.plain("万")
        return span
    if spelling == "blank":
        text.plain(" ")
        span = text.number(plain_number(value), number_class)
        text.plain(" ")
        return span
    return text.number(plain_number(value), number_class)


def _with_commas(text: Text, value: int, number_class: str) -> tuple[int, int]:
    """1,234 is one figure but the ledger counts runs of digits."""
    start = len(text)
    for n, group in enumerate(f"{value:,}".split(",")):
        if n:
            text.plain(",")
        text.number(group, number_class)
    return start, len(text)


def chinese(value: int) -> str:
    """三, 两, 十二, 四十: a count below a hundred as it is written before a measure word."""
    if value == 2:
        return "两"
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else CHINESE_DIGITS[tens] + "十"
    return head + (CHINESE_DIGITS[ones] if ones or not tens else "")
