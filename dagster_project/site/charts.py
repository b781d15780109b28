"""Charts as inline SVG of our own: one small line chart a concept, and bars over years.

A line never crosses a change of meaning, a year without a value, or a blank. Where the form changes but the concept keeps its meaning
the line is dotted. Colours come from the style sheet, so that dark mode and print work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

from markupsafe import Markup, escape

from dagster_project.site.formatting import RELATIONS, STATES, WITHOUT_FIGURE, figure

WIDTH, HEIGHT = 340, 168
LEFT, RIGHT, TOP, BOTTOM = 46, 10, 22, 40
BLANK_LINE = HEIGHT - BOTTOM + 11
MOST_YEAR_LABELS = 8


@dataclass(frozen=True, slots=True)
class Point:
    """One year of a series. `value` is None where the form was left blank; `breaks` tells a change of meaning since the point before."""

    year: int
    value: Decimal | None
    state: str
    regime: str
    relation: str
    breaks: bool
    link: str | None

    @property
    def is_plotted(self) -> bool:
        return self.value is not None and self.state not in WITHOUT_FIGURE

    @property
    def words(self) -> str:
        value = figure(self.value) if self.is_plotted and self.value is not None else WITHOUT_FIGURE.get(self.state, "blank")
        words = f"{self.year}: {value} ({STATES.get(self.state, self.state)}), form {self.regime}"
        return f"{words}, {RELATIONS[self.relation][1]}" if self.relation in RELATIONS else words


@dataclass(frozen=True, slots=True)
class Axis:
    """Years from left to right, values from 0 at the bottom to `top`."""

    first: int
    last: int
    top: Decimal

    def x(self, year: float) -> float:
        span = max(self.last - self.first, 1)
        return round(LEFT + 6 + (WIDTH - LEFT - RIGHT - 12) * (year - self.first) / span, 1)

    def y(self, value: Decimal) -> float:
        return round(HEIGHT - BOTTOM - float(value / self.top) * (HEIGHT - TOP - BOTTOM), 1)


def round_top(highest: Decimal) -> Decimal:
    """The next 1, 2 or 5 times a power of ten: the upper end of an axis."""
    if highest <= 1:
        return Decimal(1)
    power = Decimal(10) ** highest.adjusted()
    steps = (highest / power).to_integral_value(rounding=ROUND_CEILING)
    return power * next(step for step in (1, 2, 5, 10) if step >= steps)


@dataclass(frozen=True, slots=True)
class Breaks:
    """The first years of a new form, and those from which the concept has a new meaning."""

    form: Iterable[int]
    meaning: Iterable[int]


def series_chart(label: str, points: Sequence[Point], breaks: Breaks, years: tuple[int, int]) -> Markup:
    """One concept of one agency, from the first to the last of the years."""
    highest = max((p.value for p in points if p.is_plotted and p.value is not None), default=Decimal(1))
    axis = Axis(years[0], years[1], round_top(highest))
    meaning = set(breaks.meaning)
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{escape(label)}">',
        *_scale(axis),
        *(_break(axis, year, year in meaning) for year in sorted(set(breaks.form) | meaning) if years[0] < year <= years[1]),
        *_lines(axis, points, set(breaks.form)),
        *(_dot(axis, point) for point in points),
        "</svg>",
    ]
    return Markup("".join(parts))


def _scale(axis: Axis) -> Iterable[str]:
    for value in (Decimal(0), axis.top / 2, axis.top):
        y = axis.y(value)
        yield f'<line class="gridline" x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}"/>'
        if value != axis.top / 2:
            yield f'<text class="tick" x="{LEFT - 5}" y="{y + 4}" text-anchor="end">{figure(value)}</text>'
    step = -(-(axis.last - axis.first + 1) // MOST_YEAR_LABELS)
    for year in range(axis.first, axis.last + 1, step):
        yield f'<text class="tick" x="{axis.x(year)}" y="{HEIGHT - 6}" text-anchor="middle">{year}</text>'


def _break(axis: Axis, year: int, changes_meaning: bool) -> str:
    kind, words = ("meaning", "new form, new meaning") if changes_meaning else ("form", "new form, same meaning")
    x = axis.x(year - 0.5)
    return (
        f'<g class="break {kind}"><title>{year}: {words}</title><line x1="{x}" y1="{TOP - 4}" x2="{x}" y2="{HEIGHT - BOTTOM}"/>'
        f'<text x="{x}" y="{TOP - 8}" text-anchor="middle">{year}</text></g>'
    )


def _lines(axis: Axis, points: Sequence[Point], form_changes: set[int]) -> Iterable[str]:
    for before, after in pairwise(points):
        if not (before.is_plotted and after.is_plotted) or after.breaks or after.year - before.year > 1:
            continue
        same = (before.regime, before.relation) == (after.regime, after.relation) and after.year not in form_changes
        assert before.value is not None
        assert after.value is not None
        yield (
            f'<line class="{"joined" if same else "joined dotted"}" x1="{axis.x(before.year)}" y1="{axis.y(before.value)}" '
            f'x2="{axis.x(after.year)}" y2="{axis.y(after.value)}"/>'
        )


def _dot(axis: Axis, point: Point) -> str:
    words = escape(point.words)
    x = axis.x(point.year)
    if not point.is_plotted or point.value is None:
        shape = f'<rect class="dot blank" x="{x - 3.5}" y="{BLANK_LINE - 3.5}" width="7" height="7"/>'
    else:
        shape = _shape(point, x, axis.y(point.value))
    drawn = f"<title>{words}</title>{shape}"
    return f'<a href="{escape(point.link)}" aria-label="{words}">{drawn}</a>' if point.link else f"<g>{drawn}</g>"


def _shape(point: Point, x: float, y: float) -> str:
    kind = f"dot {escape(point.regime)}" + (" negation" if point.state == "zero_from_negation" else "")
    if point.relation == "broadMatch":
        return f'<path class="{kind}" d="M{x - 5} {y - 4}h10l-5 8.5z"/>'
    if point.relation == "narrowMatch":
        return f'<path class="{kind}" d="M{x - 5} {y + 4}h10l-5 -8.5z"/>'
    if point.relation == "closeMatch":
        return f'<path class="{kind}" d="M{x} {y - 5.2}l5.2 5.2l-5.2 5.2l-5.2 -5.2z"/>'
    return f'<circle class="{kind}" cx="{x}" cy="{y}" r="4"/>'


def year_bars(label: str, counts: dict[int, dict[str, int]], kinds: Sequence[str]) -> Markup:
    """Reports by year, one bar a year, stacked by kind (the form)."""
    if not counts:
        return Markup("")
    first, last = min(counts), max(counts)
    top = max(sum(by_kind.values()) for by_kind in counts.values())
    width, height, base = 34 * (last - first + 1) + 8, 170, 146
    parts = [f'<svg class="bars" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">']
    for year in range(first, last + 1):
        x, y = 34 * (year - first) + 6, float(base)
        for kind in kinds:
            count = counts.get(year, {}).get(kind, 0)
            if count:
                tall = round(118 * count / top, 1)
                y = round(y - tall, 1)
                words = f"<title>{year}, {escape(kind)}: {count}</title>"
                parts.append(f'<rect class="bar {escape(kind)}" x="{x}" y="{y}" width="26" height="{tall}">{words}</rect>')
        total = sum(counts.get(year, {}).values())
        parts.append(f'<text class="tick" x="{x + 13}" y="{y - 4}" text-anchor="middle">{total or ""}</text>')
        parts.append(f'<text class="tick" x="{x + 13}" y="{height - 8}" text-anchor="middle">{year}</text>')
    return Markup("".join([*parts, "</svg>"]))
