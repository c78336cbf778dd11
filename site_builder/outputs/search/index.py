"""The files of the search: which there are, and what the first of them tells the browser.

| file | holds |
| --- | --- |
| `index.js` | everything about the others: counts, columns of notices, hashes |
| `all-….js` | on a small site: the texts of all notices, and nothing else is needed |
| `t7-….js` | the texts of notice 7, to verify, to mark and to show |
| `known-….js` | what the texts of all notices have in common, and so need not repeat |
| `d0-….js` | the hashes of 512 text files |
| `s12-….js` | a shard of single units and pairs: which records hold them |
| `p12-….js` | where in the records its pairs are, as long as that is not too much |
| `l12-….js` | which records hold grams of three or four, where it is |
| `s-….js` … | the hashes of all shards of a kind |
| `hs5a01-…` … | a list too long for its shard, by the key of its gram |
| `hot-….js` | which grams have one: their keys, numbers of records and hashes |
| `status-….js`, `themes-….js` | a column: the statuses of issues, three a byte, or their themes |

Notices are numbered from the oldest, so that a new one comes last. Records are numbered through
all notices: the notice's own first, then its issues.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import numpy as np

from site_builder.library import Entry
from site_builder.notice.status import LABELS
from site_builder.outputs.search.encoding import Carrier, carrier, hashes, varint, varints
from site_builder.outputs.search.folding import simplified
from site_builder.outputs.search.grams import Homes, Keys, Layout, Numbers
from site_builder.outputs.search.lists import (
    COUNTED,
    Lists,
    Statuses,
    position_lists,
    record_lists,
    runs,
    stretches,
)
from site_builder.outputs.search.plan import COMMON, HOT_BYTES, Plan
from site_builder.outputs.search.postings import Postings
from site_builder.outputs.search.records import STATUSES
from site_builder.outputs.search.segments import one_each
from site_builder.outputs.search.shards import Shards

_T = TypeVar("_T")
DIRECTORY = 512
# Of the records that hold the first pair of a longer gram so many hold the whole gram: the pair's
# list does for both, and totals stay within two in a hundred.
ALIKE = 0.985


def layout_of(plan: Plan) -> Layout:
    """Return how the postings of a partition are laid out."""
    bits = plan.partition_bits
    long = Homes(32 - bits if plan.exact else 48 - bits, plan.shard_bits(plan.kinds[1]) - bits)
    return Layout(bits, plan.exact, Homes(32 - bits, plan.shard_bits("s") - bits), long)


def partition_files(number: int, made: Postings, statuses: Statuses, plan: Plan) -> list[Carrier]:
    """Make the files of one partition from all its sorted postings.

    `statuses` are those of all records, as `record_lists` wants them.
    """
    layout = layout_of(plan)
    turned, holders = layout.split(one_each(made.short))
    first, counts = runs(turned)
    keys = layout.short.back(turned[first])
    short = record_lists(keys, counts, holders, None if plan.exact else statuses)
    files = [*_shards(plan, "s", number, layout.short).files(short)]
    shards = _shards(plan, plan.kinds[1], number, layout.long)
    if plan.exact:
        # A place is key, record and position, and the bit of the head.
        positions = position_lists(made.places >> 17, (made.places >> 1).astype(np.uint16))
        return [*files, *shards.files(replace(positions, keys=layout.long.back(positions.keys)))]
    common = _common(short)
    lists = _long_lists(made.trigrams, layout, common, statuses)
    others = _long_lists(made.fours, layout, common, statuses)
    # One bit above all of a trigram tells the two apart.
    raised = replace(others, keys=others.keys | np.uint64(1 << layout.long.key_bits))
    return [*files, *shards.files(lists.and_then(raised))]


def _common(pairs: Lists) -> tuple[Keys, Numbers]:
    """Return the keys of the pairs that more than `COMMON` records hold, and how many do."""
    common = np.flatnonzero(pairs.counts > COMMON)
    common = common[np.argsort(pairs.keys[common])]
    return pairs.keys[common], pairs.counts[common]


def _long_lists(
    made: Keys, layout: Layout, common: tuple[Keys, Numbers], statuses: Statuses
) -> Lists:
    """Return the lists of grams of three or four that begin with a common pair.

    Those of `ALIKE` are empty.
    """
    turned, holders = layout.split(one_each(made))
    first, counts = runs(turned)
    turned = turned[first]
    keys = layout.long.back(turned)
    pairs, of_pairs = common
    at = np.searchsorted(pairs, keys >> 16).clip(max=max(0, len(pairs) - 1))
    known = pairs.take(at) == keys >> 16 if len(pairs) else np.zeros(len(keys), np.bool_)
    alike = known & (counts >= ALIKE * of_pairs.take(at)) if len(pairs) else known
    own = known & ~alike
    left = record_lists(
        turned[own], counts[own], holders.take(stretches(first[own], counts[own])), statuses
    )
    lists = left.with_empty(turned[alike])
    return replace(lists, keys=layout.long.back(lists.keys))


def _shards(plan: Plan, kind: str, partition: int, homes: Homes) -> Shards:
    # A bit more where there are grams of four beside those of three.
    key_bits = homes.key_bits + (kind == "l")
    return Shards(kind, partition << homes.bits, key_bits, homes, HOT_BYTES, plan.most_hot(kind))


def directories(texts: Sequence[Carrier]) -> list[Carrier]:
    """Make the files with the hashes of text files; these may come without their data."""
    return [
        carrier(f"d{start // DIRECTORY}", hashes(texts[start : start + DIRECTORY]).encode())
        for start in range(0, len(texts), DIRECTORY)
    ]


_CODES = {status: code for code, status in enumerate(STATUSES)}


class Columns(NamedTuple):
    """What is said of every issue: a file of the statuses, one of the themes, and their names."""

    statuses: Carrier
    status_counts: list[int]
    themes: Carrier
    theme_names: list[str]


def columns(entries: Sequence[Entry]) -> Columns:
    """Make the columns of the issues of all notices."""
    statuses = [_CODES[status] for entry in entries for status in entry.statuses]
    themes: dict[str, int] = {}
    numbers: list[int] = []
    for entry in entries:
        for tags in entry.themes:
            numbers.append(len(tags))
            numbers += [themes.setdefault(tag, len(themes)) for tag in tags]
    rows, _ = varints(np.array(numbers, np.uint64))
    counts = [statuses.count(code) for code in range(len(STATUSES))]
    column = carrier("status", _three_a_byte(statuses))
    return Columns(column, counts, carrier("themes", rows.tobytes()), list(themes))


def _three_a_byte(codes: Sequence[int]) -> bytes:
    """Pack codes of statuses; what is missing of the last three is 0."""
    size = len(STATUSES)
    rows = np.array([*codes, *[0] * (-len(codes) % 3)], np.uint8).reshape(-1, 3)
    return (rows @ np.array([1, size, size * size], np.uint8)).tobytes()


def statuses_by_record(entries: Iterable[Entry]) -> Statuses:
    """Return the status of every record, `len(STATUSES)` where it is no issue."""
    none = len(STATUSES)
    rows = ([none, *map(_CODES.__getitem__, entry.statuses)] for entry in entries)
    return np.array([code for row in rows for code in row], np.uint8)


def index_file(
    plan: Plan,
    entries: Sequence[Entry],
    issues: Columns,
    files: Iterable[Carrier],
    traditional: set[str],
) -> bytes:
    """Make the file that tells about all others; these may come without their data."""
    by_name = {file.name: file for file in files}
    organizations, organization_column = _coded(entry.organization for entry in entries)
    regions, region_column = _coded(entry.region for entry in entries)
    kinds, kind_column = _coded(entry.kinds for entry in entries)
    kind_names, _ = _coded(name for some in kinds for name in some)
    days = [entry.dated.toordinal() if entry.dated else 0 for entry in entries]
    named = ("all", "status", "themes", "folds", "known", "hot", *plan.kinds)
    about: dict[str, Any] = {
        "records": plan.records,
        "exact": plan.exact,
        "counts": [len(entry.statuses) for entry in entries],
        "days": [day - before for before, day in pairwise([0, *days])],
        "organizations": organizations,
        "organization": organization_column,
        "regions": regions,
        "region": _changes(region_column, organization_column),
        "kinds": kind_names,
        "kindSets": [[kind_names.index(name) for name in some] for some in kinds],
        "kind": kind_column,
        "statuses": [[str(code), LABELS[code]] for code in STATUSES],
        "statusCounts": issues.status_counts,
        "counted": None if plan.exact else COUNTED,
        "themes": issues.theme_names,
        "themesBytes": len(issues.themes.data),
        "hash": {name: by_name[name].hash for name in named if name in by_name},
        "folds": "".join(char + simplified()[char] for char in sorted(traditional)),
        "traditional": _bitmap(simplified()),
    }
    if not plan.small:
        about["partitions"] = plan.partition_bits
        about["shards"] = {
            kind: 1 << plan.shard_bits(kind) - plan.partition_bits for kind in plan.kinds
        }
        about["common"] = COMMON
        about["directory"] = DIRECTORY
        count = -(-plan.notices // DIRECTORY)
        about["d"] = hashes(by_name[f"d{n}"] for n in range(count))
    return carrier("index", _json(about)).data


def shard_directories(plan: Plan, files: Iterable[Carrier]) -> list[Carrier]:
    """Make, for each kind of shard, the file with the hashes of all of them."""
    by_name = {file.name: file for file in files}
    names = {kind: [f"{kind}{n}" for n in range(1 << plan.shard_bits(kind))] for kind in plan.kinds}
    return [carrier(kind, hashes(by_name[name] for name in names[kind]).encode()) for kind in names]


def hot_file(plan: Plan, files: Iterable[Carrier]) -> Carrier:
    """Make the file that tells which lists have files of their own.

    In varints, for each of `plan.kinds`: how many there are; then of each its key as the difference
    to the one before, how many records it tells of, and its hash.
    """
    lists = sorted((*file.list_of, file.hash) for file in files if file.list_of)
    payload = b""
    for kind in plan.kinds:
        own = [(key, count, hashed) for of, key, count, hashed in lists if of == kind]
        payload += varint(len(own))
        for (before, *_), (key, count, hashed) in pairwise([(0, 0, 0), *own]):
            payload += varint(key - before) + varint(count) + varint(hashed)
    return carrier("hot", payload)


def simplified_file() -> Carrier:
    """Make the file with all traditional characters, for queries typed in them."""
    pairs = simplified()
    return carrier("folds", ("".join(pairs) + "\n" + "".join(pairs.values())).encode())


def _changes(column: Sequence[int], keys: Sequence[int]) -> list[int]:
    """Return by how much each value differs from the one before of the same key, first from 0."""
    last: dict[int, int] = {}
    changes = []
    for value, key in zip(column, keys, strict=True):
        changes.append(value - last.get(key, 0))
        last[key] = value
    return changes


def _bitmap(characters: Iterable[str]) -> str:
    """Return a bit for each of the CJK Unified Ideographs, from the first, in base64."""
    bits = np.zeros(0xA000 - 0x4E00, dtype=bool)
    codes = np.array([ord(char) for char in characters]) - 0x4E00
    bits[codes[(codes >= 0) & (codes < len(bits))]] = True
    return base64.b64encode(np.packbits(bits, bitorder="little").tobytes()).decode()


def _coded(values: Iterable[_T]) -> tuple[list[_T], list[int]]:
    codes: dict[_T, int] = {}
    column = [codes.setdefault(value, len(codes)) for value in values]
    return list(codes), column


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
