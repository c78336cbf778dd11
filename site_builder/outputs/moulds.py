"""What stands on pages very often is rendered once of each kind, and then filled with words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter

from markupsafe import escape

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
        self._pick = _picker([int(number) for number in self._pieces[1::2]])

    def fill(self, words: Sequence[str]) -> str:
        """Put words, which are HTML already, in the places of the marks of their numbers."""
        pieces = self._pieces.copy()
        pieces[1::2] = self._pick(words)
        return "".join(pieces)

    def pour(self, into: Pieces, words: Sequence[str] = ()) -> None:
        """Add the same to what else is poured; the words are not HTML yet."""
        pieces = self._pieces.copy()
        pieces[1::2] = self._pick(words)
        pieces.append("")
        into += pieces


# HTML, word, HTML, word, …: so that the words of a whole page are escaped at once.
Pieces = list[str]


def poured(pieces: Pieces) -> str:
    """Return the HTML of all that was poured, its words escaped; this uses `pieces` up."""
    words = _SIGN.join(pieces[1::2])
    html = str(escape(words))
    if len(html) > len(words):  # most notices hold nothing to escape
        pieces[1::2] = html.split(_SIGN)
    return "".join(pieces)


def moulds(html: str) -> tuple[Mould, ...]:
    """Return the moulds between the holes of what a template makes, without blank lines or indents.

    The words are not in it yet, so that nothing of theirs is lost.
    """
    return tuple(map(Mould, _LINE_ENDS.sub("\n", html).split(HOLE)))


def _picker(numbers: list[int]) -> Callable[[Sequence[str]], Iterable[str]]:
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
