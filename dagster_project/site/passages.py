"""The source text of a report as HTML, with a place to link to for every reported value.

Evidence of values overlaps (the cells of a row share its label), which HTML elements cannot. So evidence that overlaps becomes one
passage, and inside it every value has an anchor of its own around its figure. A link to the anchor marks the figure and, by the style
`.passage:has(:target)`, its passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from dagster_project.site.formatting import escaped


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reported value stands, in code points of the source text. A blank and a negation have no figure: start = end."""

    reported_value_id: str
    passage_start: int
    passage_end: int
    start: int
    end: int
    kind: str
    """figure | blank | negation"""


def place_of(value: dict) -> Place:
    evidence_start, evidence_end = value["evidence_start"], value["evidence_end"]
    if value["value_start"] is not None:
        start, end, kind = value["value_start"], value["value_end"], "figure"
    elif value["value_state"] == "zero_from_negation":
        start, end, kind = evidence_start, evidence_start, "negation"
    else:
        start, end, kind = evidence_end, evidence_end, "blank"
    return Place(value["reported_value_id"], min(evidence_start, start), max(evidence_end, end), start, end, kind)


def text_with_anchors(text: str, places: Iterable[Place]) -> Markup:
    """The whole text, escaped, each passage in a span and each reported value with the id `v-<reported_value_id>`."""
    parts, cursor = [], 0
    for start, end, inside in _passages(places):
        parts += [escaped(text[cursor:start]), '<span class="passage">', *_anchored(text, start, end, inside), "</span>"]
        cursor = end
    parts.append(escaped(text[cursor:]))
    return Markup("".join(parts))


def _passages(places: Iterable[Place]) -> Iterator[tuple[int, int, list[Place]]]:
    """Places whose evidence overlaps, together: start, end, places."""
    inside: list[Place] = []
    end = -1
    for place in sorted(places, key=lambda p: (p.passage_start, p.passage_end)):
        if inside and place.passage_start >= end:
            yield inside[0].passage_start, end, inside
            inside = []
        end = max(end, place.passage_end) if inside else place.passage_end
        inside.append(place)
    if inside:
        yield inside[0].passage_start, end, inside


def _anchored(text: str, start: int, end: int, inside: Sequence[Place]) -> Iterator[str]:
    """The passage with its anchors. Values of the same figure are nested; one that begins inside another figure stands before the rest."""
    cursor = start
    for (first, last), group in groupby(sorted(inside, key=lambda p: (p.start, -p.end)), key=lambda p: (p.start, p.end)):
        same = list(group)
        if first > cursor:
            yield escaped(text[cursor:first])
            cursor = first
        for place in same:
            yield f'<a class="{place.kind}" id="v-{place.reported_value_id}" href="#f-{place.reported_value_id}">'
            if place is not same[-1]:
                yield "</a>"  # links cannot be nested: all but the last are points before the figure
        if last > cursor:
            yield escaped(text[cursor:last])
            cursor = last
        yield "</a>"
    yield escaped(text[cursor:end])
