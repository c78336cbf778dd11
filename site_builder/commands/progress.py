"""How far a long piece of work is: a line that changes on a terminal, else one now and then."""

from __future__ import annotations

import sys
import time
from threading import Lock
from typing import TextIO

_SECONDS = 5.0
_MOMENT = 0.1
_LEAST = 200


class Progress:
    """Counts what is done of a number of files; says nothing of a few, which are soon done."""

    def __init__(self, what: str, count: int, stream: TextIO | None = None) -> None:
        self._what, self._count = what, count
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._quiet = count < _LEAST
        self._done = 0
        self._said = time.monotonic()
        self._lock = Lock()

    def __call__(self, more: int) -> None:
        """Note that so many more files are done."""
        with self._lock:
            self._done += more
            now = time.monotonic()
            wait = _MOMENT if self._terminal else _SECONDS
            if self._quiet or now - self._said < wait:
                return
            self._said = now
            line = f"{self._what}：{self._done:,}/{self._count:,} 个文件"
            print(
                f"\r{line}" if self._terminal else line,
                end="" if self._terminal else "\n",
                file=self._stream,
                flush=True,
            )

    def end(self) -> None:
        """Clear the line that changes."""
        if self._terminal and not self._quiet:
            print("\r\033[K", end="", file=self._stream, flush=True)
