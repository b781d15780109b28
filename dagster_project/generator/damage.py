"""Damage done to a finished text, each kind with the map of positions that keeps the truth exact.

Every function takes a `Text` and returns the damaged `Text`; kinds combine in the order of `ORDER`. Byte-level damage is in media.py.
Does not belong here: damage that is part of the writing (page chrome, lost digits of a document number: documents.py).
"""

from __future__ import annotations

import csv
import random
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import opencc

from dagster_project.generator.agencies import DATA_DIR
from dagster_project.generator.text import Text

FOLD = str.maketrans({c: unicodedata.normalize("NFKC", c) for c in "（），：；％？！＋"})
"""Full-width punctuation as ASCII, the way many copies arrive."""
WIDE = str.maketrans({str(d): chr(0xFF10 + d) for d in range(10)} | {".": "．", "%": "％"})
LOST = ("□", "�", "?")
ZERO_WIDTH = ("\u200b", "\ufeff", "\u00ad")


@lru_cache(maxsize=2)
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


@lru_cache(maxsize=1)
def pinyin() -> dict[str, str]:
    """Toned reading of the characters that the generator writes."""
    with (DATA_DIR / "pinyin.csv").open(encoding="utf-8") as file:
        return {r["character"]: r["pinyin"] for r in csv.DictReader(file)}


@lru_cache(maxsize=10_000)
def _traditional_character(character: str) -> str:
    return _converter("s2t").convert(character)


def fold_punctuation(text: Text, rng: random.Random) -> Text:
    return text.replaced(str(text).translate(FOLD))


def traditional(text: Text, rng: random.Random) -> Text:
    """Converted by a web site: by words, or character by character, which converts too much."""
    simplified = str(text)
    by_character = rng.random() < 0.5
    converted = "".join(map(_traditional_character, simplified)) if by_character else _converter("s2t").convert(simplified)
    return text.replaced(converted) if len(converted) == len(simplified) else text


def toned_glosses(text: Text, rng: random.Random) -> Text:
    """The reading in brackets behind each converted character, as in 報(bào)."""
    readings = pinyin()
    simplified = _converter("t2s").convert(str(text))
    inner = " " if rng.random() < 0.2 else ""
    return _inserted(
        text,
        lambda n, c: f"({readings[simplified[n]]}{inner})" if c != simplified[n] and simplified[n] in readings else "",
    )


def untoned_glosses(text: Text, rng: random.Random) -> Text:
    """Readings without tones behind characters taken at random, sometimes twice."""
    readings = pinyin()

    def gloss(_: int, character: str) -> str:
        if character not in readings or rng.random() > 0.06:
            return ""
        return f"({_untoned(readings[character])})" * (1 if rng.random() < 0.7 else 2)

    return _inserted(text, gloss)


@lru_cache(maxsize=2000)
def _untoned(reading: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", reading) if not unicodedata.combining(c))


def invisible(text: Text, rng: random.Random) -> Text:
    """Zero-width characters and soft hyphens between Chinese characters."""
    return _inserted(text, lambda _, c: rng.choice(ZERO_WIDTH) if "一" <= c <= "鿿" and rng.random() < 0.01 else "")


def lost_characters(text: Text, rng: random.Random) -> Text:
    """A few characters that the copy could not show; never in the head of the document, in a number or in the words of a figure."""
    source = list(str(text))
    kept = bytearray(text.length)
    for mark in text.facts:
        kept[mark.start : mark.end] = b"\x01" * (mark.end - mark.start)
    for number in text.numbers:
        kept[max(0, number.start - 30) : number.end + 10] = b"\x01" * (number.end + 10 - max(0, number.start - 30))
    free = [i for i in range(min(300, text.length), text.length) if not kept[i] and "一" <= source[i] <= "鿿"]
    for position in rng.sample(free, min(len(free), rng.randint(2, 8))):
        source[position] = rng.choice(LOST)
    return text.replaced("".join(source[: text.length]))


def wrapped(text: Text, rng: random.Random) -> Text:
    """Hard line ends every forty characters or so, as copied from a PDF; never inside a number."""
    width = rng.randint(34, 46)
    return _inserted(text, lambda n, _: "\n" if n % width == width - 1 and n < text.length - 1 else "")


def wide_digits(text: Text, rng: random.Random) -> Text:
    """Digits typed full width; addresses on the web keep theirs."""
    source = str(text)
    wide = list(source)
    for number in text.numbers:
        if number.number_class != "url_or_email":
            wide[number.start : number.end] = source[number.start : number.end].translate(WIDE)
    return text.replaced("".join(wide))


def gbk_as_latin(text: Text, rng: random.Random) -> Text:
    """GBK bytes read as Latin-1: Õþ¸®. Each Chinese character becomes two."""
    return _expanded(text, "gbk")


def utf8_as_latin(text: Text, rng: random.Random) -> Text:
    """UTF-8 bytes read as Latin-1: each Chinese character becomes three."""
    return _expanded(text, "utf-8")


def _expanded(text: Text, encoding: str) -> Text:
    pieces = [c.encode(encoding, errors="ignore").decode("latin-1") or "?" for c in str(text)]
    return _placed(text, pieces, [len(p) for p in pieces])


def _inserted(text: Text, behind: Callable[[int, str], str]) -> Text:
    """Something behind some characters, never inside a number; a span that ends with the character ends before it."""
    inside = {p for n in text.numbers for p in range(n.start, n.end - 1)}
    pieces = [c if n in inside else c + behind(n, c) for n, c in enumerate(str(text))]
    return _placed(text, pieces, [1] * len(pieces))


def _placed(text: Text, pieces: list[str], kept: list[int]) -> Text:
    starts, at = [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece)
    ends = [s + k for s, k in zip(starts, kept, strict=True)]
    return text.mapped("".join(pieces), starts, ends)


Damage = Callable[[Text, random.Random], Text]

DAMAGES: dict[str, Damage] = {
    "folded_punctuation": fold_punctuation,
    "lost_characters": lost_characters,
    "traditional": traditional,
    "pinyin": toned_glosses,
    "pinyin_untoned": untoned_glosses,
    "wide_digits": wide_digits,
    "invisible": invisible,
    "mojibake_gbk": gbk_as_latin,
    "mojibake_utf8": utf8_as_latin,
}
ORDER = tuple(DAMAGES)


def damaged(text: Text, kinds: frozenset[str] | set[str], rng: random.Random) -> Text:
    """All chosen kinds, in the order in which they happen to a page."""
    for kind in ORDER:
        if kind in kinds:
            text = DAMAGES[kind](text, rng)
    return text
