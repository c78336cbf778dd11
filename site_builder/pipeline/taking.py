"""Files of the site before that are files of the new one too, put there by the workers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from site_builder.build_cache.site_before import SiteBefore
from site_builder.pipeline.site_files import SiteFiles
from site_builder.workshop import Workshop

_AT_ONCE = 1024


def taking(files: SiteFiles, paths: Sequence[str], workshop: Workshop) -> Iterator[None]:
    """Have files of the site before, known to be there, be files of this one.

    Workers begin at once; the files are there when the iterator is at its end.
    """
    files.add_taken(paths)
    before = files.site_before
    return workshop.map(_take_chunk, paths, before, files.folder, size=_AT_ONCE)


def _take_chunk(paths: Sequence[str], before: SiteBefore, folder: Path) -> list[None]:
    """Let some files of the site before be files of the new one."""
    for path in paths:
        before.take(path, folder)
    return []
