"""PDF with a text layer: wrapped lines, ruled tables that run over pages, vertical labels, page numbers.

Written by hand so that no library is needed: one font that is not embedded, with a map of its codes to Unicode, which is what every
extractor reads. Does not belong here: scanned pages (there is nothing to read in them).
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator

from dagster_project.generator.cells import Grid, occupied
from dagster_project.generator.documents import Document
from dagster_project.generator.media.dress import Dress, Rendered, Truth

WIDTH, HEIGHT, MARGIN = 595, 842, 56
LINE, SIZE = 18, 11
CELL_SIZE, CELL_LINE = 8, 11
TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    b"1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap end end"
)


def pdf(document: Document, dress: Dress, rng: random.Random) -> Rendered:
    """A .pdf file; the same bytes for the same report."""
    truth = Truth(dress, rng)
    pages = _Pages(rng.random() < 0.7)
    for block in document.blocks:
        if block.grid:
            for line in block.grid.caption:
                pages.paragraph(truth.words(line))
            _table(block.grid, truth, pages)
        else:
            pages.paragraph(truth.words(block.text), centred=block.kind == "title")
    return Rendered(_file(pages.streams()), truth.text, exact=False)


class _Pages:
    """Pages being filled from top to bottom with text and lines."""

    def __init__(self, numbered: bool) -> None:
        self.numbered = numbered
        self.pages: list[list[str]] = [[]]
        self.y = HEIGHT - MARGIN

    def room(self, height: float) -> None:
        """A new page if what comes next does not fit."""
        if self.y - height < MARGIN:
            self.pages.append([])
            self.y = HEIGHT - MARGIN

    def text(self, x: float, y: float, words: str, size: int) -> None:
        self.pages[-1].append(f"BT /F1 {size} Tf {x:.1f} {y:.1f} Td <{words.encode('utf-16-be').hex()}> Tj ET")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self.pages[-1].append(f"{x:.1f} {y:.1f} {width:.1f} {height:.1f} re S")

    def paragraph(self, words: str, *, centred: bool = False) -> None:
        for line in _wrapped(words, WIDTH - 2 * MARGIN, SIZE):
            self.room(LINE)
            self.y -= LINE
            x = (WIDTH - _width(line, SIZE)) / 2 if centred else MARGIN
            self.text(x, self.y, line, SIZE)

    def streams(self) -> Iterator[bytes]:
        for number, page in enumerate(self.pages, 1):
            if self.numbered:
                foot = f"-{number}-".encode("utf-16-be").hex()
                page.append(f"BT /F1 9 Tf {WIDTH / 2 - 10:.1f} {MARGIN / 2:.1f} Td <{foot}> Tj ET")
            yield "\n".join(page).encode()


def _width(words: str, size: float) -> float:
    return sum(size / 2 if c.isascii() else size for c in words)


def _wrapped(words: str, width: float, size: float) -> list[str]:
    lines = []
    for piece in words.split("\n"):
        line, used = "", 0.0
        for character in piece:
            step = size / 2 if character.isascii() else size
            if used + step > width and line:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + character, used + step
        lines.append(line)
    return lines


def _table(grid: Grid, truth: Truth, pages: _Pages) -> None:
    """Cells as boxes; the label of many rows is written down its height, one character beside each row."""
    rows = occupied(grid)
    columns = max(c + cell.colspan for row in rows for c, cell in row)
    widths = _column_widths(columns, WIDTH - 2 * MARGIN)
    upright: dict[int, tuple[str, int]] = {}
    tall: dict[int, tuple[int, int]] = {}
    for row in rows:
        lines = {c: _wrapped(truth.cell(cell), sum(widths[c : c + cell.colspan]) - 4, CELL_SIZE) for c, cell in row}
        for column, cell in row:
            if cell.rowspan > 3:
                upright[column] = "".join(lines.pop(column)), cell.rowspan
            tall[column] = column + cell.colspan, cell.rowspan
        height = max((len(shown) for shown in lines.values()), default=1) * CELL_LINE + 5
        pages.room(height)
        pages.y -= height
        for column, (characters, left) in upright.items():
            # As many characters beside each row as it takes to be done with the cell's last row.
            now = -(-len(characters) // left) if left else 0
            if now:
                pages.text(MARGIN + sum(widths[:column]) + 2, pages.y + height - CELL_LINE + 2, characters[:now], CELL_SIZE)
            upright[column] = characters[now:], max(0, left - 1)
        for column, (right, left) in list(tall.items()):
            # The sides of a cell that goes on from the rows above.
            if left:
                pages.box(MARGIN + sum(widths[:column]), pages.y, 0, height)
                pages.box(MARGIN + sum(widths[:right]), pages.y, 0, height)
            tall[column] = right, max(0, left - 1)
        for column, cell in row:
            x, width = MARGIN + sum(widths[:column]), sum(widths[column : column + cell.colspan])
            pages.box(x, pages.y, width, height)
            for n, line in enumerate(lines.get(column, ())):
                pages.text(x + 2, pages.y + height - CELL_LINE * (n + 1) + 2, line, CELL_SIZE)
    pages.y -= LINE


def _column_widths(columns: int, total: float) -> list[float]:
    """Label columns are wider than those of the values."""
    if columns == 10:
        shares = [2.0, 3.0, 5.0] + [1.6] * 7
    elif columns in (3, 4):
        shares = [5.0] + [2.0] * (columns - 1)
    else:
        shares = [1.0] * columns
    return [total * s / sum(shares) for s in shares]


def _file(streams: Iterator[bytes]) -> bytes:
    """Objects, cross-reference table and trailer."""
    contents = list(streams)
    kids = [6 + 2 * n for n in range(len(contents))]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{k} 0 R' for k in kids)}] /Count {len(kids)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        b" /Supplement 0 >> /DW 1000 /W [0 127 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4"
        b" /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>",
        _stream(TO_UNICODE),
    ]
    for kid, content in zip(kids, contents, strict=True):
        box, fonts = f"[0 0 {WIDTH} {HEIGHT}]", "<< /Font << /F1 3 0 R >> >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents {kid + 1} 0 R /Resources {fonts} >>"
        objects += [page.encode(), _stream(content)]
    file, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(file))
        file += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(file)
    file += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    file += b"".join(f"{o:010d} 00000 n \n".encode() for o in offsets)
    file += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(file)


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"
