"""Prepared notices that lie on disk between their being read and their being written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple
from uuid import uuid4
from zlib import crc32

from site_builder.build_cache.values import UNREADABLE, dumped, loaded
from site_builder.prepared import Prepared

_ENDING = ".prepared"


class Aside(NamedTuple):
    """Where a prepared notice lies in a file, and its CRC-32."""

    file: str
    start: int
    size: int
    sum: int


class AsideWriter:
    """Writes prepared notices one after another."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._end = 0

    def add(self, prepared: Prepared) -> Aside:
        """Put a prepared notice aside; return where it lies."""
        data = dumped(prepared)
        aside = Aside(self._stream.name, self._end, len(data), crc32(data))
        self._end += self._stream.write(data)
        return aside


@contextmanager
def putting_aside(folder: Path) -> Iterator[AsideWriter]:
    """Open a new file; what is put there can be taken back once it is closed.

    It is for one build: no other is told its name.
    """
    with (folder / f"{uuid4().hex}{_ENDING}").open("wb") as stream:
        yield AsideWriter(stream)


def taken_back(aside: Aside) -> Prepared | None:
    """Return a notice that was put aside, None if it is not there as it was."""
    try:
        with Path(aside.file).open("rb", buffering=0) as stream:
            stream.seek(aside.start)
            data = stream.read(aside.size)
    except OSError:
        return None
    if crc32(data) != aside.sum:
        return None
    # Whoever can write there can make the sum right; so nothing but values is read back.
    try:
        prepared = loaded(data)
    except UNREADABLE:
        return None
    return prepared if isinstance(prepared, Prepared) else None
