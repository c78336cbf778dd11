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
from itertools import chain, pairwise
from typing import Any, NamedTuple, TypeVar

import numpy as np

from site_builder.library import Entry
from site_builder.notice.status import LABELS
from site_builder.outputs.search.encoding import Carrier, carrier, hashes, varint
from site_builder.outputs.search.folding import simplified
from site_builder.outputs.search.lists import COUNTED, Statuses
from site_builder.outputs.search.plan import COMMON, Plan
from site_builder.outputs.search.records import STATUSES

_T = TypeVar("_T")
DIRECTORY = 512


def directories(texts: Sequence[Carrier]) -> list[Carrier]:
    """Make the files with the hashes of text files; these may come without their data."""
    return [
        carrier(f"d{start // DIRECTORY}", hashes(texts[start : start + DIRECTORY]).encode())
        for start in range(0, len(texts), DIRECTORY)
    ]


class Columns(NamedTuple):
    """What is said of every issue: a file of the statuses, one of the themes, and their names."""

    statuses: Carrier
    status_counts: list[int]
    themes: Carrier
    theme_names: list[str]


_CODES = {status: code for code, status in enumerate(STATUSES)}


def columns(entries: Sequence[Entry]) -> Columns:
    """Make the columns of the issues of all notices."""
    statuses = _statuses(entries)
    tagged = [tags for entry in entries for tags in entry.themes]
    themes: dict[str, int] = {}
    # Few tags stand together in many ways.
    rows = {
        tags: b"".join(map(varint, [len(tags), *(themes.setdefault(t, len(themes)) for t in tags)]))
        for tags in dict.fromkeys(tagged)
    }
    column = carrier("themes", b"".join(map(rows.__getitem__, tagged)))
    counts = np.bincount(statuses, minlength=len(STATUSES)).tolist()
    return Columns(carrier("status", _three_a_byte(statuses)), counts, column, list(themes))


def _three_a_byte(codes: Statuses) -> bytes:
    """Pack codes of statuses, of which no more than six fit; what is missing of three is 0."""
    size = len(STATUSES)
    rows = np.pad(codes, (0, -len(codes) % 3)).reshape(-1, 3)
    return (rows @ np.array([1, size, size * size], np.uint8)).tobytes()


def statuses_by_record(entries: Sequence[Entry]) -> Statuses:
    """Return the status of every record, `len(STATUSES)` where it is no issue."""
    counts = np.array([len(entry.statuses) for entry in entries], np.int64)
    return np.insert(_statuses(entries), np.cumsum(counts) - counts, len(STATUSES))


def _statuses(entries: Iterable[Entry]) -> Statuses:
    """Return the code of every issue's status."""
    each = chain.from_iterable(entry.statuses for entry in entries)
    return np.frombuffer(bytes(map(_CODES.__getitem__, each)), np.uint8)


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
