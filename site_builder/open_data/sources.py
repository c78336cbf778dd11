"""What the files of the open data are made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from site_builder.open_data.rows import Before
from site_builder.open_data.same import Same
from site_builder.open_data.segments import Placed


@dataclass(frozen=True, slots=True)
class Sources:
    """What the files are made from: the pieces of all notices in their order.

    `folder` is where the files go; `notes` are lines of the workbook about itself; `before` is the
    database before, and `same` what is right in the other files before, if they are there.
    """

    pieces: tuple[Placed, ...]
    folder: Path
    notes: tuple[tuple[str, str], ...]
    before: Before | None = None
    same: Same | None = None

    def counts(self, table: int) -> list[int]:
        """Return how many rows of a table each notice has."""
        return [piece.counts[table] for _, piece in self.pieces]

    def rows(self) -> int:
        """Return how many rows there are in all."""
        return sum(sum(piece.counts) for _, piece in self.pieces)
