"""Templates compiled once for all builds, as Python does with modules: those of a site take 0.2 s.

Their code is kept beside the bytecode of the theme's folder (`site_builder/beside_bytecode.py`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import blake2s
from importlib.metadata import version
from pathlib import Path, PurePath
from types import CodeType
from typing import NamedTuple

from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache

from site_builder import beside_bytecode

_THEME = Path(__file__).parents[1] / "theme"
_LIBRARIES = ("jinja2", "mkdocs")


class CompiledTemplates(BytecodeCache):
    """Keeps the code of the templates below some folders, as an environment now compiles them.

    If something is added to that, it compiles for itself: Jinja works out beforehand what a filter
    makes of a constant, and two projects may have different filters of one name.
    """

    def __init__(self, environment: Environment, folders: Iterable[str | Path]) -> None:
        self._folders = tuple(f"{os.fspath(folder)}{os.sep}" for folder in folders)
        self._makings = made_by = _Makings.of(environment)
        self._basis = f"{_versions()} {made_by.settings} {made_by.extensions}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the name under which the code of a template is kept, "" if it is not."""
        if not filename or not filename.startswith(self._folders):
            return ""
        digest = blake2s(f"{filename}\n{self._basis}".encode(), digest_size=10).hexdigest()
        return f"{PurePath(name).name}-{digest}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code of a template, if it is there, whole, and that of these words."""
        if self._keeps(bucket):
            match beside_bytecode.load(_place(bucket)):
                case (bucket.checksum, CodeType() as code):
                    bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, where that can be written."""
        if self._keeps(bucket):
            beside_bytecode.keep(_place(bucket), lambda: (bucket.checksum, bucket.code))

    def _keeps(self, bucket: Bucket) -> bool:
        return bool(bucket.key) and _Makings.of(bucket.environment) == self._makings


def _place(bucket: Bucket) -> Path:
    return beside_bytecode.place(_THEME, bucket.key)


@cache
def _versions() -> str:
    return " ".join(f"{name} {version(name)}" for name in _LIBRARIES)


class _Makings(NamedTuple):
    """What the code of a template follows from beside its words and Jinja."""

    settings: Mapping[str, object]
    finalize: object
    extensions: list[str]
    filters: Mapping[str, object]
    tests: Mapping[str, object]

    @classmethod
    def of(cls, environment: Environment) -> _Makings:
        settings = {
            name: value
            for name, value in vars(environment).items()
            if isinstance(value, str | bool)
        }
        return cls(
            settings,
            environment.finalize,
            list(environment.extensions),
            environment.filters.copy(),
            environment.tests.copy(),
        )
