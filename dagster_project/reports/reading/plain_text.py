"""Text files: which encoding, and nothing else; the text is exactly what the bytes say."""

from __future__ import annotations

import re

from dagster_project.reports.model import ReadDocument, Unreadable

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Words that every report holds in one spelling or the other; a wrong decoding does not make them.
_EXPECTED = re.compile("信息|公开|政府|工作|資訊|公開|情况|情況|年度|的")


def decode(content: bytes, name: str) -> tuple[str, str]:
    """The text and the name of its encoding. Raises Unreadable when no encoding makes sense of the bytes."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), "utf-8" if encoding == "utf-8-sig" else encoding
            except UnicodeDecodeError:
                break
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        damaged = error
    candidates = []
    for encoding in ("gb18030", "big5"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        candidates.append((len(_EXPECTED.findall(text)), encoding, text))
    best = max(candidates, default=(0, "", ""))
    if best[0] >= 3:
        return best[2], best[1]
    # A few broken bytes in an otherwise good text: keep the text, a reader sees the replacement characters.
    text = content.decode("utf-8", errors="replace")
    if text.count("�") * 50 < len(text) and len(_EXPECTED.findall(text)) >= 3:
        return text, "utf-8"
    raise Unreadable(
        "undecodable", f"{name}: neither UTF-8 nor GB18030 nor Big5 ({damaged.reason} at byte {damaged.start}); save it again as UTF-8"
    )


def read_plain_text(content: bytes, name: str) -> ReadDocument:
    """A .txt or .md file as it is."""
    text, encoding = decode(content, name)
    return ReadDocument(text, "text/plain", encoding)
