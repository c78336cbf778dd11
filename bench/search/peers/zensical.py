"""Zensical, by the makers of Material."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.runner import Command
from bench.search.peers.base import Peer, installed, markdown_config

_CONFIG = "plugins:\n  - search\nmarkdown_extensions:\n  - attr_list\n"


class Zensical(Peer):
    """Zensical with the search that it comes with."""

    key = "zensical"
    name = "Zensical"
    script = "worker.js"
    needs = ("zensical",)
    install = "pip install zensical"

    def command(self, work: Path) -> Command:
        config = markdown_config(work, self.key, _CONFIG)
        return Command(
            (sys.executable, "-m", "zensical", "build", "--clean", "-f", config), work / "markdown"
        )

    def site(self, work: Path) -> Path:
        return work / "markdown" / self.key

    def of_search(self, path: str) -> bool:
        return path == "search.json" or path.startswith("assets/javascripts/workers/")

    def versions(self) -> dict[str, str]:
        return installed("zensical")
