"""Entries come from several processes, and much in them is equal."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from site_builder.library.entry import Entry

_T = TypeVar("_T")


class Sharing:
    """Lets equal parts of entries, which come from several processes, be the same objects."""

    def __init__(self) -> None:
        self._known: dict[object, object] = {}

    def __call__(self, entry: Entry) -> Entry:
        """Return an entry with the parts of those before."""
        shared = self._shared
        return replace(
            entry,
            organization=shared(entry.organization),
            region=shared(entry.region),
            themes=shared(tuple(shared(tuple(map(shared, tags))) for tags in entry.themes)),
            kinds=shared(tuple(map(shared, entry.kinds))),
            contacts=shared(entry.contacts),
        )

    def _shared(self, value: _T) -> _T:
        # Of one type, for equal hashes of others are no concern of a lookup by value.
        return self._known.setdefault(value, value)  # type: ignore[return-value]
