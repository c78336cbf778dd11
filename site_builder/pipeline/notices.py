"""The notices of a build: which are made, and of which all that was made before serves again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from site_builder.library import Entry
from site_builder.outputs.keys import key_of
from site_builder.outputs.pages import Site, frame_key
from site_builder.outputs.search.plan import Task
from site_builder.pipeline.known import Settled, small_segments
from site_builder.pipeline.loading import Loaded
from site_builder.pipeline.reuse import Reuse
from site_builder.pipeline.write_step import Page
from site_builder.views import urls
from site_builder.views.lifecycle import arounds


def pages_of(
    loaded: Loaded, site: Site, tasks: Iterable[Task], entries: Iterable[Entry]
) -> list[Page]:
    """Return what workers get of each notice, in the order of their files.

    In this order they were read, so that whoever read a notice gets it again. Names are
    spelt in this process alone.
    """
    library = loaded.library
    around_all = arounds(library)
    of_site = key_of(site.name, frame_key(urls.notice("x"), site))
    pages = []
    for task, entry in zip(tasks, entries, strict=True):
        name, digest = loaded.sources[task.path]
        organization_url = urls.organization(entry.organization)
        around = around_all.get(task.path)
        hidden = library.hidden.get(task.path, frozenset())
        key = key_of(of_site, digest, entry.id, organization_url, around, tuple(sorted(hidden)))
        aside = loaded.aside.get(task.path)
        pages.append(
            Page(task, entry.id, name, digest, key, organization_url, around, hidden, aside)
        )
    return sorted(pages, key=lambda page: page.task.path)


@dataclass(slots=True)
class Notices:
    """The notices of a build in the order of their files, and what is settled, by number."""

    pages: list[Page]
    settled: dict[int, Settled] = field(default_factory=dict)

    @property
    def to_make(self) -> list[Page]:
        """Those that nothing settled can be had of."""
        return [page for page in self.pages if page.task.number not in self.settled]

    @property
    def in_order(self) -> list[Page]:
        """All in the order of their numbers."""
        return sorted(self.pages, key=lambda page: page.task.number)


def known_of(pages: list[Page], reuse: Reuse, *, indexed: bool) -> Notices:
    """Tell of which notices all is there, if they are to be `indexed` that too."""
    settled = {}
    for page in pages:
        known = reuse.settled(page.name)
        if known is None or known.key != page.key or (indexed and not known.indexed):
            continue
        if reuse.files.find(known.page, page.key):
            settled[page.task.number] = known
    return Notices(pages, _without_small_segments(settled))


def _without_small_segments(settled: dict[int, Settled]) -> dict[int, Settled]:
    small = small_segments(known.indexed[0] for known in settled.values() if known.indexed)
    return {
        number: known
        for number, known in settled.items()
        if not known.indexed or known.indexed[0] not in small
    }
