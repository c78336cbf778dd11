"""Lists, feeds and the pages of the search: what this process writes, while workers are busy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.library import Library
from site_builder.outputs.feeds import feed_outputs
from site_builder.outputs.lifecycle import redirect_outputs, withdrawn_outputs
from site_builder.outputs.lists import list_outputs
from site_builder.outputs.pages import Deferred, Site, search_outputs
from site_builder.phases import Advance
from site_builder.pipeline.keeping import ChangedWhileBuildingError
from site_builder.pipeline.means import Means
from site_builder.pipeline.reuse import Reuse
from site_builder.pipeline.taking import taking
from site_builder.reading.notice_file import read_notice
from site_builder.views.feeds import notice_feeds, status_feed
from site_builder.views.listing import search_pages
from site_builder.views.lists import list_addresses


@dataclass(frozen=True, slots=True)
class Lists:
    """All that this process writes itself, and what of a site it depends on."""

    library: Library
    site: Site
    feeds: bool
    data: bool
    index: bool

    @property
    def pages(self) -> int:
        """How many pages there are; the feeds are few beside them."""
        return sum(1 for _ in list_addresses(self.library, own_search=self.index))

    def write(self, reuse: Reuse, advance: Advance) -> list[str]:
        """Write it; return the paths of what is the same as in the site before, and there.

        `advance` hears how many more there are.
        """
        unchanged = []
        for deferred in self._deferred():
            if reuse.files.find(deferred.path, deferred.key):
                unchanged.append(deferred.path)
            else:
                reuse.files.write(deferred.output(), deferred.key)
            advance(1)
        for entry in self.library.withdrawn:
            notice = read_notice(entry.path).notice
            if notice is None:
                raise ChangedWhileBuildingError(str(entry.path))
            reuse.files.write_all(
                withdrawn_outputs(entry, notice, self.library, self.site, data=self.data)
            )
        return unchanged

    def _deferred(self) -> Iterator[Deferred]:
        yield from list_outputs(self.library, self.site, own_search=self.index)
        yield from redirect_outputs(self.library, self.site)
        if self.feeds:
            yield from self._of_feeds()
        if self.index:
            yield from search_outputs(search_pages(self.library), self.site)

    def _of_feeds(self) -> Iterator[Deferred]:
        for feed in notice_feeds(self.library, self.site.name):
            yield from feed_outputs(feed, self.site)
        changes = status_feed(self.library, self.site.name, lambda path: read_notice(path).notice)
        if changes:
            yield from feed_outputs(changes, self.site)


def write_lists(lists: Lists, means: Means) -> Iterator[None]:
    """Write the lists; what is the same is there when the iterator is at its end."""
    with means.phases.phase("lists", lists.pages) as advance:
        unchanged = lists.write(means.reuse, advance)
    return taking(means.reuse.files, unchanged, means.workshop)
