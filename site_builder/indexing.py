"""The index of the search, over all cores: each chunk of notices spills its postings to a
temporary folder, sorted by partition; each partition then takes its part of every spill.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from site_builder.library import Entry
from site_builder.outputs.search import index
from site_builder.outputs.search.encoding import Carrier, Primed, carrier
from site_builder.outputs.search.folding import traditional_in
from site_builder.outputs.search.grams import MOST_RECORDS, Keys, Layout, Postings, postings
from site_builder.outputs.search.lists import Statuses
from site_builder.outputs.search.plan import Plan, Task
from site_builder.outputs.search.records import Record
from site_builder.outputs.search.texts import all_texts, known_text, text_file
from site_builder.prepared import Prepared
from site_builder.workshop import Workshop

_NOTHING = np.zeros(0, np.uint64)


@dataclass(frozen=True, slots=True)
class Indexed:
    """What is known of a chunk of notices once it is indexed.

    `texts` are, by number, what the browser needs to show each notice of a small site; on others
    `files` are where that is.
    """

    traditional: frozenset[str]
    texts: dict[int, dict[str, Any]]
    files: dict[int, Carrier]


def sample(prepared: Prepared) -> str:
    """Return the texts of one of the notices that stand for all."""
    return "\n".join(record.text for record in prepared.records)


def known_to_all(samples: Iterable[tuple[int, str]]) -> bytes:
    """Return what the samples, each with the number of its notice, have in common."""
    return known_text([text for _, text in sorted(samples)])


def index_chunk(
    notices: Sequence[tuple[Task, Prepared]], plan: Plan, known: bytes, folder: Path, spills: Path
) -> Indexed:
    """Write the texts of some notices for the browser, and spill their postings."""
    done = Indexed(frozenset(), {}, {})
    found: list[Record] = []
    numbers: list[int] = []
    primed = Primed(known)
    for task, prepared in notices:
        found += prepared.records
        numbers += range(task.first_record, task.first_record + len(prepared.records))
        data = {**prepared.shown, "date": task.dated}
        if plan.small:
            done.texts[task.number] = data
        else:
            done.files[task.number] = _write(text_file(task.number, data, primed), folder)
    if not plan.small:
        for start in range(0, len(found), MOST_RECORDS):
            end = start + MOST_RECORDS
            file = spills / f"{numbers[start]}"
            _spill(found[start:end], np.array(numbers[start:end], np.uint64), plan, file)
    return replace(done, traditional=traditional_in(record.text for record in found))


def _spill(found: Sequence[Record], numbers: Keys, plan: Plan, file: Path) -> None:
    """Write the postings of some records, with what it takes to read one partition's alone."""
    parts = [record.parts() for record in found]
    made = postings(parts, places=plan.exact, trigrams=not plan.exact)
    arrays = (made.short, made.trigrams, made.fours, made.places)
    bounds = [Layout(plan.partition_bits).bounds(array) for array in arrays]
    head = np.concatenate([[len(numbers)], *bounds]).astype(np.uint64)
    with file.open("wb") as spill:
        for array in (head, numbers, *arrays):
            spill.write(array.data)


def write_index(
    done: Sequence[Indexed],
    plan: Plan,
    known: bytes,
    entries: Sequence[Entry],
    folder: Path,
    spills: Path,
    workshop: Workshop,
) -> None:
    """Write all that is left of the index, once every chunk is done."""
    files: list[Carrier] = []
    if plan.small:
        texts = {number: text for chunk in done for number, text in chunk.texts.items()}
        files.append(_write(all_texts([texts[n] for n in sorted(texts)]), folder))
    else:
        texts_at = {number: file for chunk in done for number, file in chunk.files.items()}
        in_order = [texts_at[number] for number in sorted(texts_at)]
        chunks = sorted(spills.iterdir())
        statuses = index.statuses_by_record(entries)
        partitions = range(plan.partitions)
        files += workshop.map(_write_partitions, partitions, plan, folder, chunks, statuses, size=4)
        made = [
            *index.directories(in_order),
            *index.shard_directories(plan, files),
            index.hot_file(plan, files),
            carrier("known", known),
        ]
        files += [_write(file, folder) for file in made]
    issues = index.columns(entries)
    for file in (issues.statuses, issues.themes, index.simplified_file()):
        files.append(_write(file, folder))
    traditional = set[str]().union(*(one.traditional for one in done))
    (folder / "index.js").write_bytes(index.index_file(plan, entries, issues, files, traditional))


def _write_partitions(
    numbers: Sequence[int], plan: Plan, folder: Path, chunks: Sequence[Path], statuses: Statuses
) -> list[Carrier]:
    files = []
    for number in numbers:
        spilled = zip(*(_read_spill(chunk, number, plan) for chunk in chunks), strict=True)
        made = Postings(*map(_sorted, spilled))
        files += [
            _write(file, folder) for file in index.partition_files(number, made, statuses, plan)
        ]
    return files


def _sorted(parts: Sequence[Keys]) -> Keys:
    whole = np.concatenate(parts)
    whole.sort()
    return whole


def _read_spill(file: Path, number: int, plan: Plan) -> list[Keys]:
    """Return the keys and the places of one partition, as `Postings` has them."""
    layout = Layout(plan.partition_bits)
    bounds, numbers, start = _head_of(file, plan.partitions)
    parts = []
    with file.open("rb") as spill:
        for own in bounds:
            first, end = own[number], own[number + 1]
            spill.seek(start + 8 * first)
            parts.append(np.fromfile(spill, np.uint64, end - first) if end > first else _NOTHING)
            start += 8 * own[-1]
    *keys, places = parts
    return [*(layout.keys(each, numbers) for each in keys), layout.places(places, numbers)]


@lru_cache(maxsize=1024)
def _head_of(file: Path, partitions: int) -> tuple[list[list[int]], Keys, int]:
    """Return what each partition of a spill needs: bounds, numbers of records, where keys begin."""
    with file.open("rb") as spill:
        size = int(np.fromfile(spill, np.uint64, 1)[0])
        bounds = np.fromfile(spill, np.uint64, 4 * (partitions + 1)).reshape(4, -1)
        numbers = np.fromfile(spill, np.uint64, size)
        return bounds.astype(int).tolist(), numbers, spill.tell()


def _write(file: Carrier, folder: Path) -> Carrier:
    """Write a file; what is left of it is its name and hash."""
    (folder / file.file).write_bytes(file.data)
    return replace(file, data=b"")
