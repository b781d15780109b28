"""Which encoding the bytes of a text are in, told from what they say and not from what somebody declared.

Does not belong here: repairing text that was decoded wrongly before it reached us (dagster_project/reports/cleaning).
"""

from __future__ import annotations

import re

from dagster_project.reports.model import Unreadable

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Words that every report holds in one spelling or the other; a wrong decoding does not make them.
_EXPECTED = re.compile("信息|公开|政府|工作|資訊|公開|情况|情況|年度|的")
_ENOUGH = 3
_MOST_BROKEN = 50
"""One broken character in so many may be replaced; a reader sees the replacement characters."""


def _likeness(text: str) -> int:
    return len(_EXPECTED.findall(text))


def _marked(content: bytes) -> tuple[str, str] | None:
    """A text that opens with a byte order mark and keeps what the mark promises."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), "utf-8" if encoding == "utf-8-sig" else encoding
            except UnicodeDecodeError:
                return None
    return None


def _unmarked_utf16(content: bytes) -> tuple[str, str] | None:
    """Line ends and blanks of UTF-16 have a zero byte on one side."""
    for encoding, blank in (("utf-16-le", b"\n\0"), ("utf-16-be", b"\0\n")):
        if blank in content[:4096]:
            text = content.decode(encoding, errors="replace")
            if _likeness(text) >= _ENOUGH and text.count("�") * _MOST_BROKEN < len(text):
                return text, encoding
    return None


def decode(content: bytes, name: str, declared: str | None = None) -> tuple[str, str]:
    """The text and the name of its encoding. Raises Unreadable when no encoding makes sense of the bytes.

    `declared` is what the document claims; it only decides where the bytes leave it open, since such claims are often wrong.
    """
    if found := _marked(content):
        return found
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        damaged = error
    if found := _unmarked_utf16(content):
        return found
    candidates = []
    for rank, encoding in enumerate(("gb18030", "big5", "utf-8")):
        text = content.decode(encoding, errors="replace")
        broken = text.count("�")
        if broken * _MOST_BROKEN < len(text):
            # A wrong decoding may be free of errors, a right one of a torn file may not: the words decide first.
            candidates.append((_likeness(text), -broken, encoding == declared, -rank, encoding, text))
    best = max(candidates, default=None)
    if best and (best[0] >= _ENOUGH or (best[2] and best[1] == 0)):
        return best[5], best[4]
    raise Unreadable(
        "undecodable", f"{name}: neither UTF-8 nor GB18030 nor Big5 ({damaged.reason} at byte {damaged.start}); save it again as UTF-8"
    )
