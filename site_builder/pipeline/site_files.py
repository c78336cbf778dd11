"""The files of the site that a build makes: written, or taken of the site before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from site_builder.build_cache.files import write_file
from site_builder.build_cache.site_before import Recorded, SiteBefore
from site_builder.outputs.compressed import Encoding
from site_builder.outputs.manifest import Listed
from site_builder.outputs.pages import Output


class SiteFiles:
    """All files that are written or taken, each by its path, and what is known of it.

    `before` says the same of the site before, which lies in the folder `site_before`.
    """

    def __init__(
        self,
        folder: Path,
        site_before: Path | None = None,
        before: Mapping[str, Recorded] | None = None,
    ) -> None:
        self.folder = folder
        self.made: dict[str, Recorded] = {}
        self._before = before or {}
        self._site = SiteBefore(site_before, self._before)

    # New ones.

    def write(self, output: Output, key: str = "") -> None:
        """Write a file; without a `key` it is always written."""
        self.made[output.path] = write_file(self.folder, output.path, output.data, key)

    def write_all(self, outputs: Iterable[Output]) -> None:
        """Write files that are always written."""
        for output in outputs:
            self.write(output)

    def add(self, files: Mapping[str, Recorded]) -> None:
        """Note files that a worker wrote."""
        self.made.update(files)

    def add_hashed(self, path: str, key: str, size: int, sha256: str) -> None:
        """Note a file that was written and hashed by others."""
        modified = (self.folder / path).stat().st_mtime_ns
        self.made[path] = Recorded(key, size, sha256, modified)

    # Those of the site before.

    @property
    def site_before(self) -> SiteBefore:
        """The site before, for workers that take files of it."""
        return self._site.without_facts()

    def find(self, path: str, key: str) -> bool:
        """Tell whether a file of the site before is there and the same."""
        return self._site.find(path, key) is not None

    def untouched(self, path: str, key: str) -> Path | None:
        """Return where a file of the site before lies, None if it is not there as it was."""
        return Path(f"{self._site.folder}/{path}") if self.find(path, key) else None

    def add_taken(self, paths: Iterable[str]) -> None:
        """Note files that serve again."""
        for path in paths:
            self.made[path] = self._before[path]

    def take_all(self, key: str) -> bool:
        """Let all files of the site before that have a key be files of this, if there are any."""
        paths = [path for path, made in self._before.items() if made.key == key]
        if not paths or not all(self.find(path, key) for path in paths):
            return False
        self._take(paths)
        return True

    def _take(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._site.take(path, self.folder)
            self.add_taken([path])

    def remove_leftovers(self) -> None:
        """Remove what the site before had and this one has not, where both are in one folder."""
        if self._site.folder == self.folder:
            for path in self._before.keys() - self.made.keys():
                (self.folder / path).unlink(missing_ok=True)

    # All of them.

    def has(self, path: str) -> bool:
        """Tell whether a file of this build was noted."""
        return path in self.made

    @property
    def listed(self) -> Iterator[Listed]:
        """Yield all files of this build."""
        for path, made in self.made.items():
            yield Listed(path, made.size, made.sha256)

    def remove_all(self) -> None:
        """Remove all that is made so far, for something went wrong.

        It must not be written over, for it may be the site before by another name.
        """
        for path in self.made:
            (self.folder / path).unlink(missing_ok=True)

    # Those packed beside others.

    def take_packed(self, encodings: Iterable[Encoding]) -> set[str]:
        """Take along what lay packed beside files that serve again; return the names of these."""
        endings = [f".{encoding}" for encoding in encodings]
        found = set()
        for path, made in list(self.made.items()):
            if made is self._before.get(path):
                packed = [path + ending for ending in endings]
                if all(self.find(one, _packed(made)) for one in packed):
                    self._take(packed)
                    found.add(path)
        return found

    def keep_packed(self, made: Iterable[Listed]) -> None:
        """Note files that were packed beside others."""
        for packed in made:
            whole = self.made.get(packed.path.rpartition(".")[0])
            if whole and whole.key:
                self.add_hashed(packed.path, _packed(whole), packed.size, packed.sha256)


def _packed(whole: Recorded) -> str:
    return f"packed {whole.sha256}"
