"""Word documents: the few parts of a .docx that every reader needs, with merged cells in its tables."""

from __future__ import annotations

import io
import random
import zipfile
from xml.sax.saxutils import escape

from dagster_project.generator.cells import Grid, occupied
from dagster_project.generator.documents import Document
from dagster_project.generator.media.dress import Dress, Rendered, Truth

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = (
    f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/></Types>'
)
RELATIONS = (
    f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def word(document: Document, dress: Dress, rng: random.Random) -> Rendered:
    """A .docx file; the same bytes for the same report."""
    truth = Truth(dress, rng)
    body = "".join(_table(b.grid, truth) if b.grid else _paragraph(truth.words(b.text)) for b in document.blocks)
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": f'{DECLARATION}<w:document xmlns:w="{NAMESPACE}"><w:body>{body}<w:sectPr/></w:body></w:document>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return Rendered(file.getvalue(), truth.text, exact=False)


def _paragraph(words: str) -> str:
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(line) for line in words.split("\n"))
    return f'<w:p><w:r><w:t xml:space="preserve">{lines}</w:t></w:r></w:p>'


def _table(grid: Grid, truth: Truth) -> str:
    """Column spans are grid spans; a row span is continued by an empty cell in each row below."""
    captions = "".join(_paragraph(truth.words(line)) for line in grid.caption)
    continued: dict[int, dict[int, int]] = {}
    rows = []
    for n, row in enumerate(occupied(grid)):
        cells = {column: _cell(truth.cell(cell), cell.colspan, "restart" if cell.rowspan > 1 else "") for column, cell in row}
        cells |= {column: _cell("", span, "continue") for column, span in continued.get(n, {}).items()}
        for column, cell in row:
            for below in range(1, cell.rowspan):
                continued.setdefault(n + below, {})[column] = cell.colspan
        rows.append(f"<w:tr>{''.join(c for _, c in sorted(cells.items()))}</w:tr>")
    return f"{captions}<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def _cell(words: str, span: int, merge: str) -> str:
    properties = (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "") + (f'<w:vMerge w:val="{merge}"/>' if merge else "")
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_paragraph(words)}</w:tc>"
