"""Entries come from several processes, and much in them is equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from site_builder.library.entry import Entry

_T = TypeVar("_T")


def sharing(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Let equal parts of entries, which come from several processes, be the same objects."""
    known: dict[object, object] = {}

    def shared(value: _T) -> _T:
        # Of one type, for equal hashes of others are no concern of a lookup by value.
        return known.setdefault(value, value)  # type: ignore[return-value]

    for entry in entries:
        yield replace(
            entry,
            organization=shared(entry.organization),
            region=shared(entry.region),
            themes=shared(tuple(shared(tuple(map(shared, tags))) for tags in entry.themes)),
            kinds=shared(tuple(map(shared, entry.kinds))),
            contacts=shared(entry.contacts),
        )
