"""What everything depends on that is made: the program and the libraries it is made with."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import site_builder

# Those whose next version could make other bytes of the same notices.
_LIBRARIES = ["Jinja2", "MarkupSafe", "PyYAML", "brotli", "numpy", "pydantic", "pypinyin", "segno"]


@cache
def program_stamp() -> str:
    """Return a digest of the program's own files and of the versions of what it uses."""
    versions = [f"{name} {version_of(name)}" for name in _LIBRARIES]
    runtimes = (sys.version, zlib.ZLIB_RUNTIME_VERSION, sqlite3.sqlite_version)
    return hashlib.sha256("\n".join((*versions, *runtimes, program_digest())).encode()).hexdigest()


@cache
def program_digest() -> str:
    """Return a digest of the program's own files.

    It is found out once: a process that goes on for months has in memory what it began with.
    """
    digest = hashlib.sha256()
    root = Path(site_builder.__file__).parent
    for path in sorted(_sources(root)):
        digest.update(f"\n{path.relative_to(root).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def version_of(name: str) -> str:
    """Return the version of a library, "" of one that is not installed, which few need."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _sources(folder: Path) -> Iterator[Path]:
    """Yield what a person wrote; tools and Python itself leave other files beside it."""
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name == "__pycache__":
            continue
        if path.is_dir():
            yield from _sources(path)
        else:
            yield path
