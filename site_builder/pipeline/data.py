"""The open data of a build, begun once notices are checked: it needs neither frame nor lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from site_builder.build_cache.files import write_file
from site_builder.build_cache.site_before import Recorded
from site_builder.library import Entry
from site_builder.open_data.pieces import JSON
from site_builder.open_data.publish import Publishing, begin, finish
from site_builder.open_data.rows import Before
from site_builder.open_data.same import Same, same_files
from site_builder.open_data.segments import Segments
from site_builder.outputs.data.made import MadeFile
from site_builder.outputs.keys import key_of
from site_builder.outputs.pages import Site
from site_builder.pipeline.keeping import notice_as_checked
from site_builder.pipeline.known import DATA, DataState, SettledData, small_segments
from site_builder.pipeline.loading import Loaded
from site_builder.pipeline.means import Means
from site_builder.pipeline.pieces import Spill
from site_builder.pipeline.taking import taking
from site_builder.views import urls
from site_builder.views.data import ALL_JSON, DATABASE, WORKBOOK
from site_builder.views.tables import TABLES
from site_builder.workshop import CHUNK


class PieceTask(NamedTuple):
    """A notice of which a piece is made: its file, the digest of that, and its id.

    `name` is what diagnostics call the file; `key` is of all that the piece follows from.
    """

    path: Path
    name: str
    digest: str
    id: str
    hidden: frozenset[str]
    key: str


class PiecesDone(NamedTuple):
    """What is known of the pieces of some notices, and the file of the site with each alone."""

    tasks: Sequence[PieceTask]
    pieces: list[SettledData]
    files: dict[str, Recorded]


class Data:
    """The open data of a build."""

    def __init__(
        self, loaded: Loaded, means: Means, publishing: Publishing, site_name: str, site_url: str
    ) -> None:
        self._loaded, self._means, self._publishing = loaded, means, publishing
        self._site_name, self._site_url = site_name, site_url
        # In the order in which notices are numbered.
        self._entries = list(reversed(list(loaded.library)))
        self._pieces: dict[str, SettledData] = {}
        self._key = ""
        # Of the piece of each notice, by its id.
        self._keys: dict[str, str] = {}
        self._spill = Spill(means.segments, site_url)
        self._begun: Iterator[PiecesDone] = iter(())
        self._to_come = 0
        self._taken: Iterator[None] = iter(())
        self._made: Callable[[], Sequence[MadeFile]] | None = None

    def begin(self) -> None:
        """Have the pieces made that are not there; if these are few, the files too."""
        tasks = [self._task(entry) for entry in self._entries]
        self._keys = {task.id: task.key for task in tasks}
        self._key = key_of(
            "data", tuple(self._keys.values()), self._site_name, self._site_url, self._publishing
        )
        reuse, workshop = self._means.reuse, self._means.workshop
        self._pieces = self._settled(tasks)
        new, made = [], []
        for task in tasks:
            if task.id in self._pieces:
                continue
            piece = self._loaded.pieces.get(task.path)
            if piece and piece.key == task.key:
                made.append((task, piece))
            else:
                new.append(task)
        addresses = [urls.notice_json(one) for one in self._pieces]
        self._taken = taking(reuse.files, addresses, workshop)
        new.sort(key=lambda task: task.path)  # so that whoever read a notice gets it
        made.sort(key=lambda one: one[0].path)  # as they lie in their segments
        self._begun = chain(
            workshop.map(alone_chunk, made, reuse.folder, self._spill.segments),
            workshop.map(piece_chunk, new, reuse.folder, self._spill),
        )
        self._to_come = len(made) + len(new)
        if self._to_come < CHUNK:
            self.make_files()

    def _settled(self, tasks: Sequence[PieceTask]) -> dict[str, SettledData]:
        """Return by the id of its notice each piece that serves again."""
        reuse, settled = self._means.reuse, {}
        for task in tasks:
            known = reuse.settled_data(task.name)
            address = urls.notice_json(task.id)
            if known and known.key == task.key and reuse.files.find(address, task.key):
                settled[task.id] = known
        small = small_segments(known.segment for known in settled.values())
        return {id_: known for id_, known in settled.items() if known.segment not in small}

    def _task(self, entry: Entry) -> PieceTask:
        name, digest = self._loaded.sources[entry.path]
        hidden = self._loaded.library.hidden.get(entry.path, frozenset())
        key = self._spill.key(digest, entry.id, hidden)
        return PieceTask(entry.path, name, digest, entry.id, hidden, key)

    def make_files(self) -> None:
        """Have the large files made, as soon as all pieces are there."""
        if self._made:
            return
        reuse = self._means.reuse
        with self._means.phases.phase("data", self._to_come) as advance:
            for _ in self._taken:
                pass
            for done in self._begun:
                reuse.files.add(done.files)
                for task, piece in zip(done.tasks, done.pieces, strict=True):
                    self._pieces[task.id] = piece
                    reuse.settle_data(task.name, piece)
                advance(len(done.tasks))
        before = reuse.data_before
        if before and before.key == self._key and reuse.files.take_all(self._key):
            self._made = lambda: before.files
            return
        pieces = [self._pieces[entry.id] for entry in self._entries]
        # A path for all pieces of a segment: it takes long to make, and to send to workers.
        segments = {
            name: self._means.segments / f"{name}{DATA}" for name in {one.segment for one in pieces}
        }
        placed = [(segments[one.segment], one.piece) for one in pieces]
        self._made = begin(
            self._site_name,
            self._site_url,
            self._publishing,
            reuse.folder,
            placed,
            self._database_before(),
            self._means.workshop,
            self._same_files(),
        )

    def _database_before(self) -> Before | None:
        before = self._means.reuse.data_before
        if before is None:
            return None
        path = self._means.reuse.files.untouched(f"{urls.DATA}{DATABASE}", before.key)
        sha256 = next(one.sha256 for one in before.files if one.name == DATABASE)
        same = set(before.pieces)
        ids = [id_ if key in same else "" for id_, key in self._keys.items()]
        return Before(path, sha256, tuple(ids)) if path else None

    def _same_files(self) -> Same | None:
        before, files = self._means.reuse.data_before, self._means.reuse.files
        folder = files.site_before.folder
        if before is None or folder is None:
            return None
        counts = {one.name: one.count for one in before.files}
        tables = [f"{table.name}.csv" for table in TABLES]
        names = (*tables, ALL_JSON, WORKBOOK)
        if not all(files.find(f"{urls.DATA}{name}", before.key) for name in names):
            return None
        rows = tuple(counts[name] for name in tables)
        return same_files(folder / urls.DATA, before.pieces, tuple(self._keys.values()), rows)

    def finish(self, site: Site) -> None:
        """Write what tells of the large files, once these are there.

        Raises:
            DamagedSegmentError: what the build before left is not as it was.
        """
        assert self._made
        made = tuple(self._made())
        reuse = self._means.reuse
        for one in made:
            path = f"{urls.DATA}{one.name}"
            if not reuse.files.has(path):
                reuse.files.add_hashed(path, self._key, one.size, one.sha256)
        reuse.keep_data(DataState(self._key, made, tuple(self._keys.values())))
        reuse.files.write_all(finish(made, self._entries, site, self._publishing))


def piece_chunk(tasks: Sequence[PieceTask], folder: Path, spill: Spill) -> list[PiecesDone]:
    """Make the pieces of some notices, and the file with each notice alone."""
    files = dict[str, Recorded]()
    with spill.segment() as segment:
        for task in tasks:
            json = segment.add(notice_as_checked(task.path, task.digest, task.hidden), task.key)
            files |= _alone(task, json, folder)
    return [PiecesDone(tasks, segment.settled, files)]


def alone_chunk(
    made: Sequence[tuple[PieceTask, SettledData]], folder: Path, segments: Path
) -> list[PiecesDone]:
    """Make the file with each notice alone, of pieces that are there.

    Raises:
        DamagedSegmentError: a segment is not what was spilled.
    """
    files = dict[str, Recorded]()
    with Segments() as opened:
        for task, known in made:
            json = opened.read((segments / f"{known.segment}{DATA}", known.piece), JSON)
            files |= _alone(task, bytes(json), folder)
    return [PiecesDone([task for task, _ in made], [known for _, known in made], files)]


def _alone(task: PieceTask, json: bytes, folder: Path) -> dict[str, Recorded]:
    address = urls.notice_json(task.id)
    return {address: write_file(folder, address, json + b"\n", task.key)}
