"""Characters that a reader does not see or takes for another: removed or folded to one form.

The order of repair is that of the domain notes: bytes, invisible characters, glosses, script, chrome.
"""

from __future__ import annotations

import numpy as np

from dagster_project.reports.cleaning.characters import FOLDED, INVISIBLE, ODD_BLANK, folding
from dagster_project.reports.cleaning.traced import Traced


def remove_invisible(text: Traced) -> bool:
    """Take out what nobody sees, and the carriage return of a line end; true when there was any."""
    if not text.holds(INVISIBLE) and "\r" not in text.text:
        return False
    wanted = text.kinds & INVISIBLE == 0
    ends = np.flatnonzero(text.codes == ord("\r"))
    if len(ends):
        wanted[ends] &= np.append(text.codes, 0)[ends + 1] != ord("\n")
    return text.keep(wanted) > 0


def fold(text: Traced) -> bool:
    """Full-width to half-width, look-alikes to one form; true when non-breaking or ideographic blanks were among them."""
    odd_blanks = text.holds(ODD_BLANK)
    if text.holds(FOLDED):
        text.fold(folding())
    return odd_blanks
