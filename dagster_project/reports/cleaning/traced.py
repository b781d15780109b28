"""A text that remembers where each of its characters came from.

Belongs here: edits that keep the way back to the source text. Does not belong here: what is to be edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from dagster_project.reports.cleaning import characters
from dagster_project.reports.model import Span


class Traced:
    """Text with, for each character, its position in the source text. Edits return nothing and change the object.

    It is held as a string, as code points, or as both: whichever the last edit made, and the other when it is asked for.
    """

    __slots__ = ("_codes", "_held", "_kinds", "_text", "offsets", "widths")

    def __init__(self, text: str) -> None:
        self.offsets = np.arange(len(text), dtype=np.int32)
        self.widths: np.ndarray | None = None
        """How many source characters each character stands for; None while it is one for each."""
        self._is_now(text, None)

    def _is_now(self, text: str | None, codes: np.ndarray | None) -> None:
        self._text, self._codes = text, codes
        self._kinds: np.ndarray | None = None
        self._held: int | None = None

    @property
    def text(self) -> str:
        if self._text is None:
            assert self._codes is not None
            self._text = characters.text_of(self._codes)
        return self._text

    @property
    def codes(self) -> np.ndarray:
        """The code point of each character."""
        if self._codes is None:
            assert self._text is not None
            self._codes = characters.code_points(self._text)
        return self._codes

    @property
    def kinds(self) -> np.ndarray:
        """The kinds of each character (characters.py)."""
        if self._kinds is None:
            self._kinds = characters.look_up(characters.kinds(), self.codes)
        return self._kinds

    def holds(self, kind: int) -> bool:
        """Whether there is a character of this kind, or of one of these kinds."""
        if self._held is None:
            self._held = int(np.bitwise_or.reduce(self.kinds))
        return bool(self._held & kind)

    def holds_pair(self, first: int, second: int) -> bool:
        """Whether a character of the one kind stands before one of the other."""
        if not self.holds(first):
            return False
        behind = np.flatnonzero(self.kinds[:-1] & first != 0) + 1
        return bool((self.kinds[behind] & second).any())

    def count(self, kind: int) -> int:
        return int(np.count_nonzero(self.kinds & kind))

    def fold(self, table: np.ndarray) -> None:
        """Replace single characters by single characters. `table`: for each code point the one in its place."""
        self._is_now(None, characters.look_up(table, self.codes))

    def replace_same_length(self, text: str) -> None:
        """Put another text of the same length in place (script conversion is one to one)."""
        if len(text) != len(self.offsets):
            raise ValueError(f"the replacement has {len(text)} characters in place of {len(self.offsets)}")
        self._is_now(text, None)

    def keep(self, wanted: np.ndarray) -> int:
        """Delete all characters but the wanted ones (one truth value for each); returns how many there were to delete."""
        deleted = len(wanted) - int(np.count_nonzero(wanted))
        if deleted:
            self.offsets = self.offsets[wanted]
            if self.widths is not None:
                self.widths = self.widths[wanted]
            self._is_now(None, self.codes[wanted])
        return deleted

    def remove(self, spans: Iterable[Span]) -> int:
        """Delete the spans; returns how many characters there were to delete."""
        wanted = np.ones(len(self.offsets), bool)
        for start, end in spans:
            wanted[start:end] = False
        return self.keep(wanted)

    def widen(self, spans: Sequence[Span]) -> None:
        """Let the first character of each span stand for all of it; the others are to be removed."""
        widths = np.ones(len(self.offsets), np.int32) if self.widths is None else self.widths.copy()
        firsts, lasts = np.array(spans, np.int64).reshape(-1, 2).T + np.array([[0], [-1]])
        widths[firsts] = self.offsets[lasts] + widths[lasts] - self.offsets[firsts]
        self.widths = widths

    def rewrite(self, text: str, origins: np.ndarray) -> None:
        """Put another text in place. `origins`: for each of its characters the one of this text that it stands for, in rising order."""
        self.offsets = self.offsets[origins]
        if self.widths is not None:
            self.widths = self.widths[origins]
        self._is_now(text, None)

    def replace_spans(self, replacements: Sequence[tuple[Span, str]], firsts: np.ndarray, widths: np.ndarray) -> None:
        """Replace spans (sorted) by texts of another length. `firsts` and `widths` of all their characters, one text behind the other:
        the first source character of each and how many there are.

        Only before any other edit, while offsets are those of the source.
        """
        texts, at = [], 0
        kept = np.ones(len(self.offsets), bool)
        for (start, end), text in replacements:
            texts += [self.text[at:start], text]
            kept[start:end] = False
            at = end
        texts.append(self.text[at:])
        offsets = np.concatenate([self.offsets[kept], firsts], dtype=np.int32)
        order = np.argsort(offsets, kind="stable")
        self.offsets = offsets[order]
        self.widths = np.concatenate([np.ones(len(offsets) - len(widths)), widths], dtype=np.int32, casting="unsafe")[order]
        self._is_now("".join(texts), None)
