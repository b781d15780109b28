"""How a report prints its figures into the cells of its tables: blanks, dashes, units, signs, errors planted on purpose.

Does not belong here: which cells a form has (grids.py).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from dagster_project.generator.cells import Cell
from dagster_project.generator.figures import Figures, Value
from dagster_project.generator.forms import Row, catalogue
from dagster_project.generator.text import Fact, Text


@dataclass(slots=True)
class Printing:
    """How one report prints its tables, and what is changed on purpose in print."""

    zero: str = "0"
    """What stands for a zero: 0, nothing, or a dash."""
    zero_share: float = 1.0
    """Share of the zeros printed so; the rest are printed as 0."""
    unreported_share: float = 0.0
    """Share of the cells that a body leaves blank whatever they should hold (local forms)."""
    dropped_rows: float = 0.0
    enumerator: str = "."
    short_labels: bool = False
    quotes: str = "“”"
    split_headers: bool = False
    loose_headers: bool = False
    """Blanks between the characters of some column heads."""
    unit_in_cell: bool = False
    local_rows: bool = False
    """A row that a place added to the national form and that no catalogue knows."""
    years: str = ""
    """The year before stands `before` or `behind` the report year, where a report prints two years side by side."""
    overrides: dict[tuple[str, str | None], Value] = field(default_factory=dict)
    """(indicator, applicant type) -> the value to print in place of the true one: an error planted on purpose."""


class Printer:
    """Prints the values of one report into cells."""

    def __init__(self, form: str, figures: Figures, printing: Printing, rng: random.Random, before: Figures | None = None) -> None:
        self.form, self.figures, self.printing, self.rng = form, figures, printing, rng
        self.before = before if printing.years else None

    def cells(self, indicator_id: str) -> list[Cell]:
        """The value cell of a row of one value, with that of the year before on the side that the report prints it."""
        this = self.cell(indicator_id)
        if not self.before:
            return [this]
        earlier = Printer(self.form, self.before, replace(self.printing, overrides={}, years=""), self.rng).cell(indicator_id)
        if earlier.fact:
            earlier = earlier._replace(fact=earlier.fact._replace(scope="other_year", strict=0))
        return [earlier, this] if self.printing.years == "before" else [this, earlier]

    def cell(self, indicator_id: str, applicant: str | None = None, value: Value | None = None) -> Cell:
        """The cell of a figure; without `value` it is looked up."""
        row = catalogue()[(self.form, indicator_id)]
        if value is None:
            value = self.figures.get(self.form, indicator_id)
        value = self.printing.overrides.get((indicator_id, applicant), value)
        if self.printing.unreported_share and self.rng.random() < self.printing.unreported_share:
            value = None
        text, state, printed = self._printed(row, value)
        unit_zh = row.unit_zh if row.unit_zh not in ("as printed", "——") else None
        fact = Fact(
            self.form,
            indicator_id,
            printed,
            state,
            applicant,
            None,
            False,
            row.unit,
            unit_zh,
            self.figures.year,
            "reporting_agency",
            "table",
        )
        return Cell(text, "value", fact=fact)

    def _printed(self, row: Row, value: Value | None) -> tuple[Text, str, Value | None]:
        text = Text()
        if value is None:
            return text, "blank_cell", None
        if value == 0:
            return self._zero(text)
        if row.indicator_id == "gov_procurement_amount":
            return self._money(text, int(value))
        sign = self.rng.choice(("", "+")) if row.indicator_id.endswith("_items_change") and value > 0 else ""
        if sign or value < 0:
            text.plain(sign or "-")
        if not text.length and not (self.printing.unit_in_cell and row.unit_zh not in ("", "——", "as printed")):
            return digits(plain_number(value)), "number", value
        text.number(plain_number(-value if value < 0 else value), "table_cell")
        if self.printing.unit_in_cell and not sign and value > 0 and row.unit_zh not in ("", "——", "as printed"):
            text.plain(row.unit_zh)
        return text, "number", value

    def _zero(self, text: Text) -> tuple[Text, str, Value | None]:
        mark = self.printing.zero
        if mark != "0" and self.rng.random() >= self.printing.zero_share:
            mark = "0"
        if mark == "0":
            return digits("0"), "explicit_zero", 0
        text.plain(mark)
        return text, "dash" if mark else "blank_cell", None

    def _money(self, text: Text, yuan: int) -> tuple[Text, str, Value]:
        """Procurement: the form fixes no unit, so the cell carries it."""
        if yuan % 10_000 == 0 and self.rng.random() < 0.6:
            text.number(str(yuan // 10_000), "table_cell")
            text.plain("万元")
        else:
            text.number(str(yuan), "table_cell")
            text.plain("元")
        return text, "number", yuan


@lru_cache(maxsize=4096)
def digits(printed: str) -> Text:
    """The text of a plain cell; shared, so never written to."""
    text = Text()
    text.number(printed, "table_cell")
    return text


def plain_number(value: Value) -> str:
    """Digits without an exponent or idle zeros."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
