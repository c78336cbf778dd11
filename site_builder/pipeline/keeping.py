"""What a worker keeps of notices from one step to the next.

To keep it is only a saving: another worker may get the notice for the next step, and reads it anew.
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import NamedTuple

from site_builder.notice.model import Notice
from site_builder.pipeline.aside import Aside, taken_back
from site_builder.prepared import Prepared, not_naming, prepare
from site_builder.reading.notice_file import read_notice
from site_builder.workshop import kept


class _Kept(NamedTuple):
    """What is kept of a file with this digest."""

    digest: str
    content: Notice | Prepared


_kept: dict[Path, _Kept] = kept()


class ChangedWhileBuildingError(Exception):
    """A notice file became another one between its check and its page."""


def keep(path: Path, digest: str, content: Notice | Prepared) -> None:
    """Keep the notice in a file with this digest, as it was read or as it was prepared."""
    _kept[path] = _Kept(digest, content)


def forget(path: Path) -> None:
    """Keep nothing of a file."""
    _kept.pop(path, None)


def notice_as_checked(path: Path, digest: str, hidden: frozenset[str] = frozenset()) -> Notice:
    """Return the notice in a file, without what it says of notices that are not public.

    Raises:
        ChangedWhileBuildingError: what is in the file has not this digest.
    """
    kept = _kept.get(path)
    if kept and kept.digest == digest and isinstance(kept.content, Notice):
        notice = kept.content
    else:
        read = read_notice(path)
        if read.notice is None or read.digest != digest:
            raise ChangedWhileBuildingError(str(path))
        notice = read.notice
    return not_naming(notice, hidden) if hidden else notice


def prepared_as_checked(
    path: Path, digest: str, hidden: frozenset[str], aside: Aside | None
) -> Prepared:
    """Return what was prepared of a file; prepared anew if there are notices it must not name.

    Raises:
        ChangedWhileBuildingError: what is in the file has not this digest.
    """
    prepared = None if hidden else _prepared(path, digest, aside)
    return prepared or prepare(notice_as_checked(path, digest, hidden))


def _prepared(path: Path, digest: str, aside: Aside | None) -> Prepared | None:
    kept = _kept.get(path)
    if kept and kept.digest == digest and isinstance(kept.content, Prepared):
        return kept.content
    return taken_back(aside) if aside else None


def collect() -> None:
    """Let go of what a template leaves behind, which refers to itself and to its notice.

    Workers do not look for such by themselves. What is older stays.
    """
    gc.collect(0)
