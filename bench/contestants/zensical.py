"""Zensical, by the makers of Material, with the search that it comes with."""

from __future__ import annotations

import subprocess
from functools import cached_property
from pathlib import Path

from bench.contestants.base import Contestant
from bench.contestants.ours import COMMON
from bench.corpus import as_markdown, project
from bench.runner import Command
from site_builder.notice.model import Notice


class Zensical(Contestant):
    """Zensical from the same Markdown."""

    key = "zensical"
    name = "Zensical"
    install = "pip install zensical"

    @cached_property
    def _command(self) -> tuple[str, ...] | None:
        return self.tools.module("zensical")

    @property
    def is_missing(self) -> bool:
        return self._command is None

    def lay_out(self, folder: Path) -> None:
        project(folder, f"{COMMON}plugins:\n  - search\n")
        (folder / "content" / "notices").mkdir()

    def write(self, folder: Path, notice: Notice) -> None:
        path = folder / "content" / "notices" / f"{notice.id}.md"
        path.write_text(as_markdown(notice), "utf-8")

    def commands(self, folder: Path) -> list[Command]:
        assert self._command
        return [Command((*self._command, "build"), folder)]

    def page(self, notice_id: str) -> str:
        return f"notices/{notice_id}/index.html"

    def versions(self) -> dict[str, str]:
        assert self._command
        said = subprocess.run(
            [*self._command, "--version"], capture_output=True, text=True, check=True
        )
        return {"zensical": said.stdout.split()[-1]}
