"""What every match of a pattern must contain, so that most of a text need not be looked at.

`re` tries a pattern at each character. Nearly all our patterns hold a character that is rare
(年, %, 《), and finding one of those is a hundred times faster; the pattern is then tried only
around it. What is found is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

try:  # Python's own parser of patterns; without it every pattern is tried everywhere.
    from re import _constants as codes  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover
    codes = parser = None

# Longer matches than this are not worth looking around for.
_LONGEST = 200
_MOST_CHOICES = 16


# In ten thousand characters of such documents there are about so many of these; of all others few.
_COMMON = {
    **dict.fromkeys("，。、的0123456789", 150),
    **dict.fromkeys("党工作整改组一人理制度会学开展实了年月日二三是落责任务管公", 60),
    **dict.fromkeys("大中上下不有为个对和以在行全部成加强问题单位要进委市县局区（）：；“”《》", 40),
    **dict.fromkeys("件条项起次名到至将已未正待用机关教育发现法家地方定点期情况", 25),
}
_RARE = 3


@dataclass(frozen=True, slots=True)
class Anchor:
    """Characters of which every match holds one, and how much text around one can matter: before
    it for the match, behind it for the match and what it looks ahead at. None: without limit."""

    chars: frozenset[str]
    before: int | None = None
    behind: int | None = None


def windows(
    text: str, positions: Iterable[int], before: int, behind: int
) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that lie so near to some positions, which are sorted."""
    start = end = -1
    for position in positions:
        if end < 0 or position - before > end:
            if end >= 0:
                yield start, end
            start = position - before if position > before else 0
        end = position + 1 + behind
    if end >= 0:
        yield start, min(end, len(text))


@cache
def anchor(pattern: re.Pattern[str]) -> Anchor | None:
    """Return the rarest of what every match of a pattern must contain, None if there is nothing."""
    if parser is None:
        return None
    parsed = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    items = list(parsed)
    found = [(chars, index) for index, item in enumerate(items) for chars in _required([item])]
    if pattern.flags & re.IGNORECASE:
        found = [(chars, i) for chars, i in found if all(c.lower() == c.upper() for c in chars)]
    if not found:
        return None
    chars, index = min(found, key=lambda choice: _frequency(choice[0]))
    before = _width(items[: index + 1], parsed)
    behind = _width(items[index:], parsed) + _ahead(parsed)
    if max(before, behind) > _LONGEST or _minds_the_end(parsed):
        return Anchor(chars)
    return Anchor(chars, before, behind)


def _frequency(chars: frozenset[str]) -> int:
    return sum(_COMMON.get(char, _RARE) for char in chars)


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
        ),
        default=0,
    )


def _required(parsed: Any) -> Iterator[frozenset[str]]:
    for operator, argument in parsed:
        if operator is codes.LITERAL:
            yield frozenset(chr(argument))
        elif operator is codes.IN:
            if chars := _chars(argument):
                yield chars
        elif operator in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
            if argument[0] > 0:
                yield from _required(argument[2])
        elif operator is codes.SUBPATTERN:
            yield from _required(argument[3])
        elif operator is codes.ATOMIC_GROUP:
            yield from _required(argument)
        elif operator is codes.BRANCH:
            yield from _of_either([list(_required(part)) for part in argument[1]])


def _of_either(branches: list[list[frozenset[str]]]) -> Iterator[frozenset[str]]:
    """Return what every branch requires, else one choice of each taken together."""
    common = [choice for choice in branches[0] if all(choice in others for others in branches)]
    yield from common
    if not common and all(branches):
        chars = frozenset[str]().union(*(min(choices, key=len) for choices in branches))
        if len(chars) <= _MOST_CHOICES:
            yield chars


def _chars(items: Any) -> frozenset[str]:
    """Return the characters of a class, none if it has many."""
    chars: set[str] = set()
    for operator, argument in items:
        if operator is codes.LITERAL:
            chars.add(chr(argument))
        elif operator is codes.RANGE and argument[1] - argument[0] < _MOST_CHOICES:
            chars.update(map(chr, range(argument[0], argument[1] + 1)))
        else:
            return frozenset()
    return frozenset(chars) if len(chars) <= _MOST_CHOICES else frozenset()


def _minds_the_end(parsed: Any) -> bool:
    r"""Tell whether a pattern has `$` or `\Z`, which would match where a stretch ends."""
    return any(
        argument in {codes.AT_END, codes.AT_END_STRING}
        if operator is codes.AT
        else any(_minds_the_end(part) for part in _parts(argument))
        for operator, argument in parsed
    )


def _parts(argument: Any) -> Iterator[Any]:
    """Yield the patterns inside an argument of any operator."""
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for item in argument:
            yield from _parts(item)
