"""Text cut where doubts begin and end, so that a template can mark them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A doubt in a text: its number, its severity, and which characters it is about."""

    number: int
    severity: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with the same marks; `begins` are the numbers of those that begin here.

    `severity` is that of the weightiest mark, "" without any.
    """

    text: str
    severity: str = ""
    begins: tuple[int, ...] = ()


Words = tuple[Segment, ...]
_WEIGHTS = ("error", "warning", "info")


def marked(text: str, marks: Iterable[Mark], offset: int = 0) -> Words:
    """Cut a text that begins at `offset` where marks begin and end; nothing is lost.

    Marks on nothing but the text before or behind it are left out.
    """
    end = offset + len(text)
    within = [m for m in marks if m.start < end and m.end > offset]
    bounds = {offset, end, *(m.start for m in within), *(m.end for m in within)}
    places = sorted(place for place in bounds if offset <= place <= end)
    return tuple(
        _segment(text[first - offset : last - offset], first, within)
        for first, last in pairwise(places)
    )


def _segment(text: str, start: int, marks: list[Mark]) -> Segment:
    covering = [m for m in marks if m.start <= start < m.end]
    severities = {m.severity for m in covering}
    severity = next((weight for weight in _WEIGHTS if weight in severities), "")
    return Segment(text, severity, tuple(m.number for m in covering if m.start == start))
