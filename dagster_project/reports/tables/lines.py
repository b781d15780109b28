"""The cells of one line, whatever the layout: one cell a line, pipes, tabs, commas, or several blanks between cells.

Belongs here: where a cell begins and ends, which the text of the line alone tells. Does not belong here: what it means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from dagster_project.reports.model import Span, new
from dagster_project.reports.tables.cell import (
    BLANK,
    BLANK_LINE,
    CODE,
    FILLED,
    LABEL,
    OPENING,
    TEXT,
    UNIT,
    VALUE,
    Cell,
    cell_of,
    is_unit,
    stuck_value,
)
from dagster_project.reports.tables.forms import (
    known_labels,
    one_title,
    openings_of_titles,
    pieces_of_titles,
    printed_labels,
    titles_in_a_row,
    words_of_labels,
)
from dagster_project.reports.tables.labels import label_key
from dagster_project.reports.tables.values import parse_cell

UNMARKED, GRID, CLOSED = ".", "#", "|"
"""How a cell is marked off: not at all; by a line that parts its cells, so that a blank one is seen; as the only cell of a line that a
pipe ends, so that a pipe alone is a blank cell."""
_LONGEST_LINE = 400
"""A longer line without pipes or tabs is a paragraph, not a row of cells."""
LONGEST_LABELLED = 60
"""A longer line is a row of cells only if it ends with a value or has wide gaps."""
_ENDS_LIKE_A_VALUE = re.compile(r"[\d\-/〇零无元件条项个次人 ]")
_FEWEST_LABELS = 6
_FEWEST_TITLES = 3
_NUMBERS_ITS_ROWS = "序号"
"""Where nothing parts them, the number of a row would be read as the last digits of the value before it."""
_BLANKS = re.compile(r"[ \t]{2,}|\t")
_WORD = re.compile(r"\S+")
_COMMA_CELLS = {s: re.compile(rf'(?:(?<={s})|^)(?:\s*"([^"]*)"\s*|((?:\([^()]*\)|[^{s}])*))(?={s}|$)') for s in ",;"}
"""What stands between commas, or between semicolons, in quotation marks or not; commas of an explanation in brackets part nothing."""
_COMMA_ROW = re.compile(
    f"[{VALUE}{CODE}]?[{OPENING}{TEXT}{LABEL}{BLANK}]*(?:[{LABEL}{UNIT}](?=.*[{FILLED}])|(?=[{FILLED}]{{{_FEWEST_TITLES}}}))[{FILLED}{BLANK}{UNIT}]+"
)
"""The kinds of cells of a row: its number, words, a label or a unit, and values; no words behind these, as in a sentence."""
_PARTS_CLAUSES = re.compile("[,;。、]")
"""Between labels it makes a sentence of them: 不予公开3件,属于行政查询事项2件, is no row of cells."""
_CLAUSE_MARKS, _LONGEST_CLAUSE = ",;。", 16
"""Sentences have one of these marks every dozen characters; labels have none, and two labels with their values are longer than that."""
_YEAR = "年"
_SHORTEST_REPORT = 1200
"""So long a line may be a whole report that lost its line ends."""
_LONGEST_LABELLED_GAP = 60
_VALUES = frozenset(FILLED)
_RULE = re.compile(r"[\s|:\-+=]*")
_PADDING = re.compile(r"(?:^| )\|{2,}\s*$")
"""Pipes without a blank between them, behind cells parted by ` | `."""


class Line(NamedTuple):
    """The cells of a line, where the text of each begins in it, and as one word each their kinds and how they are marked off.

    `padded`: it ends with pipes that make it as wide as the table, so that what is blank in it left no trace where it was; `gapped`: a
    blank cell stands before one that is not blank, which says that it did.
    """

    cells: Sequence[Cell]
    places: Sequence[int]
    kinds: str
    marks: str
    padded: bool = False
    gapped: bool = False

    @property
    def without_padding(self) -> Line:
        """The line without the blank cells at its end; a pipe alone is no cell."""
        end = len(self.kinds.rstrip(BLANK + BLANK_LINE)) if GRID in self.marks or self is _PIPE_ALONE else len(self.kinds)
        return self._replace(cells=self.cells[:end], places=self.places[:end], kinds=self.kinds[:end], marks=self.marks[:end])


def read_line(text: str) -> Line:
    """The cells of a line; a line of blanks only is one blank cell."""
    if "|" in text:
        return _piped(text)
    words = text.split()
    if not words:
        return _BLANK_LINE
    if len(words) > 1 and "\t" in text.strip():
        return _split(text, "\t")
    for separator in ",;":
        if separator in text and "。" not in text and len(text) <= _LONGEST_LINE and (found := _comma_separated(text, separator)):
            return found
    if len(words) >= _FEWEST_LABELS and (found := _labels_and_values(text)):
        return _without_piece_of_title(found)
    if len(text) > LONGEST_LABELLED and (found := _run_on(text)):
        return found
    if len(text) > _LONGEST_LINE:
        return _NO_CELLS
    if len(words) == 1:
        return _titles_run_on(text) or _one_cell(text)
    return _loose(text)


read_short_line = lru_cache(maxsize=20_000)(read_line)
"""Lines that are as short as a label are nearly always labels or values, so most of them were seen before."""


def _line(cells: Sequence[Cell], places: Sequence[int], mark: str = UNMARKED) -> Line:
    return new(Line, (cells, places, "".join([cell.kind for cell in cells]), mark * len(cells), False, False))


def _one_cell(text: str, mark: str = UNMARKED) -> Line:
    return _line((cell_of(text),), (0,), mark)


def _cells(text: str, spans: Sequence[Span]) -> Line:
    """What stands at these places of the line."""
    return _line([cell_of(text[start:end]) for start, end in spans], [start for start, _ in spans])


_NO_CELLS = _line((), ())
_PADDING_ALONE = _NO_CELLS._replace(padded=True)
_BLANK_LINE = _line((cell_of("")._replace(kind=BLANK_LINE),), (0,))
_PIPE_ALONE = _BLANK_LINE._replace(marks=CLOSED)


def leaves_no_gaps(lines: Sequence[Line]) -> bool:
    """Whether lines are filled up at their ends and no blank cell is left before a value, in its line or in a line above it."""
    gaps = any(line.gapped for line in lines) or any(a is _PIPE_ALONE and b.kinds[:1] in _VALUES for a, b in pairwise(lines))
    return not gaps and any(line.padded for line in lines)


def _piped(text: str) -> Line:
    """Cells of a line with pipes. One cell and its closing pipe is a table with one cell a line: it marks no grid."""
    stripped = text.strip()
    if stripped == "|":
        return _PIPE_ALONE
    if not stripped.strip(" |") or _RULE.fullmatch(stripped):
        return _PADDING_ALONE if _PADDING.fullmatch(stripped) else _NO_CELLS
    if stripped.count("|") == 1 and stripped[-1] == "|":
        return _one_cell(text[: text.rindex("|")], CLOSED)
    return _split(text, "|")


def _split(text: str, separator: str) -> Line:
    """Cells between separators; what stands outside the outer pipes is no cell. A blank before the first pipe is a blank cell."""
    pieces = text.split(separator)
    cells = list(map(cell_of, pieces))
    places = list(accumulate([len(piece) + 1 for piece in pieces], initial=0))[:-1]
    if separator == "|":
        if text[0] == "|":
            del cells[0], places[0]
        if len(cells) > 1 and not cells[-1].text:
            del cells[-1], places[-1]
    kinds = "".join([cell.kind for cell in cells])
    padded = separator == "|" and "||" in text and _PADDING.search(text) is not None
    return new(Line, (cells, places, kinds, GRID * len(cells), padded, BLANK in kinds.rstrip(BLANK)))


def _comma_separated(text: str, separator: str) -> Line | None:
    """Cells of a line of a CSV file: labels and values, of which no sentence is made; else none."""
    found = list(_COMMA_CELLS[separator].finditer(text))
    cells = [cell_of(match[match.lastindex or 0]) for match in found]
    kinds = "".join([cell.kind for cell in cells])
    are_titles = len(kinds) >= _FEWEST_TITLES and kinds.count(LABEL) * 2 >= len(kinds)
    if not (are_titles or _COMMA_ROW.fullmatch(kinds)) or any(cell.glued for cell in cells):
        return None
    places = [match.start(match.lastindex or 0) for match in found]
    return new(Line, (cells, places, kinds, GRID * len(cells), False, BLANK in kinds.rstrip(BLANK)))


def _loose(text: str) -> Line:
    """Cells of a line without separators: parted by wide gaps, labels alone, or a label followed by values."""
    if len(text) > LONGEST_LABELLED and not _ENDS_LIKE_A_VALUE.match(text, len(text) - 1) and not _BLANKS.search(text):
        return _one_cell(text)
    spans, at = [], 0
    for gap in _BLANKS.finditer(text):
        spans.append((at, gap.start()))
        at = gap.end()
    spans.append((at, len(text)))
    pieces: list[Span] = []
    for a, b in spans:
        words = [m.span() for m in _WORD.finditer(text, a, b)]
        if not words:
            continue
        if len(words) > 1 and _are_titles([text[c:d] for c, d in words]):
            pieces += words
            continue
        values = 0
        while values < len(words) and parse_cell(text[slice(*words[-1 - values])]) is not None:
            values += 1
        if values == len(words) or (values and len(words) > 1):
            label = words[: len(words) - values]
            unit = label[-1:] if len(label) > 1 and is_unit(text[slice(*label[-1])]) else []
            label = label[: len(label) - len(unit)]
            if len(label) > 1 and text[slice(*label[0])].isdecimal():
                pieces.append(label.pop(0))  # the number of the row
            pieces += [(label[0][0], label[-1][1])] if label else []
            pieces += unit + words[len(words) - values :]
        else:
            pieces.append((a, b))
    return _without_piece_of_title(_cells(text, pieces))


def _without_piece_of_title(line: Line) -> Line:
    """The line without one character before a row of values: it is of a title that runs down beside the rows."""
    is_piece = len(line.kinds) > _FEWEST_TITLES and len(line.cells[0].text) == 1 and line.kinds[0] in TEXT + OPENING
    if not is_piece or line.kinds[1:].strip(FILLED):
        return line
    return line._replace(cells=line.cells[1:], places=line.places[1:], kinds=line.kinds[1:], marks=line.marks[1:])


def _are_titles(words: Sequence[str]) -> bool:
    """Whether words print titles of columns (信息内容 本年处理决定数量), or one line of titles broken over several (结果 其他)."""
    known = known_labels()
    return all(label_key(word) in known for word in words) or (
        all(word in pieces_of_titles() for word in words) and "".join(words) not in pieces_of_titles()
    )


def _titles_run_on(text: str) -> Line | None:
    """Cells of a line of nothing but titles of columns, one behind the other (行政复议行政诉讼); else none."""
    if len(text) > LONGEST_LABELLED or text.strip()[:2] not in openings_of_titles() or not titles_in_a_row().fullmatch(text):
        return None
    return _cells(text, [match.span() for match in one_title().finditer(text)])


def _run_on(text: str) -> Line | None:
    """Cells of a whole table that lost its line ends: labels of the forms one after the other, values between them; else none.

    A line as long as a report may hold all of it: its tables are the stretches that are dense with labels.
    """
    is_prose = sum(map(text.count, _CLAUSE_MARKS)) * _LONGEST_CLAUSE > len(text)
    if is_prose and len(text) < _SHORTEST_REPORT:
        return None
    if len(words_of_labels().findall(text)) * 2 < _FEWEST_LABELS:
        return None
    labels = [m.span() for m in printed_labels().finditer(text)]
    if not is_prose and _is_table(text, labels, len(text)):
        return _cells(text, _spans_of_table(text, labels, 0, len(text)))
    if len(text) < _SHORTEST_REPORT:
        return None
    spans, at = list[Span](), 0
    for run in _dense_runs(text, labels):
        end = _end_of_values(text, run[-1][1])
        if _is_table(text, run, end - run[0][0]):
            spans += [(at, run[0][0]), *_spans_of_table(text, run, run[0][0], end)]
            at = end
    return _cells(text, [(a, b) for a, b in [*spans, (at, len(text))] if text[a:b].strip()]) if spans else None


def _is_table(text: str, labels: list[Span], length: int) -> bool:
    """Whether a stretch of this length with these labels is one: enough of it is labels, and no sentences are between them."""
    if len(labels) < _FEWEST_LABELS or sum(b - a for a, b in labels) * 3 < length:
        return False
    between = [text[b:c] for (_, b), (c, _) in pairwise(labels)]
    return sum(_PARTS_CLAUSES.search(gap) is not None for gap in between) * 2 <= len(between)


def _dense_runs(text: str, labels: list[Span]) -> list[list[Span]]:
    """The labels that stand near to one another, without a sentence's end between them."""
    runs: list[list[Span]] = []
    for start, end in labels:
        if runs and start - runs[-1][-1][1] <= _LONGEST_LABELLED_GAP and "。" not in text[runs[-1][-1][1] : start]:
            runs[-1].append((start, end))
        else:
            runs.append([(start, end)])
    return runs


def _end_of_values(text: str, at: int) -> int:
    """Where the values behind the last label of a table end."""
    stuck = stuck_value().match(text, at)
    end = stuck.end() + text.startswith(_YEAR, stuck.end()) if stuck else at
    for word in _WORD.finditer(text, end):
        if parse_cell(word[0]) is None and not is_unit(word[0]):
            break
        end = word.end()
    return end


def _spans_of_table(text: str, labels: list[Span], at: int, end: int) -> list[Span]:
    """The cells of a table between two places: labels with what sticks to them, and words."""
    spans: list[Span] = []
    for (a, b), (following, _) in pairwise([*labels, (end, end)]):
        spans += [m.span() for m in _WORD.finditer(text, at, a)]
        stuck = None if _NUMBERS_ITS_ROWS in text else stuck_value().match(text, b, following)
        # A value stuck to its label stays with it, unless it runs into a year.
        at = stuck.end() if stuck and not text.startswith(_YEAR, stuck.end()) else b
        spans.append((a, at))
    return spans + [m.span() for m in _WORD.finditer(text, at, end)]


def _labels_and_values(text: str) -> Line | None:
    """Cells of a line in which single blanks part nothing but labels and values; else none."""
    words = [m.span() for m in _WORD.finditer(text)]
    known = known_labels()
    strangers = sum(label_key(text[a:b]) not in known and parse_cell(text[a:b]) is None for a, b in words)
    return _cells(text, words) if strangers * 5 <= len(words) else None
