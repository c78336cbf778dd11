"""Values of the program's own classes as bytes on the disk, and back: values alone, no code."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from operator import attrgetter
from typing import Any

from site_builder.notice.base import Part

UNREADABLE = (
    pickle.UnpicklingError,
    AttributeError,
    ImportError,
    TypeError,
    ValueError,
    EOFError,
)
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
    ("pathlib._local", "PosixPath"),  # in Python 3.13
    ("pathlib._local", "WindowsPath"),
    ("pydantic_core._pydantic_core", "TzInfo"),
    ("numpy", "dtype"),
    ("numpy", "ndarray"),
    ("numpy._core.numeric", "_frombuffer"),
    ("numpy._core.multiarray", "_reconstruct"),
}


def dumped(value: Any) -> bytes:
    """Return values as bytes."""
    stream = io.BytesIO()
    _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(value)
    return stream.getvalue()


class _Pickler(pickle.Pickler):
    """Has dataclasses called with their fields: to set these one by one takes thrice as long."""

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, Enum):  # before 3.11.4 Python asks `getattr` for it, which is code
            return value.__class__, (value.value,)
        if isinstance(value, type) or not is_dataclass(value):
            return NotImplemented
        return value.__class__, _values(value.__class__)(value)


@cache
def _values(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    names = [one.name for one in fields(kind)]
    assert all(one.init and not one.kw_only for one in fields(kind))
    return attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)


def loaded(data: bytes | memoryview) -> Any:
    """Return what was `dumped`; raise one of `UNREADABLE` if that cannot be."""
    return _Unpickler(io.BytesIO(data)).load()


class _Unpickler(pickle.Unpickler):
    """Makes objects of the program's own classes and of plain ones; it can do nothing else.

    Whoever can write into the folder of a project must not thereby run code.
    """

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        return _own_class(module, name)


@cache
def _own_class(module: str, name: str) -> Any:
    if module.startswith("site_builder."):
        found: Any = getattr(import_module(module), name)
        if isinstance(found, type) and _only_holds(found):
            return found
    raise pickle.UnpicklingError(f"{module}.{name}")


def _only_holds(found: type) -> bool:
    """Tell whether to make an object of a class does nothing but hold values."""
    return is_dataclass(found) or issubclass(found, (tuple, Enum, Part))
