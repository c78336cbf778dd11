"""The site before: its files serve again where what they are made from is the same."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Recorded(NamedTuple):
    """A file of a site: by what it is known, what its bytes are, and when they were written.

    `key` is of all that the bytes follow from; `modified` in nanoseconds, as the disk tells it.
    """

    key: str
    size: int
    sha256: str
    modified: int


class SiteBefore:
    """The site that a new one replaces, and what is known of its files."""

    def __init__(
        self, folder: Path | None = None, made: Mapping[str, Recorded] | None = None
    ) -> None:
        self.folder = folder
        """Where it lies, None if there is none."""
        self._made = made or {}

    def find(self, path: str, key: str) -> Recorded | None:
        """Return what is known of a file, None unless it was made from the same and is untouched.

        Whoever edits a file of a site by hand changes its size or its time; where a program sets
        the time back, `site-builder verify` tells.
        """
        made = self._made.get(path)
        if made is None or not key or made.key != key or self.folder is None:
            return None
        try:
            found = os.stat(f"{self.folder}/{path}", follow_symlinks=False)
        except OSError:
            return None
        untouched = (found.st_size, found.st_mtime_ns) == (made.size, made.modified)
        return made if untouched else None

    def without_facts(self) -> SiteBefore:
        """Return one from which files can be taken unasked, which is less to send to a worker."""
        return SiteBefore(self.folder)

    def take(self, path: str, folder: Path) -> None:
        """Let a file that was found be a file of the new site in `folder` too.

        Where the disk knows of no second names, it is copied with its time. If the new site is made
        in the folder of the one before, it is there.

        Raises:
            OSError: it is no longer there, or cannot be written.
        """
        if folder == self.folder:
            return
        # Nearly all lie in a folder of their own, which is not there yet.
        target = f"{folder}/{path}"
        make_folder_of(target)
        _link_or_copy(f"{self.folder}/{path}", target)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def make_folder_of(target: str) -> None:
    """Make the folder that a file is to lie in, if it is not there."""
    folder = os.path.dirname(target)
    try:
        os.mkdir(folder)
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
