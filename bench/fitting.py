"""A straight line through what was measured at some sizes of corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Of what there is nothing at all, no share can be told.
_LEAST = 1e-9


@dataclass(frozen=True)
class Line:
    """`start` at no notices and `slope` a notice.

    `off` is how far the worst point lies beside the line, as a share of it; None for two points,
    through which any line goes.
    """

    start: float
    slope: float
    off: float | None

    def at(self, count: float) -> float:
        return self.start + self.slope * count


def fit(points: Sequence[tuple[int, float]]) -> Line | None:
    """Return the line whose relative errors are least, None for fewer than two points.

    Were the errors absolute, the largest corpus alone would say where the line goes.
    """
    if len(points) < 2:
        return None
    counts, values = (np.array(column, dtype=float) for column in zip(*points, strict=True))
    slope, start = np.polyfit(counts, values, 1, w=1 / np.maximum(values, _LEAST))
    line = Line(float(start), float(slope), None)
    if len(points) == 2:
        return line
    off = max(abs(value - line.at(count)) / _some(line.at(count)) for count, value in points)
    return Line(line.start, line.slope, off)


def _some(value: float) -> float:
    return max(abs(value), _LEAST)
