"""Where the programs of the peers are."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

_WHERE = """
import sys
from importlib.util import find_spec
found = find_spec(sys.argv[1])
print(*(found.submodule_search_locations if found else ())[:1])
"""


class Tools:
    """Looks in a folder given, then beside this Python, then on the PATH.

    What comes from PyPI as a binary is run without the Python script around it, which would be
    timed as well.
    """

    def __init__(self, given: Path | None) -> None:
        self._given = given

    def packaged(self, package: str, inside: str) -> tuple[str, ...] | None:
        """Return the command of a binary that a Python package carries."""
        for python in self._pythons:
            if folder := _folder(python, package):
                binary = Path(folder, inside)
                if binary.is_file():
                    return (str(binary),)
        return None

    def program(self, name: str) -> tuple[str, ...] | None:
        """Return the command of a program."""
        found = shutil.which(name, path=os.pathsep.join(map(str, self._folders)))
        return (found,) if found else None

    def module(self, name: str) -> tuple[str, ...] | None:
        """Return the command of a Python module."""
        for python in self._pythons:
            if _folder(python, name):
                return (python, "-m", name)
        return None

    @property
    def _folders(self) -> Iterator[Path]:
        for root in (self._given, Path(sys.executable).parent):
            if root:
                yield root
                yield root / "bin"
        yield from map(Path, os.environ.get("PATH", os.defpath).split(os.pathsep))

    @cached_property
    def _pythons(self) -> list[str]:
        found = [str(folder / "python") for folder in self._folders]
        return [python for python in dict.fromkeys(found) if Path(python).is_file()]


def _folder(python: str, package: str) -> str:
    """Return where a package of another Python lies, "" if it has none of this name."""
    done = subprocess.run(
        [python, "-c", _WHERE, package], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()
