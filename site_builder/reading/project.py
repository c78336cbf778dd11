"""Where a project keeps its files, as its mkdocs.yml says; read without MkDocs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from site_builder.reading.config_yaml import GENERATIONS, PARENT, ConfigLoader, parent_of, text_of
from site_builder.reading.settings import read_options


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of a project; `config_files` are its mkdocs.yml and those that it inherits from.

    `others` are files and folders that a build needs besides: word list, templates of one's own.
    """

    root: Path
    name: str
    config_files: tuple[Path, ...]
    content: Path
    notices: Path
    site: Path
    others: tuple[Path, ...] = ()
    url: str = ""


def read_project(config_file: Path) -> Project:
    """Return where the project of an mkdocs.yml keeps its files.

    Raises:
        UnreadableError: it cannot be read, or is no YAML; the words are Chinese, for the user.
    """
    options = read_options(config_file).values  # says what is wrong with the file, if anything is
    chain = list(_chain(config_file))
    root = config_file.parent

    def folder(name: str, usual: str) -> Path:
        found = next((v for _, data in chain if isinstance(v := data.get(name), str)), usual)
        return root / found

    theme = next((t for _, data in chain if isinstance(t := data.get("theme"), dict)), {})
    others = (theme.get("custom_dir"), options.get("words"))
    addresses = (u for _, data in chain if isinstance(u := data.get("site_url"), str))
    names = (n for _, data in chain if isinstance(n := data.get("site_name"), str))
    notices = options.get("notices_dir")
    return Project(
        root=root,
        name=next(names, ""),
        config_files=tuple(path for path, _ in chain),
        content=folder("docs_dir", "docs"),
        notices=root / (notices if isinstance(notices, str) else "notices"),
        site=folder("site_dir", "site"),
        others=tuple(root / name for name in others if isinstance(name, str) and name),
        url=next(addresses, ""),
    )


def _chain(path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for _ in range(GENERATIONS):
        data = _mapping(path)
        yield path, data
        parent = data.get(PARENT)
        if not parent:
            return
        path = parent_of(path, parent)


def _mapping(path: Path) -> dict[str, Any]:
    with text_of(path) as text:
        data = yaml.load(text, Loader=ConfigLoader)
    return data if isinstance(data, dict) else {}
