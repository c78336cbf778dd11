"""What `mkdocs serve` shows, from one round to the next: an edit is to be seen at once."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import Files

from site_builder.build_cache.folder import CacheInMemory
from site_builder.reading.config_yaml import UnreadableError
from site_builder.reading.project import read_project

_STAYS = "这一次没有做完，浏览器里的网页可能还是改动之前的。改好以后会自动刷新。"


class Served:
    """The folder that MkDocs serves from; beside it lies what the next round may use."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self._before = Path(f"{site}.before")
        self._cache = Path(f"{site}.cache")
        self._of_mkdocs: set[str] = set()
        self.cache = CacheInMemory(self._cache)
        """What a round leaves for the next one."""

    def put_aside(self) -> None:
        """Put the site aside, before MkDocs empties its folder."""
        self.site.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self._before, ignore_errors=True)
        self._before.mkdir()
        for part in self.site.iterdir():
            part.rename(self._before / part.name)

    def put_back(self, files: Files) -> None:
        """Put back what is not of these files, which MkDocs writes itself."""
        of_mkdocs = {file.dest_uri for file in files}
        others = {uri.partition("/")[0] for uri in of_mkdocs}
        for part in self._before.iterdir():
            if part.is_dir() and part.name not in others:
                part.rename(self.site / part.name)
        # What was put back may hold pages that MkDocs wrote and whose files are gone since.
        for gone in self._of_mkdocs - of_mkdocs:
            with suppress(OSError):
                (self.site / gone).unlink()
        self._of_mkdocs = of_mkdocs

    def restore(self) -> None:
        """Put back what is missing after a round that came to no end."""
        for part in self._before.iterdir() if self._before.exists() else ():
            if not (self.site / part.name).exists():
                part.rename(self.site / part.name)

    def remove(self) -> None:
        """Remove what lies beside the folder."""
        for folder in (self._before, self._cache):
            shutil.rmtree(folder, ignore_errors=True)


def going_on(
    build: Callable[[], None], config_file: Path, served: Served | None
) -> Callable[[], None]:
    """Return a build after which a fault leaves shown what was shown.

    MkDocs would answer no request until there is a build without one. With its `--clean` nothing is
    `served` but what a build makes, and kept beside that.
    """

    def build_or_tell() -> None:
        try:
            read_project(config_file)  # MkDocs would say it in English
            build()
        except (MkDocsException, UnreadableError) as error:
            print(f"{error}\n{_STAYS}", file=sys.stderr)
            if served:
                served.restore()

    return build_or_tell
