"""The second step of a worker: to write the pages of notices, and what the search needs of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from site_builder.build_cache.files import write_file
from site_builder.build_cache.site_before import Recorded
from site_builder.outputs.keys import key_of
from site_builder.outputs.notices import notice_output
from site_builder.outputs.pages import Site
from site_builder.outputs.search.plan import Plan, Task
from site_builder.outputs.search_entries import SearchEntry, search_entries
from site_builder.pipeline.aside import Aside
from site_builder.pipeline.keeping import collect, forget, prepared_as_checked
from site_builder.pipeline.known import INDEX, TextFile
from site_builder.prepared import Prepared
from site_builder.views import urls
from site_builder.views.lifecycle import Around

if TYPE_CHECKING:
    from site_builder.indexing import Indexed  # NumPy takes a while to import
    from site_builder.outputs.search.encoding import Carrier


class Search(Enum):
    """Which search a site has: its own, which is indexed here, Material's, or none."""

    OWN = "own"
    MATERIAL = "material"
    NONE = "none"


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
        forget(page.task.path)
        output = notice_output(prepared.body, site, page.organization_url, page.around)
        files[output.path] = write_file(folder, output.path, output.data, page.key)
        written.append((page.task, prepared))
    collect()
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
    files |= _recorded(texts, indexed.recorded)
    return [Done(pages, name, files, indexed, texts)]


class Texts(NamedTuple):
    """What writing the texts of some notices gave: the files of the site, and whose they are."""

    files: dict[str, Recorded]
    texts: dict[int, TextFile]


def text_chunk(pages: Sequence[Page], folder: Path, common: bytes) -> list[Texts]:
    """Write what the browser shows of some notices, all else of which is as it was."""
    from site_builder.indexing import write_texts

    prepared = [(page.task, _take(page)) for page in pages]
    filed = write_texts(prepared, common, folder / urls.SEARCH)
    texts = _texts_of(pages, {number: one.carrier for number, one in filed.items()}, common)
    return [Texts(_recorded(texts, {n: one.recorded for n, one in filed.items()}), texts)]


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


def _recorded(
    texts: Mapping[int, TextFile], recorded: Mapping[int, Recorded]
) -> dict[str, Recorded]:
    return {text.path: recorded[n]._replace(key=text.key) for n, text in texts.items()}


def _take(page: Page) -> Prepared:
    return prepared_as_checked(page.task.path, page.digest, page.hidden, page.aside)
