"""The left side of the review page: the lines of the draft, marked, and what was left out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence

from site_builder.drafts.draft import Dropped
from site_builder.drafts.importer import Reading
from site_builder.review.marking import Mark, marked
from site_builder.review.view import SourceLine


class DraftSide:
    """Gives the draft stretch by stretch, in its order: what was left out is told but once."""

    def __init__(self, reading: Reading, marks: Sequence[Mark]) -> None:
        """Take marks at offsets in the stream of the draft."""
        self._lines = reading.lines
        self._places = reading.places
        self._line_starts = [line.start for line in reading.lines]
        self._marks_of_line = _marks_of_lines(self._line_starts, marks)
        self._left_out = deque(left for left in reading.left_out if left.text.strip("*"))

    def lines(self, start: int, end: int, *, last: bool) -> Iterator[SourceLine]:
        """Yield the lines from `start` to `end`, and what was left out among them.

        After the last ones comes all that was left out behind them.
        """
        first = max(bisect_right(self._line_starts, start) - 1, 0)
        for index in range(first, bisect_left(self._line_starts, end)):
            line = self._lines[index]
            part = line.cut(max(start - line.start, 0), min(end, line.end) - line.start)
            number, _ = self._places.at(part.start)
            yield from self._left_out_before(number)
            words = marked(part.text, self._marks_of_line[index], part.start)
            yield SourceLine(self._places.name_of(number) or str(number), words)
        if last:
            yield from map(_dropped_line, self._left_out)

    def _left_out_before(self, number: int) -> Iterator[SourceLine]:
        while self._left_out and self._left_out[0].number < number:
            yield _dropped_line(self._left_out.popleft())


def _marks_of_lines(starts: Sequence[int], marks: Sequence[Mark]) -> defaultdict[int, list[Mark]]:
    found: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        first = max(bisect_right(starts, mark.start) - 1, 0)
        for index in range(first, bisect_left(starts, mark.end)):
            found[index].append(mark)
    return found


def _dropped_line(left: Dropped) -> SourceLine:
    return SourceLine(left.place or str(left.number), marked(left.text, ()), left.why)
