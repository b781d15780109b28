"""PDF files with a text layer: where each character and each ruling line stands -> sentences, and tables as rows between pipes.

Inside: boxfont (one font on all machines), drawing (what a page holds), ruling (ruling lines -> cells), lines (characters -> lines),
flowing (lines -> paragraphs, pages -> text).
Does not belong here: recognising letters in pictures; such files are refused as `needs_ocr`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2 as pdfium

from dagster_project.reports.model import ReadDocument, Unreadable
from dagster_project.reports.reading.pdf.boxfont import use_box_font
from dagster_project.reports.reading.pdf.drawing import draw
from dagster_project.reports.reading.pdf.flowing import flow

_MOST_PAGES = 400
_LEAST_TEXT = 30
"""A report has more Chinese characters; with fewer its pages are pictures."""
_CHINESE = re.compile("[一-鿿]")
_LINEARISED = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)")


def read_pdf(content: bytes, name: str) -> ReadDocument:
    """The text layer of a PDF file. Raises Unreadable."""
    _refuse_torn(content, name)
    use_box_font()
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("encrypted", f"{name}: the PDF wants a password; save it without one") from error
        raise Unreadable("broken_pdf", f"{name}: no PDF reader can open it ({error}); fetch it again from its source") from error
    try:
        if len(document) > _MOST_PAGES:
            raise Unreadable("too_many_pages", f"{name}: {len(document)} pages are no annual report; cut the report out of it")
        text, page_starts = flow(_drawings(document))
        told = {key: value[:300] for key, value in document.get_metadata_dict(skip_empty=True).items() if key in ("Title", "Author")}
    except pdfium.PdfiumError as error:
        raise Unreadable("broken_pdf", f"{name}: a page of it is damaged ({error}); fetch it again from its source") from error
    finally:
        document.close()
    if len(_CHINESE.findall(text)) < _LEAST_TEXT:
        raise Unreadable(
            "needs_ocr", f"{name}: its pages are pictures without text; run it through character recognition, deliver the result"
        )
    return ReadDocument(text, "application/pdf", page_starts=page_starts, metadata={k.lower(): v for k, v in told.items()})


def _drawings(document: pdfium.PdfDocument) -> Iterator:
    for number in range(len(document)):
        page = document[number]
        try:
            yield draw(page)
        finally:
            page.close()


def _refuse_torn(content: bytes, name: str) -> None:
    """A library repairs what it can of half a file; half a report must not pass for a whole one."""
    promised = _LINEARISED.search(content[:2048])
    if (promised and int(promised[1]) > len(content)) or (b"%%EOF" not in content and b"startxref" not in content):
        raise Unreadable("truncated", f"{name}: the end of the PDF is missing; fetch it again from its source")
