"""All lists of the site: a registry. A new one is one line here and a template."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from site_builder.library import Library
from site_builder.views import urls
from site_builder.views.contacts import ContactList, contact_lists
from site_builder.views.facet_pages import FacetIndex, facet_indexes, facet_lists
from site_builder.views.listing import NoticeList, notice_lists
from site_builder.views.open_issues import OpenList, open_lists
from site_builder.views.paging import PagedList

ListView: TypeAlias = NoticeList | FacetIndex | ContactList | OpenList


@lru_cache(maxsize=1)
def all_lists(library: Library, *, own_search: bool) -> tuple[PagedList[ListView], ...]:
    """Return every list; with `own_search` they link to it."""
    return tuple(_all_lists(library, own_search))


def _all_lists(library: Library, own_search: bool) -> Iterator[PagedList[ListView]]:
    yield from notice_lists(library)
    yield from facet_indexes(library)
    yield from facet_lists(library, own_search=own_search)
    yield from contact_lists(library)
    yield from open_lists(library)


def list_addresses(library: Library, *, own_search: bool) -> Iterator[str]:
    """Yield the address of every generated page that is not a notice's."""
    for one in all_lists(library, own_search=own_search):
        for paging in one.pages():
            yield paging.url
    if own_search:
        yield from (urls.SEARCH, urls.ISSUES)
