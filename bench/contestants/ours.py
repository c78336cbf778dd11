"""公开: everything that it makes, and the pages alone."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cached_property
from pathlib import Path

from bench.contestants.base import Contestant, installed
from bench.corpus import project
from bench.results import Phase
from bench.runner import Command
from site_builder.notice.model import Notice
from site_builder.reading.dump import dump_notice

COMMON = """\
site_name: 比较
site_url: https://example.com/
docs_dir: content
theme:
  name: material
  language: zh
  font: false
nav:
  - index.md
"""


def _site_builder(*arguments: str) -> tuple[str, ...]:
    return (str(Path(sys.executable).with_name("site-builder")), *arguments)


class Ours(Contestant):
    """The site with search, lists, feeds and open data."""

    key = "ours"
    name = "公开"
    remembers = True
    plugins = "  - gongkai\n"

    def lay_out(self, folder: Path) -> None:
        project(folder, f"{COMMON}plugins:\n{self.plugins}")

    def write(self, folder: Path, notice: Notice) -> None:
        (folder / "notices" / f"{notice.id}.yml").write_text(dump_notice(notice), "utf-8")

    def commands(self, folder: Path) -> list[Command]:
        return [Command((*_site_builder("build"), *self._telling), folder)]

    def page(self, notice_id: str) -> str:
        return f"notices/{notice_id}/index.html"

    def versions(self) -> dict[str, str]:
        return installed(["gongkai", "numpy", "pydantic", "PyYAML", "Jinja2"])

    def phases(self, output: str) -> tuple[Phase, ...]:
        told = json.loads(output[output.index("{") :]) if "{" in output else {}
        return tuple(
            Phase(name=phase["name"], label=phase["label"], seconds=phase["seconds"])
            for phase in told.get("phases", [])
        )

    @cached_property
    def _telling(self) -> tuple[str, ...]:
        """What makes a build tell its phases, where it can."""
        said = subprocess.run(_site_builder("build", "-h"), capture_output=True, check=True)
        return ("--json",) if b"--json" in said.stdout else ()


class OursPages(Ours):
    """The pages alone: no data, no feeds, and no search.

    The own search is left out where Material's is listed, and that one is turned off.
    """

    key = "ours-pages"
    name = "公开（只生成网页）"
    remembers = False  # it does, but what it makes is compared with the whole site
    plugins = "  - search: {enabled: false}\n  - gongkai: {open_data: false, feeds: false}\n"
