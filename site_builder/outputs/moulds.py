"""What stands on pages very often is rendered once of each kind, and then filled with words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import TypeVar

from markupsafe import escape

_Word = TypeVar("_Word")
# No word of a notice can hold this character.
_SIGN = "\x1a"
_MARK = re.compile(f"{_SIGN}([0-9]+){_SIGN}")
_LINE_ENDS = re.compile(r"\s*\n\s*")
# Where something is poured in that is no word but comes of moulds too.
HOLE = f"{_SIGN}|{_SIGN}"


class Mould:
    """What a template makes of marks in the places of words; to be filled with these."""

    def __init__(self, html: str) -> None:
        self._pieces = _MARK.split(html)
        self._pick = picker(_numbers(self._pieces))

    def fill(self, words: Sequence[str]) -> str:
        """Put words, which are HTML already, in the places of the marks of their numbers."""
        pieces = self._pieces.copy()
        pieces[1::2] = self._pick(words)
        return "".join(pieces)


class PageMould:
    """The same for a part of a page, which is put together once it is all there.

    `pieces` stand before, between and behind the words; `numbers` say which these are, if they are
    not simply the next.
    """

    def __init__(self, pieces: Sequence[str], numbers: list[int] | None = None) -> None:
        self._pieces: Pieces = []
        for piece in pieces:
            self._pieces += (piece.encode(), b"")
        del self._pieces[-1]
        self._pick = None if numbers is None else picker(numbers)

    def pour(self, into: Pieces, words: Sequence[bytes] = ()) -> None:
        """Add the part to what else is poured; the words are HTML already, see `encoded`."""
        pieces = self._pieces.copy()
        pieces[1::2] = self._pick(words) if self._pick else words
        into += pieces

    def fill(self, words: Sequence[str]) -> bytes:
        """Return the part alone; the words are not HTML yet."""
        pieces: Pieces = []
        self.pour(pieces, encoded(words))
        return b"".join(pieces)


# HTML in UTF-8, to be joined.
Pieces = list[bytes]


def moulds(html: str) -> tuple[PageMould, ...]:
    """Return the moulds between the holes of what a template makes, without blank lines or indents.

    The words are not in it yet, so that nothing of theirs is lost.
    """
    parts = map(_MARK.split, _LINE_ENDS.sub("\n", html).split(HOLE))
    return tuple(PageMould(part[::2], _numbers(part)) for part in parts)


def mould_in_order(html: str) -> PageMould:
    """Return the mould of what a template makes of a hole for each word, in the order of these."""
    return PageMould(_LINE_ENDS.sub("\n", html).split(HOLE))


def _numbers(pieces: list[str]) -> list[int]:
    return [int(number) for number in pieces[1::2]]


def picker(numbers: list[int]) -> Callable[[Sequence[_Word]], Sequence[_Word]]:
    """Return what picks the words of these numbers: an itemgetter, which of one makes no tuple."""
    if len(numbers) > 1:
        return itemgetter(*numbers)
    first = numbers[0] if numbers else 0
    return itemgetter(slice(first, first + len(numbers)))


class Marks:
    """Makes marks, numbered from 0."""

    def __init__(self) -> None:
        self._count = 0

    def next(self, *, there: bool = True) -> str:
        """Return the next mark; "" where there is no word, though it has a number too."""
        self._count += 1
        return f"{_SIGN}{self._count - 1}{_SIGN}" if there else ""

    def some(self, count: int) -> tuple[str, ...]:
        """Return the next marks."""
        return tuple(self.next() for _ in range(count))


def escaped(words: Iterable[str]) -> list[str]:
    """Escape some words at once, which takes far less than one by one."""
    return str(escape(_SIGN.join(words))).split(_SIGN)


def encoded(words: Sequence[str], text: str | None = None) -> list[bytes]:
    """Return words as HTML in UTF-8; `text` is what they make, if that is at hand.

    Most hold nothing to escape, and to look for it takes a tenth of the time of escaping them.
    """
    if text is None:
        text = "".join(words)
    if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
        words = escaped(words)
    return [*map(str.encode, words)]
