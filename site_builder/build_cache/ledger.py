"""The ledger of a build: what was made, on disk between two builds."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
from dataclasses import dataclass, field, is_dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

from site_builder.build_cache.site_before import Recorded

_MAGIC = b"gongkai-ledger-1\n"
_DIGEST = 32
# Beside the program's own classes, what their fields hold.
_PLAIN = {
    ("builtins", "frozenset"),
    ("builtins", "set"),
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
    ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
    ("pydantic_core._pydantic_core", "TzInfo"),
    ("numpy", "dtype"),
    ("numpy", "ndarray"),
    ("numpy._core.numeric", "_frombuffer"),
    ("numpy._core.multiarray", "_reconstruct"),
}


@dataclass(slots=True)
class Ledger:
    """What a build leaves for the next.

    `stamp` is of all that everything depends on. `notices` holds, by the key of a notice file,
    what was found in it, and what else was made of it once. `files` are those of the site, by
    path; `index` is what the index of the search needs in order to be mended, and `data` what is
    known of the open data; `slugs` are spellings that take a while to find.
    """

    stamp: str
    notices: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Recorded] = field(default_factory=dict)
    index: Any = None
    data: Any = None
    slugs: dict[str, str] = field(default_factory=dict)


def read_ledger(file: Path, stamp: str) -> Ledger | None:
    """Return the ledger of the build before, None if there is none for this stamp."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    start = len(_MAGIC) + _DIGEST
    head, body = data[:start], memoryview(data)[start:]
    if head != _MAGIC + hashlib.sha256(body).digest():
        return None
    try:
        found = _Unpickler(io.BytesIO(body)).load()
    except (pickle.UnpicklingError, AttributeError, ImportError, TypeError, ValueError, EOFError):
        return None
    return found if isinstance(found, Ledger) and found.stamp == stamp else None


def write_ledger(file: Path, ledger: Ledger) -> None:
    """Put a ledger into the place of the one before, whole.

    Raises:
        OSError: it cannot be written; the one before is still there.
    """
    body = pickle.dumps(ledger, pickle.HIGHEST_PROTOCOL)
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as stream:
            stream.write(_MAGIC + hashlib.sha256(body).digest())
            stream.write(body)
        beside.replace(file)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


class _Unpickler(pickle.Unpickler):
    """Makes objects of the program's own classes and of plain ones; a ledger can do nothing else.

    Whoever can write into the folder of a project must not thereby run code.
    """

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if module.startswith("site_builder."):
            found: Any = getattr(import_module(module), name)
            if isinstance(found, type) and _only_holds(found):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _only_holds(found: type) -> bool:
    """Tell whether to make an object of a class does nothing but hold values."""
    return is_dataclass(found) or issubclass(found, (tuple, Enum))
