"""Web pages: real tables with row and column spans, in clean or in pasted mark-up."""

from __future__ import annotations

import html
import random

from dagster_project.generator.cells import Grid
from dagster_project.generator.documents import Block, Document
from dagster_project.generator.media.dress import Dress, Rendered, Truth

TAGS = {"title": "h1", "heading": "h2", "paragraph": "p", "signature": "p", "chrome_top": "div", "chrome_bottom": "div"}
SCRIPT = "<script>var _hits = 1024; function count() { return _hits + 1; } // 2019</script>\n<style>td { padding: 0 5.4pt; }</style>\n"
WORD_CELL = '<p class="MsoNormal" align="center"><span style="font-size:12.0pt;font-family:仿宋_GB2312">{}</span></p>'


def web_page(document: Document, dress: Dress, rng: random.Random) -> Rendered:
    """An .html page. Characters outside the charset become references."""
    truth = Truth(dress, rng)
    pasted = rng.random() < 0.4
    title = next((str(b.text) for b in document.blocks if b.kind == "title"), "")
    parts = [f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="{_charset(dress.encoding)}"><title>{html.escape(title)}</title>\n']
    parts += [SCRIPT if pasted else "", "</head>\n<body>\n"]
    for block in document.blocks:
        parts.append(_table(block.grid, truth, rng, pasted) if block.grid else _piece(block, truth, pasted))
    parts.append("</body></html>\n")
    return Rendered("".join(parts).encode(dress.encoding, errors="xmlcharrefreplace"), truth.text, exact=False)


def _charset(encoding: str) -> str:
    return "gb2312" if encoding == "gb18030" else encoding


def _piece(block: Block, truth: Truth, pasted: bool) -> str:
    words = html.escape(truth.words(block.text))
    tag = TAGS[block.kind]
    if pasted and block.kind in ("paragraph", "heading", "title"):
        tag, words = "p", f'<span style="font-family:仿宋">{words}</span>'
    return f"<{tag}>{words}</{tag}>\n"


def _table(grid: Grid, truth: Truth, rng: random.Random, pasted: bool) -> str:
    parts = [f"<p>{html.escape(truth.words(line))}</p>\n" for line in grid.caption]
    parts.append('<table border="1">\n')
    empty = rng.choice(("", "&nbsp;"))
    for row in grid.rows:
        parts.append("<tr>")
        for cell in row:
            words = html.escape(truth.cell(cell)).replace("\n", "<br>") or empty
            spans = (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "") + (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "")
            parts.append(f"<td{spans}>{WORD_CELL.format(words) if pasted else words}</td>")
        parts.append("</tr>\n")
    parts.append("</table>\n")
    return "".join(parts)
