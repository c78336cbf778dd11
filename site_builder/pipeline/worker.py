"""What a worker does with notices. It keeps what it read until the notice is written.

To keep it is only a saving: another worker may get the notice for the next step, and reads it anew.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from site_builder.build_cache.files import recorded, write_file
from site_builder.build_cache.site_before import Recorded
from site_builder.checks.run import Verdict, check_notice
from site_builder.checks.settings import Settings
from site_builder.library import Entry, entry_of
from site_builder.notice.model import Notice
from site_builder.outputs.keys import key_of
from site_builder.outputs.notices import notice_output
from site_builder.outputs.pages import Site
from site_builder.outputs.search.plan import Plan, Task
from site_builder.outputs.search_entries import SearchEntry, search_entries
from site_builder.pipeline.aside import Aside, putting_aside, taken_back
from site_builder.pipeline.known import INDEX, SettledData, TextFile
from site_builder.pipeline.pieces import AtOnce
from site_builder.prepared import Prepared, not_naming, prepare
from site_builder.reading.notice_file import read_notice
from site_builder.views import urls
from site_builder.views.lifecycle import Around
from site_builder.workshop import kept

if TYPE_CHECKING:
    from site_builder.indexing import Indexed  # NumPy takes a while to import
    from site_builder.outputs.search.encoding import Carrier


class _Kept(NamedTuple):
    """What is kept of a file with this digest."""

    digest: str
    content: Notice | Prepared


_kept: dict[Path, _Kept] = kept()


class ChangedWhileBuildingError(Exception):
    """A notice file became another one between its check and its page."""


class Search(Enum):
    """Which search a site has: its own, which is indexed here, Material's, or none."""

    OWN = "own"
    MATERIAL = "material"
    NONE = "none"


class Read(NamedTuple):
    """What reading and checking a file gave; `digest` is of its bytes, "" if there is no notice.

    What was made at once are `data`, its piece of the open data, and what lies `aside`, prepared.
    """

    digest: str
    entry: Entry | None
    verdict: Verdict
    data: SettledData | None = None
    aside: Aside | None = None


class Page(NamedTuple):
    """A notice to be written, and what a worker does not know of it.

    `name` is that of its file, and `digest` of what was in it when it was checked; `key` is of all
    that the files of the notice follow from. If it was prepared at once, it lies `aside`.
    """

    task: Task
    id: str
    name: str
    digest: str
    key: str
    organization_url: str
    around: Around | None = None
    hidden: frozenset[str] = frozenset()
    aside: Aside | None = None


class Done(NamedTuple):
    """What writing a chunk of notices gave.

    `files` are those of the site, by path. `indexed` is what the index is made of; the rest of that
    lies in the segment of the name `segment`.
    """

    pages: Sequence[Page]
    segment: str
    files: dict[str, Recorded]
    indexed: Indexed | None
    texts: Mapping[int, TextFile]
    search_entries: Sequence[SearchEntry] = ()


def load_chunk(
    files: Sequence[tuple[Path, str]],
    keep: bool,
    settings: Settings,
    blocking: bool,
    at_once: AtOnce | None,
) -> list[Read]:
    """Read and check some notice files, each with the name by which diagnostics call it.

    With `keep` what was read is kept for the next step; with `at_once` all that can be made of it
    is made now.
    """
    if at_once:
        return _load_and_make(files, settings, blocking, at_once)
    read = [_load(path, name, keep, settings, blocking)[0] for path, name in files]
    if not gc.isenabled():
        # What was read stays, and need not be looked through when the pages are written.
        gc.freeze()
    return read


def _load_and_make(
    files: Sequence[tuple[Path, str]], settings: Settings, blocking: bool, at_once: AtOnce
) -> list[Read]:
    loaded = []
    data = at_once.data
    with ExitStack() as stack:
        aside = stack.enter_context(putting_aside(at_once.folder))
        segment = stack.enter_context(data.segment()) if data else None
        for path, name in files:
            read, notice = _load(path, name, False, settings, blocking)
            if notice:
                read = read._replace(aside=aside.add(prepare(notice)))
                if data and segment:
                    segment.add(notice, data.key(read.digest, notice.id))
            loaded.append(read)
    _collect()
    if segment is None:
        return loaded
    settled = iter(segment.settled)
    return [read._replace(data=next(settled)) if read.entry else read for read in loaded]


def _load(
    path: Path, name: str, keep: bool, settings: Settings, blocking: bool
) -> tuple[Read, Notice | None]:
    read = read_notice(path, name)
    _kept.pop(path, None)
    if read.notice is None:
        return Read("", None, Verdict(read.diagnostics)), None
    if keep:
        _kept[path] = _Kept(read.digest, read.notice)
    verdict = check_notice(read.notice, read.text, name, settings, blocking=blocking)
    found = (*read.diagnostics, *verdict.diagnostics)
    verdict = replace(verdict, diagnostics=found)
    return Read(read.digest, entry_of(path, read.notice), verdict), read.notice


def prepare_chunk(files: Sequence[tuple[Path, str]]) -> None:
    """Prepare the notices in files with these digests, ahead of their being written."""
    for path, digest in files:
        _kept[path] = _Kept(digest, prepare(notice_as_checked(path, digest, frozenset())))


def sample_chunk(pages: Sequence[Page], plan: Plan) -> list[tuple[int, str]]:
    """Return the texts of those among some notices that stand for all."""
    from site_builder.indexing import sample

    sampled = (page for page in pages if plan.sampled(page.task.number))
    return [(page.task.number, sample(_take(page))) for page in sampled]


def write_chunk(
    pages: Sequence[Page],
    site: Site,
    folder: Path,
    segments: Path,
    search: Search,
    plan: Plan,
    common: bytes,
) -> list[Done]:
    """Write the pages of some notices, and what the search needs of them."""
    files: dict[str, Recorded] = {}
    written: list[tuple[Task, Prepared]] = []
    for page in pages:
        prepared = _take(page)
        _kept.pop(page.task.path, None)
        output = notice_output(prepared.body, site, page.organization_url, page.around)
        files[output.path] = write_file(folder, output.path, output.data, page.key)
        written.append((page.task, prepared))
    _collect()
    if search is not Search.OWN:
        entries = [
            entry
            for _, prepared in written
            if search is Search.MATERIAL
            for entry in search_entries(prepared.body.url, prepared.records)
        ]
        return [Done(pages, "", files, None, {}, entries)]
    from site_builder.indexing import index_chunk

    name = key_of(*(page.key for page in pages))
    target = segments / f"{name}{INDEX}"
    indexed = index_chunk(written, plan, common, folder / urls.SEARCH, target)
    texts = _texts_of(pages, indexed.files, common)
    files |= _recorded(texts, folder)
    return [Done(pages, name, files, indexed, texts)]


def _collect() -> None:
    # What a template leaves behind refers to itself and to its notice, and workers do not look for
    # such by themselves. What is older stays.
    gc.collect(0)


class Texts(NamedTuple):
    """What writing the texts of some notices gave: the files of the site, and whose they are."""

    files: dict[str, Recorded]
    texts: dict[int, TextFile]


def text_chunk(pages: Sequence[Page], folder: Path, common: bytes) -> list[Texts]:
    """Write what the browser shows of some notices, all else of which is as it was."""
    from site_builder.indexing import write_texts

    prepared = [(page.task, _take(page)) for page in pages]
    carriers = write_texts(prepared, common, folder / urls.SEARCH)
    texts = _texts_of(pages, carriers, common)
    return [Texts(_recorded(texts, folder), texts)]


def text_key(page: Page, common_digest: str) -> str:
    """Return the key of the file with the text of a notice."""
    return key_of("text", page.key, page.task.number, common_digest)


def digest_of_common(common: bytes) -> str:
    """Return the digest of what the texts have in common."""
    return sha256(common).hexdigest()


def _texts_of(
    pages: Sequence[Page], carriers: Mapping[int, Carrier], common: bytes
) -> dict[int, TextFile]:
    digest = digest_of_common(common)
    return {
        (number := page.task.number): TextFile(
            f"{urls.SEARCH}{carriers[number].file}", text_key(page, digest), carriers[number]
        )
        for page in pages
        if page.task.number in carriers
    }


def _recorded(texts: Mapping[int, TextFile], folder: Path) -> dict[str, Recorded]:
    return {text.path: recorded(folder, text.path, text.key) for text in texts.values()}


def _take(page: Page) -> Prepared:
    """Return what was prepared; prepared anew if there are notices that it must not name."""
    prepared = None if page.hidden else _prepared(page)
    return prepared or prepare(notice_as_checked(page.task.path, page.digest, page.hidden))


def _prepared(page: Page) -> Prepared | None:
    kept = _kept.get(page.task.path)
    if kept and kept.digest == page.digest and isinstance(kept.content, Prepared):
        return kept.content
    return taken_back(page.aside) if page.aside else None


def notice_as_checked(path: Path, digest: str, hidden: frozenset[str]) -> Notice:
    """Return the notice in a file, without what it says of notices that are not public.

    Raises:
        ChangedWhileBuildingError: what is in the file has not this digest.
    """
    kept = _kept.get(path)
    if kept and kept.digest == digest and isinstance(kept.content, Notice):
        notice = kept.content
    else:
        read = read_notice(path)
        if read.notice is None or read.digest != digest:
            raise ChangedWhileBuildingError(str(path))
        notice = read.notice
    return not_naming(notice, hidden) if hidden else notice
