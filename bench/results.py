"""What was measured, as it is kept in `docs/bench.json`."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

Kind: TypeAlias = Literal["cold", "warm"]


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Run(_Kept):
    """One build: seconds of wall clock and processor; bytes of memory.

    `memory` is the peak of the summed PSS of all processes, `resident` the greatest resident set
    of a single one.
    """

    seconds: float
    cpu: float
    memory: int | None
    resident: int


class Phase(_Kept):
    """A part of our build, as `site-builder build --json` tells it; all add up to the whole."""

    name: str
    label: str
    seconds: float


class Folder(_Kept):
    """All files below a folder at the top of the site, "" for those in none."""

    files: int
    bytes: int


class Size(_Kept):
    """A built site. `page` is the mean of a notice's page after gzip, of some hundred pages."""

    page: float
    folders: dict[str, Folder]
    large: dict[str, int]

    @property
    def files(self) -> int:
        return sum(folder.files for folder in self.folders.values())

    @property
    def bytes(self) -> int:
        return sum(folder.bytes for folder in self.folders.values())


class Entry(_Kept):
    """One contestant at one size of corpus; `failure` says why there is no more.

    `differences` counts the files by which the warm builds of all rounds differed from a cold one
    of the same state, and names some; None where it was not compared.
    """

    key: str
    name: str
    failure: str | None = None
    cold: tuple[Run, ...] = ()
    warm: tuple[Run, ...] = ()
    size: Size | None = None
    compared: int = 0
    differences: int | None = None
    examples: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()

    def median(self, kind: Kind, value: Callable[[Run], float | None]) -> float | None:
        """Return the median of the rounds, None if there is nothing."""
        values = [found for run in getattr(self, kind) if (found := value(run)) is not None]
        return statistics.median(values) if values else None

    def seconds(self, kind: Kind) -> float | None:
        return self.median(kind, lambda run: run.seconds)


class Corpus(_Kept):
    """One size of corpus; the rest are means of a notice, `text` its bytes after gzip."""

    count: int
    characters: float
    issues: float
    text: float
    entries: tuple[Entry, ...]

    def entry(self, key: str) -> Entry:
        return next(entry for entry in self.entries if entry.key == key)


class Machine(_Kept):
    """On what was measured; `memory` in bytes, `load` when it began."""

    system: str
    processor: str
    cores: int
    memory: int | None
    file_system: str
    load: float


class Bench(_Kept):
    """A whole run of the bench.

    `base` is what the site's base takes without a notice, in seconds; None where it was not
    measured.
    """

    made: str
    seed: int
    rounds: int
    originals: str
    machine: Machine
    versions: dict[str, str]
    commands: dict[str, tuple[str, ...]]
    base: float | None = None
    corpora: tuple[Corpus, ...]

    @property
    def counts(self) -> tuple[int, ...]:
        return tuple(corpus.count for corpus in self.corpora)

    def values(self, value: Callable[[Corpus], float | None]) -> list[tuple[int, float]]:
        """Return a value at each size where it is known."""
        found = ((corpus.count, value(corpus)) for corpus in self.corpora)
        return [(count, known) for count, known in found if known is not None]

    def of(self, key: str, value: Callable[[Entry], float | None]) -> list[tuple[int, float]]:
        """Return a value of one contestant at each size where it is known."""
        return self.values(lambda corpus: value(corpus.entry(key)))
