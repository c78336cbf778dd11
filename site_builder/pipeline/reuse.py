"""What of the build before serves again, and what this one leaves for the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from site_builder.build_cache.files import write_file
from site_builder.build_cache.folder import CacheFolder
from site_builder.build_cache.ledger import Ledger
from site_builder.build_cache.site_before import Recorded, SiteBefore
from site_builder.checks.run import Verdict
from site_builder.library import Entry
from site_builder.open_data.pieces import Piece
from site_builder.outputs.compressed import Encoding
from site_builder.outputs.data.made import Made as MadeData
from site_builder.outputs.manifest import Listed
from site_builder.outputs.pages import Output
from site_builder.views import urls

if TYPE_CHECKING:
    from site_builder.indexing import Made  # NumPy takes a while to import
    from site_builder.outputs.search.encoding import Carrier

# The two kinds of segments, of which a chunk of notices has one each.
DATA, INDEX = ".data", ".index"


class TextFile(NamedTuple):
    """The file with the text of a notice, its key, and what the index knows of it."""

    path: str
    key: str
    carrier: Carrier


class Settled(NamedTuple):
    """What pages and search have of a notice; `key` is of all that this follows from.

    `indexed` is the name of the segment with its records, and its place among the notices there;
    `traditional` are the traditional characters in it.
    """

    key: str
    page: str
    indexed: tuple[str, int] | None = None
    traditional: str = ""
    text: TextFile | None = None


class SettledData(NamedTuple):
    """The piece that open data has of a notice, and the name of the segment with it.

    `key` is of all that it follows from.
    """

    key: str
    segment: str
    piece: Piece


@dataclass(slots=True)
class Known:
    """What is known of a notice file by the digest of what is in it."""

    digest: str
    outcome: tuple[Entry, Verdict]
    settled: Settled | None = None
    data: SettledData | None = None


class IndexState(NamedTuple):
    """What mending the index takes.

    `layout` is what segments depend on beside their notices. `samples` are the keys of the notices
    that stand for all, and `common` is what their texts have in common. `segments` say of each
    segment, by its name, how many records each notice in it has.
    """

    layout: tuple[bool, int]
    samples: tuple[str, ...]
    common: bytes
    segments: dict[str, tuple[int, ...]]
    made: Made


class DataState(NamedTuple):
    """The large files of the open data, and the key of all that they follow from.

    `pieces` are the keys of the pieces in them.
    """

    key: str
    files: tuple[MadeData, ...]
    pieces: tuple[str, ...]


class Reuse:
    """The build before and this one. Without a cache there is nothing before, and nothing is left.

    It is the memory of what was read, and the one place where files of the site are written.
    """

    def __init__(
        self, folder: Path, cache: CacheFolder | None = None, site_before: Path | None = None
    ) -> None:
        self.folder = folder
        self._cache = cache
        self._site_before = site_before
        self._ledger = Ledger(cache.stamp if cache else "")
        self._expected: dict[str, str] = {}
        self.notices_taken = 0
        """How many notices are as they were in the site before."""

    @cached_property
    def _before(self) -> Ledger:
        before = (self._cache.read() if self._cache else None) or Ledger("")
        urls.remember_slugs(before.slugs)
        return before

    @cached_property
    def _site(self) -> SiteBefore:
        return SiteBefore(self._site_before, self._before.files)

    # What was read.

    @property
    def is_there(self) -> bool:
        """Whether the build before left anything. What it is, is read when it is asked for."""
        return bool(self._cache and self._cache.is_there)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of any notice."""
        return not self._before.notices

    def recall(self, path: Path, name: str, digest: str) -> tuple[Entry, Verdict] | None:
        """Return what was found in a file before, None if it was not this."""
        known = self._before.notices.get(name)
        if known is None or known.digest != digest:
            return None
        entry, verdict = known.outcome
        if entry.path != path:
            entry = replace(entry, path=path)
        self._ledger.notices[name] = replace(known, outcome=(entry, verdict))
        return entry, verdict

    def keep(self, name: str, digest: str, outcome: tuple[Entry, Verdict]) -> None:
        """Keep what was found in a file now."""
        self._ledger.notices[name] = Known(digest, outcome)

    # What was made of notices.

    def settled(self, name: str) -> Settled | None:
        """Return what was made of the notice in a file, as far as that is known."""
        known = self._ledger.notices.get(name)
        return known.settled if known else None

    def settle(self, name: str, settled: Settled) -> None:
        """Keep what is made of the notice in a file."""
        if known := self._ledger.notices.get(name):
            known.settled = settled

    def settled_data(self, name: str) -> SettledData | None:
        """Return the piece of the notice in a file, if it is known."""
        known = self._ledger.notices.get(name)
        return known.data if known else None

    def settle_data(self, name: str, settled: SettledData) -> None:
        """Keep the piece of the notice in a file."""
        if known := self._ledger.notices.get(name):
            known.data = settled

    @property
    def data_before(self) -> DataState | None:
        """What the build before left of its open data."""
        state = self._before.data
        return state if isinstance(state, DataState) else None

    def keep_data(self, state: DataState) -> None:
        """Leave the open data for the next build."""
        self._ledger.data = state

    @property
    def index_before(self) -> IndexState | None:
        """What the build before left of its index."""
        state = self._before.index
        return state if isinstance(state, IndexState) else None

    def keep_index(self, state: IndexState) -> None:
        """Leave the index for the next build."""
        self._ledger.index = state

    # Files of the site.

    def write(self, output: Output, key: str = "") -> None:
        """Write a file; without a `key` it is always written."""
        made = write_file(self.folder, output.path, output.data, key)
        self._ledger.files[output.path] = made

    def write_all(self, outputs: Iterable[Output]) -> None:
        """Write files that are always written."""
        for output in outputs:
            self.write(output)

    def find(self, paths: Iterable[str], key: str) -> bool:
        """Tell whether files of the site before, all of one key, are there and the same."""
        return all(self._site.find(path, key) for path in paths)

    def untouched(self, path: str, key: str) -> Path | None:
        """Return where a file of the site before lies, None if it is not there as it was."""
        found = self._site.folder and self._site.find(path, key)
        return Path(f"{self._site.folder}/{path}") if found else None

    def take_all(self, key: str) -> bool:
        """Let all files of the site before that have a key be files of this, if there are any."""
        paths = [path for path, made in self._before.files.items() if made.key == key]
        if not paths or not self.find(paths, key):
            return False
        for path in paths:
            self._site.take(path, self.folder)
        self.add_taken(paths)
        return True

    @property
    def site_before(self) -> SiteBefore:
        """The site before, for workers that take files of it."""
        return self._site.without_facts()

    def add_taken(self, paths: Iterable[str]) -> None:
        """Note files that serve again."""
        for path in paths:
            self._ledger.files[path] = self._before.files[path]

    def add(self, files: Mapping[str, Recorded]) -> None:
        """Note files that a worker wrote."""
        self._ledger.files.update(files)

    def add_hashed(self, path: str, key: str, size: int, sha256: str) -> None:
        """Note a file that was written and hashed by others."""
        modified = (self.folder / path).stat().st_mtime_ns
        self._ledger.files[path] = Recorded(key, size, sha256, modified)

    def expect(self, keys: Mapping[str, str]) -> None:
        """Note the keys of files that others write, and of which the rest will be known later."""
        self._expected |= keys

    @property
    def is_in_place(self) -> bool:
        """Whether the site before lies in the folder of this one."""
        return self._site.folder == self.folder

    def remove_leftovers(self) -> None:
        """Remove what the site before had and this one has not, where both are in one folder."""
        if self.is_in_place:
            for path in (
                self._before.files.keys() - self._ledger.files.keys() - self._expected.keys()
            ):
                (self.folder / path).unlink(missing_ok=True)

    def has(self, path: str) -> bool:
        """Tell whether a file of this build was noted."""
        return path in self._ledger.files

    @property
    def listed(self) -> Iterator[Listed]:
        """Yield all files of this build of which everything is known."""
        for path, made in self._ledger.files.items():
            yield Listed(path, made.size, made.sha256)

    def take_packed(self, encodings: Iterable[Encoding]) -> set[str]:
        """Take along what lay packed beside files that serve again; return the names of these."""
        endings = [f".{encoding}" for encoding in encodings]
        found = set()
        for path, made in list(self._ledger.files.items()):
            if made is self._before.files.get(path) and all(
                self.find([path + ending], _packed(made)) for ending in endings
            ):
                for ending in endings:
                    self._site.take(path + ending, self.folder)
                    self.add_taken([path + ending])
                found.add(path)
        return found

    def keep_packed(self, made: Iterable[Listed]) -> None:
        """Note files that were packed beside others."""
        for packed in made:
            whole = self._ledger.files.get(packed.path.rpartition(".")[0])
            if whole and whole.key:
                self.add_hashed(packed.path, _packed(whole), packed.size, packed.sha256)

    def forget(self) -> None:
        """Do without the build before, and remove all that is made so far.

        It must not be written over, for it may be the site before by another name.
        """
        for path in (*self._ledger.files, *self._expected):
            (self.folder / path).unlink(missing_ok=True)
        known = {
            name: replace(one, settled=None, data=None)
            for name, one in self._ledger.notices.items()
        }
        self._before = Ledger("")
        self._site = SiteBefore()
        self._ledger = Ledger(self._ledger.stamp, known)
        self._expected = {}
        self.notices_taken = 0

    def leave(self, others: Mapping[str, str]) -> None:
        """Leave it all for the next build; `others` are hashes of files of which none was known."""
        if self._cache is None:
            return
        for path, key in self._expected.items():
            found = (self.folder / path).stat()
            made = Recorded(key, found.st_size, others.get(path, ""), found.st_mtime_ns)
            self._ledger.files[path] = made
        self._ledger.slugs = dict(urls.known_slugs())
        self._cache.write(self._ledger, self._segments(), self._before)

    def _segments(self) -> set[str]:
        """Return the names of all segments that the next build may need."""
        index = self._ledger.index
        names = {f"{name}{INDEX}" for name in index.segments} if index else set()
        pieces = (known.data for known in self._ledger.notices.values())
        return names | {f"{one.segment}{DATA}" for one in pieces if one}


def _packed(whole: Recorded) -> str:
    return f"packed {whole.sha256}"
