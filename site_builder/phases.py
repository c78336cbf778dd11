"""Which phase a build is in, how far it is there, and how long each phase took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

# Keys are for programs and stay; labels are for people. The order is that of a build.
LABELS = {
    "start": "准备",
    "read": "读取和检查",
    "content": "固定页面与主题",
    "pages": "通报页面",
    "lists": "列表",
    "data": "开放数据",
    "index": "检索索引",
    "compress": "压缩",
    "manifest": "清单",
    "swap": "换上新网站",
    "other": "其他",
}
_OTHER = "other"
Advance = Callable[[int], None]


class Step(NamedTuple):
    """Where a build is: a phase, `done` of `total` things in it (0: nobody knows how many).

    `seconds` are since this phase was begun, `elapsed` since the build was.
    """

    name: str
    label: str
    done: int
    total: int
    seconds: float
    elapsed: float


class Listener(Protocol):
    """Whoever wants to know where a build is."""

    def tell(self, step: Step) -> None:
        """Hear that a phase was begun, went on, or is gone on with after one within it."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What a phase took: seconds, those this process computed, and how many things were done."""

    name: str
    label: str
    seconds: float
    cpu: float
    count: int


@dataclass(slots=True)
class _Running:
    name: str
    total: int
    begun: float
    done: int = 0
    gone_on: bool = False


@dataclass(slots=True)
class _Spent:
    seconds: float = 0.0
    cpu: float = 0.0
    count: int = 0


class Phases:
    """Keeps the time of a build, which begins now, and tells a listener where it is.

    Phases nest, and may be entered again. What is spent in an inner one is not counted for the
    outer one, so that all of them add up to the whole. For one thread alone.
    """

    def __init__(
        self,
        listener: Listener | None = None,
        clock: Callable[[], float] = time.perf_counter,
        cpu: Callable[[], float] = time.process_time,
    ) -> None:
        self._listener, self._clock, self._cpu = listener, clock, cpu
        self._running: list[_Running] = []
        self._spent: dict[str, _Spent] = {}
        self._begun = self._since = clock()
        self._cpu_since = cpu()

    @contextmanager
    def phase(self, name: str, total: int = 0) -> Iterator[Advance]:
        """Be in a phase (a key of `LABELS`); yield what to tell how many more things are done.

        Raises:
            KeyError: there is no such phase.
        """
        LABELS[name]
        self._settle()
        running = _Running(name, total, self._since)
        self._spent.setdefault(name, _Spent())
        self._running.append(running)
        self._tell()

        def advance(more: int) -> None:
            running.done += more
            self._spent[name].count += more
            self._tell()

        try:
            yield advance
        finally:
            self._settle()
            self._running.pop()
        self._go_on()

    @property
    def elapsed(self) -> float:
        """The seconds since the build began."""
        return self._clock() - self._begun

    @property
    def timings(self) -> list[Timing]:
        """What each phase took up to now, in the order of `LABELS`; what was in none, last."""
        self._settle()
        spent = {_OTHER: _Spent(), **self._spent}
        return [
            Timing(name, label, spent[name].seconds, spent[name].cpu, spent[name].count)
            for name, label in LABELS.items()
            if name in spent
        ]

    def _settle(self) -> None:
        """Put the time since this was last done down to the innermost phase."""
        now, cpu = self._clock(), self._cpu()
        name = self._running[-1].name if self._running else _OTHER
        spent = self._spent.setdefault(name, _Spent())
        spent.seconds += now - self._since
        spent.cpu += cpu - self._cpu_since
        self._since, self._cpu_since = now, cpu

    def _go_on(self) -> None:
        """Tell of the outer phase again, if that says anything new.

        One that has more to count has come further. Of any other it is worth saying once that it
        is its turn; from then on it would only flicker up between those within it.
        """
        outer = self._running[-1] if self._running else None
        if outer and (outer.done < outer.total or not outer.gone_on):
            outer.gone_on = True
            self._tell()

    def _tell(self) -> None:
        if self._listener is None or not self._running:
            return
        step, now = self._running[-1], self._clock()
        self._listener.tell(
            Step(
                step.name,
                LABELS[step.name],
                step.done,
                step.total,
                now - step.begun,
                now - self._begun,
            )
        )
