"""Web pages: what a reader of the page would see, block by block; tables as rows between pipes.

The page is read as a stream of tags, so that depth and size of hostile pages cost nothing, and cells count even where their table tag is
lost. Does not belong here: telling the report from the page around it (dagster_project/reports/cleaning).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from dagster_project.reports.model import ReadDocument, Unreadable
from dagster_project.reports.reading.decoding import decode
from dagster_project.reports.reading.grids import TALLEST, WIDEST, GridCell, render_rows, span_of


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SKIPPED = _tags(
    "script style noscript template iframe noframes select svg math object embed applet audio video canvas map textarea button nav"
)
CELLS = frozenset({"td", "th"})
BLOCKS = CELLS | _tags(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote pre center form fieldset hr address header footer main aside section article "
    "figure figcaption body html caption details summary legend table tr thead tbody tfoot"
)
_NEVER_SKIPPED = _tags("html head body meta link title br hr img input")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5", "big5-hkscs": "big5", "utf-8": "utf-8"}
_SPACES = re.compile(r"[ \t\r\n\f]+")
SOURCE_BREAK = re.compile(r"(?<=[一-鿿　-〿！-～])[ \t\r]*\n[ \t\r\n]*(?=[一-鿿　-〿！-～])")
"""A line end of the source between two Chinese characters is no blank of the text."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHINESE = re.compile("[一-鿿]")
_LEAST_SHOWN = 200
"""A page that shows fewer Chinese characters has its text in parts that a script shows later."""
_NAVIGATION = 4
"""So many links one after another, and nothing else, lead to other pages."""
_WIDEST_LINK = 40
_NOTED = {
    **dict.fromkeys(("articletitle", "og:title"), "article_title"),
    **dict.fromkeys(("url", "og:url", "canonical"), "url"),
    **dict.fromkeys(("pubdate", "article:published_time", "publishdate"), "published"),
    **dict.fromkeys(("contentsource", "source", "author"), "source"),
    **dict.fromkeys(("sitename", "og:site_name"), "site_name"),
    "sitedomain": "site_domain",
    "siteidcode": "site_code",
}
"""What the head of a government page says of itself, and the name under which it is kept."""
_LONGEST_NOTE = 300


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


@dataclass(slots=True)
class _Line:
    """One block of text; `linked` of its letters and digits stand in `links` links."""

    text: str
    linked: int = 0
    links: int = 0

    def is_link(self) -> bool:
        return bool(self.links) and len(self.text) <= _WIDEST_LINK * self.links and self.linked >= 0.9 * _letters(self.text)


@dataclass(slots=True)
class _Table:
    """A table being read. `outer`: the lines its own will be added to. `is_implied`: its rows stand in no table tag."""

    outer: list[_Line]
    is_implied: bool = False
    rows: list[list[GridCell]] = field(default_factory=list)
    cell: GridCell | None = None
    loose: list[_Line] = field(default_factory=list)
    """What stands in the table but in no cell."""


class _PageReader:
    """Target of the parser: collects lines, tables and what the head says. `whole`: hidden parts and navigation too."""

    def __init__(self, *, whole: bool) -> None:
        self.whole = whole
        self.metadata: dict[str, str] = {}
        self.lines: list[_Line] = []
        self.tables: list[_Table] = []
        self.words: list[str] = []
        self.linked = self.links = self.in_link = self.preformatted = 0
        self.skipping, self.skip_depth = "", 0
        self.title: list[str] | None = None

    # --- what the parser calls

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.skipping:
            self.skip_depth += tag == self.skipping
        elif self._is_skipped(tag, attributes):
            self.skipping, self.skip_depth = tag, 1
            if tag in BLOCKS:
                self._end_line()
        elif tag in ("meta", "link"):
            self._note(tag, attributes)
        elif tag == "title":
            self.title = []
        elif tag == "br":
            self._end_line()
        elif tag == "a":
            self.in_link += 1
            self.links += 1
        elif tag in BLOCKS:
            self._end_line()
            self._open(tag, attributes)

    def end(self, tag: str) -> None:
        if self.skipping:
            self.skip_depth -= tag == self.skipping
            if not self.skip_depth:
                self.skipping = ""
        elif tag == "title":
            self._end_title()
        elif tag == "a":
            self.in_link = max(0, self.in_link - 1)
        elif tag in BLOCKS:
            self._end_line()
            self._shut(tag)

    def data(self, data: str) -> None:
        if self.skipping:
            return
        if self.title is not None:
            self.title.append(data)
            return
        self.words.append(data)
        if self.in_link:
            self.linked += _letters(data)

    def comment(self, _: str) -> None:
        """Comments are not shown."""

    def close(self) -> _PageReader:
        self._end_title()
        self._end_line()
        while self.tables:
            self._end_table()
        return self

    # --- blocks

    def _is_skipped(self, tag: str, attributes: dict[str, str]) -> bool:
        if self.whole or tag in _NEVER_SKIPPED:
            return tag in ("script", "style")
        return tag in _SKIPPED or "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style", "")))

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in CELLS:
            self._start_cell(attributes)
        elif tag == "tr":
            self._end_cell()
            self._table().rows.append([])
        elif tag == "table":
            self._start_table(is_implied=False)
        elif tag == "pre":
            self.preformatted += 1
        elif self.tables and self.tables[-1].is_implied and not self.tables[-1].cell:
            self._end_table()

    def _shut(self, tag: str) -> None:
        if tag in CELLS or tag == "tr":
            self._end_cell()
        elif tag == "table":
            while self.tables and self.tables[-1].is_implied:
                self._end_table()
            self._end_table()
        elif tag == "pre":
            self.preformatted = max(0, self.preformatted - 1)

    def _end_line(self) -> None:
        if self.words:
            written = "".join(self.words)
            if self.preformatted:
                self.lines += [_Line(line.rstrip()) for line in written.split("\n") if line.strip()]
            elif text := _SPACES.sub(" ", SOURCE_BREAK.sub("", written)).strip(" "):
                self.lines.append(_Line(text, self.linked, self.links))
            self.words = []
        self.linked, self.links = 0, int(self.in_link > 0)

    def _end_title(self) -> None:
        if self.title is not None and (text := _SPACES.sub(" ", "".join(self.title)).strip()):
            self.metadata.setdefault("title", text[:_LONGEST_NOTE])
        self.title = None

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        name = attributes.get("rel") if tag == "link" else attributes.get("name") or attributes.get("property")
        value = attributes.get("href") if tag == "link" else attributes.get("content")
        kept_as = _NOTED.get((name or "").strip().lower())
        if kept_as and value and value.strip():
            self.metadata.setdefault(kept_as, value.strip()[:_LONGEST_NOTE])

    # --- tables

    def _table(self) -> _Table:
        """The table that rows belong to now."""
        if not self.tables:
            self._start_table(is_implied=True)
        return self.tables[-1]

    def _start_table(self, *, is_implied: bool) -> None:
        if self.tables and self.tables[-1].cell:
            self.tables[-1].cell.is_flow = True
        table = _Table(self.lines, is_implied)
        self.tables.append(table)
        self.lines = table.loose

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        table = self._table()
        if not table.rows:
            table.rows.append([])
        table.cell = GridCell(colspan=span_of(attributes.get("colspan"), WIDEST), rowspan=span_of(attributes.get("rowspan"), TALLEST))
        self.lines = []

    def _end_cell(self) -> None:
        if self.tables and (cell := self.tables[-1].cell):
            cell.lines = [line.text for line in _without_navigation(self.lines)]
            self.tables[-1].rows[-1].append(cell)
            self.tables[-1].cell = None
            self.lines = self.tables[-1].loose

    def _end_table(self) -> None:
        if self.tables:
            self._end_cell()
            table = self.tables.pop()
            self.lines = table.outer
            self.lines += table.loose
            self.lines += [_Line(line) for line in render_rows(table.rows)]


def _without_navigation(lines: list[_Line]) -> list[_Line]:
    """The lines without runs of links to other pages: reports of other years, sections of the site."""
    kept: list[_Line] = []
    run: list[_Line] = []
    for line in [*lines, None]:
        if line is not None and line.is_link():
            run.append(line)
            continue
        if sum(link.links for link in run) < _NAVIGATION:
            kept += run
        run = []
        if line is not None:
            kept.append(line)
    return kept


def _read(text: str, *, whole: bool) -> _PageReader:
    parser = etree.HTMLParser(encoding="utf-8", target=_PageReader(whole=whole), huge_tree=True)
    return etree.fromstring(text.replace("\0", "").encode("utf-8", errors="replace"), parser)


def read_html(content: bytes, name: str) -> ReadDocument:
    """A web page or a piece of one. Raises Unreadable for a page that shows nothing."""
    claim = _CHARSET.search(content[:4096])
    text, encoding = decode(content, name, _CODECS.get(claim[1].decode("ascii").lower()) if claim else None)
    try:
        page = _read(text, whole=False)
        lines = _without_navigation(page.lines)
        if sum(len(_CHINESE.findall(line.text)) for line in lines) < _LEAST_SHOWN:
            page = _read(text, whole=True)
            lines = page.lines
    except etree.LxmlError as error:
        raise Unreadable("broken_page", f"{name}: no web page could be made of it ({error}); save the page again") from error
    if not lines:
        raise Unreadable(
            "no_text", f"{name}: the page shows no text, a script may load it; save the page again from a browser that shows it"
        )
    return ReadDocument("\n".join(line.text for line in lines) + "\n", "text/html", encoding, metadata=page.metadata)
