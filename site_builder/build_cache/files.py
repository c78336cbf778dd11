"""Files of a site as they are written, and what is to be known of them later."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from site_builder.build_cache.site_before import Recorded, make_folder_of

_WRITE = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)
# A page lies in a folder of its own, which is not there yet.
_ALONE = "/index.html"


def write_file(folder: Path, path: str, data: bytes, key: str) -> Recorded:
    """Write a file of the site; `key` is of all that its bytes follow from.

    Raises:
        OSError: the disk is full, or the name cannot be used there.
    """
    found = write_over(f"{folder}/{path}", data)
    return Recorded(key, len(data), hashlib.sha256(data).hexdigest(), found.st_mtime_ns)


def write_over(target: str, data: bytes) -> os.stat_result:
    """Write a file, and the folder that it is in; return what the disk then tells of it.

    What has its name already is not emptied first. Where another worker wrote it, and this one is
    killed, it has to stay whole: of equal input both write the same.

    Raises:
        OSError: the disk is full, or the name cannot be used there.
    """
    if target.endswith(_ALONE):
        make_folder_of(target)
    try:
        handle = os.open(target, _WRITE)
    except FileNotFoundError:
        make_folder_of(target)
        handle = os.open(target, _WRITE)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
    finally:
        os.close(handle)
    found = os.stat(target)
    if found.st_size == len(data):
        return found
    os.truncate(target, len(data))
    return os.stat(target)


@contextmanager
def put_whole(path: Path) -> Iterator[Path]:
    """Yield another name to write a file by; at the end it has its own, if it was written."""
    beside = path.with_name(f"{path.name}.{uuid4().hex}")
    try:
        yield beside
        with suppress(FileNotFoundError):
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
