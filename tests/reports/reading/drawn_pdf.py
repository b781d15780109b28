"""A small PDF writer for the tests: characters and boxes at given places, in a font that the file does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    b" /DW 1000 /W [0 127 500] /FontDescriptor << /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -200 1000 900]"
    b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >>",
)
TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> "
    b"endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
)


@dataclass
class Page:
    """What is drawn on one page; y counts up from the lower edge."""

    operations: list[str] = field(default_factory=list)
    rotation: int = 0

    def text(self, x: float, y: float, words: str, size: float = 10) -> Page:
        self.operations.append(f"BT /F1 {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET")
        return self

    def box(self, x: float, y: float, width: float, height: float, *, how: str = "S") -> Page:
        self.operations.append(f"{x} {y} {width} {height} re {how}")
        return self

    def table(self, top: float, rows: Sequence[Sequence[str]], *, left: float = 50, width: float = 60, height: float = 20) -> Page:
        """Equal boxes, each with its text at the left."""
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                self.box(left + c * width, top - (r + 1) * height, width, height)
                if words:
                    self.text(left + c * width + 2, top - (r + 1) * height + 6, words)
        return self


def pdf(*pages: Page) -> bytes:
    """The file."""
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        *FONT,
        stream(TO_UNICODE),
    ]
    for n, page in enumerate(pages):
        shape = f"/MediaBox [0 0 500 700] /Rotate {page.rotation} /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {shape} /Contents {7 + 2 * n} 0 R >>".encode())
        objects.append(stream("\n".join(page.operations).encode()))
    file, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    file += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(file)


def stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
