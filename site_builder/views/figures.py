"""How many issues have each status, as pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from site_builder.notice.status import LABELS, StatusCode

_CODES = tuple(StatusCode)


@dataclass(frozen=True, slots=True)
class StatusFigure:
    """One status with its count.

    `share` is its percentage of all issues counted, and `start` the sum of those before it.
    """

    code: str
    label: str
    count: int
    share: float
    start: float


def status_figures(statuses: Iterable[StatusCode]) -> tuple[StatusFigure, ...]:
    """Count statuses, in the order of the vocabulary; those that do not occur are left out."""
    return _figures(status_counts(tuple(statuses)))


def status_counts(statuses: Sequence[StatusCode]) -> tuple[int, ...]:
    """Count statuses, in the order of the vocabulary."""
    return tuple(map(statuses.count, _CODES))


@cache  # for there are far fewer pictures than notices
def _figures(counts: tuple[int, ...]) -> tuple[StatusFigure, ...]:
    total = sum(counts)
    figures = []
    before = 0
    for code, count in zip(_CODES, counts, strict=True):
        if count:
            start, share = (round(100 * number / total, 2) for number in (before, count))
            figures.append(StatusFigure(str(code), LABELS[code], count, share, start))
            before += count
    return tuple(figures)
