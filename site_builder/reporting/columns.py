"""How many columns of a terminal a text takes, and which of them a place in it has.

Wide and full-width characters take two columns, combining ones none. Characters of ambiguous
width (“”、…、①) take one, as in Windows Terminal, macOS, GNOME and VS Code; an old Windows console
with a Chinese code page gives them two, so callers may say so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

TAB = 4
_ELLIPSIS = "…"
# Characters looked at for each column on either side: more than letters have combining marks.
_PER_COLUMN = 4
# A terminal would act on them, show nothing or turn the line round.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_COMBINING = {"Mn", "Me"}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """As much of a line as fits, and which columns of it are underlined.

    `before`, `marked` and `after` are the line as shown, cut where the underlined begins and
    ends; `start` and `width` are columns, counted from 0.
    """

    before: str
    marked: str
    after: str
    start: int
    width: int


def excerpt(line: str, column: int, length: int, room: int, ambiguous: int = 1) -> Excerpt:
    """Cut from a line what fits into `room` columns around a place in it.

    `column` counts characters from 1, `length` is in characters. Always underlines something:
    the end of the line where the place lies behind it, the character before where the place has
    no width.
    """
    place = min(max(column - 1, 0), len(line))
    # No more is looked at than could be shown: a line may have millions of characters.
    near = _PER_COLUMN * room
    skipped, behind = max(place - near, 0), min(place + near, len(line))
    cells = list(_cells(line[skipped:behind], ambiguous))
    start = place - skipped
    end = min(start + max(length, 1), len(cells))
    while start > 0 and start < end and not any(cell.width for cell in cells[start:end]):
        start -= 1  # a combining character has no column of its own
    while start < end < len(cells) and cells[end].width == 0:
        end += 1
    whole = len(cells) == len(line) and _width(cells) <= room
    first, last = (0, len(cells)) if whole else _window(cells, start, end, room, ambiguous)
    head = _ELLIPSIS if first or skipped else ""
    tail = _ELLIPSIS if last < len(cells) or behind < len(line) else ""
    end = min(end, last)
    before, marked = cells[first:start], cells[start:end]
    return Excerpt(
        head + _shown(before),
        _shown(marked),
        _shown(cells[end:last]) + tail,
        width_of(head, ambiguous) + _width(before),
        max(_width(marked), 1),
    )


def width_of(text: str, ambiguous: int = 1) -> int:
    """Return how many columns a text takes."""
    return _width(list(_cells(text, ambiguous)))


@dataclass(frozen=True, slots=True)
class _Cell:
    """What is shown for one character, and how many columns that takes."""

    shown: str
    width: int


def _cells(line: str, ambiguous: int) -> Iterator[_Cell]:
    column = 0
    for char in line:
        cell = _cell(char, ambiguous)
        if char == "\t":
            blanks = TAB - column % TAB
            cell = _Cell(" " * blanks, blanks)
        column += cell.width
        yield cell


@cache
def _cell(char: str, ambiguous: int) -> _Cell:
    category = unicodedata.category(char)
    if category in _UNSEEN:
        name = f"<U+{ord(char):04X}>"
        return _Cell(name, len(name))
    if category in _COMBINING:
        return _Cell(char, 0)
    east_asian = unicodedata.east_asian_width(char)
    if east_asian in {"W", "F"}:
        return _Cell(char, 2)
    return _Cell(char, ambiguous if east_asian == "A" else 1)


def _shown(cells: list[_Cell]) -> str:
    return "".join(cell.shown for cell in cells)


def _width(cells: list[_Cell]) -> int:
    return sum(cell.width for cell in cells)


def _window(cells: list[_Cell], start: int, end: int, room: int, ambiguous: int) -> tuple[int, int]:
    """Return which characters are shown: the place, then what is around it, as much as fits."""
    room -= 2 * _cell(_ELLIPSIS, ambiguous).width
    last = start
    first = _begun(cells, start)
    used = cells[first].width if first < start else 0
    while last < end and used + cells[last].width <= room:
        used += cells[last].width
        last += 1
    last = max(last, min(start + 1, len(cells)))
    # In turn, so that the place stands in the middle where both sides have enough.
    grown = True
    while grown:
        grown = False
        if last < len(cells) and used + cells[last].width <= room:
            used += cells[last].width
            last += 1
            grown = True
        before = _begun(cells, first - 1)
        if first > 0 and used + cells[before].width <= room:
            first = before
            used += cells[first].width
            grown = True
    while last < len(cells) and cells[last].width == 0:
        last += 1
    return first, last


def _begun(cells: list[_Cell], place: int) -> int:
    """Return where the character begins that a combining one belongs to."""
    while 0 < place < len(cells) and cells[place].width == 0:
        place -= 1
    return place
