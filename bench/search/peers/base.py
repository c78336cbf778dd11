"""What the bench has to know of a search."""

from __future__ import annotations

from abc import ABC, abstractmethod
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from bench.runner import Command

FOLDER = Path(__file__).parent
COMMON = """\
site_name: 比较
site_url: https://example.com/
theme:
  name: material
  language: zh
  font: false
nav:
  - index.md
"""


class Peer(ABC):
    """A search: made by `command`, asked by `script`, which defines `window.bench`.

    `bench.first(query)` answers on a page newly loaded from `start`, `bench.next(query)` on one
    in use, `bench.all(query)` gives the results that the first answer leaves out as well. Each
    returns `{issues, total, approximate}`, the issues as `<notice>#issue-N` in their order.
    """

    key: str
    name: str
    script: str
    needs: tuple[str, ...] = ()
    install: str = ""
    start = "/"

    @abstractmethod
    def command(self, work: Path) -> Command:
        """Return the command that builds the site, and lay out what it needs."""

    @abstractmethod
    def site(self, work: Path) -> Path:
        """Return the folder of the built site."""

    @abstractmethod
    def of_search(self, path: str) -> bool:
        """Say whether a file of the site is there for the search alone."""

    def is_index(self, path: str) -> bool:
        """Say whether a file of the site holds data of the search."""
        return self.of_search(path) and not path.startswith("assets/") and path[-5:] != ".html"

    @property
    def missing(self) -> bool:
        """Say whether something is not installed."""
        return not all(find_spec(module) for module in self.needs)

    def versions(self) -> dict[str, str]:
        """Return the versions of what is measured."""
        return {}

    def scripts(self) -> list[str]:
        """Return the texts of the scripts that every page gets."""
        return [(FOLDER / name).read_text("utf-8") for name in ("common.js", self.script)]


def markdown_config(work: Path, key: str, extra: str) -> str:
    """Configure one of those that build from the same Markdown; return the file's name."""
    text = f"{COMMON}docs_dir: content\nsite_dir: {key}\n{extra}"
    (work / "markdown" / f"{key}.yml").write_text(text, "utf-8")
    return f"{key}.yml"


def installed(*names: str) -> dict[str, str]:
    """Return the versions of distributions."""
    return {name: version(name) for name in names}
