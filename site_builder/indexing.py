"""The index of the search, over all cores: each chunk of notices spills its postings to a
temporary folder, sorted by partition; each partition then takes its part of every spill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from site_builder.library import Entry
from site_builder.notice.model import Notice
from site_builder.outputs.search import index
from site_builder.outputs.search.encoding import Carrier
from site_builder.outputs.search.folding import fold, traditional_in
from site_builder.outputs.search.grams import Positions, Postings, postings, unique
from site_builder.outputs.search.index import partition_of
from site_builder.outputs.search.plan import PARTITIONS, Plan, Task
from site_builder.outputs.search.records import Record, records, shown
from site_builder.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Indexed:
    """What is known of a chunk of notices once it is indexed.

    `texts` are, by number, what the browser needs to show each notice of a small site; on others
    `files` are where that is.
    """

    traditional: frozenset[str]
    texts: dict[int, dict[str, Any]]
    files: dict[int, Carrier]


def index_chunk(
    notices: Sequence[tuple[Task, Notice]], plan: Plan, folder: Path, spills: Path
) -> Indexed:
    """Write the texts of some notices for the browser, and spill their postings."""
    done = Indexed(frozenset(), {}, {})
    found: list[Record] = []
    numbers: list[int] = []
    for task, notice in notices:
        own = records(notice)
        found += own
        numbers += range(task.first_record, task.first_record + len(own))
        data = shown(notice, own, task.dated)
        if plan.small:
            done.texts[task.number] = data
        else:
            done.files[task.number] = _write(index.text_file(task.number, data), folder)
    if not plan.small:
        texts = [fold(record.text) for record in found]
        heads = [fold(record.head) for record in found]
        _spill(texts, heads, numbers, plan, spills / f"{notices[0][0].number}")
    return replace(done, traditional=traditional_in(record.text for record in found))


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
    arrays: tuple[NDArray[Any], ...] = (array, *beside)
    return [np.split(each[order], cuts) for each in arrays]


def write_index(
    done: Sequence[Indexed],
    plan: Plan,
    entries: Sequence[Entry],
    folder: Path,
    spills: Path,
    workshop: Workshop,
) -> None:
    """Write all that is left of the index, once every chunk is done."""
    files: list[Carrier] = []
    if plan.small:
        texts = {number: text for chunk in done for number, text in chunk.texts.items()}
        files.append(_write(index.all_texts([texts[n] for n in sorted(texts)]), folder))
    else:
        texts_at = {number: file for chunk in done for number, file in chunk.files.items()}
        in_order = [texts_at[number] for number in sorted(texts_at)]
        files += [_write(file, folder) for file in index.directories(in_order)]
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
