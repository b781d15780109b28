"""Characters that a reader does not see or takes for another: removed or folded to one form.

The order of repair is that of the domain notes: bytes, invisible characters, glosses, script, chrome.
"""

from __future__ import annotations

import re

from dagster_project.reports.cleaning.traced import Traced

# Zero-width characters, soft hyphen, byte-order mark, bidi marks, and control characters that are no line or cell break.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+|\r(?=\n)")

_BLANKS = dict.fromkeys([0x00A0, 0x3000, 0x1680, 0x202F, 0x205F, *range(0x2000, 0x200B)], " ") | {
    0x0D: "\n",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
}

_LOOK_ALIKE_GROUPS = {
    "-": "–—―﹣‐‑‒−─━",
    ":": "∶﹕",
    ";": "﹔",
    ",": "﹐",
    "〔": "﹝［〖",
    "〕": "﹞］〗",
    "〇": "○◯Ｏ",
    "|": "│┃丨∣￨",
    "(": "﹙",
    ")": "﹚",
    "%": "﹪",
}
_LOOK_ALIKES = {ord(c): one for one, others in _LOOK_ALIKE_GROUPS.items() for c in others}

_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}

FOLDING: dict[int, str] = {**_FULL_WIDTH, **_LOOK_ALIKES, **_BLANKS}
"""One character to one character, so that offsets survive."""
_FOLDED = {chr(code): folded for code, folded in FOLDING.items()}


def remove_invisible(text: Traced) -> bool:
    """Take out what nobody sees; true when there was something beyond ordinary line ends."""
    marks = text.remove_matches(_INVISIBLE)
    return marks > 0


def fold(text: Traced) -> bool:
    """Full-width to half-width, look-alikes to one form; true when non-breaking or ideographic blanks were among them."""
    odd_blanks = "\u00a0" in text.text or "\u3000" in text.text
    text.translate(_FOLDED)
    return odd_blanks
