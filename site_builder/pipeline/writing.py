"""Library → files of the site: in which order, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from site_builder.library import Entry, Library
from site_builder.open_data.publish import Publishing, begin, finish
from site_builder.outputs.data.made import Made
from site_builder.outputs.feeds import feed_outputs
from site_builder.outputs.keys import key_of
from site_builder.outputs.lifecycle import redirect_outputs, withdrawn_outputs
from site_builder.outputs.lists import list_outputs
from site_builder.outputs.pages import (
    Deferred,
    Output,
    Site,
    frame_key,
    frame_kind,
    search_outputs,
)
from site_builder.outputs.search.plan import plan_of
from site_builder.outputs.search_entries import SearchEntry
from site_builder.phases import Phases
from site_builder.pipeline.loading import Loaded
from site_builder.pipeline.notices import Notices, known_of, pages_of
from site_builder.pipeline.reuse import DATA, Reuse, Settled, TextFile
from site_builder.pipeline.taking import taking
from site_builder.pipeline.worker import (
    ChangedWhileBuildingError,
    Done,
    Targets,
    files_of,
    write_chunk,
)
from site_builder.reading.notice_file import read_notice
from site_builder.views import urls
from site_builder.views.feeds import notice_feeds, status_feed
from site_builder.views.listing import search_pages
from site_builder.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Means:
    """By what a site is written; `segments` is the folder of what is made of chunks of notices."""

    workshop: Workshop
    reuse: Reuse
    segments: Path
    phases: Phases


def write_site(
    loaded: Loaded,
    site: Site,
    means: Means,
    *,
    index: bool,
    others: Iterable[Output] = (),
    publishing: Publishing | None = None,
) -> list[SearchEntry]:
    """Write the pages of all notices, their lists and `others`, or take them of the site before.

    With `index` the site's own search is written too; without, what Material's search needs is
    returned. `publishing` says whether there are feeds and open data, by default both.

    Raises:
        ChangedWhileBuildingError: a notice is no longer what was checked.
        DamagedError: what the build before left is not as it was; `Reuse.forget` it.
    """
    publishing = publishing or Publishing()
    library, reuse, workshop = loaded.library, means.reuse, means.workshop
    reuse.write_all(others)
    plan, tasks, entries = plan_of(library)
    pages = pages_of(library, site, tasks, entries, loaded.sources)
    notices, texts = Notices(pages), dict[int, TextFile]()
    common = b""
    if index:
        from site_builder.pipeline.search import Index  # NumPy takes a while to import

        own = Index(plan, reuse, workshop, means.segments)
        (reuse.folder / urls.SEARCH).mkdir(parents=True, exist_ok=True)
        if own.before:
            notices = known_of(pages, reuse, data=publishing.data)
        sampled = own.sampled(notices)
        common = sampled.common
    reuse.notices_taken = len(notices.settled)
    settled_files = [path for settled in notices.settled.values() for path in settled.files]
    old = taking(reuse, settled_files, workshop)
    new = workshop.map(
        write_chunk,
        notices.to_make,
        site.only(frame_kind(urls.notice("x"))),
        Targets(reuse.folder, means.segments, publishing.data),
        plan if index else None,
        common,
    )
    with means.phases.phase("pages", len(notices.to_make)) as advance:
        with means.phases.phase("lists"):
            _write_lists(library, site, reuse, publishing, index=index)
        for _ in old:
            pass
        done = []
        for one in new:
            reuse.add(one.files)
            advance(len(one.pages))
            done.append(one)
        if index:
            texts = own.texts(notices, common)
    settled = _settled(notices, done, texts, reuse)
    # The workers are at the data before they are at the partitions of the index.
    data = _Data(notices, site, publishing, means)
    data.begin(settled)
    if index:
        with means.phases.phase("index"):
            own.write(notices, done, texts, sampled, entries)
    with means.phases.phase("data"):
        data.finish(entries)
    return [entry for one in done for entry in one.search_entries]


def _settled(
    notices: Notices, done: Sequence[Done], texts: Mapping[int, TextFile], reuse: Reuse
) -> dict[int, Settled]:
    """Return what is there of every notice, by number, and keep it for the next build."""
    settled = {
        number: known._replace(text=texts.get(number)) for number, known in notices.settled.items()
    }
    for one in done:
        for place, page in enumerate(one.pages):
            settled[page.task.number] = Settled(
                page.key,
                files_of(page, data=bool(one.pieces)),
                (one.segment, one.pieces[place]) if one.pieces else None,
                (one.segment, place) if one.indexed else None,
                one.indexed.traditional.get(page.task.number, "") if one.indexed else "",
                one.texts.get(page.task.number),
            )
    for page in notices.pages:
        reuse.settle(page.name, settled[page.task.number])
    return settled


def _write_lists(
    library: Library, site: Site, reuse: Reuse, publishing: Publishing, *, index: bool
) -> None:
    """Write what this process writes itself, while the workers are at the notices."""
    reuse.write_deferred(list_outputs(library, site, own_search=index))
    reuse.write_deferred(redirect_outputs(library, site))
    for entry in library.withdrawn:
        notice = read_notice(entry.path).notice
        if notice is None:
            raise ChangedWhileBuildingError(str(entry.path))
        reuse.write_all(withdrawn_outputs(entry, notice, library, site, data=publishing.data))
    if publishing.feeds:
        reuse.write_deferred(_feeds(library, site))
    if index:
        reuse.write_deferred(search_outputs(search_pages(library), site))


def _feeds(library: Library, site: Site) -> Iterator[Deferred]:
    for feed in notice_feeds(library, site.name):
        yield from feed_outputs(feed, site)
    if changes := status_feed(library, site.name, lambda path: read_notice(path).notice):
        yield from feed_outputs(changes, site)


class _Data:
    """The open data of a build."""

    def __init__(self, notices: Notices, site: Site, publishing: Publishing, means: Means) -> None:
        self._notices, self._site, self._publishing = notices, site, publishing
        self._means = means
        pages = tuple(page.key for page in notices.in_order)
        frame = frame_key(urls.DATA, site) if publishing.data else ()
        self._key = key_of("data", pages, site.name, frame, publishing)
        self._made: Iterator[Made] | None = None

    def begin(self, settled: Mapping[int, Settled]) -> None:
        """Have the workers begin, where the data are not those of the build before."""
        if not self._publishing.data or self._means.reuse.take_all(self._key):
            return
        placed = [
            (self._means.segments / f"{name}{DATA}", piece)
            for _, one in sorted(settled.items())
            if one.data
            for name, piece in [one.data]
        ]
        self._made = begin(
            self._site, self._publishing, self._means.reuse.folder, placed, self._means.workshop
        )

    def finish(self, entries: Sequence[Entry]) -> None:
        """Write what tells of the data, when these are made."""
        if self._made is None:
            return
        reuse = self._means.reuse
        made = list(self._made)
        for one in made:
            reuse.add_hashed(f"{urls.DATA}{one.name}", self._key, one.size, one.sha256)
        for output in finish(iter(made), entries, self._site, self._publishing):
            reuse.write(output, self._key)
