"""The ledger of a build: what was made, on disk between two builds."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from site_builder.build_cache.site_before import Recorded
from site_builder.build_cache.values import UNREADABLE, dumped, loaded

_MAGIC = b"gongkai-ledger-4\n"
_DIGEST = 32
_GROUP = 256


class Group(NamedTuple):
    """What is known of some notices, written out: unchanged, it need not be written anew."""

    names: tuple[str, ...]
    data: bytes


@dataclass(slots=True)
class Ledger:
    """What a build leaves for the next.

    `stamp` is of all that everything depends on. `notices` holds, by the key of a notice file,
    what was found in it, and what else was made of it once. `files` are those of the site, by path;
    `index` is what the index of the search needs in order to be mended, and `data` what is known of
    the open data. On the disk notices lie in `groups`, and files in `columns`.
    """

    stamp: str
    notices: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Recorded] = field(default_factory=dict)
    index: Any = None
    data: Any = None
    groups: tuple[Group, ...] = field(default=(), compare=False)
    columns: tuple[tuple[Any, ...], ...] = field(default=(), compare=False)


def read_ledger(file: Path, stamp: str) -> Ledger | None:
    """Return the ledger of the build before, None if there is none for this stamp."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    start = len(_MAGIC) + _DIGEST
    head, body = data[:start], memoryview(data)[start:]
    if head != _MAGIC + hashlib.sha256(body).digest():
        return None
    try:
        found = loaded(body)
        if not isinstance(found, Ledger) or found.stamp != stamp:
            return None
        for group in found.groups:
            found.notices.update(zip(group.names, loaded(group.data), strict=True))
        if found.columns:
            paths, *facts = found.columns
            found.files.update(zip(paths, map(Recorded, *facts), strict=True))
    except UNREADABLE:
        return None
    return found


def write_ledger(file: Path, ledger: Ledger, before: Ledger | None = None) -> None:
    """Put a ledger into the place of the one before, whole.

    Raises:
        OSError: it cannot be written; the one before is still there.
    """
    groups = tuple(_groups(ledger, before)) if before else tuple(_written(ledger.notices))
    columns = tuple(zip(*((path, *made) for path, made in ledger.files.items()), strict=True))
    body = dumped(replace(ledger, notices={}, files={}, groups=groups, columns=columns))
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as stream:
            stream.write(_MAGIC + hashlib.sha256(body).digest())
            stream.write(body)
        beside.replace(file)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _groups(ledger: Ledger, before: Ledger) -> Iterator[Group]:
    """Yield the groups of the ledger before in which nothing changed, and all else in new ones."""
    left = dict(ledger.notices)
    for group in before.groups:
        if all(left.get(name) == before.notices[name] for name in group.names):
            yield group
            for name in group.names:
                del left[name]
    yield from _written(left)


def _written(notices: dict[str, Any]) -> Iterator[Group]:
    rest = iter(notices)
    while names := tuple(islice(rest, _GROUP)):
        known = [notices[name] for name in names]
        yield Group(names, dumped(known))
