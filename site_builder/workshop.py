"""Work spread over all cores, such that whoever read a notice also renders it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import ExitStack
from typing import Any, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 32
# Below this, starting processes costs more than they save.
SMALL = 3 * CHUNK


class Workshop:
    """Several executors of one worker each; the n-th chunk always goes to the same one.

    A worker may therefore keep what it read for the next step. It is only a saving: a step has
    to do without, since a worker can be another one than last time.
    """

    def __init__(self, executors: Sequence[Executor] = ()) -> None:
        self._executors = executors
        self._stack = ExitStack()
        for executor in executors:
            self._stack.enter_context(executor)

    @classmethod
    def for_items(cls, count: int, workers: int | None = None) -> Workshop:
        """Open a workshop fit for `count` items: in this process if they are few."""
        workers = workers or os.cpu_count() or 1
        if count < SMALL or workers == 1:
            return cls()
        context = multiprocessing.get_context(_start_method())
        return cls(
            [ProcessPoolExecutor(1, mp_context=context, initializer=_begin) for _ in range(workers)]
        )

    def map(
        self,
        function: Callable[..., list[R]],
        items: Sequence[T],
        *common: Any,
        size: int = CHUNK,
    ) -> Iterator[R]:
        """Return what `function(chunk, *common)` returns for chunks of `size` items, in order.

        Workers begin at once, whenever the results are asked for.
        """
        chunks = _chunks(items, size)
        if not self._executors:
            return (result for chunk in chunks for result in function(chunk, *common))
        futures = self._submit(function, chunks, *common)
        return (result for future in futures for result in future.result())

    def start(self, function: Callable[..., None], items: Sequence[T], *common: Any) -> None:
        """Have the workers do something ahead of what comes next; without workers do nothing."""
        if self._executors:
            self._submit(function, _chunks(items, CHUNK), *common)

    def _submit(
        self, function: Callable[..., R], chunks: Sequence[Sequence[T]], *common: Any
    ) -> list[Future[R]]:
        return [
            self._executors[number % len(self._executors)].submit(function, chunk, *common)
            for number, chunk in enumerate(chunks)
        ]

    def close(self) -> None:
        """Let the workers go; closing twice does nothing."""
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _chunks(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def _begin() -> None:
    """Make a worker ready."""
    # What a worker reads it keeps until the end, so looking for garbage is wasted time there.
    gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End when the main process was killed, which could not let its workers go."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _start_method() -> str:
    """Fork where that is cheap and safe: on Linux, and while no other thread could hold a lock."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"
