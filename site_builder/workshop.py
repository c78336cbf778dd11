"""Work spread over executors, such that whoever read a notice also renders it."""

from __future__ import annotations

import math
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    InvalidStateError,
    wait,
)
from contextlib import suppress
from itertools import cycle
from typing import Any, Self, TypeVar

from site_builder.worker_process import replacement, start_method, worker

T = TypeVar("T")
R = TypeVar("R")

# Items of a chunk, at most, and at least where there are so many.
CHUNK, LEAST_CHUNK = 64, 16
# Below this, starting processes costs more than they save.
SMALL = 96
# So many workers a chunk may take with it: the third time it is the chunk, not bad luck.
MOST_LOSSES = 2
# After so many seconds somebody looks whether a worker is still there.
_PATIENCE = 5.0
_LOST = "工作进程一再意外结束（多半是内存不够）。关闭别的程序后重试。"


class WorkersLostError(BrokenExecutor):
    """Workers ended or are out of reach, and nobody takes their place; says in Chinese why."""


class Workshop:
    """Several executors; the n-th chunk always goes to the same one.

    Any executor will do. Those of one worker each may keep what they read for the next step. It is
    only a saving: a step has to do without, since a worker can be another one than last time. And
    a step may be run twice, even at the same time, so that it writes the same again.

    With `renew`, an executor whose worker was lost is replaced by another, which does again what
    the first had not done. One that nobody replaces has to end by itself whatever it has taken.
    """

    def __init__(
        self,
        executors: Sequence[Executor] = (),
        renew: Callable[[], Executor] | None = None,
        beside: Executor | None = None,
    ) -> None:
        self._hands = [_Hand(executor, renew) for executor in executors]
        self._beside = _Hand(beside, renew) if beside else None
        self._sides = cycle(reversed(self._all))
        if self._beside:
            # A process is cheap to make now, when this one is small.
            self._beside.start(_nothing)

    @classmethod
    def for_items(cls, count: int, workers: int | None = None) -> Workshop:
        """Open a workshop of this machine's fit for `count` items: in this process if few."""
        workers = workers or os.cpu_count() or 1
        if count < SMALL or workers == 1:
            return cls()
        method = start_method()
        return cls([worker(method) for _ in range(workers)], replacement, worker(method))

    def map(
        self,
        function: Callable[..., list[R]],
        items: Sequence[T],
        *common: Any,
        size: int = CHUNK,
    ) -> Iterator[R]:
        """Return what `function(chunk, *common)` returns for chunks of items, in order.

        A chunk has at most `size` items, and all have about as many.

        Workers begin at once, whenever the results are asked for.

        Raises:
            WorkersLostError: from the iterator, if workers are lost for good.
        """
        chunks = _chunks(items, size, len(self._hands))
        if not self._hands:
            return (result for chunk in chunks for result in function(chunk, *common))
        begun: deque[tuple[_Hand, _Task]] = deque()
        for hand, chunk in self._with_hands(chunks):
            begun.append((hand, hand.begin(function, chunk, *common)))
        return _results(begun)

    def beside(self, function: Callable[..., R], *arguments: Any) -> Callable[[], R]:
        """Have something done beside all the rest, for it takes long; return what waits for it.

        What is little goes to the first workers, so this goes to others. The same is raised as by
        `map`.
        """
        if not self._hands:
            return lambda: function(*arguments)
        hand = next(self._sides)
        task = hand.begin(function, *arguments)
        return lambda: hand.result(task)

    def start(self, function: Callable[..., None], items: Sequence[T], *common: Any) -> None:
        """Have the workers do something ahead of what comes next; without workers do nothing."""
        chunks = _chunks(items, CHUNK, len(self._hands)) if self._hands else []
        for hand, chunk in self._with_hands(chunks):
            hand.start(function, chunk, *common)

    def _with_hands(self, chunks: Sequence[Sequence[T]]) -> Iterator[tuple[_Hand, Sequence[T]]]:
        return ((self._hands[n % len(self._hands)], chunk) for n, chunk in enumerate(chunks))

    def wait(self) -> None:
        """Wait for all that was begun and that nobody will ask for, however it ends."""
        for hand in self._all:
            hand.wait()

    def close(self) -> None:
        """Let the workers go, with what they have not begun; closing twice does nothing."""
        for hand in self._all:
            hand.close()

    @property
    def _all(self) -> list[_Hand]:
        return [*self._hands, self._beside] if self._beside else self._hands

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Task:
    """A chunk to be done, by however many workers it takes."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.call = (function, *arguments)
        self.future: Future[Any] = Future()
        self.losses = 0

    @property
    def lost(self) -> bool:
        return isinstance(self.future.exception(), BrokenExecutor)


class _Hand:
    """An executor, and what it has been given and was not asked for yet."""

    def __init__(self, executor: Executor, renew: Callable[[], Executor] | None) -> None:
        self._executor = executor
        self._renew = renew
        self._open: dict[_Task, None] = {}

    def begin(self, function: Callable[..., Any], *arguments: Any) -> _Task:
        task = _Task(function, *arguments)
        self._open[task] = None
        self._submit(task)
        return task

    def start(self, function: Callable[..., None], *arguments: Any) -> None:
        """Begin what nobody asks for later, nor does again."""
        with suppress(BrokenExecutor):
            self._executor.submit(function, *arguments)

    def result(self, task: _Task) -> Any:
        while True:
            try:
                self._wait(task)
                result = task.future.result()
            except WorkersLostError:
                raise
            except BrokenExecutor as error:
                self._replace(error)
            else:
                del self._open[task]
                return result

    def _wait(self, task: _Task) -> None:
        """Wait for a task. One that a pool took while it broke nobody would ever end."""
        while not wait([task.future], _PATIENCE).done:
            if self._renew is None:
                # A cluster tells of its losses. What is sent to look would stand in line there,
                # behind the slow task, or be done by another worker, which says nothing about this.
                continue
            try:
                self._executor.submit(_nothing)
            except BrokenExecutor as error:
                for each in self._open:
                    with suppress(InvalidStateError):
                        each.future.set_exception(error)

    def wait(self) -> None:
        for task in list(self._open):
            with suppress(Exception):
                self.result(task)
        self._open.clear()

    def close(self) -> None:
        self._executor.shutdown(cancel_futures=True)

    def _submit(self, task: _Task) -> None:
        try:
            task.future = self._executor.submit(*task.call)
        except BrokenExecutor as error:
            task.future = Future()
            task.future.set_exception(error)

    def _replace(self, error: BrokenExecutor) -> None:
        """Have another executor do what this one has not."""
        lost = [task for task in self._open if task.lost]
        # It was at the first of them; the others were waiting, and are not to blame.
        lost[0].losses += 1
        if self._renew is None or lost[0].losses > MOST_LOSSES:
            raise WorkersLostError(_LOST) from error
        self._executor.shutdown(cancel_futures=True)
        self._executor = self._renew()
        for task in lost:
            self._submit(task)


def _nothing() -> None:
    """Do nothing."""


def _results(begun: deque[tuple[_Hand, _Task]]) -> Iterator[Any]:
    # What was handed on is let go of, so that a caller decides how much is in memory.
    while begun:
        hand, task = begun.popleft()
        yield from hand.result(task)
        del task


def _chunks(items: Sequence[T], most: int, hands: int) -> list[Sequence[T]]:
    """Cut items into chunks alike in size, as many for each of some hands, of at most so many."""
    hands = max(hands, 1)
    rounds = math.ceil(len(items) / (most * hands)) or 1
    size = max(math.ceil(len(items) / (rounds * hands)), min(LEAST_CHUNK, most))
    return [items[start : start + size] for start in range(0, len(items), size)]


_kept: list[dict[Any, Any]] = []
_kept_for: str | None = None


def kept() -> dict[Any, Any]:
    """Return a dict of a module's own for what a worker keeps from one step to the next."""
    _kept.append({})
    return _kept[-1]


def keep_only_for(build: str) -> bool:
    """Forget what was kept for another build, for a worker of a cluster outlives builds.

    Return whether this build is a new one here.
    """
    global _kept_for
    if _kept_for == build:
        return False
    _kept_for = build
    for each in _kept:
        each.clear()
    return True
