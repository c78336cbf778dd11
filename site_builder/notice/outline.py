"""The outline grammar of official documents: 一、（一）1.（1）① 一是.

A marker is what a document prints before a heading, an issue or a measure to number it.
The levels follow GB/T 9704-2012, clause 7.3.3; 一是 is the ordinal used inside a paragraph.
A new kind of marker is one line in `KINDS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CHINESE = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟"
_DIGITS = {"〇": 0, "零": 0} | {char: value for value, char in enumerate(_CHINESE[:9], start=1)}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of marker: its name, its level (1 is the outermost) and what it looks like."""

    name: str
    level: int
    pattern: str


KINDS = (
    Kind("chapter", 1, rf"[{_CHINESE}]{{1,3}}、"),
    Kind("group", 2, rf"[（(][{_CHINESE}]{{1,3}}[）)]"),
    Kind("issue", 3, r"\d{1,3}[.．、]?\s?问题\d{1,3}\s?[:：]?|问题\d{1,3}\s?[:：]?"),
    Kind("item", 3, r"\d{1,3}(?:[.．](?!\d)|、)"),
    Kind("sub_item", 4, r"[（(]\d{1,3}[）)]"),
    Kind("circled", 5, rf"[{_CIRCLED}]"),
    Kind("ordinal", 6, rf"[{_CHINESE}]{{1,3}}是"),
)
LEVELS = {kind.name: kind.level for kind in KINDS}

_AT_START = re.compile(r"\s*(?:" + "|".join(f"(?P<{k.name}>{k.pattern})" for k in KINDS) + ")")
# Inside a paragraph a marker counts only behind the end of a clause, or 这一是 would be one.
_INLINE = re.compile(
    r"(?:^|(?<=[。；;：:！？]))\s*(?:"
    + "|".join(f"(?P<{k.name}>{k.pattern})" for k in KINDS if k.level >= LEVELS["sub_item"])
    + ")"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker found in a text: `text` as printed, `value` the number it stands for.

    `start` and `end` are offsets in the text, white space before the marker left out.
    """

    kind: str
    text: str
    value: int
    start: int
    end: int

    @property
    def level(self) -> int:
        """Depth in the outline; 1 is the outermost."""
        return LEVELS[self.kind]


def chinese_number(text: str) -> int:
    """Return the value of a Chinese numeral from 零 to 九十九.

    Raises:
        ValueError: `text` is no such numeral.
    """
    tens, ten, units = text.rpartition("十")
    try:
        high = (_DIGITS[tens] if tens else 1) * 10 if ten else 0
        return high + (_DIGITS[units] if units else 0)
    except KeyError:
        raise ValueError(f"not a Chinese numeral: {text!r}") from None


def _value(text: str) -> int:
    if digits := re.search(r"\d+", text):
        return int(digits[0])
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    numeral = re.search(rf"[{_CHINESE}]+", text)
    try:
        return chinese_number(numeral[0]) if numeral else 0
    except ValueError:
        return 0


def _marker(match: re.Match[str]) -> Marker:
    kind = match.lastgroup or ""
    text = match[kind]
    return Marker(kind, text, _value(text), match.start(kind), match.end(kind))


def marker_at_start(text: str) -> Marker | None:
    """Return the marker that `text` begins with, if any."""
    match = _AT_START.match(text)
    return _marker(match) if match else None


def inline_markers(text: str) -> Iterator[Marker]:
    """Yield the markers of measures inside a paragraph: （1）, ① and 一是, in order."""
    return map(_marker, _INLINE.finditer(text))


def split_marker(text: str) -> tuple[str, str]:
    """Split `text` into its marker as printed ("" if none) and the rest; nothing is lost."""
    match = _AT_START.match(text)
    return (text[: match.end()], text[match.end() :]) if match else ("", text)
