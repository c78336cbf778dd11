"""Pages in two columns: found by the empty strip in the middle, read one column after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from site_builder.drafts.formats.pdf_glyphs import Glyph
from site_builder.drafts.formats.pdf_lines import Line, lines_of

_STRIP = 1.2  # characters wide at least
_HOLE = 2.5
_FEWEST = 6  # lines beside each other that make columns
_FILLED = 0.6  # share of them that reach the strip: prose, and no table
_TABLE = 4  # lines with a gap at one place that look like a table without lines


@dataclass(frozen=True, slots=True)
class Frame:
    """Lines between the same two margins, from the top down: a page, or a column of one."""

    page: int
    lines: tuple[Line, ...]
    width: float | None = None
    """Of the page in points; None for a column."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The frames of a page in reading order, and whether it has columns, or may hold a table."""

    frames: tuple[Frame, ...]
    columns: bool = False
    gappy: bool = False


def layout_of(lines: Sequence[Line], page: int, width: float) -> Layout:
    """Part the lines of a page into columns, if it clearly has two."""
    whole = (Frame(page, tuple(lines), width),) if lines else ()
    strip, beside = _strip(lines)
    if strip is None:
        return Layout(whole)
    if len(beside) >= _FEWEST and _is_prose(beside, strip):
        return Layout(tuple(_frames(lines, strip, page)), columns=True)
    return Layout(whole, gappy=len(beside) >= _TABLE)


def has_gap(line: Line) -> bool:
    """Tell whether a stretch of a line is empty, as between the columns of a table."""
    inked = [glyph for glyph in line.glyphs if not glyph.char.isspace()]
    return any(after.left - before.right > _HOLE * line.size for before, after in pairwise(inked))


def _strip(lines: Sequence[Line]) -> tuple[float | None, list[Line]]:
    """Return where most of the lines with a gap have it, and these lines."""
    if not lines:
        return None, []
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    best: tuple[float | None, list[Line]] = (None, [])
    for tenth in range(25, 76, 2):
        x = left + (right - left) * tenth / 100
        beside = [line for line in lines if _has_gap(line, x)]
        if len(beside) > len(best[1]):
            best = (x, beside)
    return best


def _has_gap(line: Line, x: float) -> bool:
    before, after = _sides(line, x)
    return bool(before and after) and after[0].left - before[-1].right >= _STRIP * line.size


def _sides(line: Line, x: float) -> tuple[list[Glyph], list[Glyph]]:
    inked = [glyph for glyph in line.glyphs if not glyph.char.isspace()]
    before = [glyph for glyph in inked if (glyph.left + glyph.right) / 2 < x]
    return before, inked[len(before) :]


def _is_prose(beside: Sequence[Line], x: float) -> bool:
    sides = [_sides(line, x) for line in beside]
    ends = [before[-1].right for before, _ in sides]
    begins = [after[0].left for _, after in sides]
    size = beside[0].size
    reach = sum(max(ends) - end <= 1.6 * size for end in ends)
    start = sum(begin - min(begins) <= 2.6 * size for begin in begins)
    return min(reach, start) >= _FILLED * len(beside)


def _frames(lines: Sequence[Line], x: float, page: int) -> list[Frame]:
    """A line across both columns ends what stands above it."""
    frames: list[Frame] = []
    columns: tuple[list[Glyph], list[Glyph]] = ([], [])
    for line in [*lines, None]:
        before, after = _sides(line, x) if line else ([], [])
        across = line is None or (before and after and not _has_gap(line, x))
        if across:
            frames.extend(
                Frame(page, tuple(lines_of(column, page))) for column in columns if column
            )
            columns = ([], [])
            if line:
                frames.append(Frame(page, (line,)))
        else:
            columns[0].extend(before)
            columns[1].extend(after)
    return frames
