"""The measurements as a chart: time, memory and bytes against the number of notices."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.figures import duration, number, volume
from bench.results import Bench, Entry

_WIDTH, _HEIGHT = 1000, 440
_TOP, _BOTTOM = 64, 340
_PANEL, _GAP, _LEFT = 236, 88, 76
# Under as few decades a scale needs more lines than one a power of ten.
_FEW = 1.5
_WARM = "warm"


@dataclass(frozen=True)
class Tick:
    """A line of the grid, and what is written at it."""

    at: float
    label: str


@dataclass(frozen=True)
class Curve:
    """The points of one contestant; `key` tells its colour."""

    key: str
    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Panel:
    """One of the charts side by side; both scales are logarithmic."""

    title: str
    left: float
    right: float
    across: Sequence[Tick]
    up: Sequence[Tick]
    curves: Sequence[Curve]


@dataclass(frozen=True)
class Chart:
    """All that the template draws; lengths in units of the view box."""

    width: int
    height: int
    top: int
    bottom: int
    panels: Sequence[Panel]
    legend: Sequence[tuple[str, str]]
    description: str


@dataclass(frozen=True)
class _Shown:
    title: str
    value: Callable[[Entry], float | None]
    label: Callable[[float], str]
    with_warm: bool = False


_PANELS = (
    _Shown("时间", lambda entry: entry.seconds("cold"), lambda value: f"{value:g} 秒", True),
    _Shown("内存", lambda entry: entry.median("cold", lambda run: run.memory), volume),
    _Shown("网站的大小", lambda entry: entry.size.bytes if entry.size else None, volume),
)


def chart(bench: Bench) -> Chart:
    """Lay out the chart; who was not measured is not in it."""
    panels = tuple(_panel(bench, shown, place) for place, shown in enumerate(_PANELS))
    legend = {curve.key: curve.name for panel in panels for curve in panel.curves}
    return Chart(_WIDTH, _HEIGHT, _TOP, _BOTTOM, panels, tuple(legend.items()), _description(bench))


def _panel(bench: Bench, shown: _Shown, place: int) -> Panel:
    left = _LEFT + place * (_PANEL + _GAP)
    curves = dict(_values(bench, shown))
    across = _Scale(bench.counts, left, left + _PANEL)
    up = _Scale([value for points in curves.values() for _, value in points], _BOTTOM, _TOP)
    return Panel(
        shown.title,
        left,
        left + _PANEL,
        [Tick(across.at(count), number(count)) for count in bench.counts],
        [Tick(up.at(value), re.sub(r"\.0(?= )", "", shown.label(value))) for value in up.ticks],
        [
            Curve(key, name, [(across.at(count), up.at(value)) for count, value in points])
            for (key, name), points in curves.items()
        ],
    )


def _values(
    bench: Bench, shown: _Shown
) -> Iterator[tuple[tuple[str, str], list[tuple[int, float]]]]:
    for entry in bench.corpora[-1].entries:
        if points := bench.of(entry.key, shown.value):
            yield (entry.key, entry.name), points
    if shown.with_warm and (points := bench.of("ours", lambda entry: entry.seconds("warm"))):
        yield (_WARM, "公开（改一份以后）"), points


class _Scale:
    """Logarithms from values to places."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.ticks = list(_ticks(values)) if values else []
        reach = [*values, *self.ticks] or [1]
        self._low, self._high = math.log10(min(reach)), math.log10(max(reach))
        self._start, self._end = start, end

    def at(self, value: float) -> float:
        if self._high == self._low:
            return (self._start + self._end) / 2
        part = (math.log10(value) - self._low) / (self._high - self._low)
        return round(self._start + part * (self._end - self._start), 1)


def _ticks(values: Sequence[float]) -> Iterator[float]:
    """Yield round numbers that lie around all values, and between them."""
    low, high = math.log10(min(values)), math.log10(max(values))
    steps = (1, 2, 5) if high - low < _FEW else (1,)
    around = [
        step * 10.0**power
        for power in range(math.floor(low), math.ceil(high) + 1)
        for step in steps
    ]
    first = max((tick for tick in around if tick <= min(values)), default=around[0])
    last = min((tick for tick in around if tick >= max(values)), default=around[-1])
    yield from (tick for tick in around if first <= tick <= last)


def _description(bench: Bench) -> str:
    largest = bench.corpora[-1]
    told = [
        f"{entry.name} {duration(entry.seconds('cold'))}，"
        f"{volume(entry.median('cold', lambda run: run.memory))} 内存"
        for entry in largest.entries
        if not entry.failure
    ]
    warm = duration(largest.entry("ours").seconds("warm"))
    return f"{number(largest.count)} 份通报：{'；'.join(told)}。公开改一份以后再生成 {warm}。"
