"""MkDocs and Material with its own search, which cuts words only where jieba is installed."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.runner import Command
from bench.search.peers.base import Peer, installed, markdown_config

_CONFIG = "plugins:\n  - search:\n      lang: zh\nmarkdown_extensions:\n  - attr_list\n"
_WITHOUT = "import sys; sys.modules['jieba'] = None\nfrom mkdocs.__main__ import cli; cli()"


class Material(Peer):
    """Material with jieba."""

    key = "material-jieba"
    name = "Material + jieba"
    script = "worker.js"
    needs: tuple[str, ...] = ("material", "jieba")
    install = "pip install jieba"
    mkdocs: tuple[str, ...] = ("-m", "mkdocs")

    def command(self, work: Path) -> Command:
        config = markdown_config(work, self.key, _CONFIG)
        return Command(
            (sys.executable, *self.mkdocs, "build", "--quiet", "-f", config), work / "markdown"
        )

    def site(self, work: Path) -> Path:
        return work / "markdown" / self.key

    def of_search(self, path: str) -> bool:
        return path.startswith(
            ("search/", "assets/javascripts/workers/", "assets/javascripts/lunr/")
        )

    def versions(self) -> dict[str, str]:
        return installed("mkdocs", "mkdocs-material", "jieba")


class MaterialAlone(Material):
    """Material as it comes: jieba is hidden from the build."""

    key = "material"
    name = "Material（无 jieba）"
    needs = ("material",)
    install = "pip install mkdocs-material"
    mkdocs = ("-c", _WITHOUT)

    def versions(self) -> dict[str, str]:
        return installed("mkdocs", "mkdocs-material")
