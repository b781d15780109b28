"""A screen may let too much pass, but never hold back what the pattern would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.catalogue import seed
from dagster_project.reports.prose.patterns import candidates, expand, prose_patterns
from dagster_project.reports.screens import edge, needed, opening, pairs

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
    ],
)
def test_what_a_pattern_cannot_do_without(pattern: str, expected: set[str] | None) -> None:
    assert needed(pattern) == (None if expected is None else frozenset(expected))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_screen_of_the_catalogue_holds_back_a_match(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(CATALOGUE))
    text = data.draw(st.from_regex(re.compile(pattern)))
    match = re.search(pattern, text)
    assert match
    assert re.compile(opening([pattern]) + f"(?:{pattern})").search(text)
    wanted = needed(pattern)
    assert wanted is None or not wanted.isdisjoint(pairs(match.group()))
    first, last = edge(pattern, last=False), edge(pattern, last=True)
    assert not match.group() or first is None or match.group()[0] in first
    assert not match.group() or last is None or match.group()[-1] in last


def test_most_patterns_are_screened() -> None:
    screened = [p for p in prose_patterns() if p.needed is not None]
    assert len(screened) > len(prose_patterns()) / 2
    everything = "收到政府信息公开申请后主动公开答复复议诉讼"
    assert len(candidates("今天天气很好", "件", "。")) < len(candidates(everything, "件", "。"))


def test_fillers_do_not_hide_the_words_before_them() -> None:
    left = "收到政府信息公开申请(含网上)共计"
    assert "received" in {p.pattern_id for p in candidates(left, "件", "。")}
