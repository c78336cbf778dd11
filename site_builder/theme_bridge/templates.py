"""The theme's templates, found without looking through what no page is made of."""

from __future__ import annotations

import os
from typing import Self

from jinja2 import Environment, FileSystemLoader
from mkdocs.theme import Theme

from site_builder.outputs.compiled import CompiledTemplates


class LeanTheme(Theme):
    """A theme as MkDocs knows it, of which it does not go through the hidden folders."""

    @classmethod
    def of(cls, theme: Theme) -> Self:
        """Return a theme that is the same in all else."""
        lean = cls.__new__(cls)
        lean.__dict__.update(theme.__dict__)
        return lean

    def get_env(self) -> Environment:
        """Return the environment of its templates."""
        env = super().get_env()
        env.loader = _Loader(self.dirs)
        # Not those of the project: there is one of each, and of projects there are many.
        installed = [folder for folder in self.dirs if folder != self.custom_dir]
        env.bytecode_cache = CompiledTemplates(env, installed)
        return env


class _Loader(FileSystemLoader):
    """Loads any template, and lists those that are not hidden.

    MkDocs wants the list only to copy what is in it, and copies nothing hidden; Material has more
    than ten thousand icons there.
    """

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for root in map(os.fspath, self.searchpath):
            for folder, below, names in os.walk(root, followlinks=self.followlinks):
                below[:] = [name for name in below if not name.startswith(".")]
                way = os.path.relpath(folder, root).replace(os.sep, "/")
                found.update(name if way == "." else f"{way}/{name}" for name in names)
        return sorted(found)
