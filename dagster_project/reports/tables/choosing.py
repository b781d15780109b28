"""Which form each table of a report follows: the one whose rows and columns the text prints."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dagster_project.reports.tables.chains import CellLabel, LabelHit, best_chain
from dagster_project.reports.tables.forms import FormTable, form_tables

_HEADER_GAP = 4
"""So many cells may lie between two column titles of one header."""
_FEWEST_TITLES = 8


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


def choose_tables(labels: dict[int, CellLabel], regime_by_year: str | None) -> list[ChosenTable]:
    """For each kind of table the form that fits best, in the order of the text. The year only decides between equals."""
    seen = {label.key for label in labels.values()}
    candidates: dict[str, list[tuple[tuple[int, int, bool], ChosenTable]]] = {}
    for table in form_tables():
        if table.layout == "single_row":
            chain = _header_as_chain(table, labels)
        else:
            printed = sum(len(table.rows_by_key[key]) for key in table.rows_by_key.keys() & seen)
            chain = best_chain(table, labels) if printed >= table.min_rows else []
            chain = chain if len(chain) >= table.min_rows else []
        if not chain:
            continue
        fits_year = regime_by_year is not None and table.form.startswith(regime_by_year)
        score = (len(chain) + len(table.all_keys & seen), distinct_labels(table.form, seen), fits_year)
        candidates.setdefault(table.table_id, []).append((score, ChosenTable(table, chain)))
    chosen = [max(found, key=lambda c: c[0])[1] for found in candidates.values()]
    return sorted(chosen, key=lambda c: c.first)


def _header_as_chain(table: FormTable, labels: dict[int, CellLabel]) -> list[LabelHit]:
    """The header of a table of one row: the run of cells that holds its column titles, as often as the form prints them."""
    titles = table.titles
    header = table.header_keys | titles.keys()
    runs: list[list[int]] = []
    for i, label in labels.items():
        if label.key in header:
            if runs and i - runs[-1][-1] <= _HEADER_GAP:
                runs[-1].append(i)
            else:
                runs.append([i])
    fewest = max(_FEWEST_TITLES, sum(titles.values()) // 2)
    enough = [run for run in runs if sum(labels[i].key in titles for i in run) >= fewest]
    longest = max(enough, key=len, default=[])
    return [LabelHit(longest[0], longest[-1], 0)] if longest else []
