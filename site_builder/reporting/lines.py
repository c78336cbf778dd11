"""The lines that diagnostics point at, read where they are wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from site_builder.reading.disk import read_regular
from site_builder.reporting.report import Lines

# No line of a larger file is shown.
_MOST = 64_000_000


def lines_below(folder: Path, elsewhere: Mapping[str, Path] | None = None) -> Lines:
    """Return a way to the lines of files that are named relative to a folder.

    `elsewhere` says where those lie that are not; each file is read once.
    """
    known = elsewhere or {}

    @cache
    def lines(file: str) -> Sequence[str]:
        try:
            data = read_regular(known.get(file) or folder / file, _MOST)
        except OSError:
            return ()
        text = data.decode("utf-8-sig", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def lines_of(file: str) -> Sequence[str]:
        return lines(file)

    return lines_of
