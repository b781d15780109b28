"""The patterns of the catalogue, compiled once: which words before, behind and around a number say what it counts.

`…` in a pattern is a gap of up to 14 characters inside one clause; `{NAME}` a word list of seed prose_words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from string import digits

from dagster_project.catalogue import CatalogueError, Row, seed
from dagster_project.reports.screens import all_needed, begun, edge, is_confined

_GAP = r"[^,;:。!?\d|]{0,14}?"
FILLERS = (
    r"(?:数量|数目|总数|总量|件数|条数|次数|数|共计|合计|总计|累计|共有|共|计|已达|达到|达|突破|为|是|有|了|的|约|近|历年累计|历年|\([^()\d]{1,60}\)|超过?|逾|不少于|分别为|"
    r",共计|,共|,合计|,累计|,总计|,总数|,?全年共|,?全年累计|:)*"
)
_FILLER_CHARACTERS = "".join(set(FILLERS))
"""More than those of its words, since it holds the signs of the pattern too: a screen may let pass too much."""
_YEAR = r"20\d\d"
LOOKS_BEHIND = 4
"""So many characters before these words patterns look at, though they read none of them."""
_SCREENS = 3
"""So many of the sets of pairs that a pattern needs are looked for."""


@dataclass(frozen=True)
class ProsePattern:
    """One row of seed prose_patterns, ready to use."""

    pattern_id: str
    indicator_id: str
    left: re.Pattern[str] | None
    """Found where the words begin with which, and fillers, the text ends."""
    right: re.Pattern[str] | None
    units: frozenset[str]
    unit_optional: bool
    topics: frozenset[str]
    sentence: re.Pattern[str] | None
    places: frozenset[str]
    unless: re.Pattern[str] | None
    applicant_type: str | None
    needed: tuple[frozenset[str], ...]
    """Of each of these sets of pairs of characters the words on the left hold one."""
    ends: frozenset[str] | None
    """The characters that the words on the left can end with, before fillers; None: any."""
    begins: frozenset[str] | None
    """The characters that the words on the right can begin with; None: any, or there are none."""
    is_near: bool
    """The words on the left hold no number but a year, which all patterns write in the same way."""


def expand(pattern: str) -> str:
    """Word lists and gaps of the pattern language put in place."""
    words = {row["name"]: row["pattern"] for row in seed("prose_words")}
    for name, alternatives in words.items():
        pattern = pattern.replace("{" + name + "}", alternatives)
    return pattern.replace("…", _GAP)


@cache
def unit_sets() -> dict[str, frozenset[str]]:
    return {row["unit_set"]: frozenset(row["units"].split("|")) for row in seed("prose_units")}


def _compile(row: Row) -> ProsePattern:
    names = [n.rstrip("?") for n in row["units"].split("|")]
    unknown = set(names) - set(unit_sets())
    if unknown:
        raise CatalogueError(f"seed prose_patterns, {row['pattern_id']}: no unit set {sorted(unknown)} in seed prose_units")
    conditions = row["sentence"].split("|") if row["sentence"] else []
    words = [c for c in conditions if not c.startswith("@")]
    left = expand(row["left"])
    return ProsePattern(
        pattern_id=row["pattern_id"],
        indicator_id=row["indicator_id"],
        left=re.compile(begun(f"(?:{left}){FILLERS}$")) if left else None,
        right=re.compile(f"(?:{expand(row['right'])})") if row["right"] else None,
        units=frozenset().union(*(unit_sets()[n] for n in names)),
        unit_optional=row["units"].endswith("?"),
        topics=frozenset(filter(None, row["topic"].split("|"))),
        sentence=re.compile("|".join(words)) if words else None,
        places=frozenset(c[1:] for c in conditions if c.startswith("@")),
        unless=re.compile(begun(expand(row["unless"]))) if row["unless"] else None,
        applicant_type=row["applicant_type"] or None,
        needed=tuple(sorted(all_needed(left), key=len)[:_SCREENS]),
        ends=edge(left, last=True) if left else None,
        begins=edge(expand(row["right"]), last=False) if row["right"] else None,
        is_near=is_confined(f"(?:{left.replace(_YEAR, '')}){FILLERS}", digits, LOOKS_BEHIND),
    )


@cache
def prose_patterns() -> tuple[ProsePattern, ...]:
    """All patterns, in order of precedence."""
    return tuple(_compile(row) for row in seed("prose_patterns"))


@cache
def far_words() -> re.Pattern[str]:
    """What a sentence has in which a pattern may read beyond the number before; most read no further, a year left out."""
    words = [p.needed[0] if p.needed else frozenset({""}) for p in prose_patterns() if not p.is_near]
    return re.compile("|".join(map(re.escape, sorted(frozenset().union(*words)))) or "(?!)")


# Sets of patterns are integers here, with one bit for each pattern in order of precedence.
ANY = ""
"""In place of a character: the patterns that do not mind which it is."""


def taking(unit: str | None, behind: str) -> int:
    """The patterns that take a unit (of thousands or millions too) with this character behind it."""
    by_character = _taking_unit(unit)
    return by_character[behind] if behind in by_character else by_character[ANY]


@cache
def _taking_unit(unit: str | None) -> dict[str, int]:
    unit = unit.lstrip("万亿千百") if unit else None
    taking = sum(1 << n for n, p in enumerate(prose_patterns()) if (p.unit_optional if unit is None else unit in p.units))
    return {character: taking & beginning for character, beginning in _by_text(p.begins for p in prose_patterns()).items()}


def _by_text(texts: Iterable[frozenset[str] | None]) -> dict[str, int]:
    """For each of the texts the patterns it makes possible, those that mind none among them; under ANY those alone."""
    listed = list(texts)
    free = sum(1 << n for n, some in enumerate(listed) if some is None)
    found = {ANY: free}
    for n, some in enumerate(listed):
        for text in some or ():
            found[text] = found.get(text, free) | 1 << n
    return found


@cache
def _by_pair() -> dict[str, int]:
    """Here the patterns have a bit for each of their screens: those of the first screen, of the second and so on."""
    return _by_text(p.needed[n] if n < len(p.needed) else None for n in range(_SCREENS) for p in prose_patterns())


@cache
def _ending() -> dict[str, int]:
    return _by_text(p.ends for p in prose_patterns())


@lru_cache(maxsize=4096)
def _ended(left: str) -> int:
    """The patterns whose words can end where, in `left`, nothing but fillers follows."""
    by_end, at = _ending(), len(left)
    possible = by_end[ANY]
    while at > 0:
        at -= 1
        possible |= by_end.get(left[at], 0)
        if left[at] == ")":
            at = left.rfind("(", 0, at)  # words in brackets are fillers too
        elif left[at] not in _FILLER_CHARACTERS:
            break
    return possible


@cache
def _pairs() -> re.Pattern[str]:
    """Finds every pair of characters that may be one of those the patterns need, and few others."""
    first, second = ("".join(sorted({re.escape(pair[n]) for pair in _by_pair() if pair})) for n in range(2))
    return re.compile(f"(?=([{first}][{second}]))")


def _worded(text: str) -> int:
    """The patterns all of whose screens a text passes."""
    by_pair = _by_pair()
    passed = by_pair[ANY]
    for pair in _pairs().findall(text):
        passed |= by_pair.get(pair, 0)
    each = len(prose_patterns())
    return passed & passed >> each & passed >> 2 * each


def standing(words: str, possible: int) -> tuple[tuple[ProsePattern, int], ...]:
    """Those of the possible patterns that stand at the end of some words, in order of precedence, each with the length of what it reads."""
    words = _ASIDE.sub(_unread, words) if ")" in words else words
    words_end = len(words.rstrip(_FILLER_CHARACTERS))
    tail = words[words_end - 1 :] if words_end else words
    possible &= _ended(words if ")" in tail else tail)  # what stands in brackets may be anything
    found = []
    for pattern in _members(possible & _worded(words)) if possible else ():
        match = pattern.left.search(words) if pattern.left else None
        if match or not pattern.left:
            found.append((pattern, len(words) - match.start() if match else 0))
    return tuple(found)


_ASIDE = re.compile(r"\([^()]*\d[^()]*\)")
"""A number in brackets does not part the words around it: 微信公众号(微信号:abc123)发布信息23条."""


def _unread(aside: re.Match[str]) -> str:
    return f"({'~' * (len(aside[0]) - 2)})"


@lru_cache(maxsize=4096)
def _members(patterns: int) -> tuple[ProsePattern, ...]:
    return tuple(p for n, p in enumerate(prose_patterns()) if patterns >> n & 1)


@dataclass(frozen=True)
class Topic:
    """A subject that sentences are about. `rivals`: the topics that end it when they are named later."""

    pattern: re.Pattern[str]
    rivals: tuple[re.Pattern[str], ...]
    any_rival: re.Pattern[str]


@cache
def topics() -> dict[str, Topic]:
    words = {r["topic"]: r["pattern"] for r in seed("prose_topics")}
    rivals = {r["topic"]: [words[name] for name in r["rivals"].split("|") if name in words] for r in seed("prose_topics")}
    return {
        name: Topic(re.compile(words[name]), tuple(map(re.compile, some)), re.compile(begun("|".join(f"(?:{p})" for p in some) or "(?!)")))
        for name, some in rivals.items()
    }


@cache
def standard_unit() -> dict[str, str]:
    """Standard unit of each narrative indicator."""
    return {r["indicator_id"]: r["unit"] for r in seed("indicators") if r["regime"] == "narrative"}
