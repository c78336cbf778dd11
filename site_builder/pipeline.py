"""Load → check → library → pages → files. Everything is loaded and checked before any writing."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from site_builder.checks.memory import Memory
from site_builder.checks.run import Verdict, Waived, check_library, check_notice
from site_builder.checks.settings import Settings
from site_builder.library import Entry, HeldBack, Library, entry_of, held_back, is_draft, public
from site_builder.library import preview as library_of_preview
from site_builder.notice.diagnostics import Diagnostic, Severity, in_reading_order
from site_builder.notice.model import Notice
from site_builder.open_data.publish import Publishing, begin, finish
from site_builder.open_data.spill import spilling
from site_builder.outputs.feeds import feed_outputs
from site_builder.outputs.lifecycle import redirect_outputs, withdrawn_outputs
from site_builder.outputs.lists import list_outputs
from site_builder.outputs.notices import notice_output
from site_builder.outputs.pages import Output, Site, frame_kind, search_outputs
from site_builder.outputs.search.plan import Plan, Task, plan_of
from site_builder.outputs.search_entries import SearchEntry, search_entries
from site_builder.prepared import Prepared, not_naming, prepare, rows_of
from site_builder.reading.notice_file import notice_bytes, read_notice
from site_builder.views import urls
from site_builder.views.feeds import notice_feeds, status_feed
from site_builder.views.lifecycle import Around, arounds
from site_builder.views.listing import search_pages
from site_builder.workshop import Workshop

if TYPE_CHECKING:
    from site_builder.indexing import Indexed


# Beyond this many notices what was read is prepared and packed at once, for it would take some
# 150 KB each; up to it, preparing waits until the workers would have nothing else to do.
MANY = 2000
_SAME_ADDRESS = {"N112", "N140"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder of notices gave: the library, every diagnostic about it, what was waived.

    The library holds what is public and nothing else; `held` says what is not. `in_drafts` are the
    errors among the diagnostics that are about drafts, and therefore stop nothing.
    """

    library: Library
    diagnostics: tuple[Diagnostic, ...]
    waived: tuple[Waived, ...] = ()
    held: HeldBack = field(default_factory=HeldBack)
    in_drafts: tuple[Diagnostic, ...] = ()

    @property
    def blocking(self) -> tuple[Diagnostic, ...]:
        """The errors with which nothing may be published."""
        errors = (d for d in self.diagnostics if d.severity is Severity.ERROR)
        return tuple(d for d in errors if d not in self.in_drafts)


class ChangedWhileBuildingError(Exception):
    """A notice file became unreadable between its check and its page."""


def load(
    paths: Sequence[Path],
    shown_from: Path,
    workshop: Workshop,
    settings: Settings | None = None,
    *,
    whole: bool = True,
    memory: Memory | None = None,
    blocking: bool = False,
    now: datetime | None = None,
    preview: bool = False,
) -> Loaded:
    """Read and check notice files; diagnostics name them relative to `shown_from`.

    Drafts, and what is scheduled for later than `now`, are checked and then left behind: this is
    the one place that they are told from what is public. A `preview` has them too.

    With `whole` these are all notices of the project, so that waivers of no use can be told. With
    a `memory` those that have not changed are not read again, which a build would have to. With
    `blocking` only those rules run by which a build can be stopped; such a run is not remembered.
    """
    assert not (blocking and memory)
    settings = settings or Settings()
    keys = _keys(paths, shown_from, memory) if memory else {}
    recalled = {
        path: outcome
        for path, key in keys.items()
        if memory and (outcome := memory.recall(key, path))
    }
    new = [path for path in paths if path not in recalled]
    many = len(paths) > MANY and memory is None
    found_in_new = workshop.map(_load_chunk, new, shown_from, many, settings, blocking)
    loaded = dict(zip(new, found_in_new, strict=True))
    if memory:
        as_read = _keys(new, shown_from, memory)
        for path, (entry, verdict) in loaded.items():
            # What was changed while it was being read is another thing now.
            if entry and path in keys and keys[path] == as_read.get(path):
                memory.keep(keys[path], (entry, verdict))
        memory.write(whole=whole)
    results = [recalled.get(path) or loaded[path] for path in paths]
    entries = [entry for entry, _ in results if entry]
    names = {entry.path: _shown(entry.path, shown_from) for entry in entries}
    verdicts = [verdict for _, verdict in results]
    verdicts.append(
        check_library(
            entries, names, read_notice, settings, verdicts, whole=whole, blocking=blocking
        )
    )
    found = tuple(in_reading_order(d for verdict in verdicts for d in verdict.diagnostics))
    waived = tuple(waived for verdict in verdicts for waived in verdict.waived)
    drafts = {names[entry.path] for entry in entries if is_draft(entry)}
    in_drafts = tuple(d for d in found if d.file in drafts and d.severity is Severity.ERROR)
    if not preview:
        held = held_back(entries, now)
        return Loaded(public(entries, now), found, waived, held, in_drafts)
    # Two pages cannot be at one address, in a preview either; it is the draft that has none.
    colliding = {d.file for d in in_drafts if d.code in _SAME_ADDRESS}
    shown = [entry for entry in entries if names[entry.path] not in colliding]
    return Loaded(library_of_preview(shown, now), found, waived, in_drafts=in_drafts)


def _keys(paths: Sequence[Path], shown_from: Path, memory: Memory) -> dict[Path, str]:
    """Return by what the outcome for each file is known; without those that cannot be read."""
    keys = {}
    for path in paths:
        with suppress(OSError):
            keys[path] = memory.key(notice_bytes(path), _shown(path, shown_from))
    return keys


def prepare_ahead(library: Library, workshop: Workshop) -> None:
    """Have the workers prepare notices while this process is busy with the theme."""
    workshop.start(_prepare_chunk, sorted(entry.path for entry in library))


def write_site(
    library: Library,
    site: Site,
    folder: Path,
    workshop: Workshop,
    *,
    index: bool,
    others: Iterable[Output] = (),
    publishing: Publishing | None = None,
) -> list[SearchEntry]:
    """Write the pages of all notices, their lists and `others` below `folder`.

    With `index` the site's own search is written too; without, what Material's search needs is
    returned. `publishing` says whether there are feeds and open data, by default both.
    """
    publishing = publishing or Publishing()
    for output in others:
        _write(output, folder)
    plan, tasks, entries = plan_of(library)
    # In the order in which they were read, so that whoever read a notice gets it again.
    tasks_as_read = sorted(tasks, key=lambda task: task.path)
    of_notices = site.only(frame_kind(urls.notice("x")))
    # The spelling of names is known to this process already, and would take each worker a while.
    organization_urls = {entry.path: urls.organization(entry.organization) for entry in entries}
    around = arounds(library)
    pages = [
        _Page(
            task,
            organization_urls[task.path],
            around.get(task.path),
            library.hidden.get(task.path, frozenset()),
        )
        for task in tasks_as_read
    ]
    # Not where the system keeps what is temporary: there it may be in memory, and this is large.
    with TemporaryDirectory(prefix=".spilled-", dir=folder) as name:
        spills, rows = Path(name, "postings"), Path(name, "rows") if publishing.data else None
        for spilled in (spills, *([rows] if rows else [])):
            spilled.mkdir()
        if not index:
            found = workshop.map(_write_chunk, pages, of_notices, folder, rows)
            _write_lists(library, site, folder, publishing, index=False)
            search_documents = list(found)
            if rows:
                made = begin(entries, site, publishing, folder, rows, workshop)
                _write_all(finish(made, entries, site, publishing), folder)
            return search_documents
        from site_builder.indexing import known_to_all, write_index  # NumPy takes a while to import

        search = folder / urls.SEARCH
        search.mkdir(parents=True, exist_ok=True)
        known = known_to_all(workshop.map(_sample_chunk, tasks_as_read, plan))
        chunks = workshop.map(
            _write_and_index_chunk, pages, of_notices, folder, rows, plan, known, spills
        )
        _write_lists(library, site, folder, publishing, index=True)
        done = list(chunks)
        # The workers are at the data before they are at the partitions of the index.
        made = begin(entries, site, publishing, folder, rows, workshop) if rows else iter(())
        write_index(done, plan, known, entries, search, spills, workshop)
        if rows:
            _write_all(finish(made, entries, site, publishing), folder)
    return []


def _write_lists(
    library: Library, site: Site, folder: Path, publishing: Publishing, *, index: bool
) -> None:
    """Write what this process writes itself, while the workers are at the notices."""
    for output in list_outputs(library, site, own_search=index):
        _write(output, folder)
    _write_all(redirect_outputs(library, site), folder)
    for entry in library.withdrawn:
        notice = read_notice(entry.path).notice
        if notice is None:
            raise ChangedWhileBuildingError(str(entry.path))
        _write_all(withdrawn_outputs(entry, notice, library, site, data=publishing.data), folder)
    if publishing.feeds:
        _write_all(_feeds(library, site), folder)
    for output in search_outputs(search_pages(library), site) if index else ():
        _write(output, folder)


def _feeds(library: Library, site: Site) -> Iterator[Output]:
    for feed in notice_feeds(library, site.name):
        yield from feed_outputs(feed, site)
    if changes := status_feed(library, site.name, lambda path: read_notice(path).notice):
        yield from feed_outputs(changes, site)


class _Page(NamedTuple):
    """A notice to be written, and what a worker does not know of it."""

    task: Task
    organization_url: str
    around: Around | None = None
    hidden: frozenset[str] = frozenset()


# What a worker does. It keeps what it read until the notice is written.

_read: dict[Path, Notice] = {}
_prepared: dict[Path, Prepared] = {}
_packed: dict[Path, bytes] = {}


def _load_chunk(
    paths: Sequence[Path], shown_from: Path, many: bool, settings: Settings, blocking: bool
) -> list[tuple[Entry | None, Verdict]]:
    results = [_load_one(path, shown_from, many, settings, blocking) for path in paths]
    if many:
        # What a template leaves behind refers to itself and to its notice, and workers do not look
        # for such by themselves.
        gc.collect()
    return results


def _load_one(
    path: Path, shown_from: Path, many: bool, settings: Settings, blocking: bool
) -> tuple[Entry | None, Verdict]:
    name = _shown(path, shown_from)
    read = read_notice(path, name)
    for kept in (_read, _prepared, _packed):
        kept.pop(path, None)
    if read.notice is None:
        return None, Verdict(read.diagnostics)
    if many:
        _packed[path] = prepare(read.notice).packed()
    else:
        _read[path] = read.notice
    verdict = check_notice(read.notice, read.text, name, settings, blocking=blocking)
    found = (*read.diagnostics, *verdict.diagnostics)
    return entry_of(path, read.notice), replace(verdict, diagnostics=found)


def _prepare_chunk(paths: Sequence[Path]) -> None:
    for path in paths:
        if path in _read:
            _prepared[path] = prepare(_read.pop(path))


def _take(path: Path, hidden: frozenset[str] = frozenset()) -> Prepared:
    """Return what was kept of a notice; made anew if there are notices that it must not name."""
    if hidden:
        notice = read_notice(path).notice
        if notice is None:
            raise ChangedWhileBuildingError(str(path))
        return prepare(not_naming(notice, hidden))
    if path in _prepared:
        return _prepared[path]
    if path in _packed:
        return Prepared.unpacked(_packed[path])
    notice = _read.get(path) or read_notice(path).notice
    if notice is None:
        raise ChangedWhileBuildingError(str(path))
    return prepare(notice)


def _write_chunk(
    pages: Sequence[_Page], site: Site, folder: Path, rows: Path | None
) -> list[SearchEntry]:
    return [
        entry
        for _, prepared in _write_notices(pages, site, folder, rows)
        for entry in search_entries(prepared.body.url, prepared.records)
    ]


def _sample_chunk(tasks: Sequence[Task], plan: Plan) -> list[tuple[int, str]]:
    from site_builder.indexing import sample

    return [(task.number, sample(_take(task.path))) for task in tasks if plan.sampled(task.number)]


def _write_and_index_chunk(
    pages: Sequence[_Page],
    site: Site,
    folder: Path,
    rows: Path | None,
    plan: Plan,
    known: bytes,
    spills: Path,
) -> list[Indexed]:
    from site_builder.indexing import index_chunk

    written = list(_write_notices(pages, site, folder, rows))
    return [index_chunk(written, plan, known, folder / urls.SEARCH, spills)]


def _write_notices(
    pages: Sequence[_Page], site: Site, folder: Path, rows: Path | None
) -> Iterator[tuple[Task, Prepared]]:
    """Write the page of each notice, and with `rows` also what the open data needs of it."""
    with ExitStack() as stack:
        name = str(pages[0].task.number)
        spill = stack.enter_context(spilling(rows, name, site.url)) if rows else None
        for task, organization_url, around, hidden in pages:
            prepared = _take(task.path, hidden)
            for kept in (_read, _prepared, _packed):
                kept.pop(task.path, None)
            _write(notice_output(prepared.body, site, organization_url, around), folder)
            if spill:
                address = urls.notice_json(prepared.shown["id"])
                _write(Output(address, f"{prepared.json}\n".encode()), folder)
                spill.add(task.number, rows_of(prepared))
            yield task, prepared


def _write_all(outputs: Iterable[Output], folder: Path) -> None:
    for output in outputs:
        _write(output, folder)


def _write(output: Output, folder: Path) -> None:
    target = folder / output.path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(output.data)


def _shown(path: Path, shown_from: Path) -> str:
    try:
        return path.relative_to(shown_from).as_posix()
    except ValueError:
        return path.as_posix()
