"""Built sites: how large they are, and by which files two of them differ."""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from bench.results import Folder, Size
from site_builder.notice.model import Notice
from site_builder.notice.text import printed_text

_SAMPLED = 200
# A file named after its contents is another one in every corpus.
_HASHED = re.compile(r"[-.][0-9a-f]{6,}\.")
_T = TypeVar("_T")


def files_of(site: Path) -> dict[str, Path]:
    """Return all files of a site by their paths in it, sorted."""
    found = ((path.relative_to(site).as_posix(), path) for path in site.rglob("*"))
    return dict(sorted((name, path) for name, path in found if path.is_file()))


def size_of(site: Path, pages: Sequence[str]) -> Size:
    """Measure a site; `pages` are those of the notices."""
    files: defaultdict[str, int] = defaultdict(int)
    sizes: defaultdict[str, int] = defaultdict(int)
    large: dict[str, int] = {}
    for name, path in files_of(site).items():
        bytes_ = path.stat().st_size
        folder = name.partition("/")[0] if "/" in name else ""
        files[folder] += 1
        sizes[folder] += bytes_
        if name.count("/") < 2 and not _HASHED.search(name):
            large[name] = bytes_
    return Size(
        page=mean_zipped([(site / name).read_bytes() for name in sampled(pages)]),
        folders={name: Folder(files=files[name], bytes=sizes[name]) for name in sorted(files)},
        large=dict(sorted(large.items(), key=lambda item: (-item[1], item[0]))[:_SAMPLED]),
    )


def mean_text(notices: Sequence[Notice]) -> float:
    """Return the bytes of a notice's text after gzip, in the mean of those sampled."""
    return mean_zipped([printed_text(notice).encode() for notice in sampled(notices)])


def mean_zipped(contents: Sequence[bytes]) -> float:
    """Return the mean size after gzip, which a web server does to each file by itself."""
    return sum(len(gzip.compress(content, mtime=0)) for content in contents) / len(contents)


def sampled(items: Sequence[_T]) -> Sequence[_T]:
    """Take some hundred of them, evenly spread."""
    return items[:: -(-len(items) // _SAMPLED)]


def differing(one: Path, other: Path) -> list[str]:
    """Return the paths of all files that are not the same in both sites, byte for byte."""
    ours, theirs = files_of(one), files_of(other)
    return sorted(
        name
        for name in ours.keys() | theirs.keys()
        if name not in ours
        or name not in theirs
        or ours[name].read_bytes() != theirs[name].read_bytes()
    )
