"""How the patterns of this package are written down: lists of words instead of long expressions.

Does not belong here: any pattern itself.
"""

from __future__ import annotations


def any_of(*words: str) -> str:
    """An alternation of the words, each argument a list separated by blanks; longer words first, so that they win."""
    listed = [word for argument in words for word in argument.split()]
    return "(?:" + "|".join(sorted(listed, key=len, reverse=True)) + ")"


YEAR = r"20(?<!\d20)[0-3]\d"
"""A year in digits that is no part of a longer number; begins with a literal, which makes the search quick."""
