"""Library → files of the site: in which order, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from site_builder.library import Library
from site_builder.outputs.feeds import feed_outputs
from site_builder.outputs.lifecycle import redirect_outputs, withdrawn_outputs
from site_builder.outputs.lists import list_outputs
from site_builder.outputs.pages import (
    Deferred,
    Output,
    Site,
    frame_kind,
    search_outputs,
)
from site_builder.outputs.search.plan import plan_of
from site_builder.outputs.search_entries import SearchEntry
from site_builder.pipeline.data import Data
from site_builder.pipeline.known import Settled, TextFile
from site_builder.pipeline.loading import Loaded
from site_builder.pipeline.means import Means
from site_builder.pipeline.notices import Notices, known_of, pages_of
from site_builder.pipeline.reuse import Reuse
from site_builder.pipeline.taking import taking
from site_builder.pipeline.worker import (
    ChangedWhileBuildingError,
    Done,
    Search,
    write_chunk,
)
from site_builder.reading.notice_file import read_notice
from site_builder.views import urls
from site_builder.views.feeds import notice_feeds, status_feed
from site_builder.views.listing import search_pages
from site_builder.workshop import CHUNK


def write_site(
    loaded: Loaded,
    site: Site,
    means: Means,
    *,
    search: Search,
    feeds: bool,
    others: Iterable[Output] = (),
    data: Data | None = None,
) -> list[SearchEntry]:
    """Write the pages of all notices, their lists and `others`, or take them of the site before.

    The site's own search is written too; what Material's needs is returned, if it is that one.
    `data` is the open data, if there is any, which was begun before.

    Raises:
        ChangedWhileBuildingError: a notice is no longer what was checked.
        DamagedSegmentError: what the build before left is not as it was; `Reuse.forget` it.
    """
    library, reuse, workshop = loaded.library, means.reuse, means.workshop
    reuse.files.write_all(others)
    plan, tasks, entries = plan_of(library)
    pages = pages_of(loaded, site, tasks, entries)
    notices, index = Notices(pages), None
    if search is Search.NONE:
        notices = known_of(pages, reuse, indexed=False)
    elif search is Search.OWN:
        from site_builder.pipeline.search import Index  # NumPy takes a while to import

        index = Index(plan, entries, reuse, workshop, means.segments)
        if not index.is_new:
            notices = known_of(pages, reuse, indexed=True)
        index.sample(notices)
    reuse.notices_taken = len(notices.settled)
    if data:
        data.make_files()
    new = workshop.map(
        write_chunk,
        notices.to_make,
        site.only(frame_kind(urls.notice("x"))),
        reuse.folder,
        means.segments,
        search,
        plan,
        index.common if index else b"",
    )

    def lists() -> Iterator[None]:
        with means.phases.phase("lists"):
            unchanged = _write_lists(
                library, site, reuse, feeds=feeds, data=bool(data), index=bool(index)
            )
        return taking(reuse.files, unchanged, workshop)

    # This process is at the lists while the workers are at what takes them longest: the pages, or
    # the index where few pages are made anew.
    few = len(notices.to_make) < CHUNK
    with means.phases.phase("pages", len(notices.to_make)) as advance:
        taken = [] if few else [lists()]
        done = []
        for one in new:
            reuse.files.add(one.files)
            advance(len(one.pages))
            done.append(one)
        texts = dict[int, TextFile]()
        if index:
            with means.phases.phase("index"):
                index.begin(notices, done)
            texts, texts_taken = index.texts(notices)
            taken.append(texts_taken)
        settled = [settled.page for settled in notices.settled.values()]
        taken.append(taking(reuse.files, settled, workshop))
        if few:
            taken.append(lists())
    _settle(notices, done, texts, reuse)
    if index:
        with means.phases.phase("index"):
            index.finish(notices, done, texts)
    with means.phases.phase("pages"):
        for _ in chain.from_iterable(taken):
            pass
    if data:
        with means.phases.phase("data"):
            data.finish(site)
    return [entry for one in done for entry in one.search_entries]


def _settle(
    notices: Notices, done: Sequence[Done], texts: Mapping[int, TextFile], reuse: Reuse
) -> None:
    """Keep what there is of every notice, for the next build."""
    made = {
        page.task.number: Settled(
            page.key,
            urls.file_of(urls.notice(page.id)),
            (one.segment, place) if one.indexed else None,
            one.indexed.traditional.get(page.task.number, "") if one.indexed else "",
            one.texts.get(page.task.number),
        )
        for one in done
        for place, page in enumerate(one.pages)
    }
    for page in notices.pages:
        number = page.task.number
        known = made.get(number) or notices.settled[number]._replace(text=texts.get(number))
        reuse.settle(page.name, known)


def _write_lists(
    library: Library, site: Site, reuse: Reuse, *, feeds: bool, data: bool, index: bool
) -> list[str]:
    """Write what this process writes itself, while the workers are at the notices.

    Return the paths of what is the same as in the site before, and there.
    """
    unchanged = []
    for deferred in _deferred(library, site, feeds=feeds, index=index):
        if reuse.files.find(deferred.path, deferred.key):
            unchanged.append(deferred.path)
        else:
            reuse.files.write(deferred.output(), deferred.key)
    for entry in library.withdrawn:
        notice = read_notice(entry.path).notice
        if notice is None:
            raise ChangedWhileBuildingError(str(entry.path))
        reuse.files.write_all(withdrawn_outputs(entry, notice, library, site, data=data))
    return unchanged


def _deferred(library: Library, site: Site, *, feeds: bool, index: bool) -> Iterator[Deferred]:
    yield from list_outputs(library, site, own_search=index)
    yield from redirect_outputs(library, site)
    if feeds:
        yield from _feeds(library, site)
    if index:
        yield from search_outputs(search_pages(library), site)


def _feeds(library: Library, site: Site) -> Iterator[Deferred]:
    for feed in notice_feeds(library, site.name):
        yield from feed_outputs(feed, site)
    if changes := status_feed(library, site.name, lambda path: read_notice(path).notice):
        yield from feed_outputs(changes, site)
