"""What one build tells the next: of each notice, of the index and of the open data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from site_builder.checks.run import Verdict
from site_builder.library import Entry
from site_builder.open_data.pieces import Piece
from site_builder.outputs.data.made import MadeFile
from site_builder.workshop import LEAST_CHUNK

if TYPE_CHECKING:
    from site_builder.indexing import MadeIndex  # NumPy takes a while to import
    from site_builder.outputs.search.encoding import Carrier

# The two kinds of segments, of which a chunk of notices has one each.
DATA, INDEX = ".data", ".index"
_MOST_SMALL = 64


def small_segments(segments: Iterable[str]) -> set[str]:
    """Return the names of those small segments whose notices are made anew, together.

    `segments` are, for each notice that could be taken, the segment that it lies in. Those of few
    notices come of builds in which few had changed; while they are not many they stay.
    """
    small = {name for name, count in Counter(segments).items() if count < LEAST_CHUNK}
    return small if len(small) > _MOST_SMALL else set()


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
    made: MadeIndex


class DataState(NamedTuple):
    """The large files of the open data, and the key of all that they follow from.

    `pieces` are the keys of the pieces in them.
    """

    key: str
    files: tuple[MadeFile, ...]
    pieces: tuple[str, ...]
