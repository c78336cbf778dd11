"""What is made once for all builds, kept as Python keeps its bytecode: beside it, or not at all.

It may be gone, old or damaged at any time; nothing but time may depend on its being there.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

_CHECKSUM = 4  # bytes, before all others


def place(folder: Path, name: str) -> Path:
    """Return where to keep something for the modules of a folder, wherever Python has those.

    The name is to carry all that it follows from but the version of Python, which is added.
    """
    beside = Path(cache_from_source(os.fspath(folder / "any.py"))).parent
    return beside / f"{name}.{sys.implementation.cache_tag}.kept"


def load(path: Path) -> object:
    """Return what was kept there, None if there is nothing or it is damaged."""
    with suppress(OSError, EOFError, ValueError, TypeError):
        kept = path.read_bytes()
        content = memoryview(kept)[_CHECKSUM:]
        if kept[:_CHECKSUM] == _checksum(content):
            return marshal.loads(content)
    return None


def keep(path: Path, make: Callable[[], Any]) -> None:
    """Keep what `make` returns, values or code that Python can marshal, for later processes.

    Where nothing may or can be written it is not even made. What is read is always whole, also
    while several processes write.
    """
    if sys.dont_write_bytecode:
        return
    unfinished = path.with_name(f"{path.name}.{os.urandom(4).hex()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with unfinished.open("xb") as file:
                content = marshal.dumps(make())
                file.write(_checksum(content) + content)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


def _checksum(content: bytes | memoryview) -> bytes:
    return zlib.crc32(content).to_bytes(_CHECKSUM)
