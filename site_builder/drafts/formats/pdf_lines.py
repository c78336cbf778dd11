"""Characters with places → the printed lines of a page, from the top down."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from site_builder.drafts.formats.pdf_glyphs import Glyph

# All in sizes of the font.
_SAME_BASELINE = 0.2
_BAND = (-0.1, 0.75)  # below and above the baseline: what a line of print takes up
# More than this between two characters is a space. Word sets Chinese and Latin apart by itself.
_GAP_WIDE, _GAP_MIXED, _GAP_NARROW = 0.18, 0.45, 0.18
_MOST_SPACES = 20
_OVERPRINT = 0.12  # a character printed again this near is a bold one


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One printed line: its characters from left to right, white space at the ends left out.

    Places are in points: `y` of the baseline from the foot of the page, `left` and `right` of the
    print. `text` has a space where the print leaves one; `lead` and `trail` tell whether white
    space stands before and behind it; `count` is of the characters with that white space.
    """

    glyphs: tuple[Glyph, ...]
    page: int  # counted from 1
    text: str
    size: float
    y: float
    left: float
    right: float
    lead: bool
    trail: bool
    count: int


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Group the characters of a page, or of a column or cell, into lines."""
    rows = _merged(_rows(glyphs))
    lines = (_line(row, page) for row in rows)
    return [line for line in lines if line]


def joined_text(lines: Sequence[Line]) -> str:
    """Return lines one after another; a space is kept where one is printed beside Latin."""
    parts = [lines[0].text]
    for above, below in pairwise(lines):
        latin = not (above.glyphs[-1].wide and below.glyphs[0].wide)
        parts.append(" " if latin and (above.trail or below.lead) else "")
        parts.append(below.text)
    return "".join(parts)


def _is_gap(before: Glyph, after: Glyph, stretch: float) -> bool:
    """Tell whether more is between two characters than what a justified line puts between all."""
    size = min(before.size, after.size)
    if before.wide and after.wide:
        limit = _GAP_WIDE
    elif before.wide or after.wide:
        limit = _GAP_WIDE if before.tight else _GAP_MIXED
    else:
        limit = _GAP_NARROW
    return after.left - before.right - stretch > limit * size


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters whose baselines are the same, from the top down."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        anchor = rows[-1][0] if rows else None
        tolerance = _SAME_BASELINE * min(glyph.size, anchor.size) if anchor else 0
        if anchor and anchor.y - glyph.y <= tolerance:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _merged(rows: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """Put superscripts and other slightly raised or lowered print into their lines."""
    merged: list[list[Glyph]] = []
    for row in rows:
        if merged and _same_line(merged[-1], row):
            merged[-1] = [*merged[-1], *row]
        else:
            merged.append(row)
    return merged


def _same_line(above: Sequence[Glyph], below: Sequence[Glyph]) -> bool:
    (low, top), (bottom, high) = _band(above), _band(below)
    overlap = min(top, high) - max(low, bottom)
    smaller = min(top - low, high - bottom)
    return overlap >= 0.5 * smaller > 0 and not _collide(above, below)


def _band(row: Sequence[Glyph]) -> tuple[float, float]:
    size = max(glyph.size for glyph in row)
    y = median(glyph.y for glyph in row if glyph.size == size)
    return y + _BAND[0] * size, y + _BAND[1] * size


def _collide(above: Sequence[Glyph], below: Sequence[Glyph]) -> bool:
    """Tell whether a character of one row stands on top of one of the other."""
    spans = sorted((g.left, g.right) for g in above if not g.char.isspace())
    for glyph in below:
        if glyph.char.isspace() or not spans:
            continue
        middle = (glyph.left + glyph.right) / 2
        index = bisect_left(spans, (middle, middle)) - 1
        if index >= 0 and spans[index][1] > middle:
            return True
    return False


def _line(row: Sequence[Glyph], page: int) -> Line | None:
    ordered = _printed_once(sorted(row, key=lambda glyph: glyph.left))
    inked = [i for i, glyph in enumerate(ordered) if not glyph.char.isspace()]
    if not inked:
        return None
    glyphs = tuple(ordered[inked[0] : inked[-1] + 1])
    return Line(
        glyphs,
        page,
        _text(glyphs),
        size=median(glyph.size for glyph in glyphs),
        y=max(glyphs, key=lambda glyph: glyph.size).y,
        left=glyphs[0].left,
        right=max(glyph.right for glyph in glyphs),
        lead=inked[0] > 0,
        trail=inked[-1] < len(ordered) - 1,
        count=len(ordered),
    )


def _text(glyphs: Sequence[Glyph]) -> str:
    parts = [glyphs[0].char]
    gaps = [b.left - a.right for a, b in pairwise(glyphs) if a.wide and b.wide]
    stretch = max(median(gaps), 0.0) if len(gaps) > 4 else 0.0
    for before, after in pairwise(glyphs):
        if not (before.char.isspace() or after.char.isspace()):
            parts.append(" " if _is_gap(before, after, stretch) else "")
        elif before.char == " " and after.wide:
            parts.append(" " * _more_spaces(before, after))
        parts.append(after.char)
    return "".join(parts)


def _more_spaces(space: Glyph, after: Glyph) -> int:
    """Return how many more spaces were printed behind one: PDFium tells only of the first."""
    width = space.right - space.left
    more = round((after.left - space.right) / width) if width > 0 else 0
    return min(max(more, 0), _MOST_SPACES)


def _printed_once(row: Iterable[Glyph]) -> list[Glyph]:
    """Leave out what is printed a second time on the same place to look bold."""
    kept: list[Glyph] = []
    for _, same in groupby(row, key=lambda glyph: glyph.char):
        for glyph in same:
            last = kept[-1] if kept else None
            near = last and glyph.left - last.left <= _OVERPRINT * glyph.size
            if not (last and near and last.char == glyph.char):
                kept.append(glyph)
    return kept
