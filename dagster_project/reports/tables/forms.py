"""The statutory forms as the catalogue describes them: which rows a table has, and which indicator each cell reports.

Source: seeds indicators (labels, units, order of rows) and form_tables (layout of each table). No form is named in code.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, cached_property

from dagster_project.catalogue import Row, seed
from dagster_project.reports.cleaning.characters import FOLDING
from dagster_project.reports.screens import one_of, opening
from dagster_project.reports.tables.labels import label_key

_WORDS = re.compile(r"[\u4e00-\u9fff]+")
_SHORTEST_RUN_ON = 4
"""Shorter labels (规章, 其他) are words of sentences too; they part a line only behind their numbering."""


SHORTEST_OPENING = 4
_LONG_LABEL = 9


@dataclass(frozen=True)
class FormCell:
    """One value cell of a form."""

    indicator_id: str
    applicant_type: str | None
    unit: str
    blank_means: str


@dataclass(frozen=True)
class FormRow:
    """One row of a form. A header row has no cells. `keys` are the comparable forms of its label and their variants."""

    number: int
    label: str
    keys: frozenset[str]
    cells: tuple[FormCell, ...]
    column_keys: tuple[str, ...]
    group_names: tuple[tuple[str, ...], ...] = ()
    """For each group of columns the words that name it."""

    @cached_property
    def group_titles(self) -> list[str]:
        """The titles of the first group of columns, which those of the others repeat. The last is that of their total."""
        keys = self.column_keys
        return list(keys[: keys.index(keys[0], 1)] if keys[0] in keys[1:] else keys)

    def group_of(self, text: str) -> int | None:
        """Which group of columns a printed text names: that of the longest of its words, 行政诉讼(未经复议) the suits without a review."""
        words = "".join(_WORDS.findall(text))
        named = [(len(name), number) for number, names in enumerate(self.group_names) for name in names if name in words]
        return max(named)[1] if named else None

    def cells_of_group(self, number: int) -> tuple[FormCell, ...]:
        """The cells below one group of columns."""
        size = len(self.group_titles)
        return self.cells[number * size : (number + 1) * size]


@dataclass(frozen=True)
class FormTable:
    """One table of one form."""

    form: str
    table_id: str
    layout: str
    rows: tuple[FormRow, ...]
    value_columns: int
    used_column: int
    has_unit_column: bool
    has_code_column: bool
    min_rows: int
    header_keys: frozenset[str]
    column_titles: tuple[str, ...]
    """Of a table by applicant the titles of its columns, in the order of its cells."""
    rows_by_key: dict[str, tuple[int, ...]] = field(compare=False)

    @property
    def has_total(self) -> bool:
        """Whether the last cell of each row is the sum of the others."""
        return self.layout == "rows_by_applicant"

    @property
    def fewest_hits(self) -> int:
        """So many rows have to be there; of a table of one row its header, which is one hit."""
        return 1 if self.layout == "single_row" else self.min_rows

    @cached_property
    def titles(self) -> Counter[str]:
        """The titles of the columns of a table of one row, and how often it prints each."""
        return Counter(self.rows[0].column_keys)

    @cached_property
    def telling_keys(self) -> frozenset[str]:
        """Labels of rows by applicant that are too long to be those of another table: one of them is enough to know it."""
        return frozenset(key for key in self.rows_by_key if len(key) >= _LONG_LABEL) if self.has_total else frozenset()

    @cached_property
    def all_keys(self) -> frozenset[str]:
        """Every label that this table prints: rows, columns and headers."""
        return self.header_keys | frozenset(self.rows_by_key)


def _variants(row: Row) -> list[str]:
    return [row["label_zh"], *filter(None, (v.replace("\\n", "") for v in row["label_variants"].split("|")))]


def _cells(layout: str, columns: list[str], members: list[Row]) -> tuple[FormCell, ...]:
    """The value cells of one row, in printed order."""
    with_values = [m for m in members if m["blank_means"] != "not_applicable" or m["column_label_zh"]]
    with_values = [m for m in with_values if m["unit_zh"] not in ("", "——")]
    if layout == "rows_by_applicant":
        return tuple(FormCell(m["indicator_id"], a, m["unit"], m["blank_means"]) for m in with_values for a in columns)
    return tuple(FormCell(m["indicator_id"], None, m["unit"], m["blank_means"]) for m in with_values)


def _group_names(members: list[Row], valued: list[Row]) -> tuple[tuple[str, ...], ...]:
    """What names each group of columns: the label that its cells share, and the variants of the header row that prints it."""
    labels = dict.fromkeys(member["label_zh"] for member in valued)
    heads = {member["label_zh"]: member for member in members if not member["column_label_zh"]}
    return tuple(tuple(_variants(heads[label])) if label in heads else (label,) for label in labels)


def _rows(table: Row) -> tuple[FormRow, ...]:
    members = [r for r in seed("indicators") if r["regime"] == table["form"] and r["section"].startswith(table["section_prefix"])]
    columns = table["columns"].split("|")
    groups: dict[tuple[str, ...], list[Row]] = {}
    for member in members:
        own_row = table["layout"] in ("rows", "rows_by_applicant")
        group = (
            (member["indicator_id"],)
            if own_row
            else (member["section"] if table["layout"] == "rows_by_columns" else "", member["label_zh"])
        )
        groups.setdefault(group, []).append(member)
    if table["layout"] == "single_row":
        # One row of values: its column titles repeat below each group of columns, in catalogue order.
        valued = [m for m in members if m["column_label_zh"]]
        titles = tuple(label_key(m["column_label_zh"]) for m in valued)
        return (FormRow(0, "", frozenset(), _cells("single_row", columns, valued), titles, _group_names(members, valued)),)
    rows = []
    for number, group_members in enumerate(groups.values()):
        labels = [v for m in group_members for v in (_variants(m) if table["layout"] != "rows_by_columns" else [m["label_zh"]])]
        if table["layout"] == "rows_by_columns":
            # Variants of a member without a column title are variants of the row; the others are of the column.
            labels += [v for m in group_members if not m["column_label_zh"] for v in _variants(m)]
        keys = frozenset(filter(None, map(label_key, labels)))
        column_keys = tuple(label_key(m["column_label_zh"]) for m in group_members if m["column_label_zh"])
        rows.append(FormRow(number, group_members[0]["label_zh"], keys, _cells(table["layout"], columns, group_members), column_keys))
    return tuple(rows)


@cache
def form_tables() -> tuple[FormTable, ...]:
    """All tables of all forms."""
    tables = []
    applicants = {row["applicant_type"]: label_key(row["label_zh"]) for row in seed("applicant_types")}
    for table in seed("form_tables"):
        rows = _rows(table)
        by_key: dict[str, list[int]] = {}
        for row in rows:
            for key in row.keys:
                by_key.setdefault(key, []).append(row.number)
        members = [r for r in seed("indicators") if r["regime"] == table["form"] and r["section"].startswith(table["section_prefix"])]
        headers = [label_key(h) for h in table["header_labels"].split("|")]
        headers += [
            label_key(v.replace("\\n", ""))
            for m in members
            for v in [m["column_label_zh"], *(m["label_variants"].split("|") if m["column_label_zh"] else [])]
        ]
        columns = table["columns"].split("|")
        tables.append(
            FormTable(
                form=table["form"],
                table_id=table["table_id"],
                layout=table["layout"],
                rows=rows,
                value_columns=len(columns),
                used_column=columns.index(table["used_column"]) if table["used_column"] else 0,
                has_unit_column=table["has_unit_column"] == "yes",
                has_code_column=table["has_code_column"] == "yes",
                min_rows=int(table["min_rows"]),
                header_keys=frozenset(filter(None, headers)),
                column_titles=tuple(applicants[c] for c in columns) if table["layout"] == "rows_by_applicant" else (),
                rows_by_key={k: tuple(v) for k, v in by_key.items()},
            )
        )
    return tuple(tables)


@cache
def known_labels() -> dict[str, frozenset[int]]:
    """For each printed label, the tables (by position in form_tables) that print it."""
    known: dict[str, set[int]] = {}
    for number, table in enumerate(form_tables()):
        for key in table.all_keys:
            known.setdefault(key, set()).add(number)
    return {key: frozenset(numbers) for key, numbers in known.items()}


@cache
def label_openings() -> frozenset[str]:
    """What labels begin with, from SHORTEST_OPENING characters on."""
    return frozenset(key[:length] for key in known_labels() for length in range(SHORTEST_OPENING, len(key) + 1))


@cache
def opening_labels() -> frozenset[str]:
    """Labels that another label begins with: 本年新, which is all that narrow columns leave of some titles, opens 本年新公开数量 too."""
    known = known_labels()
    return frozenset(label[:length] for label in known for length in range(1, len(label)) if label[:length] in known)


@cache
def tables_of_one_row() -> tuple[FormTable, ...]:
    """The tables that are one row of values below its column titles."""
    return tuple(table for table in form_tables() if table.layout == "single_row")


@cache
def _titles() -> frozenset[str]:
    """The titles of columns and of groups of columns, of forms that have several columns of values."""
    return frozenset(key for table in form_tables() if table.layout != "rows" for key in table.header_keys if len(key) > 1)


@cache
def one_title() -> re.Pattern[str]:
    """Matches a title of a column with what it explains in brackets, the longest of those that begin alike."""
    return re.compile(rf"{one_of(_titles())}(?:\([^()]*\))?")


@cache
def titles_in_a_row() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{one_title().pattern}){{2,}}\s*")


@cache
def openings_of_titles() -> frozenset[str]:
    return frozenset(title[:2] for title in _titles())


@cache
def pieces_of_titles() -> frozenset[str]:
    """What is left of the titles of such a table where narrow columns broke them: 结果 and 维持, or 结 and 果."""
    titles = {title for table in tables_of_one_row() for title in table.titles}
    return frozenset(title[a:b] for title in titles for a in range(len(title)) for b in range(a + 1, len(title) + 1))


@cache
def units() -> frozenset[str]:
    """Units that a form prints in a column of their own."""
    return frozenset(r["unit_zh"] for r in seed("indicators") if r["regime"] != "narrative" and r["unit_zh"]) | {"元", "份", "期", "场"}


@cache
def _words_of_labels() -> frozenset[str]:
    prefixes = {t["section_prefix"] for t in seed("form_tables")}
    members = [r for r in seed("indicators") if r["regime"] != "narrative" and any(r["section"].startswith(p) for p in prefixes)]
    return frozenset(v.translate(FOLDING) for m in members for v in _variants(m) if len(v) >= _SHORTEST_RUN_ON)


@cache
def words_of_labels() -> re.Pattern[str]:
    """Matches the words of which each match of `printed_labels` holds one: a quick look that nearly all lines fail."""
    return re.compile(one_of([*_words_of_labels(), "其他", "总计"]))


@cache
def printed_labels() -> re.Pattern[str]:
    """Matches the labels of rows as they are printed, numbering included, in a text that lost its line ends."""
    numbering = r"(?:[(〔][一二三四五六七八九十]+[)〕]|[一二三四五六七八九十]+、|[1-9][.、](?!\d)|其中:)*"
    pattern = rf"{numbering}(?:{one_of(_words_of_labels())}|(?<=\))其他(?:处理)?|(?<=\))总计)(?:\([^()]*\))?"
    return re.compile(opening([pattern]) + pattern)
