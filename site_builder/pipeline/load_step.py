"""The first step of a worker: to read and check notices, and to prepare them ahead."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from site_builder.checks.run import Verdict, check_notice
from site_builder.checks.settings import Settings
from site_builder.library import Entry, entry_of
from site_builder.notice.model import Notice
from site_builder.pipeline.aside import Aside, putting_aside
from site_builder.pipeline.keeping import collect, forget, keep, notice_as_checked
from site_builder.pipeline.known import SettledData
from site_builder.pipeline.pieces import Spill
from site_builder.prepared import prepare
from site_builder.reading.notice_file import read_notice


class AtOnce(NamedTuple):
    """What is made of notices as soon as they are read, where these are too many to be kept.

    Prepared ones are put aside in the `folder`; `data` is where pieces go, if there is open data.
    """

    folder: Path
    data: Spill | None


class Read(NamedTuple):
    """What reading and checking a file gave; `digest` is of its bytes, "" if there is no notice.

    What was made at once are `data`, its piece of the open data, and what lies `aside`, prepared.
    """

    digest: str
    entry: Entry | None
    verdict: Verdict
    data: SettledData | None = None
    aside: Aside | None = None


def load_chunk(
    files: Sequence[tuple[Path, str]],
    keeping: bool,
    settings: Settings,
    blocking: bool,
    at_once: AtOnce | None,
) -> list[Read]:
    """Read and check some notice files, each with the name by which diagnostics call it.

    With `keeping` what was read is kept for the next step; with `at_once` all that can be made of
    it is made now.
    """
    if at_once:
        return _load_and_make(files, settings, blocking, at_once)
    read = [_load(path, name, keeping, settings, blocking)[0] for path, name in files]
    if not gc.isenabled():
        # What was read stays, and need not be looked through when the pages are written.
        gc.freeze()
    return read


def _load_and_make(
    files: Sequence[tuple[Path, str]], settings: Settings, blocking: bool, at_once: AtOnce
) -> list[Read]:
    loaded: list[Read] = []
    with_data: list[int] = []
    data = at_once.data
    with ExitStack() as stack:
        aside = stack.enter_context(putting_aside(at_once.folder))
        segment = stack.enter_context(data.segment()) if data else None
        for path, name in files:
            read, notice = _load(path, name, False, settings, blocking)
            if notice:
                read = read._replace(aside=aside.add(prepare(notice)))
                if data and segment:
                    segment.add(notice, data.key(read.digest, notice.id))
                    with_data.append(len(loaded))
            loaded.append(read)
    collect()
    for place, settled in zip(with_data, segment.settled if segment else (), strict=True):
        loaded[place] = loaded[place]._replace(data=settled)
    return loaded


def _load(
    path: Path, name: str, keeping: bool, settings: Settings, blocking: bool
) -> tuple[Read, Notice | None]:
    read = read_notice(path, name)
    forget(path)
    if read.notice is None:
        return Read("", None, Verdict(read.diagnostics)), None
    if keeping:
        keep(path, read.digest, read.notice)
    verdict = check_notice(read.notice, read.text, name, settings, blocking=blocking)
    found = (*read.diagnostics, *verdict.diagnostics)
    verdict = replace(verdict, diagnostics=found)
    return Read(read.digest, entry_of(path, read.notice), verdict), read.notice


def prepare_chunk(files: Sequence[tuple[Path, str]]) -> None:
    """Prepare the notices in files with these digests, ahead of their being written."""
    for path, digest in files:
        keep(path, digest, prepare(notice_as_checked(path, digest)))
