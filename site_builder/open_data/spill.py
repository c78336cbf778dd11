"""The rows of all tables on disk: workers write them in any order, and then they are read in one.

Only this program writes and reads them, within one build.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from site_builder.views.tables import ADDRESS, NoticeRows, Row

_ROWS, _INDEX = ".rows", ".index"


class _Place(NamedTuple):
    """Where the rows of a notice lie, and how many each table has of them."""

    number: int
    start: int
    size: int
    counts: tuple[int, ...]


class SpillWriter:
    """Writes the rows of some notices, with their addresses in full where the site has one."""

    def __init__(self, rows: BinaryIO, site_url: str) -> None:
        self._rows = rows
        self._site_url = site_url
        self.places: list[_Place] = []

    def add(self, number: int, rows: NoticeRows) -> None:
        """Write the rows of the notice with that number."""
        tables = [[self._completed(row) for row in table] for table in rows.tables]
        data = marshal.dumps(tables)
        counts = tuple(map(len, tables))
        self.places.append(_Place(number, self._rows.tell(), len(data), counts))
        self._rows.write(data)

    def _completed(self, row: Row) -> Row:
        address = f"{self._site_url}{row[ADDRESS]}"
        return (*row[:ADDRESS], address, *row[ADDRESS + 1 :])


@contextmanager
def spilling(folder: Path, name: str, site_url: str) -> Iterator[SpillWriter]:
    """Open a spill of its own name; it can be read once it is closed."""
    with (folder / f"{name}{_ROWS}").open("wb") as rows:
        writer = SpillWriter(rows, site_url)
        yield writer
    index = [(place.number, place.start, place.size, place.counts) for place in writer.places]
    (folder / f"{name}{_INDEX}").write_bytes(marshal.dumps(index))


class Spilled:
    """All that was spilled into a folder; notices come by their numbers."""

    def __init__(self, folder: Path) -> None:
        self._places: list[tuple[_Place, Path]] = sorted(
            (
                (_Place(*place), index.with_suffix(_ROWS))
                for index in folder.glob(f"*{_INDEX}")
                for place in marshal.loads(index.read_bytes())
            ),
            key=lambda item: item[0].number,
        )

    def counts(self, tables: int) -> list[int]:
        """Return how many rows each of so many tables has."""
        sums = [0] * tables
        for place, _ in self._places:
            for table, count in enumerate(place.counts):
                sums[table] += count
        return sums

    @property
    def size(self) -> int:
        """How many bytes there are, which is about the size of all text."""
        return sum(place.size for place, _ in self._places)

    def rows(self, table: int) -> Iterator[Sequence[Row]]:
        """Yield the rows of a table, notice by notice."""
        for tables in self.notices():
            yield tables[table]

    def notices(self) -> Iterator[Sequence[Sequence[Row]]]:
        """Yield the rows of every table, notice by notice."""
        with ExitStack() as stack:
            streams: dict[Path, BinaryIO] = {}
            for place, path in self._places:
                stream = streams.get(path)
                if stream is None:
                    stream = streams[path] = stack.enter_context(path.open("rb"))
                stream.seek(place.start)
                yield marshal.loads(stream.read(place.size))
