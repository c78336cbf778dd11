"""Load → check → library → pages → files. Everything is loaded and checked before any writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from site_builder.checks.registry import check_library, check_notice
from site_builder.library import Entry, Library, entry_of
from site_builder.notice.diagnostics import Diagnostic, in_reading_order
from site_builder.notice.model import Notice
from site_builder.outputs.pages import (
    Body,
    Output,
    Site,
    framed,
    list_output,
    notice_body,
    search_outputs,
)
from site_builder.outputs.search.plan import Plan, Task, plan_of
from site_builder.outputs.search_entries import SearchEntry, search_entries
from site_builder.reading.notice_file import read_notice
from site_builder.views import urls
from site_builder.views.listing import notice_lists
from site_builder.workshop import Workshop

if TYPE_CHECKING:
    from site_builder.indexing import Indexed


MOST_AHEAD = 4000  # notices whose pages may wait in memory, some 60 KB each


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder of notices gave: the library, and every diagnostic about it."""

    library: Library
    diagnostics: tuple[Diagnostic, ...]


class ChangedWhileBuildingError(Exception):
    """A notice file became unreadable between its check and its page."""


def load(paths: Sequence[Path], shown_from: Path, workshop: Workshop) -> Loaded:
    """Read and check notice files; diagnostics name them relative to `shown_from`."""
    results = list(workshop.map(_load_chunk, paths, shown_from))
    entries = [entry for entry, _ in results if entry]
    names = {entry.path: _shown(entry.path, shown_from) for entry in entries}
    found = [diagnostic for _, diagnostics in results for diagnostic in diagnostics]
    found += check_library(entries, names)
    return Loaded(Library(entries), tuple(in_reading_order(found)))


def render_ahead(library: Library, workshop: Workshop) -> None:
    """Have the workers render pages while this process is busy with the theme."""
    if len(library) <= MOST_AHEAD:
        workshop.start(_render_chunk, sorted(entry.path for entry in library))


def write_site(
    library: Library, site: Site, folder: Path, workshop: Workshop, *, index: bool
) -> list[SearchEntry]:
    """Write the pages of all notices and their lists below `folder`.

    With `index` the site's own search is written too; without, what Material's search needs is
    returned.
    """
    for page in notice_lists(library):
        _write(list_output(page, site), folder)
    plan, tasks, entries = plan_of(library)
    # In the order in which they were read, so that whoever read a notice gets it again.
    tasks_as_read = sorted(tasks, key=lambda task: task.path)
    if not index:
        return list(workshop.map(_write_chunk, tasks_as_read, site, folder))
    from site_builder.indexing import known_to_all, write_index  # NumPy takes a while to import

    for output in search_outputs(site):
        _write(output, folder)
    search = folder / urls.SEARCH
    with TemporaryDirectory(prefix="gongkai-") as name:
        spills = Path(name)
        known = known_to_all(workshop.map(_sample_chunk, tasks_as_read, plan))
        done = list(
            workshop.map(_write_and_index_chunk, tasks_as_read, site, folder, plan, known, spills)
        )
        write_index(done, plan, known, entries, search, spills, workshop)
    return []


# What a worker does. It keeps what it loaded and rendered, for the pages that it is to write.

_kept: dict[Path, Notice] = {}
_rendered: dict[Path, Body] = {}


def _load_chunk(
    paths: Sequence[Path], shown_from: Path
) -> list[tuple[Entry | None, tuple[Diagnostic, ...]]]:
    return [_load_one(path, shown_from) for path in paths]


def _load_one(path: Path, shown_from: Path) -> tuple[Entry | None, tuple[Diagnostic, ...]]:
    name = _shown(path, shown_from)
    read = read_notice(path, name)
    _kept.pop(path, None)
    _rendered.pop(path, None)
    if read.notice is None:
        return None, read.diagnostics
    _kept[path] = read.notice
    return entry_of(path, read.notice), (*read.diagnostics, *check_notice(read.notice, name))


def _render_chunk(paths: Sequence[Path]) -> None:
    for path in paths:
        if path in _kept:
            _rendered[path] = notice_body(_kept[path])


def _write_chunk(tasks: Sequence[Task], site: Site, folder: Path) -> list[SearchEntry]:
    return [
        entry
        for _, notice in _write_notices(tasks, site, folder)
        for entry in search_entries(notice)
    ]


def _sample_chunk(tasks: Sequence[Task], plan: Plan) -> list[tuple[int, str]]:
    from site_builder.indexing import sample

    return [
        (task.number, sample(_notice(task.path))) for task in tasks if plan.sampled(task.number)
    ]


def _write_and_index_chunk(
    tasks: Sequence[Task], site: Site, folder: Path, plan: Plan, known: bytes, spills: Path
) -> list[Indexed]:
    from site_builder.indexing import index_chunk

    written = list(_write_notices(tasks, site, folder))
    return [index_chunk(written, plan, known, folder / urls.SEARCH, spills)]


def _write_notices(
    tasks: Sequence[Task], site: Site, folder: Path
) -> Iterator[tuple[Task, Notice]]:
    for task in tasks:
        notice = _notice(task.path)
        _kept.pop(task.path, None)
        body = _rendered.pop(task.path, None) or notice_body(notice)
        _write(framed(body, site), folder)
        yield task, notice


def _notice(path: Path) -> Notice:
    notice = _kept.get(path) or read_notice(path).notice
    if notice is None:
        raise ChangedWhileBuildingError(str(path))
    return notice


def _write(output: Output, folder: Path) -> None:
    target = folder / output.path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(output.data)


def _shown(path: Path, shown_from: Path) -> str:
    try:
        return path.relative_to(shown_from).as_posix()
    except ValueError:
        return path.as_posix()
