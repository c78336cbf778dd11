"""What is known of a file of the open data once it is written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file below /data/: its name, size in bytes, SHA-256, and how many rows or notices it holds.

    `cut` cells were too long for a workbook; `searched` are the columns of issues that the
    database's full-text search knows.
    """

    name: str
    size: int
    sha256: str
    count: int
    cut: int = 0
    searched: tuple[str, ...] = ()


def made(name: str, data: bytes, count: int = 0) -> MadeFile:
    """Tell of a file by its bytes."""
    return MadeFile(name, len(data), hashlib.sha256(data).hexdigest(), count)


def made_file(path: Path, count: int) -> MadeFile:
    """Tell of a file that has been written."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return MadeFile(path.name, path.stat().st_size, digest, count)
