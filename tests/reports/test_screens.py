"""A screen may let too much pass, but never hold back what the pattern would find."""

from __future__ import annotations

import re
from string import digits

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.catalogue import seed
from dagster_project.reports.prose.patterns import FILLERS, expand, prose_patterns, standing, taking
from dagster_project.reports.prose.words import reach_behind, words_before
from dagster_project.reports.screens import all_needed, alternatives, begun, edge, idle_digits, is_confined, needed, opening, pairs

CATALOGUE = [
    *(row["pattern"] for row in seed("number_tokens")),
    *(expand(row["left"]) for row in seed("prose_patterns") if row["left"]),
    *(expand(row["pattern"]) for row in seed("prose_negations")),
]


@pytest.mark.parametrize(
    ("pattern", "lookahead"),
    [
        ("ab|[cd]e", "(?=[acd])"),
        (r"(?<=路)\s*\d+", r"(?=["),
        ("a?", ""),
        (".b", ""),
        (r"[^a]b", ""),
    ],
)
def test_an_opening_is_told_where_it_is_certain(pattern: str, lookahead: str) -> None:
    told = opening([pattern])
    assert told.startswith(lookahead) and bool(told) == bool(lookahead)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("收到申请", {"收到"}),
        ("(?:收到|受理)[^,]*", {"收到", "受理"}),
        ("(?:收到)?申请", {"申请"}),
        ("(?:收到|接)申请", {"申请"}),
        ("收?到", None),
        ("(?:收到|)", None),
        ("[收接]到", None),
        ("(?:收到)*", None),
        ("(?:收到)+", {"收到"}),
        ("延期|延长", {"延期", "延长"}),
        ("公(?=开)|公布", None),
        ("公(?=开始)|公布", {"开始", "公布"}),
    ],
)
def test_what_a_pattern_cannot_do_without(pattern: str, expected: set[str] | None) -> None:
    assert needed(pattern) == (None if expected is None else frozenset(expected))


def test_every_part_of_a_pattern_tells_what_it_needs() -> None:
    assert all_needed("(?:收到|受理)(?:了)?政府信息(?:公开|[的了])申请") == [
        frozenset({"收到", "受理"}),
        frozenset({"政府"}),
        frozenset({"信息"}),
        frozenset({"申请"}),
    ]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_screen_of_the_catalogue_holds_back_a_match(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(CATALOGUE))
    text = data.draw(st.from_regex(re.compile(pattern)))
    match = re.search(pattern, text)
    assert match
    assert re.compile(opening([pattern]) + f"(?:{pattern})").search(text)
    found = re.search(begun(pattern), text)
    assert found and found.start() == match.start()
    assert all(not wanted.isdisjoint(pairs(text)) for wanted in all_needed(pattern))
    first, last = edge(pattern, last=False), edge(pattern, last=True)
    assert not match.group() or first is None or match.group()[0] in first
    assert not match.group() or last is None or match.group()[-1] in last


@pytest.mark.parametrize(
    ("patterns", "text", "is_idle"),
    [
        ([r"\d+月"], "5件", True),
        ([r"\d+月"], "5月", False),
        ([r"\d+月(?=[\u4e00-\u9fff]+底)"], "5件", True),
        ([r"\d+月", r"[2-8]\d{6}"], "312件", True),
        ([r"\d+月", r"[2-8]\d{6}"], "8888888件", False),
        ([r"12\d{3}(?=[\u4e00-\u9fff]{0,8}热线)"], "312件", True),
        ([r"12\d{3}(?=[\u4e00-\u9fff]{0,8}热线)"], "12345件", False),
        ([r"\d(?=[\u4e00-\u9fff]{0,8}热线)"], "5件", False),
    ],
)
def test_digits_are_idle_where_none_of_the_patterns_goes_on(patterns: list[str], text: str, is_idle: bool) -> None:
    assert bool(re.match(idle_digits(patterns), text)) == is_idle


def test_digits_of_the_catalogue_may_be_idle() -> None:
    shapes = [shape for row in seed("number_tokens") for shape in alternatives(row["pattern"])]
    assert re.match(idle_digits(shapes), "5件")


def test_most_patterns_are_screened() -> None:
    screened = [p for p in prose_patterns() if p.needed]
    assert len(screened) > len(prose_patterns()) / 2
    assert sum(p.is_near for p in prose_patterns()) > len(prose_patterns()) * 0.9


@pytest.mark.parametrize(
    ("pattern", "confined"),
    [
        ("收到(?:的|了)*", True),
        (r"[^,;\d]{2,9}信息", True),
        (r"[^,;]信息", False),
        (r"信息\d?", False),
        ("信息.", False),
        ("(?:信息1|申请)", False),
        ("(?<=其中)公开", True),
        ("(?<=其中的)公开", False),
        (r"公开(?=\d{4})", True),
        ("^公开", True),
        (r"(公)\1", False),
    ],
)
def test_how_far_a_pattern_reads(pattern: str, confined: bool) -> None:
    assert is_confined(pattern, digits, 2) == confined


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_every_pattern_stands_where_its_words_do(data: st.DataObject) -> None:
    left = expand(data.draw(st.sampled_from([row["left"] for row in seed("prose_patterns") if row["left"]])))
    before = data.draw(st.sampled_from(["", "其中网上", "2017年,我局", "本年3件,", "其中1条(注2)"]))
    words = before + data.draw(st.from_regex(f"(?:{left}){FILLERS}", fullmatch=True))
    for unit in ("件", "万元", None):
        takers = [p for p in prose_patterns() if p.begins is None and (p.unit_optional if unit is None else unit.lstrip("万") in p.units)]
        matches = [(p, p.left.search(words) if p.left else None) for p in takers]
        expected = [(p.pattern_id, len(words) - m.start() if m else 0) for p, m in matches if m or not p.left]
        assert [(p.pattern_id, length) for p, length in standing(words, taking(unit, ""))] == expected


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_patterns_read_no_further_back_than_the_words_reach(data: st.DataObject) -> None:
    left = expand(data.draw(st.sampled_from([row["left"] for row in seed("prose_patterns") if row["left"]])))
    before = data.draw(st.sampled_from(["本年3", "其中网上12", "于2017", "其中三", "共计1,250", "约4.5"]))
    text = before + data.draw(st.sampled_from(["", "件", "条,"])) + data.draw(st.from_regex(f"(?:{left}){FILLERS}", fullmatch=True))[-60:]
    possible = taking("件", "")
    words = words_before(text, len(text), reach_behind(before.lstrip("本年其中网上于共计约"), len(before), text))
    assert words.standing(possible) == standing(text, possible)


def test_fillers_do_not_hide_the_words_before_them() -> None:
    left = "收到政府信息公开申请(含网上)共计"
    assert "received" in {p.pattern_id for p, _ in standing(left, taking("件", "。"))}
