"""Word documents (.docx): paragraphs as lines, tables as rows between pipes, the numbers that Word would print before headings.

Deleted text, headers and footers are not read. Does not belong here: older Word files (converting.py).
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from dagster_project.reports.model import ReadDocument, Unreadable
from dagster_project.reports.reading.grids import WIDEST, GridCell, render_rows, span_of
from dagster_project.reports.reading.numbering import Numbering, attribute, local

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LARGEST_PART = 80_000_000
"""A part that unpacks to more is a bomb: the text of a report of 1,000 pages takes a tenth."""
_LONGEST_NOTE = 300
ZIP_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError, OSError)
"""What the standard library raises for archives that are torn, forged, locked or packed in an unknown way."""
_UNSEEN = frozenset({"del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "Fallback", "drawing", "object", "rt"})
_DRAWN_TEXT = frozenset({"drawing", "pict", "object"})
_CHINESE = re.compile("[一-鿿]")


def read_docx(content: bytes, name: str) -> ReadDocument:
    """The text of a .docx file. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            body = _part(archive, _main_part(archive), name)
            numbering = _optional(archive, "word/numbering.xml", name)
            core = _optional(archive, "docProps/core.xml", name)
    except Unreadable:
        raise
    except ZIP_DAMAGE as error:
        raise Unreadable("broken_docx", f"{name}: not a whole Word document ({error}); fetch it again from its source") from error
    except etree.LxmlError as error:
        raise Unreadable("broken_docx", f"{name}: its text is not well-formed ({error}); open it in Word and save it again") from error
    reader = _BodyReader(Numbering(numbering))
    lines = reader.blocks(body)
    text = "\n".join(lines)
    if not _CHINESE.search(text):
        if next(body.iter("{*}drawing", "{*}pict", "{*}object"), None) is not None:
            raise Unreadable("needs_ocr", f"{name}: it holds pictures without text; run them through character recognition")
        raise Unreadable("no_text", f"{name}: it holds no Chinese text; fetch it again from its source")
    return ReadDocument(text + "\n", MEDIA_TYPE, metadata=_notes(core))


def _main_part(archive: zipfile.ZipFile) -> str:
    """The part that holds the text, as the package's relations tell it."""
    relations = _optional(archive, "_rels/.rels", "")
    for relation in () if relations is None else relations:
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def _part(archive: zipfile.ZipFile, part: str, name: str) -> etree._Element:
    if archive.getinfo(part).file_size > _LARGEST_PART:
        raise Unreadable("too_large", f"{name}: {part} unpacks to more than {_LARGEST_PART // 1_000_000} MB; it is no report")
    with archive.open(part) as packed:
        content = packed.read(_LARGEST_PART)
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True))


def _optional(archive: zipfile.ZipFile, part: str, name: str) -> etree._Element | None:
    """A part that a document may lack; a damaged one counts as lacking."""
    try:
        return _part(archive, part, name)
    except (*ZIP_DAMAGE, etree.LxmlError):
        return None


def _notes(core: etree._Element | None) -> dict[str, str]:
    kept = {"title": "title", "creator": "author"}
    found = {} if core is None else {kept[local(e)]: e.text.strip()[:_LONGEST_NOTE] for e in core if local(e) in kept and e.text}
    return {key: value for key, value in found.items() if value}


@dataclass(slots=True)
class _BodyReader:
    """Turns the elements of a text into lines."""

    numbering: Numbering
    drawn: list[str] = field(default_factory=list)
    """Lines of text boxes: they stand behind the paragraph that holds them."""

    def blocks(self, parent: etree._Element) -> list[str]:
        """The lines of all blocks inside an element, in order."""
        lines: list[str] = []
        for element in parent:
            kind = local(element)
            if kind == "p":
                lines += self._paragraph(element)
            elif kind == "tbl":
                lines += render_rows([self._row(row) for row in self._rows(element)])
            elif kind not in _UNSEEN:
                lines += self.blocks(element)
        return lines

    def _paragraph(self, paragraph: etree._Element) -> list[str]:
        words = "".join(self._words(paragraph))
        lines = [line.strip(" \t") for line in words.split("\n")]
        if any(lines):
            lines[0] = self.numbering.label(paragraph) + lines[0]
        drawn, self.drawn = self.drawn, []
        return [line for line in [*lines, *drawn] if line]

    def _words(self, parent: etree._Element) -> Iterator[str]:
        for element in parent:
            kind = local(element)
            if kind == "t":
                yield element.text or ""
            elif kind in ("br", "cr"):
                yield "\n"
            elif kind in ("tab", "ptab"):
                yield "\t"
            elif kind == "noBreakHyphen":
                yield "-"
            elif kind == "txbxContent":
                self.drawn += _BodyReader(self.numbering).blocks(element)
            elif kind in _DRAWN_TEXT:
                for box in element.iter("{*}txbxContent"):
                    self.drawn += _BodyReader(self.numbering).blocks(box)
            elif kind not in _UNSEEN:
                yield from self._words(element)

    def _rows(self, parent: etree._Element) -> Iterator[etree._Element]:
        for element in parent:
            if local(element) == "tr":
                if element.find("{*}trPr/{*}del") is None:
                    yield element
            elif local(element) not in _UNSEEN:
                yield from self._rows(element)

    def _row(self, row: etree._Element) -> list[GridCell]:
        before = row.find("{*}trPr/{*}gridBefore")
        skipped = [] if before is None else [GridCell(colspan=span_of(attribute(before, "val"), WIDEST))]
        return skipped + [self._cell(cell) for cell in self._cells(row)]

    def _cells(self, parent: etree._Element) -> Iterator[etree._Element]:
        for element in parent:
            if local(element) == "tc":
                yield element
            elif local(element) not in _UNSEEN and local(element) != "trPr":
                yield from self._cells(element)

    def _cell(self, cell: etree._Element) -> GridCell:
        """A cell that goes on from the row above is blank."""
        found = GridCell(colspan=span_of(attribute(cell.find("{*}tcPr/{*}gridSpan"), "val"), WIDEST))
        merged = cell.find("{*}tcPr/{*}vMerge")
        if merged is None or attribute(merged, "val") == "restart":
            found.lines = self.blocks(cell)
            found.is_flow = next(cell.iter("{*}tbl"), None) is not None
        return found
