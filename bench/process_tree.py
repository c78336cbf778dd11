"""The memory of a process and all that it has started."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
_EVERY = 0.05
# To add up 500 MB takes the system 9 ms, which what is measured has to do without: so long the
# watch sleeps after each look, in times of what the look took.
_REST = 50


class MemoryWatch(threading.Thread):
    """Looks at a process tree; `peak` is the most bytes that it had, None if unknown.

    `resident` is the greatest resident set of a single process: what the system tells of it when
    it has ended may be of the one that started it. The watch looks every 50 ms, or as often as
    takes 2 % of a core. What processes share is counted once in all (PSS), which only Linux tells.
    """

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.peak: int | None = None
        self.resident: int | None = None
        self._root = root
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.is_set():
            start = time.thread_time()
            members = list(_tree(self._root))
            memory = sum(_told(member, "smaps_rollup", "Pss:") for member in members)
            resident = max(_told(member, "status", "VmHWM:") for member in members)
            self.peak = max(self.peak or 0, memory) or None
            self.resident = max(self.resident or 0, resident) or None
            self._over.wait(max(_EVERY, _REST * (time.thread_time() - start)))

    def stop(self) -> None:
        """End the watch."""
        self._over.set()
        self.join()


def _tree(root: int) -> Iterator[int]:
    yield root
    for listed in (_PROC / str(root) / "task").glob("*/children"):
        try:
            children = listed.read_text().split()
        except OSError:  # it has ended
            continue
        for child in children:
            yield from _tree(int(child))


def _told(process: int, file: str, name: str) -> int:
    """Return the bytes that the system tells of a process, 0 if it has ended."""
    try:
        lines = (_PROC / str(process) / file).read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(name)), 0)
