"""Notice files → library: all are read and checked, by the workers or from what is remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, Protocol

from site_builder.checks.run import Verdict, Waived, check_library
from site_builder.checks.settings import Settings
from site_builder.library import Entry, HeldBack, Library, Sharing, held_back, is_draft, public
from site_builder.library import preview as library_of_preview
from site_builder.notice.diagnostics import Diagnostic, Severity, in_reading_order
from site_builder.pipeline.aside import Aside
from site_builder.pipeline.known import SettledData
from site_builder.pipeline.load_step import AtOnce, Read, load_chunk, prepare_chunk
from site_builder.reading.notice_file import notice_bytes, read_notice
from site_builder.workshop import Workshop

# Of more notices what was read is not kept, for each takes some 150 KB: all is made of it at once.
MANY = 2000
_DIGESTED = 512
_SAME_ADDRESS = {"N112", "N140"}


class Memory(Protocol):
    """What earlier runs found in notice files, by name and the digest of what is in them."""

    @property
    def is_there(self) -> bool:
        """Whether there is anything to look up, which may take a while to be had."""

    def recall(self, path: Path, name: str, digest: str) -> tuple[Entry, Verdict] | None:
        """Return what was found before, None if this is new."""

    def keep(self, name: str, digest: str, outcome: tuple[Entry, Verdict]) -> None:
        """Keep what was found now."""


class Source(NamedTuple):
    """A notice file: the name by which diagnostics call it, and the digest of what is in it."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder of notices gave: the library, every diagnostic about it, what was waived.

    The library holds what is public and nothing else; `held` says what is not. `in_drafts` are the
    errors among the diagnostics that are about drafts, and therefore stop nothing. `sources` say of
    each file that gave a notice what was in it; of those that are `new` nothing was remembered.
    What was made at once are `pieces` of the open data, and prepared notices, put `aside`.
    """

    library: Library
    diagnostics: tuple[Diagnostic, ...]
    waived: tuple[Waived, ...] = ()
    held: HeldBack = field(default_factory=HeldBack)
    in_drafts: tuple[Diagnostic, ...] = ()
    sources: Mapping[Path, Source] = field(default_factory=dict)
    new: tuple[Path, ...] = ()
    pieces: Mapping[Path, SettledData] = field(default_factory=dict)
    aside: Mapping[Path, Aside] = field(default_factory=dict)

    @property
    def blocking(self) -> tuple[Diagnostic, ...]:
        """The errors with which nothing may be published."""
        in_drafts = frozenset(self.in_drafts)
        errors = (d for d in self.diagnostics if d.severity is Severity.ERROR)
        return tuple(d for d in errors if d not in in_drafts)


def load(
    paths: Sequence[Path],
    shown_from: Path,
    workshop: Workshop,
    settings: Settings | None = None,
    *,
    whole: bool = True,
    memory: Memory | None = None,
    blocking: bool = False,
    at_once: AtOnce | None = None,
    now: datetime | None = None,
    preview: bool = False,
    advance: Callable[[int], None] = lambda count: None,
) -> Loaded:
    """Read and check notice files; diagnostics name them relative to `shown_from`.

    Drafts, and what is scheduled for later than `now`, are checked and then left behind: this is
    the one place that they are told from what is public. A `preview` has them too.

    With `whole` these are all notices of the project, so that waivers of no use can be told. What
    a `memory` knows is not read again. With `blocking`, as a build has it, only those rules run by
    which a build can be stopped, and the workers keep what they read; if that is too much, they
    make `at_once` what can be made of it. `advance` hears how many more files are done.
    """
    settings = settings or Settings()
    names = {path: _shown(path, shown_from) for path in paths}
    results = _recalled(names, memory, workshop) if memory and memory.is_there else {}
    advance(len(results))
    new = tuple(path for path in names if path not in results)
    many = len(new) > MANY
    keeping, at_once = blocking and not many, at_once if many else None
    named = [(path, names[path]) for path in new]
    found_in_new = workshop.map(load_chunk, named, keeping, settings, blocking, at_once)
    shared = Sharing()
    for path, read in zip(new, found_in_new, strict=True):
        results[path] = read
        if read.entry:
            entry = shared(read.entry)
            results[path] = read._replace(entry=entry)
            if memory:
                memory.keep(names[path], read.digest, (entry, read.verdict))
        advance(1)
    found_in = [results[path] for path in paths]
    entries = [read.entry for read in found_in if read.entry]
    shown_names = {entry.path: names[entry.path] for entry in entries}
    verdicts = [read.verdict for read in found_in]
    verdicts.append(
        check_library(
            entries, shown_names, read_notice, settings, verdicts, whole=whole, blocking=blocking
        )
    )
    loaded = replace(
        _judged(entries, names, verdicts, now),
        sources={
            path: Source(names[path], read.digest) for path, read in results.items() if read.entry
        },
        new=new,
        pieces={path: read.data for path, read in results.items() if read.data},
        aside={path: read.aside for path, read in results.items() if read.aside},
    )
    return _with_all(loaded, entries, names, now) if preview else loaded


def _judged(
    entries: Sequence[Entry],
    names: Mapping[Path, str],
    verdicts: Sequence[Verdict],
    now: datetime | None,
) -> Loaded:
    """Return what is public at a moment, and what the rules say of all."""
    found = tuple(in_reading_order(d for verdict in verdicts for d in verdict.diagnostics))
    waived = tuple(waived for verdict in verdicts for waived in verdict.waived)
    drafts = {names[entry.path] for entry in entries if is_draft(entry)}
    in_drafts = tuple(d for d in found if d.file in drafts and d.severity is Severity.ERROR)
    return Loaded(public(entries, now), found, waived, held_back(entries, now), in_drafts)


def _with_all(
    loaded: Loaded, entries: Sequence[Entry], names: Mapping[Path, str], now: datetime | None
) -> Loaded:
    """Return the same with what is not public yet too, as a preview shows it."""
    # Two pages cannot be at one address, in a preview either; it is the draft that has none.
    colliding = {d.file for d in loaded.in_drafts if d.code in _SAME_ADDRESS}
    shown = [entry for entry in entries if names[entry.path] not in colliding]
    return replace(loaded, library=library_of_preview(shown, now), held=HeldBack())


def prepare_ahead(loaded: Loaded, workshop: Workshop) -> None:
    """Have the workers prepare notices while this process is busy with the theme.

    Not if they are many, for what is prepared is kept.
    """
    public_paths = {entry.path for entry in loaded.library}
    files = [(path, loaded.sources[path].digest) for path in loaded.new if path in public_paths]
    if len(files) <= MANY:
        workshop.start(prepare_chunk, files)


def _recalled(names: Mapping[Path, str], memory: Memory, workshop: Workshop) -> dict[Path, Read]:
    # The workers look at the files while this process reads what is remembered.
    digests = workshop.map(digest_chunk, list(names), size=_DIGESTED)
    found = {}
    for path, digest in zip(names, digests, strict=True):
        if digest and (outcome := memory.recall(path, names[path], digest)):
            found[path] = Read(digest, *outcome)
    return found


def digest_chunk(paths: Sequence[Path]) -> list[str]:
    """Return the digests of what is in some files, "" if one cannot be read."""
    return [_digest(path) for path in paths]


def _digest(path: Path) -> str:
    try:
        return sha256(notice_bytes(path)).hexdigest()
    except (OSError, RuntimeError):  # of which the latter is a circle of links
        return ""


def _shown(path: Path, shown_from: Path) -> str:
    try:
        return path.relative_to(shown_from).as_posix()
    except ValueError:
        return path.as_posix()
