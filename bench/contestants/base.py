"""What the bench must know of a contestant."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.results import Phase
from bench.runner import Command
from bench.tools import Tools
from site_builder.notice.model import Notice


class Contestant(ABC):
    """A way to a site, in a folder of its own.

    `install` tells how to get what is missing. `remembers` says whether a build takes over from
    the one before, so that both must be compared. `kept` are the folders that a cold build must
    not find, beside the site itself.
    """

    key: str
    name: str
    install: str = ""
    remembers = False
    site = "site"
    kept: tuple[str, ...] = (".cache",)

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    @property
    def is_missing(self) -> bool:
        """Say whether something is not installed."""
        return False

    @abstractmethod
    def lay_out(self, folder: Path) -> None:
        """Make a project without notices."""

    @abstractmethod
    def write(self, folder: Path, notice: Notice) -> None:
        """Write a notice, over itself if need be."""

    @abstractmethod
    def commands(self, folder: Path) -> list[Command]:
        """Return what makes the site; a warm build runs the same over what is there."""

    @abstractmethod
    def page(self, notice_id: str) -> str:
        """Return the path of a notice's page in the site."""

    @abstractmethod
    def versions(self) -> dict[str, str]:
        """Return the versions of what is measured."""

    def phases(self, output: str) -> tuple[Phase, ...]:
        """Read the parts of a build from what it printed."""
        return ()

    def clear(self, folder: Path) -> None:
        """Remove the site and all that the next build could take over."""
        for name in (self.site, *self.kept):
            shutil.rmtree(folder / name, ignore_errors=True)


def installed(names: Iterable[str]) -> dict[str, str]:
    """Return the versions of distributions beside this Python, of those that are there."""
    found: dict[str, str] = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
