"""The site's own search."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.runner import Command
from bench.search.peers.base import Peer

_BUILD = "import sys; from site_builder.cli import main; sys.exit(main(['build']))"


class Ours(Peer):
    """公开, with a file of data a notice or fewer."""

    key = "ours"
    name = "公开"
    script = "ours.js"
    start = "/search/?q={query}"

    def command(self, work: Path) -> Command:
        return Command((sys.executable, "-c", _BUILD), work / "ours")

    def site(self, work: Path) -> Path:
        return work / "ours" / "site"

    def of_search(self, path: str) -> bool:
        return path.startswith(("search/", "assets/gongkai/search/"))
