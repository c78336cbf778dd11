"""The folder in which a build leaves what the next one may use: a ledger, and segments.

A segment holds what is made of some notices and is no file of the site by itself: the ledger says
what lies where in it. Segments are never changed. A build that fails or is killed leaves some that
nobody knows of, and what was only for itself; so the names of those of use are kept as well.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from site_builder.build_cache.files import put_whole
from site_builder.build_cache.ledger import Ledger, read_ledger, write_ledger
from site_builder.build_cache.stamp import program_stamp

CACHE = Path(".cache") / "gongkai"
_LEDGER = "ledger"
_SEGMENTS = "segments"
_USED = "used"


def cache_folder(root: Path, target: Path) -> Path:
    """Return the folder of what belongs to the site that a project has at `target`."""
    name = hashlib.sha256(os.fsencode(target.absolute())).hexdigest()[:12]
    return root / CACHE / f"build-{name}"


class CacheFolder:
    """A folder of this kind."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.stamp = ""
        """Of all that everything depends on; see `begin`."""

    @classmethod
    def usable(cls, folder: Path) -> CacheFolder | None:
        """Return the cache in a folder, None where nothing can be written."""
        cache = cls(folder)
        try:
            cache.segments.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        return cache if os.access(cache.segments, os.W_OK | os.X_OK) else None

    @property
    def segments(self) -> Path:
        """The folder of segments."""
        return self._folder / _SEGMENTS

    def begin(self, basis: str) -> None:
        """Begin a build; `basis` is all that everything depends on beside the program."""
        whole = f"{program_stamp()}\n{basis}".encode("utf-8", "surrogatepass")
        self.stamp = hashlib.sha256(whole).hexdigest()
        self.remove_unfinished()

    def remove_unfinished(self) -> None:
        """Remove what builds left here that came to no end; of thousands of notices it is much."""
        with suppress(OSError):
            for path in self._folder.iterdir():
                if not self._is_own(path):
                    _remove(path)
            self._sweep(self._used())

    def _is_own(self, path: Path) -> bool:
        """Tell whether something here is what its name says, and no half and nobody else's."""
        return path == self.segments or (path.name in {_LEDGER, _USED} and path.is_file())

    def _used(self) -> Collection[str]:
        """Return the names of the segments that the ledger speaks of."""
        try:
            return (self._folder / _USED).read_text("ascii").split("\n")
        except (FileNotFoundError, UnicodeDecodeError):
            return ()

    @property
    def is_there(self) -> bool:
        """Whether the build before left anything, be it of use or not."""
        return (self._folder / _LEDGER).exists()

    def read(self) -> Ledger | None:
        """Return what the build before left, None if nothing of it can be used."""
        return read_ledger(self._folder / _LEDGER, self.stamp)

    def write(self, ledger: Ledger, used: Collection[str], before: Ledger | None = None) -> None:
        """Leave a ledger for the next build, and of the segments those of these names.

        `before` is what was read, of which most may be the same. A disk that cannot be written to
        only makes the next build slower.
        """
        with suppress(OSError):
            write_ledger(self._folder / _LEDGER, ledger, before)
            with put_whole(self._folder / _USED) as path:
                path.write_text("\n".join(sorted(used)), "ascii")
            self._sweep(used)

    def _sweep(self, used: Collection[str]) -> None:
        for segment in self.segments.iterdir():
            if segment.name not in used:
                _remove(segment)


def _remove(path: Path) -> None:
    """Remove a file or, where a program that tends a disk put one everywhere, a folder."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


class CacheInMemory(CacheFolder):
    """One for a process that builds again and again: the ledger stays in memory."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._latest: Ledger | None = None
        self._kept: Collection[str] = ()
        self.segments.mkdir(parents=True, exist_ok=True)

    @property
    def is_there(self) -> bool:
        """Whether the build before left anything that can be used."""
        return self.read() is not None

    def read(self) -> Ledger | None:
        """Return what the build before left, None if nothing of it can be used."""
        return self._latest if self._latest and self._latest.stamp == self.stamp else None

    def write(self, ledger: Ledger, used: Collection[str], before: Ledger | None = None) -> None:
        """Keep a ledger for the next build, and of the segments those of these names."""
        self._latest, self._kept = ledger, used
        self._sweep(used)

    def _used(self) -> Collection[str]:
        return self._kept
