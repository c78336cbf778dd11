"""What every place that a site is published to can do, whatever way leads there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from site_builder.integrity.inventory import Tick
from site_builder.outputs.manifest import Listed, NotAManifestError, read_manifest

# All that was or is being published, while it is: what an interrupted upload left can be told
# from what others put there.
JOURNAL = ".gongkai-publishing.json"


class CannotPublishError(Exception):
    """It was not published, or not to the end; the words are Chinese, for the user."""


class Present(NamedTuple):
    """What there is at a target: names of all files, and those of the site's that differ.

    `published` are the files that an earlier upload of ours tells of.
    """

    names: frozenset[str]
    differing: frozenset[str]
    published: Mapping[str, Listed]
    unfinished: bool


class Target(Protocol):
    """A place that a site is published to."""

    def held(self) -> AbstractContextManager[None]:
        """Keep other uploads off."""

    def present(self, site: Path, files: Mapping[str, Listed], tick: Tick | None) -> Present:
        """Look what is there, and change nothing."""

    def begin(self, journal: bytes) -> None:
        """Note what may be there from now on."""

    def put(self, site: Path, files: Sequence[Listed], tick: Tick | None) -> None:
        """Write files; each appears whole or not at all."""

    def remove(self, names: Sequence[str]) -> None:
        """Remove files, and folders that are empty without them."""

    def finish(self) -> None:
        """Forget what `begin` noted."""


def earlier(*manifests: bytes | None) -> dict[str, Listed]:
    """Return what the manifests of earlier uploads tell of; one that is none tells nothing."""
    found: dict[str, Listed] = {}
    for data in manifests:
        try:
            read: Iterable[Listed] = read_manifest(data) if data else ()
        except NotAManifestError:
            continue
        found.update((file.path, file) for file in read)
    return found


def folders_of(path: str) -> set[str]:
    """Return the folders that a file of a site lies in."""
    parts = path.split("/")
    return {"/".join(parts[:end]) for end in range(1, len(parts))}
