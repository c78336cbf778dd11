"""What every match of a pattern must contain, read off the pattern itself.

What `screen.py` looks for before it tries the pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from site_builder.checks.data.frequencies import FREQUENCIES, OF_OTHERS

try:  # Python's own parser of patterns; without it every pattern is tried everywhere.
    from re import _constants as codes  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover
    codes = parser = None

# Longer matches than this are not worth looking around for.
_LONGEST = 200
# Of a class with more characters, and of more words, the finding takes as long as the pattern.
_MOST_CHARS = 16
_MOST_WORDS = 2000
_MOST_PRODUCTS = 64

# What it takes to look for a character that is not there, to compare a word with what is there, and
# to try a pattern there.
_NOT_THERE, _COMPARED, _TRIED = 0.7, 0.15, 1.2
# What it takes to look for many characters at once.
_TOGETHER = 35
# What it takes to try a pattern at every character.
_EVERYWHERE = 80

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of which every match of a pattern holds one, or looks ahead at one."""

    words: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()
    """By their rarest characters, each with how far in that is; none if they are no help."""

    before: int = 0
    """How much text before the beginning of a word can matter to the match."""

    behind: int = 0
    """How much text from there on can."""

    longest: int | None = None
    """How long a match is, with what it looks ahead at; None if that has no limit."""

    together: re.Pattern[str] | None = None
    """Any of these characters, where they are so many that one search finds them sooner."""


@dataclass(frozen=True, slots=True)
class _Factor:
    """Words of which one is in every match, made of the items from `first` to before `end`."""

    words: Words
    first: int
    end: int

    @property
    def cost(self) -> float:
        """How long it takes to find them and to look around where they are."""
        rarest = [word[_rarest(word)] for word in self.words]
        found = sum(
            _frequency(char) * (_TRIED if len(word) == 1 else _COMPARED)
            for word, char in zip(self.words, rarest, strict=True)
        )
        return found + min(_NOT_THERE * len(set(rarest)), _TOGETHER)

    def rank(self) -> tuple[float, int]:
        """Return what makes one the better the less it is; longer words are found less often."""
        return self.cost, -min(map(len, self.words))


# By identity, for to tell by its hash whether a pattern is known takes as long as many a search.
_known: dict[int, tuple[re.Pattern[str], Anchor]] = {}


def anchor(pattern: re.Pattern[str]) -> Anchor:
    """Return the rarest of what every match of a pattern must contain."""
    known = _known.get(id(pattern))
    if known is None:
        known = _known[id(pattern)] = pattern, _anchor(pattern)
    return known[1]


def _anchor(pattern: re.Pattern[str]) -> Anchor:
    if parser is None:
        return Anchor()
    parsed = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    ahead = _ahead(parsed)
    width: int = parsed.getwidth()[1] + ahead
    longest = None if width > _LONGEST or _minds_the_end(parsed) else width
    found: Iterable[_Factor] = _factors(parsed)
    if pattern.flags & re.IGNORECASE:
        found = [f for f in found if all(word.lower() == word.upper() for word in f.words)]
    best = min(found, key=_Factor.rank, default=None)
    if best is None or best.cost > _EVERYWHERE:
        return Anchor(longest=longest)
    items = list(parsed)
    before = _width(items[: best.end], parsed) + ahead
    behind = _width(items[best.first :], parsed) + ahead
    words = _by_char(best.words)
    return Anchor(words, before, behind, longest, _together([char for char, _ in words]))


def _together(chars: Iterable[str]) -> re.Pattern[str] | None:
    found = "".join(map(re.escape, chars))
    return re.compile(f"[{found}]") if _NOT_THERE * len(found) > _TOGETHER else None


def _by_char(words: Words) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    groups: dict[str, list[tuple[str, int]]] = {}
    for word in sorted(words):
        at = _rarest(word)
        groups.setdefault(word[at], []).append((word, at))
    return tuple((char, tuple(group)) for char, group in groups.items())


def _rarest(word: str) -> int:
    """Return which character of a word is likely to be the rarest in a text."""
    return min(range(len(word)), key=lambda at: _frequency(word[at]))


def _frequency(char: str) -> int:
    return FREQUENCIES.get(char, OF_OTHERS)


def _width(items: list[Any], parsed: Any) -> int:
    """Return how long at most these items of a pattern are."""
    width: int = parser.SubPattern(parsed.state, items).getwidth()[1]
    return width


def _ahead(parsed: Any) -> int:
    """Return how far at most a pattern looks ahead, beside what it matches."""
    return max(
        (
            argument[1].getwidth()[1] + _ahead(argument[1])
            if operator in {codes.ASSERT, codes.ASSERT_NOT}
            else 1
            if operator is codes.AT
            else max((_ahead(part) for part in _parts(argument)), default=0)
            for operator, argument in parsed
            if operator is not codes.IN
        ),
        default=0,
    )


def _factors(parsed: Any) -> Iterator[_Factor]:
    """Yield what must be in every match: runs of items with few readings, and each by itself."""
    run, first = frozenset([""]), 0
    for index, item in enumerate(parsed):
        readings = _readings(item)
        if readings is not None and "" not in readings:
            yield _Factor(_shortest(readings), index, index + 1)
        if readings is None or len(readings) > 1:
            yield from _closed(run, first, index)  # 仅供 in front of what it may be for
        if readings is None or len(run) * len(readings) > _MOST_PRODUCTS:
            run, first = readings or frozenset([""]), index if readings else index + 1
        else:
            run = frozenset(map("".join, product(run, readings)))
        if readings is None or item[0] is codes.ASSERT:
            yield from (_Factor(words, index, index + 1) for words in _inside(item))
    yield from _closed(run, first, len(parsed))


def _closed(run: Words, first: int, end: int) -> Iterator[_Factor]:
    if "" not in run:
        yield _Factor(_shortest(run), first, end)


def _shortest(words: Words) -> Words:
    """Leave out what contains another one: 家住址 beside 家住."""
    kept: list[str] = []
    for word in sorted(words, key=len):
        if not any(short in word for short in kept):
            kept.append(word)
    return frozenset(kept)


def _readings(item: tuple[Any, Any]) -> Words | None:
    """Return all that an item can match, None where that is much or without limit."""
    operator, argument = item
    if operator is codes.LITERAL:
        return frozenset(chr(argument))
    if operator is codes.IN:
        return _chars(argument) or None
    if operator in {codes.AT, codes.ASSERT, codes.ASSERT_NOT}:
        return frozenset([""])
    if operator is codes.SUBPATTERN:
        return _of_all(argument[3])
    if operator is codes.ATOMIC_GROUP:
        return _of_all(argument)
    if operator is codes.BRANCH:
        branches = [_of_all(part) for part in argument[1]]
        words = frozenset[str]().union(*(branch or () for branch in branches))
        return None if None in branches or len(words) > _MOST_WORDS else words
    if operator in _REPEATS and argument[:2] == (0, 1):
        once = _of_all(argument[2])
        return None if once is None else once | {""}
    if operator in _REPEATS and argument[0] == argument[1] and (once := _of_all(argument[2])):
        many = len(once) ** argument[0] <= _MOST_PRODUCTS
        return frozenset(map("".join, product(once, repeat=argument[0]))) if many else None
    return None


def _of_all(parsed: Any) -> Words | None:
    words = frozenset([""])
    for item in parsed:
        readings = _readings(item)
        if readings is None or (
            len(words) > 1 < len(readings) and len(words) * len(readings) > _MOST_PRODUCTS
        ):
            return None
        words = frozenset(map("".join, product(words, readings)))
    return words


def _inside(item: tuple[Any, Any]) -> Iterator[Words]:
    """Yield what every match of an item with many readings must contain."""
    operator, argument = item
    if operator in _REPEATS and argument[0] > 0:
        yield from (factor.words for factor in _factors(argument[2]))
    elif operator is codes.SUBPATTERN:
        yield from (factor.words for factor in _factors(argument[3]))
    elif operator is codes.ATOMIC_GROUP:
        yield from (factor.words for factor in _factors(argument))
    elif operator is codes.ASSERT and argument[0] > 0:
        yield from (factor.words for factor in _factors(argument[1]))
    elif operator is codes.BRANCH:
        cheapest = [min(_factors(part), key=_Factor.rank, default=None) for part in argument[1]]
        words = frozenset[str]().union(*(factor.words for factor in cheapest if factor))
        if all(cheapest) and len(words) <= _MOST_WORDS:
            yield _shortest(words)


def _chars(items: Any) -> frozenset[str]:
    """Return the characters of a class, none if it has many."""
    chars: set[str] = set()
    for operator, argument in items:
        if operator is codes.LITERAL:
            chars.add(chr(argument))
        elif operator is codes.RANGE and argument[1] - argument[0] < _MOST_CHARS:
            chars.update(map(chr, range(argument[0], argument[1] + 1)))
        else:
            return frozenset()
    return frozenset(chars) if len(chars) <= _MOST_CHARS else frozenset()


def _minds_the_end(parsed: Any) -> bool:
    r"""Tell whether a pattern has `$` or `\Z`, which would match where a stretch ends."""
    return any(
        argument in {codes.AT_END, codes.AT_END_STRING}
        if operator is codes.AT
        else any(_minds_the_end(part) for part in _parts(argument))
        for operator, argument in parsed
        if operator is not codes.IN
    )


def _parts(argument: Any) -> Iterator[Any]:
    """Yield the patterns inside an argument; a class, which may be long, need not be asked."""
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for item in argument:
            yield from _parts(item)


_REPEATS = (
    {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT} if codes else frozenset[Any]()
)
