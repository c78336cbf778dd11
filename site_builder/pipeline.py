"""Load → check → library → pages → files. Everything is loaded and checked before any writing."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from site_builder.checks.registry import check_library, check_notice
from site_builder.library import Entry, Library, entry_of
from site_builder.notice.diagnostics import Diagnostic, in_reading_order
from site_builder.notice.model import Notice
from site_builder.outputs.lists import list_outputs
from site_builder.outputs.pages import Output, Site, framed, search_outputs
from site_builder.outputs.search.plan import Plan, Task, plan_of
from site_builder.outputs.search_entries import SearchEntry, search_entries
from site_builder.prepared import Prepared, prepare
from site_builder.reading.notice_file import read_notice
from site_builder.views import urls
from site_builder.views.listing import search_pages
from site_builder.workshop import Workshop

if TYPE_CHECKING:
    from site_builder.indexing import Indexed


# Beyond this many notices what was read is prepared and packed at once, for it would take some
# 150 KB each; up to it, preparing waits until the workers would have nothing else to do.
MANY = 2000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder of notices gave: the library, and every diagnostic about it."""

    library: Library
    diagnostics: tuple[Diagnostic, ...]


class ChangedWhileBuildingError(Exception):
    """A notice file became unreadable between its check and its page."""


def load(paths: Sequence[Path], shown_from: Path, workshop: Workshop) -> Loaded:
    """Read and check notice files; diagnostics name them relative to `shown_from`."""
    results = list(workshop.map(_load_chunk, paths, shown_from, len(paths) > MANY))
    entries = [entry for entry, _ in results if entry]
    names = {entry.path: _shown(entry.path, shown_from) for entry in entries}
    found = [diagnostic for _, diagnostics in results for diagnostic in diagnostics]
    found += check_library(entries, names)
    return Loaded(Library(entries), tuple(in_reading_order(found)))


def prepare_ahead(library: Library, workshop: Workshop) -> None:
    """Have the workers prepare notices while this process is busy with the theme."""
    workshop.start(_prepare_chunk, sorted(entry.path for entry in library))


def write_site(
    library: Library, site: Site, folder: Path, workshop: Workshop, *, index: bool
) -> list[SearchEntry]:
    """Write the pages of all notices and their lists below `folder`.

    With `index` the site's own search is written too; without, what Material's search needs is
    returned.
    """
    plan, tasks, entries = plan_of(library)
    # In the order in which they were read, so that whoever read a notice gets it again.
    tasks_as_read = sorted(tasks, key=lambda task: task.path)
    if not index:
        found = workshop.map(_write_chunk, tasks_as_read, site, folder)
        _write_lists(library, site, folder, index=False)
        return list(found)
    from site_builder.indexing import known_to_all, write_index  # NumPy takes a while to import

    search = folder / urls.SEARCH
    search.mkdir(parents=True, exist_ok=True)
    # Not where the system keeps what is temporary: there it may be in memory, and this is large.
    with TemporaryDirectory(prefix=".postings-", dir=folder) as name:
        spills = Path(name)
        known = known_to_all(workshop.map(_sample_chunk, tasks_as_read, plan))
        done = workshop.map(
            _write_and_index_chunk, tasks_as_read, site, folder, plan, known, spills
        )
        _write_lists(library, site, folder, index=True)
        write_index(list(done), plan, known, entries, search, spills, workshop)
    return []


def _write_lists(library: Library, site: Site, folder: Path, *, index: bool) -> None:
    """Write what this process writes itself, while the workers are at the notices."""
    for output in list_outputs(library, site, own_search=index):
        _write(output, folder)
    for output in search_outputs(search_pages(library), site) if index else ():
        _write(output, folder)


# What a worker does. It keeps what it read until the notice is written.

_read: dict[Path, Notice] = {}
_prepared: dict[Path, Prepared] = {}
_packed: dict[Path, bytes] = {}


def _load_chunk(
    paths: Sequence[Path], shown_from: Path, many: bool
) -> list[tuple[Entry | None, tuple[Diagnostic, ...]]]:
    results = [_load_one(path, shown_from, many) for path in paths]
    if many:
        # What a template leaves behind refers to itself and to its notice, and workers do not look
        # for such by themselves.
        gc.collect()
    return results


def _load_one(
    path: Path, shown_from: Path, many: bool
) -> tuple[Entry | None, tuple[Diagnostic, ...]]:
    name = _shown(path, shown_from)
    read = read_notice(path, name)
    for kept in (_read, _prepared, _packed):
        kept.pop(path, None)
    if read.notice is None:
        return None, read.diagnostics
    if many:
        _packed[path] = prepare(read.notice).packed()
    else:
        _read[path] = read.notice
    return entry_of(path, read.notice), (*read.diagnostics, *check_notice(read.notice, name))


def _prepare_chunk(paths: Sequence[Path]) -> None:
    for path in paths:
        if path in _read:
            _prepared[path] = prepare(_read.pop(path))


def _take(path: Path) -> Prepared:
    """Return what was kept of a notice."""
    if path in _prepared:
        return _prepared[path]
    if path in _packed:
        return Prepared.unpacked(_packed[path])
    notice = _read.get(path) or read_notice(path).notice
    if notice is None:
        raise ChangedWhileBuildingError(str(path))
    return prepare(notice)


def _write_chunk(tasks: Sequence[Task], site: Site, folder: Path) -> list[SearchEntry]:
    return [
        entry
        for _, prepared in _write_notices(tasks, site, folder)
        for entry in search_entries(prepared.body.url, prepared.records)
    ]


def _sample_chunk(tasks: Sequence[Task], plan: Plan) -> list[tuple[int, str]]:
    from site_builder.indexing import sample

    return [(task.number, sample(_take(task.path))) for task in tasks if plan.sampled(task.number)]


def _write_and_index_chunk(
    tasks: Sequence[Task], site: Site, folder: Path, plan: Plan, known: bytes, spills: Path
) -> list[Indexed]:
    from site_builder.indexing import index_chunk

    written = list(_write_notices(tasks, site, folder))
    return [index_chunk(written, plan, known, folder / urls.SEARCH, spills)]


def _write_notices(
    tasks: Sequence[Task], site: Site, folder: Path
) -> Iterator[tuple[Task, Prepared]]:
    for task in tasks:
        prepared = _take(task.path)
        for kept in (_read, _prepared, _packed):
            kept.pop(task.path, None)
        _write(framed(prepared.body, site), folder)
        yield task, prepared


def _write(output: Output, folder: Path) -> None:
    target = folder / output.path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(output.data)


def _shown(path: Path, shown_from: Path) -> str:
    try:
        return path.relative_to(shown_from).as_posix()
    except ValueError:
        return path.as_posix()
