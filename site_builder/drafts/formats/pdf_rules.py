"""The ruling lines of a page → the cells of its tables."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from site_builder.drafts.formats.pdf_glyphs import turn

_MAX_OBJECTS = 20_000  # of a page: no table needs more, and a drawing has no end
_MAX_RULES = 1_500
_MAX_CELLS = 3_000
_SHORTEST = 6.0  # points; what is shorter is no ruling line
_SLACK = 3.0  # points between two lines that are meant to be one


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its place in points, and its first row and column counted from 0."""

    left: float
    right: float
    bottom: float
    top: float
    row: int
    column: int
    rows: int
    """How many rows of the table it spans."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as drawn: its cells row by row."""

    cells: tuple[Cell, ...]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Rule:
    """A ruling line: at `at`, from `start` to `end`; y for one that lies, x for one that stands."""

    at: float
    start: float
    end: float


def grids_of(page: Any, turned: int) -> list[Grid]:
    """Return the tables of a page that are drawn with ruling lines, from the top down."""
    lying: list[_Rule] = []
    standing: list[_Rule] = []
    for one, other in _segments(page):
        (x1, y1), (x2, y2) = turn(*one, turned), turn(*other, turned)
        if abs(y1 - y2) <= 1 and abs(x1 - x2) >= _SHORTEST:
            lying.append(_Rule((y1 + y2) / 2, min(x1, x2), max(x1, x2)))
        elif abs(x1 - x2) <= 1 and abs(y1 - y2) >= _SHORTEST:
            standing.append(_Rule((x1 + x2) / 2, min(y1, y2), max(y1, y2)))
        if len(lying) + len(standing) > _MAX_RULES:
            return []
    grids = (_grid(*part) for part in _tables(_laid(lying), _laid(standing)))
    return sorted((grid for grid in grids if grid), key=lambda grid: -grid.top)


def _segments(page: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield the ends of all straight strokes of a page, sides of boxes included."""
    found = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=4)
    for _, drawn in zip(range(_MAX_OBJECTS), found, strict=False):
        count = pdfium.FPDFPath_CountSegments(drawn)
        if not 2 <= count <= 2_000:
            continue
        matrix = drawn.get_matrix()
        start = last = None
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
            x, y = ctypes.c_float(), ctypes.c_float()
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = matrix.on_point(x.value, y.value)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO and last:
                yield last, point
            if pdfium.FPDFPathSegment_GetClose(segment) and start:
                yield point, start
            last = point


def _laid(rules: Iterable[_Rule]) -> list[_Rule]:
    """Put together what lies on one line and touches: most borders are drawn cell by cell."""
    laid: list[_Rule] = []
    for line in _clustered(rules):
        at = sum(rule.at for rule in line) / len(line)
        run: _Rule | None = None
        for rule in sorted(line, key=lambda rule: rule.start):
            if run and rule.start <= run.end + _SLACK:
                run = _Rule(at, run.start, max(run.end, rule.end))
            else:
                if run:
                    laid.append(run)
                run = _Rule(at, rule.start, rule.end)
        if run:
            laid.append(run)
    return laid


def _clustered(rules: Iterable[_Rule]) -> list[list[_Rule]]:
    lines: list[list[_Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lines and rule.at - lines[-1][0].at <= _SLACK:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    return lines


def _tables(
    lying: Sequence[_Rule], standing: Sequence[_Rule]
) -> list[tuple[list[_Rule], list[_Rule]]]:
    """Part the lines into groups that cross or touch each other."""
    groups: list[tuple[list[_Rule], list[_Rule]]] = []
    for rule in standing:
        crossed = [line for line in lying if _touch(line, rule)]
        mine = ([*crossed], [rule])
        apart = []
        for group in groups:
            if any(line in group[0] for line in crossed):
                mine[0].extend(line for line in group[0] if line not in mine[0])
                mine[1].extend(group[1])
            else:
                apart.append(group)
        groups = [*apart, mine]
    return groups


def _touch(lying: _Rule, standing: _Rule) -> bool:
    return (
        lying.start - _SLACK <= standing.at <= lying.end + _SLACK
        and standing.start - _SLACK <= lying.at <= standing.end + _SLACK
    )


def _grid(lying: Sequence[_Rule], standing: Sequence[_Rule]) -> Grid | None:
    """Return the cells between the lines, or None if these enclose no two cells."""
    xs = _places(rule.at for rule in standing)
    ys = _places(-rule.at for rule in lying)
    fields = (len(xs) - 1) * (len(ys) - 1)
    if not 2 <= fields <= _MAX_CELLS or min(len(xs), len(ys)) < 2:
        return None
    cells = tuple(_cells(xs, [-y for y in ys], lying, standing))
    return Grid(cells, -ys[0], -ys[-1]) if len(cells) > 1 else None


def _places(values: Iterable[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _SLACK:
            places.append(value)
    return places


def _cells(
    xs: Sequence[float], ys: Sequence[float], lying: Sequence[_Rule], standing: Sequence[_Rule]
) -> Iterator[Cell]:
    """Yield the cells row by row; where no line parts two fields, they are one cell."""
    taken: set[tuple[int, int]] = set()
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            last = column
            while last + 2 < len(xs) and not _covers(standing, xs[last + 1], ys[row + 1], ys[row]):
                last += 1
            foot = row
            while foot + 2 < len(ys) and not _covers(lying, ys[foot + 1], xs[column], xs[last + 1]):
                foot += 1
            fields = range(row, foot + 1), range(column, last + 1)
            taken.update((r, c) for r in fields[0] for c in fields[1])
            yield Cell(xs[column], xs[last + 1], ys[foot + 1], ys[row], row, column, foot - row + 1)


def _covers(rules: Sequence[_Rule], at: float, start: float, end: float) -> bool:
    middle = (start + end) / 2
    return any(
        abs(rule.at - at) <= _SLACK and rule.start - _SLACK <= middle <= rule.end + _SLACK
        for rule in rules
    )
