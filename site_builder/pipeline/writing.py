"""Library → files of the site: in which order, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from site_builder.library import Entry
from site_builder.outputs.pages import Output, Site, frame_kind
from site_builder.outputs.search.plan import Plan, plan_of
from site_builder.outputs.search_entries import SearchEntry
from site_builder.pipeline.data import Data
from site_builder.pipeline.known import Settled, TextFile
from site_builder.pipeline.lists import Lists, write_lists
from site_builder.pipeline.loading import Loaded
from site_builder.pipeline.means import Means
from site_builder.pipeline.notices import Notices, known_of, pages_of
from site_builder.pipeline.reuse import Reuse
from site_builder.pipeline.taking import taking
from site_builder.pipeline.write_step import Done, Page, Search, write_chunk
from site_builder.views import urls
from site_builder.workshop import CHUNK

if TYPE_CHECKING:
    from site_builder.pipeline.search import Index  # NumPy takes a while to import


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
    library, reuse, phases = loaded.library, means.reuse, means.phases
    reuse.files.write_all(others)
    plan, tasks, entries = plan_of(library)
    index = _index(plan, entries, means) if search is Search.OWN else None
    notices = _notices(pages_of(loaded, site, tasks, entries), search, index, reuse)
    reuse.notices_taken = len(notices.settled)
    if data:
        data.make_files()
    new = _begun(notices, site, means, search, plan, index.common if index else b"")
    lists = Lists(library, site, feeds=feeds, data=bool(data), index=bool(index))
    # This process is at the lists while the workers are at what takes them longest: the pages, or
    # the index where few pages are made anew.
    few = len(notices.to_make) < CHUNK
    with phases.phase("pages", len(notices.to_make)) as advance:
        taken = [] if few else [write_lists(lists, means)]
        done = []
        for one in new:
            reuse.files.add(one.files)
            advance(len(one.pages))
            done.append(one)
        texts = dict[int, TextFile]()
        if index:
            with phases.phase("index"):
                index.begin(notices, done)
            texts, texts_taken = index.texts(notices)
            taken.append(texts_taken)
        settled = [settled.page for settled in notices.settled.values()]
        taken.append(taking(reuse.files, settled, means.workshop))
        if few:
            taken.append(write_lists(lists, means))
    _settle(notices, done, texts, reuse)
    if index:
        with phases.phase("index", index.count) as advance:
            index.finish(notices, done, texts, advance)
    with phases.phase("pages"):
        for _ in chain.from_iterable(taken):
            pass
    if data:
        with phases.phase("data"):
            data.finish(site)
    return [entry for one in done for entry in one.search_entries]


def _index(plan: Plan, entries: Sequence[Entry], means: Means) -> Index:
    from site_builder.pipeline.search import Index

    return Index(plan, entries, means.reuse, means.workshop, means.segments)


def _notices(pages: list[Page], search: Search, index: Index | None, reuse: Reuse) -> Notices:
    """Tell which notices are made; where there is an index, find out what their texts share."""
    if search is Search.MATERIAL or (index and index.is_new):
        notices = Notices(pages)
    else:
        notices = known_of(pages, reuse, indexed=bool(index))
    if index:
        index.sample(notices)
    return notices


def _begun(
    notices: Notices, site: Site, means: Means, search: Search, plan: Plan, common: bytes
) -> Iterator[Done]:
    """Have the workers begin with the pages that are made."""
    return means.workshop.map(
        write_chunk,
        notices.to_make,
        site.only(frame_kind(urls.notice("x"))),
        means.reuse.folder,
        means.segments,
        search,
        plan,
        common,
    )


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
