"""The lines that diagnostics point at, read where they are wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from site_builder.reporting.report import Lines


def lines_below(folder: Path, elsewhere: Mapping[str, Path] | None = None) -> Lines:
    """Return a way to the lines of files that are named relative to a folder.

    `elsewhere` says where those lie that are not; each file is read once.
    """
    known = elsewhere or {}

    @cache
    def lines(file: str) -> Sequence[str]:
        try:
            text = (known.get(file) or folder / file).read_bytes().decode("utf-8-sig", "replace")
        except OSError:
            return ()
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def lines_of(file: str) -> Sequence[str]:
        return lines(file)

    return lines_of
