"""The static pages of every facet: its values, and the notices of each value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from site_builder.library import Library
from site_builder.views import urls
from site_builder.views.contacts import organization_contacts
from site_builder.views.facets import UNDATED, FacetValue, Group, Kind, grouped
from site_builder.views.feeds import has_feed
from site_builder.views.listing import Link, NoticeGroup, NoticeList, Notices, all_statuses
from site_builder.views.paging import PagedList, Paging


@dataclass(frozen=True, slots=True)
class FacetIndex:
    """One page of the values of a facet; `label` is the facet's."""

    title: str
    label: str
    paging: Paging
    values: tuple[FacetValue, ...]


def facet_indexes(library: Library) -> Iterator[PagedList[FacetIndex]]:
    """Yield the list of the values of every facet, also of those that have none."""
    for kind, groups in grouped(library):
        yield _index(kind, groups)


def _index(kind: Kind, groups: tuple[Group, ...]) -> PagedList[FacetIndex]:
    def view(paging: Paging) -> FacetIndex:
        shown = tuple(group.shown for group in groups[paging.span])
        return FacetIndex(f"按{kind.label}浏览", kind.label, paging, shown)

    return PagedList(kind.url, len(groups), view)


def facet_lists(library: Library, *, own_search: bool) -> Iterator[PagedList[NoticeList]]:
    """Yield the list of the notices of every value of every facet."""
    for kind, groups in grouped(library):
        for group in groups:
            yield _Value(library, kind, group, own_search).notices()


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of a facet, whose pages are made."""

    library: Library
    kind: Kind
    group: Group
    own_search: bool

    @property
    def _withdrawn(self) -> int:
        """How many of the notices were withdrawn; of nearly all sites none was."""
        if not self.library.withdrawn:
            return 0
        return sum(entry.life.withdrawn is not None for entry in self.group.entries(self.library))

    def notices(self) -> PagedList[NoticeList]:
        page = partial(self._page, self._issues_url())
        return PagedList(self.group.shown.url, len(self.group.places), page)

    def _page(self, issues_url: str | None, paging: Paging) -> NoticeList:
        kind, group = self.kind, self.group
        label = group.shown.label
        is_organization = kind.key == "organization"
        page = NoticeList(
            title=label if is_organization else f"{kind.label}：{label}",
            crumbs=(Link(f"按{kind.label}浏览", kind.url),),
            paging=paging,
            sorting="按日期从新到旧排列",
            groups=(self._shown(paging),),
            issue_count=group.shown.issue_count,
            matching_label=label if kind.by_issue else "",
            issues_url=issues_url,
            withdrawn=self._withdrawn,
        )
        return self._with_body(page) if is_organization and paging.page == 1 else page

    def _with_body(self, page: NoticeList) -> NoticeList:
        """Complete the first page of an organization by what there is of that itself."""
        entries = self.group.entries(self.library)
        return page._replace(
            figures=all_statuses(entries, self.library),
            contacts=organization_contacts(entries, self.group.value),
            feed=self.group.shown.url + urls.FEED if has_feed(entries) else "",
        )

    def _shown(self, paging: Paging) -> NoticeGroup:
        matching = self.group.counts[paging.span] if self.kind.by_issue else None
        return NoticeGroup(None, Notices(self.group.places[paging.span], matching))

    def _issues_url(self) -> str | None:
        """Return where the search shows the issues; it knows no value for what is not stated."""
        if not self.own_search or not self.group.shown.issue_count or self.group.value == UNDATED:
            return None
        return f"{urls.SEARCH}?{urlencode({self.kind.key: self.group.value})}"
