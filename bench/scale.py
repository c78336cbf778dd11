"""What a million notices would cost, by the lines through what was measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.figures import duration, number, volume
from bench.fitting import Line, fit
from bench.results import Bench, Entry, Folder
from bench.table import Table

NOTICES = 1_000_000
CORES = (2, 16, 64)
_LARGEST = 8
# Bytes: what is left out is small even for a million notices.
_WORTH_TELLING = 1e8


@dataclass(frozen=True)
class Scale:
    """Seconds, bytes and counts for a million notices.

    `serial` is the time in which only one core can work, and `walls` what the build takes on so
    many; None where one core was all there was to measure with, which cannot tell them apart. Any
    time, and the memory, is None where what was measured does not grow with the notices: there
    were too few, or the machine was too busy.
    """

    cpu: float | None
    serial: float | None
    walls: dict[int, float | None]
    memory: float | None
    bytes: float
    files: float
    warm: float | None
    folders: Table
    largest: Table
    phases: Table


def scale(bench: Bench) -> Scale | None:
    """Return the costs, None if there are not two sizes of corpus to draw a line through."""
    if len([corpus for corpus in bench.corpora if not corpus.entry("ours").failure]) < 2:
        return None
    ours = _Ours(bench)
    cores = bench.machine.cores
    parallel = ours.grown(lambda entry: _parallel(entry, cores))
    serial = ours.grown(lambda entry: _serial(entry, cores))
    known = None if parallel is None or serial is None else (serial, parallel)
    return Scale(
        cpu=ours.grown(lambda entry: entry.median("cold", lambda run: run.cpu)),
        serial=known and known[0],
        walls={number: known and known[0] + known[1] / number for number in CORES},
        memory=ours.grown(lambda entry: entry.median("cold", lambda run: run.memory)),
        bytes=ours.needed(lambda entry: entry.size.bytes if entry.size else None),
        files=ours.needed(lambda entry: entry.size.files if entry.size else None),
        warm=ours.grown(lambda entry: entry.seconds("warm")),
        folders=_folders(ours),
        largest=_largest(ours),
        phases=_phases(ours),
    )


def _parallel(entry: Entry, cores: int) -> float | None:
    """Return the processor's seconds that all cores shared, by Amdahl's law turned around.

    Wall clock is serial + parallel / cores, the processor's time serial + parallel.
    """
    wall, cpu = entry.seconds("cold"), entry.median("cold", lambda run: run.cpu)
    if wall is None or cpu is None or cores < 2:
        return None
    return min(max((cpu - wall) * cores / (cores - 1), 0.0), cpu)


def _serial(entry: Entry, cores: int) -> float | None:
    """Return the seconds in which only one core worked, or none, waiting for the disk."""
    wall, parallel = entry.seconds("cold"), _parallel(entry, cores)
    return None if wall is None or parallel is None else wall - parallel / cores


class _Ours:
    """Lines through our own entries."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.newest = bench.corpora[-1].entry("ours")

    def line(self, value: Callable[[Entry], float | None]) -> Line | None:
        return fit(self._bench.of("ours", value))

    def at(self, value: Callable[[Entry], float | None]) -> float | None:
        line = self.line(value)
        return line.at(NOTICES) if line else None

    def grown(self, value: Callable[[Entry], float | None]) -> float | None:
        """Return a cost that has to grow with the notices, None if it was not seen to."""
        line = self.line(value)
        return line.at(NOTICES) if line and line.slope > 0 and line.at(NOTICES) > 0 else None

    def needed(self, value: Callable[[Entry], float | None]) -> float:
        found = self.at(value)
        assert found is not None
        return found


def _folders(ours: _Ours) -> Table:
    found = []
    for name in ours.newest.size.folders if ours.newest.size else ():
        files = ours.at(_of_folder(name, lambda folder: folder.files))
        bytes_ = ours.at(_of_folder(name, lambda folder: folder.bytes))
        if files is not None and bytes_ is not None and bytes_ > _WORTH_TELLING:
            found.append((bytes_, name, files))
    rows = [
        [f"`{name}/`" if name else "（顶层）", number(max(files, 0)), volume(bytes_)]
        for bytes_, name, files in sorted(found, reverse=True)
    ]
    return Table(("文件夹", "文件", "字节"), rows)


def _of_folder(name: str, value: Callable[[Folder], float]) -> Callable[[Entry], float | None]:
    def found(entry: Entry) -> float | None:
        folder = entry.size.folders.get(name) if entry.size else None
        return value(folder) if folder else None

    return found


def _largest(ours: _Ours) -> Table:
    found = []
    for name in ours.newest.size.large if ours.newest.size else ():
        line = ours.line(of_file(name))
        if line and line.at(NOTICES) > _WORTH_TELLING:
            found.append((line.at(NOTICES), name, line.slope))
    rows = [
        [f"`{name}`", volume(slope), volume(size)]
        for size, name, slope in sorted(found, reverse=True)[:_LARGEST]
    ]
    return Table(("文件", "每份通报", "一百万份"), rows)


def of_file(name: str) -> Callable[[Entry], float | None]:
    """Return what looks up how large a file of a site is."""
    return lambda entry: entry.size.large.get(name) if entry.size else None


def _phases(ours: _Ours) -> Table:
    rows = []
    for phase in ours.newest.phases:
        line = ours.line(_of_phase(phase.name))
        if line:
            # Some take as long however many there are; none takes less than no time.
            known = line.at(NOTICES) >= 0
            each, whole = max(line.slope, 0), line.at(NOTICES)
            rows.append([phase.label, *(duration(one if known else None) for one in (each, whole))])
    return Table(("步骤", "每份通报", "一百万份"), rows)


def _of_phase(name: str) -> Callable[[Entry], float | None]:
    return lambda entry: next((phase.seconds for phase in entry.phases if phase.name == name), None)
