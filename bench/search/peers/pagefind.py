"""Pagefind over the pages that 公开 made."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from bench.runner import Command
from bench.search.peers.base import Peer, installed
from bench.search.peers.ours import Ours

_PAGES = "notices/notice-*/index.html"
_ARGUMENTS = ("--site", "site", "--glob", _PAGES, "--root-selector", "article")


class Pagefind(Peer):
    """Pagefind; the extended binary, which cuts Chinese words, where it is installed."""

    key = "pagefind"
    name = "Pagefind"
    script = "pagefind.js"
    needs = ("pagefind",)
    install = 'pip install "pagefind[extended]"'

    def command(self, work: Path) -> Command:
        return Command((sys.executable, "-m", "pagefind", *_ARGUMENTS), work / "ours")

    def site(self, work: Path) -> Path:
        return Ours().site(work)

    def of_search(self, path: str) -> bool:
        return path.startswith("pagefind/")

    def is_index(self, path: str) -> bool:
        return path.startswith("pagefind/") and ".pf_" in path

    def versions(self) -> dict[str, str]:
        extended = ("pagefind_bin_extended",) if find_spec("pagefind_bin_extended") else ()
        return installed("pagefind", *extended)
