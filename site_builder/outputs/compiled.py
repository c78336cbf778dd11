"""Templates compiled once for all builds, as Python does with modules: those of a site take 0.2 s.

Their code lies in `__pycache__` below the theme, or wherever else Python keeps what it compiles.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import blake2s
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path, PurePath
from typing import NamedTuple

from jinja2 import Environment
from jinja2.bccache import Bucket, FileSystemBytecodeCache

_THEME = Path(__file__).parents[1] / "theme"
_LIBRARIES = ("jinja2", "mkdocs")


class CompiledTemplates(FileSystemBytecodeCache):
    """Keeps the code of the templates below some folders, as an environment now compiles them.

    If something is added to that, it compiles for itself: Jinja works out beforehand what a filter
    makes of a constant, and two projects may have different filters of one name.
    """

    def __init__(self, environment: Environment, folders: Iterable[str | Path]) -> None:
        kept = Path(cache_from_source(os.fspath(_THEME / "any.py"))).parent
        super().__init__(os.fspath(kept), f"%s.{sys.implementation.cache_tag}.jinja")
        self._folders = tuple(f"{os.fspath(folder)}{os.sep}" for folder in folders)
        self._makings = made_by = _Makings.of(environment)
        versions = [f"{name} {version(name)}" for name in _LIBRARIES]
        self._basis = f"{versions} {made_by.settings} {made_by.extensions}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the name under which the code of a template is kept, "" if it is not."""
        if not filename or not filename.startswith(self._folders):
            return ""
        digest = blake2s(f"{filename}\n{self._basis}".encode(), digest_size=10).hexdigest()
        return f"{PurePath(name).name}-{digest}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code of a template, if it is there and whole."""
        if self._keeps(bucket):
            with suppress(Exception):  # a file that is damaged can raise anything
                super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, where that can be written."""
        if self._keeps(bucket) and not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(parents=True, exist_ok=True)
                super().dump_bytecode(bucket)

    def _keeps(self, bucket: Bucket) -> bool:
        return bool(bucket.key) and _Makings.of(bucket.environment) == self._makings


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
