"""Which form each table of a report follows: the one whose rows and columns the text prints."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter

from dagster_project.reports.tables.cell import FILLED
from dagster_project.reports.tables.cells import Cells
from dagster_project.reports.tables.chains import LabelHit, Labels, best_chain
from dagster_project.reports.tables.forms import FormTable, form_tables
from dagster_project.reports.tables.headers import header_chain

_Score = tuple[int, int, bool, int]
"""Rows and labels of the form that are there, labels that no other form has, whether the year fits, place among equals."""


@dataclass(frozen=True, slots=True)
class ChosenTable:
    """A table of the text and the form it follows. `chain`: its rows; of a table of one row its header as one hit, or as one for each
    group of columns if these stand one below the other."""

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


def distinct_labels(form: str, seen: Set[str]) -> int:
    """How many labels of the text belong to this form alone."""
    return len(_own_labels(form) & seen)


def choose_tables(labels: Labels, cells: Cells, seen: set[str], regime_by_year: str | None) -> list[ChosenTable]:
    """For each kind of table the form that fits best, in the order of the text. The year only decides between equals.

    `seen`: the keys of all labels of the text.
    """
    best: dict[str, tuple[_Score, ChosenTable]] = {}
    for most, table in _promising(frozenset(seen), regime_by_year):
        rival = best.get(table.table_id)
        if rival and rival[0] > most:
            continue
        chain = header_chain(table, labels, cells) if table.layout == "single_row" else best_chain(table, labels, cells)
        rows = min(len(chain), 1) if table.layout == "single_row" else len(chain)
        score = (rows + len(table.all_keys & seen), *most[1:])
        if not (rival and rival[0] > score) and _is_there(table, chain, cells):
            best[table.table_id] = score, ChosenTable(table, chain)
    return sorted((chosen for _, chosen in best.values()), key=lambda chosen: chosen.first)


@lru_cache(maxsize=4096)
def _promising(seen: frozenset[str], regime_by_year: str | None) -> list[tuple[_Score, FormTable]]:
    """The tables of which enough labels were seen, and the score of each if all these are in its chain.

    The most promising first: the others then often need no search. Reports of one form print the same labels, so most were asked before.
    """
    found = []
    for place, table in enumerate(form_tables()):
        printed, rows = table.all_keys & seen, table.rows_by_key
        hits = int(bool(printed)) if table.layout == "single_row" else sum([len(rows[key]) for key in printed if key in rows])
        if hits >= table.fewest_hits or not printed.isdisjoint(table.telling_keys):
            fits_year = regime_by_year is not None and table.form.startswith(regime_by_year)
            found.append(((hits + len(printed), distinct_labels(table.form, seen), fits_year, -place), table))
    return sorted(found, key=itemgetter(0), reverse=True)


def _is_there(table: FormTable, chain: list[LabelHit], cells: Cells) -> bool:
    """Whether there are rows enough, or one that a value stands behind and whose label no other table would print."""
    if len(chain) >= table.fewest_hits:
        return True
    telling = (hit for hit in chain if not table.telling_keys.isdisjoint(table.rows[hit.row].keys))
    return any(hit.glued or (hit.last + 1 < len(cells) and cells.kinds[hit.last + 1] in FILLED) for hit in telling)
