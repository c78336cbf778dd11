"""Lists that go on over several pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from site_builder.views import urls

PAGE_SIZE = 50
View = TypeVar("View", covariant=True)


class Paging(NamedTuple):
    """One page of a list that begins at `first_url`; pages count from 1."""

    first_url: str
    page: int
    pages: int
    total: int

    @property
    def url(self) -> str:
        """The address of this page."""
        return urls.page_of(self.first_url, self.page)

    @property
    def root(self) -> str:
        """The relative way up to the site's root."""
        return urls.to_root(self.url)

    @property
    def previous_url(self) -> str | None:
        """The address of the page before, None on the first."""
        return urls.page_of(self.first_url, self.page - 1) if self.page > 1 else None

    @property
    def next_url(self) -> str | None:
        """The address of the page after, None on the last."""
        return urls.page_of(self.first_url, self.page + 1) if self.page < self.pages else None

    @property
    def span(self) -> slice:
        """What of the list stands on this page."""
        return slice((self.page - 1) * PAGE_SIZE, self.page * PAGE_SIZE)

    @property
    def turning(self) -> Turning:
        """What is shown of this."""
        return Turning(self.page, self.pages, self.total, self.previous_url, self.next_url)


class Turning(NamedTuple):
    """What a template shows of a `Paging`."""

    page: int
    pages: int
    total: int
    previous_url: str | None
    next_url: str | None


@dataclass(frozen=True, slots=True)
class PagedList(Generic[View]):
    """A list of `total` things that begins at `url`; an empty one has one page too.

    `view` makes the view of a page, so that addresses are known without making any.
    """

    url: str
    total: int
    view: Callable[[Paging], View]

    def pages(self) -> Iterator[Paging]:
        """Yield the pages."""
        count = max(1, -(-self.total // PAGE_SIZE))
        return (Paging(self.url, page, count, self.total) for page in range(1, count + 1))

    def views(self) -> Iterator[View]:
        """Yield the views of all pages."""
        return map(self.view, self.pages())
