"""A folder that a site is published to: on this machine, or mounted from another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from site_builder.integrity.inventory import Tick, files_below, in_threads, listed
from site_builder.outputs.manifest import NAME, Listed
from site_builder.publishing.target import (
    JOURNAL,
    CannotPublishError,
    Present,
    earlier,
)
from site_builder.swapping import BusyError, flush, locked

_HALF = ".gongkai-half"
_LOCKED = "gongkai-publishing"
_LOCK = f".{_LOCKED}.lock"  # the file by which `locked` keeps others off
_PIECE = 1 << 20


class FolderTarget:
    """A folder; it is made if the one that it is to be in exists."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._halves: list[str] = []

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other uploads off."""
        if not self._folder.parent.is_dir():
            raise CannotPublishError(
                f"找不到文件夹 {self._folder.parent}，{self._folder.name} 没有地方放。先建好它。"
            )
        self._folder.mkdir(exist_ok=True)
        try:
            with locked(self._folder / _LOCKED):
                yield
        except BusyError as error:
            raise CannotPublishError(
                f"另一个程序正在发布到 {self._folder}，这一次没有发布。等它结束后重试。"
            ) from error

    def present(self, site: Path, files: Mapping[str, Listed], tick: Tick | None) -> Present:
        """Look what is there; every file of the site's is read, for it may have been tampered."""
        if not self._folder.exists():
            return Present(frozenset(), frozenset(), {}, False)
        there = set(files_below(self._folder)) - {JOURNAL, _LOCK}
        self._halves = [name for name in there if name.endswith(_HALF)]
        there.difference_update(self._halves)
        both = [files[name] for name in sorted(there & files.keys())]
        differing = filter(None, in_threads(self._differing, both, tick))
        journal = self._read(JOURNAL)
        published = earlier(self._read(NAME), journal)
        return Present(frozenset(there), frozenset(differing), published, journal is not None)

    def _differing(self, file: Listed) -> str | None:
        path = self._folder / file.path
        same = (
            not path.is_symlink()
            and path.stat().st_size == file.size
            and listed(self._folder, file.path) == file
        )
        return None if same else file.path

    def _read(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def begin(self, journal: bytes) -> None:
        """Note what may be there from now on, and remove what an upload that died left half."""
        half = self._folder / f"{JOURNAL}{_HALF}"
        half.write_bytes(journal)
        half.replace(self._folder / JOURNAL)
        for name in self._halves:
            (self._folder / name).unlink(missing_ok=True)

    def put(self, site: Path, files: Sequence[Listed], tick: Tick | None) -> None:
        """Write files beside their places and rename them."""
        for file in files:
            self._put(site, file)
            if tick:
                tick(1)
        flush(self._folder)

    def _put(self, site: Path, file: Listed) -> None:
        target = self._folder / file.path
        self._must_stay_inside(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f".{hashlib.sha256(target.name.encode()).hexdigest()[:16]}{_HALF}")
        try:
            with (site / file.path).open("rb") as source, half.open("wb") as copy:
                digest = hashlib.sha256()
                while piece := source.read(_PIECE):
                    digest.update(piece)
                    copy.write(piece)
            if digest.hexdigest() != file.sha256:
                raise CannotPublishError(
                    f"{site / file.path} 在发布途中改动了。重新生成网站，再发布一次。"
                )
            half.replace(target)
        except BaseException:
            with suppress(OSError):
                half.unlink(missing_ok=True)
            raise

    def _must_stay_inside(self, target: Path) -> None:
        for folder in target.relative_to(self._folder).parents:
            if folder.parts and (self._folder / folder).is_symlink():
                raise CannotPublishError(
                    f"{self._folder / folder} 是指向别处的链接，没有往里写。删去这个链接再发布。"
                )

    def remove(self, names: Sequence[str]) -> None:
        """Remove files, and folders that are empty without them."""
        for name in names:
            path = self._folder / name
            path.unlink(missing_ok=True)
            for folder in path.relative_to(self._folder).parents:
                if not folder.parts:
                    break
                with suppress(OSError):  # it is not empty
                    (self._folder / folder).rmdir()

    def finish(self) -> None:
        """Forget what `begin` noted."""
        flush(self._folder)
        (self._folder / JOURNAL).unlink(missing_ok=True)
