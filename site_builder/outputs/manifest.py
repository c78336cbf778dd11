"""manifest.json: what files there are, and by what to know that they are unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

NAME = "manifest.json"
_FORMAT = "gongkai-manifest-1"


class Listed(NamedTuple):
    """A file: its path with `/` below the folder that the manifest is in, and its bytes' facts."""

    path: str
    size: int
    sha256: str


def manifest(files: Iterable[Listed]) -> bytes:
    """Return the manifest of these files, sorted by path, however they come.

    The shape is `{format, algorithm, count, size, files: [{path, size, sha256}]}`; hashes are in
    lower-case hexadecimal.
    """
    listed = sorted(files)
    data = {
        "format": _FORMAT,
        "algorithm": "sha256",
        "count": len(listed),
        "size": sum(file.size for file in listed),
        "files": [file._asdict() for file in listed],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
