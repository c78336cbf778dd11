"""Pieces of the open data, made of notices while they are at hand."""

from __future__ import annotations

from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from site_builder.notice.model import Notice
from site_builder.open_data.pieces import Piece, PieceWriter, spilling
from site_builder.outputs.data.notice_json import notice_json
from site_builder.outputs.keys import key_of
from site_builder.pipeline.known import DATA, SettledData
from site_builder.views.tables import notice_rows


class Spill(NamedTuple):
    """The folder of the segments in which pieces lie, and the site's address, which is in them."""

    segments: Path
    site_url: str

    def key(self, digest: str, notice_id: str, hidden: Set[str] = frozenset()) -> str:
        """Return the key of the piece of a notice: by its file's digest and what it must not name.

        The id may follow from the name of the file.
        """
        return key_of("piece", digest, notice_id, tuple(sorted(hidden)), self.site_url)

    @contextmanager
    def segment(self) -> Iterator[NewSegment]:
        """Open a new segment; it is there under its name when it is whole."""
        unnamed = self.segments / f"{uuid4().hex}{DATA}"
        try:
            with spilling(unnamed) as writer:
                segment = NewSegment(writer, self.site_url)
                yield segment
            unnamed.replace(self.segments / f"{segment.name}{DATA}")
        finally:
            unnamed.unlink(missing_ok=True)


class NewSegment:
    """A segment that is being written; its name follows from what was added."""

    def __init__(self, writer: PieceWriter, site_url: str) -> None:
        self._writer, self._site_url = writer, site_url
        self._keys: list[str] = []
        self._pieces: list[Piece] = []

    def add(self, notice: Notice, key: str) -> bytes:
        """Add the piece of a notice; return the JSON that is in it."""
        json = notice_json(notice)
        self._keys.append(key)
        self._pieces.append(self._writer.add(notice_rows(notice, self._site_url), json))
        return json

    @property
    def name(self) -> str:
        """The name of the segment."""
        return key_of(*self._keys)

    @property
    def settled(self) -> list[SettledData]:
        """All pieces, in the order in which they were added."""
        name = self.name
        return [
            SettledData(key, name, piece)
            for key, piece in zip(self._keys, self._pieces, strict=True)
        ]
