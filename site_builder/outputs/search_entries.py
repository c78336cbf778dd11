"""What Material's search gets of a notice, where it serves instead of the site's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from site_builder.outputs.search.records import Record
from site_builder.views import urls


class SearchEntry(TypedDict):
    """A document of Material's search index; `location` is relative to the site's root."""

    location: str
    title: str
    text: str


def search_entries(page: str, records: Sequence[Record]) -> list[SearchEntry]:
    """Return an entry for each record of the notice at address `page`: itself and its issues."""
    anchors = ["", *(f"#{urls.issue_anchor(index)}" for index in range(1, len(records)))]
    return [
        {"location": page + anchor, "title": record.head, "text": record.text}
        for anchor, record in zip(anchors, records, strict=True)
    ]
