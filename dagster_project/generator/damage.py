"""Damage done to a finished text, each kind with the map of positions that keeps the truth exact.

Every function takes a `Text` and returns the damaged `Text`; kinds combine in the order of `ORDER`. Byte-level damage is in media.py.
Does not belong here: damage that is part of the writing (page chrome, lost digits of a document number: documents.py).
"""

from __future__ import annotations

import csv
import random
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate

import opencc

from dagster_project.generator.agencies import DATA_DIR
from dagster_project.generator.text import Text

FOLD = str.maketrans({c: unicodedata.normalize("NFKC", c) for c in "（），：；％？！＋"})
"""Full-width punctuation as ASCII, the way many copies arrive."""
WIDE = str.maketrans({str(d): chr(0xFF10 + d) for d in range(10)} | {".": "．", "%": "％"})
LOST = ("□", "�", "?")
LOST_BYTE = "\ufffd"
NOT_ASCII = re.compile(r"[^\x00-\x7f]{12,60}(?=[\x00-\x3f])")
BOPOMOFO = re.compile("[\u3105-\u3129]")
OVER_CONVERTED = {"制": "製", "面": "麵", "系": "係", "复": "複", "咨": "谘", "里": "裡"}
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


def utf8_as_gbk(text: Text, rng: random.Random) -> Text:
    """UTF-8 bytes read as GBK: 鏀垮簻. A byte that fits no pair is lost, and with it the certainty of what it belonged to."""
    source = str(text)
    data = source.encode()
    pieces: list[str] = []
    piece_of: list[int] = []
    at = 0
    while at < len(data):
        pair = data[at : at + 2] if data[at] >= 0x80 else data[at : at + 1]
        read = pair.decode("gbk", errors="ignore") if len(pair) == 1 or pair[1] >= 0x80 or pair[1] >= 0x40 else ""
        taken = len(pair) if read and len(read) == 1 else 1
        pieces.append(read if taken == len(pair) and read else LOST_BYTE)
        piece_of += [len(pieces) - 1] * taken
        at += taken
    first_byte = [0, *accumulate(len(c.encode()) for c in source)]
    starts = [piece_of[b] for b in first_byte[:-1]]
    ends = [piece_of[b - 1] + 1 for b in first_byte[1:]]
    damaged_text = text.mapped("".join(pieces), starts, ends)
    lost = {n for n, piece in enumerate(pieces) if piece == LOST_BYTE}
    damaged_text.facts = [
        m._replace(fact=m.fact._replace(strict=0, notes="a byte of its words is lost")) if lost & set(range(m.start, m.end)) else m
        for m in damaged_text.facts
    ]
    return damaged_text


def byte_slip(text: Text, rng: random.Random) -> Text:
    """One byte lost in GBK, in words that tell no figure: everything up to the next ASCII character is read one byte off."""
    source = str(text)
    kept = {p for m in text.facts for p in range(m.start, m.end)} | {p for n in text.numbers for p in range(n.start, n.end)}
    runs = [m.span() for m in NOT_ASCII.finditer(source) if m.start() > 300 and not kept & set(range(*m.span()))]
    for start, end in rng.sample(runs, len(runs)):
        data = source[start:end].encode("gbk", errors="replace")
        lost = 2 * rng.randrange(max(1, (end - start) // 2))
        read = (data[:lost] + data[lost + 1 :]).decode("gbk", errors="replace")
        if BOPOMOFO.search(read) and not any(c.isdigit() for c in read):
            pieces = [*source[:start], read, *[""] * (end - start - 1), *source[end:]]
            return _placed(text, pieces, [len(piece) for piece in pieces])
    return text


def over_converted(text: Text, rng: random.Random) -> Text:
    """A converter that knows one traditional character for each simplified one: 法定製度, 全麵."""
    return text.replaced("".join(OVER_CONVERTED.get(c) or _traditional_character(c) for c in str(text)))


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
    "byte_slip": byte_slip,
    "traditional": traditional,
    "over_converted": over_converted,
    "pinyin": toned_glosses,
    "pinyin_untoned": untoned_glosses,
    "wide_digits": wide_digits,
    "invisible": invisible,
    "mojibake_gbk": gbk_as_latin,
    "mojibake_utf8": utf8_as_latin,
    "mojibake_lossy": utf8_as_gbk,
}
ORDER = tuple(DAMAGES)


def damaged(text: Text, kinds: frozenset[str] | set[str], rng: random.Random) -> Text:
    """All chosen kinds, in the order in which they happen to a page."""
    for kind in ORDER:
        if kind in kinds:
            text = DAMAGES[kind](text, rng)
    return text
