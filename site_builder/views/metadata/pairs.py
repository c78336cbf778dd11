"""Tags as templates receive them: (name, content) pairs."""

from __future__ import annotations

from typing import TypeAlias

Pairs: TypeAlias = tuple[tuple[str, str], ...]


def stated(*pairs: tuple[str, str]) -> Pairs:
    """Leave out the pairs that have no content."""
    return tuple(pair for pair in pairs if pair[1].strip())
