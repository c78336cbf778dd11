"""How far a command is with its files, which may be many."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import TextIO

from site_builder.phases import Listener, Step
from site_builder.reporting.progress import progress_on

Tick = Callable[[int], None]


@contextmanager
def counting(
    stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[str, int], Tick]]:
    """Yield what begins a piece of work with so many files.

    It returns what to tell, from any thread, how many more of them are done. Only one piece is
    shown, and not before the first of its files: a program may be asking for a password.
    """
    with ExitStack() as shown:

        def begin(what: str, count: int) -> Tick:
            shown.close()
            listener = shown.enter_context(progress_on(stream or sys.stderr))
            return _ticking(what, count, listener, clock)

        yield begin


def _ticking(what: str, count: int, listener: Listener, clock: Callable[[], float]) -> Tick:
    begun, done, lock = clock(), 0, Lock()

    def tick(more: int) -> None:
        nonlocal done
        with lock:
            done += more
            seconds = clock() - begun
            listener.tell(Step(what, what, done, count, seconds, seconds))

    return tick
