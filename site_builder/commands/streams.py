"""What a command prints on, where nobody may be reading any more and the disk may be full."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO, cast

# Whoever was reading is gone, as `head` is; the second is what Windows says of that.
_NOBODY_READS = {errno.EPIPE, errno.EINVAL}


class Lenient:
    """A stream on which nothing fails: from the first that cannot be written on, all is lost."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._error: OSError | None = None

    def write(self, text: str) -> int:
        """Write a text, if that can be."""
        self._try(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        """Hand on what was written, if that can be."""
        self._try(self._stream.flush)

    @property
    def failure(self) -> OSError | None:
        """Why not all was written; None too where nobody wanted to read it."""
        self.flush()
        return None if self._error and self._error.errno in _NOBODY_READS else self._error

    def end(self) -> None:
        """Let what is left in the stream go nowhere, or Python would stumble over it at its end."""
        self.flush()
        if self._error:
            with suppress(OSError), _nowhere() as nowhere:
                os.dup2(nowhere.fileno(), self._stream.fileno())

    def _try(self, act: Callable[[], object]) -> None:
        if self._error is None:
            try:
                act()
            except OSError as error:
                self._error = error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


@contextmanager
def lenient_streams() -> Iterator[Lenient]:
    """Have the standard streams never fail, for what a command does matters more than its words.

    Yield standard output, which tells whether all was written. A stream that was closed (`2>&-`) is
    one that leads nowhere; otherwise the next file opened would take its place.
    """
    before = sys.stdout, sys.stderr
    with ExitStack() as opened:
        lenient = []
        for stream in before:
            if stream is None:
                stream = opened.enter_context(_nowhere())
            lenient.append(Lenient(stream))
        sys.stdout, sys.stderr = (cast(TextIO, one) for one in lenient)
        try:
            yield lenient[0]
        finally:
            sys.stdout, sys.stderr = before
            for one in lenient:
                one.end()
