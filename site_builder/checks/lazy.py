"""Patterns that are compiled when they are first used: a build runs few rules, and is often short.

Rules of severity error, which every build runs, compile theirs on being imported: so it is done
before there are workers.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


def lazily(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what serves as the pattern; an error in it shows when it is first used."""
    return cast("re.Pattern[str]", LazyPattern(pattern, flags))


class LazyPattern:
    """A pattern that may not be compiled yet."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern; from then on its methods are found without coming here."""
        compiled = re.compile(self.pattern, self.flags)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)
