"""MkDocs and Material with its search; a notice is a Markdown page that the navigation has not."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from bench.contestants.base import Contestant, installed
from bench.contestants.ours import COMMON
from bench.corpus import as_markdown, project
from bench.runner import Command
from site_builder.notice.model import Notice

_PLUGINS = "not_in_nav: notices/\nplugins:\n  - search:\n      lang: zh\n"


class MkdocsMaterial(Contestant):
    """Those beside this Python, for we need them as well; with jieba where that is installed."""

    key = "mkdocs-material"
    name = "MkDocs + Material" + ("（jieba）" if find_spec("jieba") else "（无 jieba）")

    def lay_out(self, folder: Path) -> None:
        project(folder, COMMON + _PLUGINS)
        (folder / "content" / "notices").mkdir()

    def write(self, folder: Path, notice: Notice) -> None:
        path = folder / "content" / "notices" / f"{notice.id}.md"
        path.write_text(as_markdown(notice), "utf-8")

    def commands(self, folder: Path) -> list[Command]:
        return [Command((sys.executable, "-m", "mkdocs", "build", "--quiet"), folder)]

    def page(self, notice_id: str) -> str:
        return f"notices/{notice_id}/index.html"

    def versions(self) -> dict[str, str]:
        return installed(["mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "jieba"])
