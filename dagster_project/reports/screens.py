"""What a pattern cannot do without, told from the pattern itself: cheap tests before dear searches.

A screen never decides: where it lets a text pass the pattern still has to match, and where it does not, the pattern cannot. The parse
tree of the standard library is not a public interface; where it is missing or holds something unknown, nothing is screened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import add
from typing import Any

try:
    from re import _constants as codes  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover
    codes = parser = None

_MOST_OPENINGS = 400
_MOST_NEEDED = 40
_Node = tuple[Any, Any]
_TOKENS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]|[^\\\[()|]+", re.DOTALL)
"""The parts of a pattern by which its brackets can be counted."""


class _Unknown(Exception):
    """The pattern may open with anything, or holds something that is not known here."""


def opening(patterns: Iterable[str]) -> str:
    """A lookahead for the characters that any of the patterns can open with; empty when it cannot be told."""
    first = _first(patterns)
    return f"(?={first})" if first else ""


def begun(pattern: str) -> str:
    """A pattern that finds where `pattern` does, but one character of it: enough to know whether it is there, and from where on.

    A search for a class of characters is quick, so the class of those it can begin with stands before all else that it asks for.
    """
    first = _first([pattern])
    return f"{first}(?<=(?={pattern})(?s:.))" if first else pattern


def _first(patterns: Iterable[str]) -> str | None:
    """The class of the characters that the patterns can begin with; None when it cannot be told."""
    if parser is None:
        return None
    members: set[str] = set()
    for pattern in patterns:
        found = _edge(pattern, last=False)
        if found is None:
            return None
        members |= found
    return f"[{''.join(sorted(m if m in _CATEGORIES.values() else re.escape(m) for m in members))}]"


def by_beginning(patterns: Sequence[str]) -> list[tuple[str, list[int]]]:
    """Classes of characters, and for each which of the patterns can match where such a character stands. A class further on may hold
    characters of one before it, which has all the patterns for them."""
    edges = [_edge(pattern, last=False) if parser else None for pattern in patterns]
    if None in edges:
        return [(r"\s\S", list(range(len(patterns))))]
    categories = list(_CATEGORIES.values())
    groups: dict[tuple[int, ...], list[str]] = {}
    for member in sorted(set().union(*filter(None, edges)), key=lambda m: (m in categories, m)):
        alike = {member, *(c for c in categories if member not in categories and re.match(c, member))}
        group = tuple(n for n, found in enumerate(edges) if found and found & alike)
        groups.setdefault((member in categories, *group), []).append(member if member in categories else re.escape(member))
    return [("".join(members), list(group)) for (_, *group), members in groups.items()]


def alternatives(pattern: str) -> list[str]:
    """The patterns that `|` parts at the outermost level."""
    parts, depth = [""], 0
    for token in _TOKENS.findall(pattern):
        depth += (token == "(") - (token == ")")
        if token == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += token
    return parts


def idle_digits(patterns: Iterable[str]) -> str:
    """A pattern for the end of a run of digits at which none of the patterns that can begin with a digit does: what stands behind the run
    is none of theirs, and what is left of the run is too short for those that digits alone can make. It matches nothing when that cannot
    be told."""
    behind: set[str] = set()
    shortest = _MOST_OPENINGS
    try:
        for tree in map(parser.parse, patterns) if parser else ():
            found, only_digits = _behind_digits(tree)
            behind |= found
            shortest = min(shortest, tree.getwidth()[0]) if only_digits else shortest
    except _Unknown:
        shortest = 0
    if parser is None or shortest < 2:
        return "(?!)"
    members = "".join(m if m in _CATEGORIES.values() else re.escape(m) for m in sorted(behind))
    return rf"\d{{1,{shortest - 1}}}(?![\d{members}])"


def _behind_digits(sequence: Iterable[_Node]) -> tuple[set[str], bool]:
    """What can stand behind the digits that the sequence begins with, and whether these may be all of it."""
    members: set[str] = set()
    for code, value in sequence:
        found: set[str] = set()
        may_be_digits = True
        if code is codes.LITERAL or code is codes.IN:
            characters = {chr(value)} if code is codes.LITERAL else _members(value)
            found = {c for c in characters if c != _CATEGORIES["CATEGORY_DIGIT"] and not c.isdigit()}
            may_be_digits = found != characters
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            found, may_be_digits = _behind_digits(value[2])
            may_be_digits = may_be_digits or value[0] == 0
        elif code is codes.SUBPATTERN:
            found, may_be_digits = _behind_digits(value[3])
        elif code is codes.BRANCH:
            branches = [_behind_digits(branch) for branch in value[1]]
            found, may_be_digits = set().union(*(f for f, _ in branches)), any(d for _, d in branches)
        elif code is codes.ASSERT and value[0] > 0:
            ahead = _edge_or_none(value[1], last=False)
            if ahead and not any(c == _CATEGORIES["CATEGORY_DIGIT"] or c.isdigit() for c in ahead):
                return members | ahead, False
        elif code not in (codes.ASSERT, codes.ASSERT_NOT, codes.AT):
            raise _Unknown(code)
        members |= found
        if not may_be_digits:
            return members, False
    return members, True


def edge(pattern: str, *, last: bool) -> frozenset[str] | None:
    """The characters that every match begins with, or ends with; None when these cannot be told or are too many."""
    found = None if parser is None else _edge(pattern, last=last)
    return None if found is None or found & set(_CATEGORIES.values()) else frozenset(found)


def _edge(pattern: str, *, last: bool) -> set[str] | None:
    return _edge_or_none(parser.parse(pattern), last=last)


def _edge_or_none(sequence: Iterable[_Node], *, last: bool) -> set[str] | None:
    """None where it cannot be told."""
    try:
        members, may_be_empty = _edge_of_all(sequence, last)
    except _Unknown:
        return None
    return None if may_be_empty else members


def _edge_of_all(sequence: Iterable[_Node], last: bool) -> tuple[set[str], bool]:
    """Members of a character class that a match can begin (end) with, and whether it can be empty."""
    members: set[str] = set()
    for node in reversed(list(sequence)) if last else sequence:
        found, may_be_empty = _edge_of(node, last)
        members |= found
        if not may_be_empty:
            return members, False
    return members, True


def _edge_of(node: _Node, last: bool) -> tuple[set[str], bool]:
    code, value = node
    if code is codes.LITERAL:
        return {chr(value)}, False
    if code is codes.IN:
        return _members(value), False
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        found, may_be_empty = _edge_of_all(value[2], last)
        return found, may_be_empty or value[0] == 0
    if code is codes.SUBPATTERN:
        return _edge_of_all(value[3], last)
    if code is codes.BRANCH:
        branches = [_edge_of_all(branch, last) for branch in value[1]]
        return set().union(*(found for found, _ in branches)), any(empty for _, empty in branches)
    if code in (codes.ASSERT, codes.ASSERT_NOT, codes.AT):
        return set(), True
    raise _Unknown(code)


_CATEGORIES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s"}


def _members(items: Iterable[_Node]) -> set[str]:
    found: set[str] = set()
    for code, value in items:
        if code is codes.LITERAL:
            found.add(chr(value))
        elif code is codes.RANGE and value[1] - value[0] < _MOST_OPENINGS:
            found |= {chr(c) for c in range(value[0], value[1] + 1)}
        elif code is codes.CATEGORY and str(value) in _CATEGORIES:
            found.add(_CATEGORIES[str(value)])
        else:
            raise _Unknown(code)
    return found


def one_of(words: Iterable[str]) -> str:
    """A pattern of the longest of the words that fits; beginnings that words share are looked at once."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return f"(?:{_branches(tree)})"


def _branches(tree: dict[str, Any]) -> str:
    branches = "|".join(re.escape(character) + _branches(below) for character, below in tree.items() if character)
    if not branches:
        return ""
    return f"(?:{branches})?" if "" in tree else f"(?:{branches})" if len(tree) > 1 else branches


def is_anchored(pattern: str) -> bool:
    """Whether the pattern can only match at the beginning of a text; false where that cannot be told."""
    return parser is not None and list(parser.parse(pattern))[:1] == [(codes.AT, codes.AT_BEGINNING)]


def is_confined(pattern: str, bounds: str, behind: int) -> bool:
    """Whether no match can hold any of the characters `bounds`, nor looks at more than `behind` characters before itself."""
    try:
        return parser is not None and _is_confined(parser.parse(pattern), set(bounds), behind)
    except _Unknown:
        return False


def _is_confined(sequence: Iterable[_Node], bounds: set[str], behind: int) -> bool:
    for code, value in sequence:
        if code in (codes.LITERAL, codes.NOT_LITERAL, codes.IN):
            confined = bounds.isdisjoint(_allowed(code, value, bounds))
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            confined = _is_confined(value[2], bounds, behind)
        elif code is codes.SUBPATTERN:
            confined = _is_confined(value[3], bounds, behind)
        elif code is codes.BRANCH:
            confined = all(_is_confined(branch, bounds, behind) for branch in value[1])
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            confined = value[0] > 0 or value[1].getwidth()[1] <= behind
        else:
            confined = code is codes.AT
        if not confined:
            return False
    return True


def _allowed(code: Any, value: Any, characters: set[str]) -> set[str]:
    """Those of some characters that a class of a pattern takes."""
    if code is codes.IN:
        negated = value[0][0] is codes.NEGATE
        members = _members(value[1:] if negated else value)
        found = {c for c in characters if c in members or (r"\d" in members and c.isdigit()) or (r"\s" in members and c.isspace())}
    else:
        negated, found = code is codes.NOT_LITERAL, characters & {chr(value)}
    return characters - found if negated else found


def needed(pattern: str) -> frozenset[str] | None:
    """Pairs of characters of which every text with a match holds at least one; None when that cannot be told."""
    return min(all_needed(pattern), key=len, default=None)


def all_needed(pattern: str) -> list[frozenset[str]]:
    """All such sets of pairs, one for each part of the pattern that tells one."""
    return [] if parser is None else list(_needed(parser.parse(pattern)))


def _needed(sequence: Iterable[_Node], previous: str | None = None) -> Iterator[frozenset[str]]:
    """`previous` is the character before the sequence, where it is always the same."""
    for code, value in sequence:
        found: list[frozenset[str]] = []
        if code is codes.LITERAL:
            found = [frozenset({previous + chr(value)})] if previous else []
        elif code is codes.IN and previous and all(kind is codes.LITERAL for kind, _ in value):
            found = [frozenset(previous + chr(member) for _, member in value)]
        elif code is codes.SUBPATTERN:
            found = list(_needed(value[3], previous))
        elif code is codes.BRANCH:
            branches = [min(_needed(branch, previous), key=len, default=None) for branch in value[1]]
            found = [] if None in branches else [frozenset().union(*filter(None, branches))]
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and value[0] > 0:
            found = list(_needed(value[2]))
        elif code is codes.ASSERT:
            found = list(_needed(value[1]))
        # A word of four characters tells two pairs, not three.
        previous = chr(value) if code is codes.LITERAL and not found else None
        yield from (some for some in found if len(some) <= _MOST_NEEDED)


def pairs(text: str) -> Iterator[str]:
    """All neighbouring characters of a text."""
    return map(add, text, text[1:])
