"""The index of the search, over all cores: each chunk of notices spills its postings to a
temporary folder, sorted by partition; each partition then takes its part of every spill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from site_builder.library import Entry
from site_builder.notice.model import Notice
from site_builder.outputs.search import index
from site_builder.outputs.search.encoding import Carrier
from site_builder.outputs.search.folding import fold, traditional_in
from site_builder.outputs.search.grams import Positions, Postings, postings, unique
from site_builder.outputs.search.index import PARTITIONS, Plan, Task, partition_of
from site_builder.outputs.search.records import records, shown
from site_builder.workshop import Workshop

FOLDER = "search"


@dataclass(frozen=True, slots=True)
class Indexed:
    """What is known of a notice once it is indexed.

    On a small site `texts` is what the browser needs to show it, else `file` is where that is.
    """

    number: int
    traditional: frozenset[str]
    texts: dict[str, Any] | None
    file: Carrier | None


def index_chunk(
    notices: Sequence[tuple[Task, Notice]], plan: Plan, folder: Path, spills: Path
) -> list[Indexed]:
    """Write the texts of some notices for the browser, and spill their postings."""
    done: list[Indexed] = []
    texts: list[str] = []
    heads: list[str] = []
    numbers: list[int] = []
    for task, notice in notices:
        found = records(notice)
        texts += [fold(record.text) for record in found]
        heads += [fold(record.head) for record in found]
        numbers += range(task.first_record, task.first_record + len(found))
        traditional = frozenset().union(*(traditional_in(record.text) for record in found))
        data = shown(notice, task.dated)
        file = None if plan.small else _write(index.text_file(task.number, data), folder)
        done.append(Indexed(task.number, traditional, data if plan.small else None, file))
    if not plan.small and notices:
        _spill(texts, heads, numbers, plan, spills / f"{notices[0][0].number}")
    return done


def _spill(
    texts: Sequence[str], heads: Sequence[str], numbers: Sequence[int], plan: Plan, file: Path
) -> None:
    """Write the postings of a chunk: the bounds of all partitions, then one partition's arrays
    after the other's.
    """
    found = postings(texts, heads, numbers)
    full = np.concatenate([found.units, unique(found.pairs)])
    arrays: list[list[Any]] = [*_by_partition(full, plan), *_by_partition(found.heads, plan)]
    if plan.exact:
        arrays += _by_partition(found.pairs, plan, found.positions)
    parts: list[bytes] = [array[n].tobytes() for n in range(PARTITIONS) for array in arrays]
    bounds = np.cumsum([0, *map(len, parts)], dtype=np.int64)
    file.write_bytes(bounds.tobytes() + b"".join(parts))


def _by_partition(array: Postings, plan: Plan, *beside: Positions) -> list[list[Any]]:
    """Return an array cut into its partitions, and so any that lie beside it."""
    homes = partition_of(array, plan)
    order = np.argsort(homes.astype(np.uint8), kind="stable")
    cuts = np.searchsorted(homes[order], np.arange(1, PARTITIONS))
    return [np.split(each[order], cuts) for each in (array, *beside)]


def write_index(
    done: Sequence[Indexed],
    plan: Plan,
    entries: Sequence[Entry],
    folder: Path,
    spills: Path,
    workshop: Workshop,
) -> None:
    """Write all that is left of the index, once every chunk is done."""
    done = sorted(done, key=lambda one: one.number)
    files: list[Carrier] = []
    if plan.small:
        files.append(_write(index.all_texts([one.texts for one in done if one.texts]), folder))
    else:
        texts = [one.file for one in done if one.file]
        files += [_write(file, folder) for file in index.directories(texts)]
        chunks = sorted(spills.iterdir())
        files += workshop.map(_write_partitions, range(PARTITIONS), plan, folder, chunks, size=4)
    for file in (*index.columns(entries)[:2], index.simplified_file()):
        files.append(_write(file, folder))
    traditional = set[str]().union(*(one.traditional for one in done))
    (folder / "index.js").write_bytes(index.index_file(plan, entries, files, traditional))


def _write_partitions(
    numbers: Sequence[int], plan: Plan, folder: Path, chunks: Sequence[Path]
) -> list[Carrier]:
    return [file for number in numbers for file in _partition(number, plan, folder, chunks)]


def _partition(number: int, plan: Plan, folder: Path, chunks: Sequence[Path]) -> list[Carrier]:
    rows = [_read_spill(chunk, number, plan) for chunk in chunks]
    full, heads, *pairs = (np.concatenate(row) for row in zip(*rows, strict=True))
    files = index.partition_files(number, full, heads, plan, *pairs)
    return [_write(file, folder) for file in files]


def _read_spill(file: Path, number: int, plan: Plan) -> list[Any]:
    kinds = [np.uint64, np.uint64, np.uint64, np.uint32] if plan.exact else [np.uint64, np.uint64]
    size = 8 * (PARTITIONS * len(kinds) + 1)
    with file.open("rb") as spill:
        bounds = np.frombuffer(spill.read(size), np.int64)[number * len(kinds) :][: len(kinds) + 1]
        spill.seek(size + bounds[0])
        data = spill.read(int(bounds[-1] - bounds[0]))
    at = (bounds - bounds[0]).tolist()
    return [
        np.frombuffer(data[start:end], kind)
        for kind, start, end in zip(kinds, at, at[1:], strict=False)
    ]


def _write(file: Carrier, folder: Path) -> Carrier:
    """Write a file; what is left of it is its name and hash."""
    (folder / file.file).write_bytes(file.data)
    return replace(file, data=b"")
