"""Which form each table of a report follows: the one whose rows and columns the text prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from dagster_project.reports.tables.cells import Cells
from dagster_project.reports.tables.chains import LabelHit, Labels, best_chain
from dagster_project.reports.tables.forms import FormTable, form_tables

_HEADER_GAP = 4
"""So many cells may lie between two column titles of one header."""
_FEWEST_TITLES = 8
_Score = tuple[int, int, bool, int]
"""Rows and labels of the form that are there, labels that no other form has, whether the year fits, place among equals."""


@dataclass(frozen=True, slots=True)
class ChosenTable:
    """A table of the text and the form it follows. `chain`: its rows; of a table of one row, its header as one hit."""

    table: FormTable
    chain: list[LabelHit]

    @property
    def first(self) -> int:
        return self.chain[0].first


@cache
def _own_labels(form: str) -> frozenset[str]:
    """Labels printed by this form and by no other one."""
    own = {key for t in form_tables() if t.form == form for key in t.all_keys}
    return frozenset(own - {key for t in form_tables() if t.form != form for key in t.all_keys})


def distinct_labels(form: str, seen: set[str]) -> int:
    """How many labels of the text belong to this form alone."""
    return len(_own_labels(form) & seen)


def choose_tables(labels: Labels, cells: Cells, seen: set[str], regime_by_year: str | None) -> list[ChosenTable]:
    """For each kind of table the form that fits best, in the order of the text. The year only decides between equals.

    `seen`: the keys of all labels of the text.
    """
    best: dict[str, tuple[_Score, ChosenTable]] = {}
    for most, order, table in sorted(_may_be_there(seen), reverse=True, key=itemgetter(0, 1)):
        printed = len(table.all_keys & seen)
        fits_year = regime_by_year is not None and table.form.startswith(regime_by_year)
        rest = (distinct_labels(table.form, seen), fits_year, order)
        rival = best.get(table.table_id)
        if rival and rival[0] > (most + printed, *rest):
            continue
        if table.layout == "single_row":
            chain = _header_as_chain(table, labels)
        else:
            chain = best_chain(table, labels, cells)
            chain = chain if len(chain) >= table.min_rows else []
        score = (len(chain) + printed, *rest)
        if chain and not (rival and rival[0] > score):
            best[table.table_id] = score, ChosenTable(table, chain)
    return sorted((chosen for _, chosen in best.values()), key=lambda chosen: chosen.first)


def _may_be_there(seen: set[str]) -> Iterator[tuple[int, int, FormTable]]:
    """The tables of which enough labels were seen: so many hits a chain of each may have at most, and its place among equals."""
    for order, table in enumerate(form_tables()):
        if table.layout == "single_row":
            if not seen.isdisjoint(table.titles):
                yield 1, -order, table
        else:
            most = sum([len(table.rows_by_key[key]) for key in table.rows_by_key.keys() & seen])
            if most >= table.min_rows:
                yield most, -order, table


def _header_as_chain(table: FormTable, labels: Labels) -> list[LabelHit]:
    """The header of a table of one row: the run of cells that holds its column titles, as often as the form prints them."""
    titles = table.titles
    header = table.header_keys | titles.keys()
    runs: list[list[int]] = []
    for number, key in labels.keys.items():
        if key in header:
            if runs and number - runs[-1][-1] <= _HEADER_GAP:
                runs[-1].append(number)
            else:
                runs.append([number])
    fewest = max(_FEWEST_TITLES, sum(titles.values()) // 2)
    enough = [run for run in runs if sum(labels.keys[number] in titles for number in run) >= fewest]
    longest = max(enough, key=len, default=[])
    return [LabelHit(longest[0], longest[-1], 0)] if longest else []
