"""What is left of the markup that a text came from: tags and entities of HTML, marks of Markdown.

Does not belong here: how tables in tags are laid out (tags.py), and web pages, which a reader takes apart (reports/reading).
"""

from __future__ import annotations

import html
import re

from dagster_project.reports.cleaning.tags import lay_out_tags
from dagster_project.reports.cleaning.traced import Traced

_SIGNS = ("&", "**", "\\", "\n#")
"""Texts without any of these hold no markup; nearly all are."""
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#[xX][0-9a-fA-F]{2,5});")
_HEADING = re.compile(r"(?m)^[ \t]*#{1,6}[ \t]+(?=\S)")
_MARKS = re.compile(
    r"(?m)\\(?=[.()（）*_#+\-!>\[\]])"
    r"|(?:(?<=[|\s])|^)(?P<open>\*\*)(?=[^*|\n]{1,90}(?P<shut>\*\*)(?:\s*[|\n:：]|\s*$))"
)
"""The marks of an escaped character, and of what is printed bold: a line or a cell, or what opens one before a colon."""


def remove_markup(text: Traced) -> bool:
    """Lay tags out, give entities the character they stand for and take marks out; true when there were more than those of headings."""
    had_tags = lay_out_tags(text)
    written = text.text
    if not any(sign in written for sign in _SIGNS) and not written.startswith("#"):
        return had_tags
    entities = [(match.span(), character) for match in _ENTITY.finditer(written) if len(character := html.unescape(match[0])) == 1]
    removed = [(start + 1, end) for (start, end), _ in entities]
    for match in _MARKS.finditer(written):
        removed.append(match.span("open") if match["open"] else match.span())
        removed += [match.span("shut")] if match["shut"] else []
    headings = [match.span() for match in _HEADING.finditer(written)]
    if not removed and not headings:
        return had_tags  # the sign is part of an address or of a name
    at, pieces = 0, []
    for (start, _), character in entities:
        pieces += [written[at:start], character]
        at = start + 1
    if entities:
        text.replace_same_length("".join([*pieces, written[at:]]))
        text.widen([span for span, _ in entities])
    text.remove(removed + headings)
    return had_tags or bool(removed)
