"""The files of the search: which there are, and what the first of them tells the browser.

| file | holds |
| --- | --- |
| `index.js` | everything about the others: counts, columns of notices, hashes |
| `all-….js` | on a small site: the texts of all notices, and nothing else is needed |
| `t7-….js` | the texts of notice 7, to verify, to mark and to show |
| `d0-….js` | the hashes of 512 text files |
| `s12-….js`, `p12-….js` | a shard of the dictionary; the positions of its pairs |
| `h3-…`, `q3-…` | a list of records, or of positions, too long for a shard |
| `status-….js`, `themes-….js` | a column: the status, or the themes, of every issue |

Notices are numbered from the oldest, so that a new one comes last. Records are numbered through
all notices: the notice's own first, then its issues.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from site_builder.library import Entry
from site_builder.notice.status import LABELS
from site_builder.outputs.search.encoding import Carrier, carrier, hashes, varint
from site_builder.outputs.search.folding import simplified
from site_builder.outputs.search.grams import Positions, Postings, unique
from site_builder.outputs.search.plan import PARTITIONS, Plan
from site_builder.outputs.search.records import STATUSES
from site_builder.outputs.search.shards import (
    Hot,
    dictionary,
    position_lists,
    record_lists,
    shard_of,
)

DIRECTORY = 512


def partition_of(postings: Postings, plan: Plan) -> NDArray[np.int64]:
    """Return the partition of each posting: shards in a row belong to one partition."""
    return _shard_of_each(postings, plan) // (plan.shards // PARTITIONS)


def partition_files(
    number: int,
    full: Postings,
    heads: Postings,
    plan: Plan,
    pairs: Postings | None = None,
    positions: Positions | None = None,
) -> list[Carrier]:
    """Make the files of one partition: its shards, long lists and, if given, positions.

    `full` holds units and pairs, `pairs` and `positions` every occurrence of a pair, those of
    one record in the order of its text.
    """
    files = _shard_files(number, unique(full), unique(heads), plan)
    if pairs is not None and positions is not None:
        order = np.argsort(pairs, kind="stable")
        files += _position_files(number, pairs[order], positions[order], plan)
    return files


def _shard_files(number: int, full: Postings, heads: Postings, plan: Plan) -> list[Carrier]:
    hot = Hot(plan.hot_bytes, f"h{number}.")
    files = []
    homes = [_shard_of_each(array, plan) for array in (full, heads)]
    for shard in _shards(number, plan):
        whole, head = (home == shard for home in homes)
        payload = dictionary(*record_lists(full[whole]), hot)
        payload += dictionary(*record_lists(heads[head]), hot)
        files.append(carrier(f"s{shard}", payload))
    return files + hot.files


def _position_files(
    number: int, pairs: Postings, positions: Positions, plan: Plan
) -> list[Carrier]:
    hot = Hot(plan.hot_bytes, f"q{number}.")
    files = []
    homes = _shard_of_each(pairs, plan)
    for shard in _shards(number, plan):
        here = homes == shard
        grams, _, counts = record_lists(unique(pairs[here]))
        lists = position_lists(pairs[here], positions[here])
        files.append(carrier(f"p{shard}", dictionary(grams, lists, counts, hot)))
    return files + hot.files


def _shards(partition: int, plan: Plan) -> range:
    size = plan.shards // PARTITIONS
    return range(partition * size, (partition + 1) * size)


def _shard_of_each(postings: Postings, plan: Plan) -> NDArray[np.int64]:
    return shard_of(postings >> np.uint64(32), plan.shards)


def text_file(number: int, shown: dict[str, Any]) -> Carrier:
    """Make the file with the texts of one notice."""
    return carrier(f"t{number}", _json(shown))


def all_texts(shown: Sequence[dict[str, Any]]) -> Carrier:
    """Make the one file with the texts of all notices of a small site."""
    return carrier("all", _json(shown))


def directories(texts: Sequence[Carrier]) -> list[Carrier]:
    """Make the files with the hashes of text files; these may come without their data."""
    return [
        carrier(f"d{start // DIRECTORY}", hashes(texts[start : start + DIRECTORY]).encode())
        for start in range(0, len(texts), DIRECTORY)
    ]


def columns(entries: Sequence[Entry]) -> tuple[Carrier, Carrier, list[str]]:
    """Make the columns of statuses and themes; return them and the names of the themes."""
    statuses = bytes(STATUSES.index(status) for entry in entries for status in entry.statuses)
    themes: dict[str, int] = {}
    rows = bytearray()
    for entry in entries:
        for tags in entry.themes:
            rows += varint(len(tags))
            for tag in tags:
                rows += varint(themes.setdefault(tag, len(themes)))
    return carrier("status", statuses), carrier("themes", bytes(rows)), list(themes)


def index_file(
    plan: Plan, entries: Sequence[Entry], files: Iterable[Carrier], traditional: set[str]
) -> bytes:
    """Make the file that tells about all others; these may come without their data.

    `traditional` are the traditional characters that the texts hold.
    """
    by_name = {file.name: file for file in files}
    theme_names = columns(entries)[2]
    organizations, organization_column = _coded(entry.organization for entry in entries)
    regions, region_column = _coded(entry.region for entry in entries)
    dates = [entry.dated.toordinal() if entry.dated else 0 for entry in entries]
    about: dict[str, Any] = {
        "records": plan.records,
        "exact": plan.exact,
        "counts": [len(entry.statuses) for entry in entries],
        "dates": dates,
        "organizations": organizations,
        "organization": organization_column,
        "regions": regions,
        "region": region_column,
        "statuses": [[str(code), LABELS[code]] for code in STATUSES],
        "themes": theme_names,
        "hash": {name: by_name[name].hash for name in ("status", "themes", "folds")},
        "folds": "".join(char + simplified()[char] for char in sorted(traditional)),
    }
    if plan.small:
        about["hash"]["all"] = by_name["all"].hash
    else:
        about["shards"] = plan.shards
        about["directory"] = DIRECTORY
        about["s"] = hashes(by_name[f"s{n}"] for n in range(plan.shards))
        if plan.exact:
            about["p"] = hashes(by_name[f"p{n}"] for n in range(plan.shards))
        count = -(-plan.notices // DIRECTORY)
        about["d"] = hashes(by_name[f"d{n}"] for n in range(count))
    return carrier("index", _json(about)).data


def simplified_file() -> Carrier:
    """Make the file with all traditional characters, for queries typed in them."""
    pairs = simplified()
    return carrier("folds", ("".join(pairs) + "\n" + "".join(pairs.values())).encode())


def _coded(values: Iterable[str]) -> tuple[list[str], list[int]]:
    codes: dict[str, int] = {}
    column = [codes.setdefault(value, len(codes)) for value in values]
    return list(codes), column


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
