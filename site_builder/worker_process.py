"""The processes of this machine that work for a build: how they begin, and how they end."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import Executor, ProcessPoolExecutor


def worker(method: str) -> Executor:
    """Return an executor of one process, started by a method of `multiprocessing`."""
    context = multiprocessing.get_context(method)
    return ProcessPoolExecutor(1, mp_context=context, initializer=_begin)


def replacement() -> Executor:
    """Return another worker, at a time when threads of the executors hold who knows which locks."""
    return worker("spawn")


def _begin() -> None:
    """Make a worker ready."""
    # Ctrl+C is heard by every process of a terminal. The main one says what there is to say; a
    # worker just ends, and without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # What a worker reads it keeps until the end, so looking for garbage is wasted time there.
    gc.disable()
    # Nor need what it was forked with be looked through, each page of which would be copied.
    gc.freeze()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End when the main process was killed, which could not let its workers go."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def start_method() -> str:
    """Fork where that is cheap and safe: on Linux, and while no other thread could hold a lock."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"
