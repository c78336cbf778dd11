"""What a worker of a cluster is and sees, to be compared with the machine that builds."""

from __future__ import annotations

import hashlib
import platform
import secrets
import sqlite3
import zlib
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from site_builder.build_cache.stamp import program_digest, version_of

_TOKEN = "token"


class Places(NamedTuple):
    """Where a build reads and writes: absolute paths, the same ones on every machine."""

    config_file: Path
    notices: Path
    site: Path


class Make(NamedTuple):
    """What a process is made of: the versions of these libraries and others, this program."""

    libraries: tuple[str, ...]
    versions: dict[str, str]
    program: str


class Sight(NamedTuple):
    """What one process has. Digests are "" for what is not there; `written` is a file's name."""

    make: Make
    config: str
    notices: bool
    token: str
    written: str


def look(places: Places, probe: Path, libraries: tuple[str, ...]) -> Sight:
    """Return what this process sees; it leaves a file in the folder `probe` if it can."""
    return Sight(
        make(libraries),
        _digest(places.config_file),
        places.notices.is_dir(),
        _read(probe / _TOKEN),
        _written(probe),
    )


def leave_token(probe: Path) -> str:
    """Put a word into `probe` that only those know who see the same folder."""
    token = secrets.token_hex()
    (probe / _TOKEN).write_text(token, encoding="ascii")
    return token


def make(libraries: tuple[str, ...]) -> Make:
    """Return what has a part in the bytes of a site."""
    versions = {
        "Python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "SQLite": sqlite3.sqlite_version,
        **{name: version_of(name) for name in libraries},
    }
    return Make(libraries, versions, program_digest())


def differing(there: Make, here: Make) -> str:
    """Say in Chinese what is different there, "" if nothing is."""
    for name, ours in here.versions.items():
        if (theirs := there.versions.get(name)) != ours:
            return f"{name} 是 {theirs or '没有装的'}，这里是 {ours}"
    return "" if there.program == here.program else "公开与这里的不同"


def _digest(path: Path) -> str:
    with suppress(OSError):
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""


def _read(path: Path) -> str:
    with suppress(OSError):
        return path.read_text(encoding="ascii")
    return ""


def _written(folder: Path) -> str:
    path = folder / secrets.token_hex(8)
    with suppress(OSError):
        path.write_bytes(b"")
        return path.name
    return ""
