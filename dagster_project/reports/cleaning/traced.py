"""A text that remembers where each of its characters came from.

Belongs here: edits that keep the way back to the source text. Does not belong here: what is to be edited.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import numpy as np

from dagster_project.reports.model import Span


class Traced:
    """Text with, for each character, its position in the source text. Edits return nothing and change the object."""

    __slots__ = ("offsets", "text", "widths")

    def __init__(self, text: str) -> None:
        self.text = text
        self.offsets = np.arange(len(text), dtype=np.int32)
        self.widths: np.ndarray | None = None
        """How many source characters each character stands for; None while it is one for each."""

    def translate(self, table: dict[str, str]) -> None:
        """Replace single characters by single characters, none of which is replaced in turn."""
        for character in table.keys() & set(self.text):
            self.text = self.text.replace(character, table[character])

    def replace_same_length(self, text: str) -> None:
        """Put another text of the same length in place (script conversion is one to one)."""
        if len(text) != len(self.text):
            raise ValueError(f"the replacement has {len(text)} characters in place of {len(self.text)}")
        self.text = text

    def remove(self, spans: Iterable[Span]) -> int:
        """Delete the spans (sorted, not overlapping); returns how many there were."""
        keep: list[Span] = []
        at = count = 0
        for start, end in spans:
            keep.append((at, start))
            at = end
            count += 1
        if count:
            keep.append((at, len(self.text)))
            self.text = "".join(self.text[a:b] for a, b in keep)
            self.offsets = np.concatenate([self.offsets[a:b] for a, b in keep])
            if self.widths is not None:
                self.widths = np.concatenate([self.widths[a:b] for a, b in keep])
        return count

    def remove_matches(self, pattern: re.Pattern[str], wanted: Callable[[re.Match[str]], bool] | None = None) -> int:
        """Delete every match (that is wanted); returns how many there were."""
        return self.remove([m.span() for m in pattern.finditer(self.text) if wanted is None or wanted(m)])

    def replace_spans(self, replacements: list[tuple[Span, tuple[str, list[int], list[int]]]]) -> None:
        """Replace spans (sorted) by text of another length: (text, first character inside the span, number of characters) of each.

        Only before any other edit, while offsets are those of the source.
        """
        texts, offsets, widths, at = [], [], [], 0
        for (start, end), (text, firsts, counts) in replacements:
            texts += [self.text[at:start], text]
            offsets += [self.offsets[at:start], self.offsets[start] + np.array(firsts, dtype=np.int32)]
            widths += [np.ones(start - at, dtype=np.int32), np.array(counts, dtype=np.int32)]
            at = end
        self.text = "".join([*texts, self.text[at:]])
        self.offsets = np.concatenate([*offsets, self.offsets[at:]])
        self.widths = np.concatenate([*widths, np.ones(len(self.offsets) - sum(map(len, widths)), dtype=np.int32)])
