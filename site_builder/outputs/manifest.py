"""manifest.json: what files there are, and by what to know that they are unchanged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

NAME = "manifest.json"
SIGNATURE = f"{NAME}.minisig"
_FORMAT = "gongkai-manifest-1"
_SHA256 = re.compile("[0-9a-f]{64}")
# No part is empty, `.` or `..`; no system takes the path for one of another folder or drive. Half
# a surrogate pair is what a name that is no UTF-8 reads as, which no JSON can hold.
_PART = r"(?!\.{1,2}(?:/|\Z))[^/\\:\x00-\x1f\ud800-\udfff]+"
_PATH = re.compile(f"{_PART}(?:/{_PART})*")

# `json.dumps` would make an encoder for each path.
_quoted = json.JSONEncoder(ensure_ascii=False).encode


class Listed(NamedTuple):
    """A file: its path with `/` below the folder that the manifest is in, and its bytes' facts."""

    path: str
    size: int
    sha256: str


class NotAManifestError(ValueError):
    """These bytes are no manifest that this program could have written."""


def manifest(files: Iterable[Listed]) -> bytes:
    """Return the manifest of these files, sorted by path, however they come.

    The shape is `{format, algorithm, count, size, files: [{path, size, sha256}]}`; hashes are in
    lower-case hexadecimal.
    """
    listed = sorted(files)
    head = {
        "format": _FORMAT,
        "algorithm": "sha256",
        "count": len(listed),
        "size": sum(file.size for file in listed),
    }
    # As `indent=1` would have it, which for a hundred thousand files takes a second.
    one_a_line = "".join(f" {json.dumps(key)}: {json.dumps(head[key])},\n" for key in head)
    rows = ",\n".join(map(_written, listed))
    inner = f"\n{rows}\n " if rows else ""
    return f'{{\n{one_a_line} "files": [{inner}]\n}}\n'.encode()


def _written(file: Listed) -> str:
    path, size, sha256 = file
    return f'  {{\n   "path": {_quoted(path)},\n   "size": {size},\n   "sha256": "{sha256}"\n  }}'


def is_usable(path: str) -> bool:
    """Tell whether a path may stand in a manifest: it means the same on every system."""
    return bool(_PATH.fullmatch(path))


def read_manifest(data: bytes) -> tuple[Listed, ...]:
    """Return the files of a manifest; it may come from anywhere, so nothing in it is believed.

    Raises:
        NotAManifestError: it is none, or names a path outside of its folder, or one twice, or
            other files than its beginning tells of.
    """
    try:
        found: Any = json.loads(data)
        if (found["format"], found["algorithm"]) != (_FORMAT, "sha256"):
            raise NotAManifestError
        files = tuple(Listed(one["path"], one["size"], one["sha256"]) for one in found["files"])
        told = found["count"], found["size"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotAManifestError from error
    if not all(map(_is_sound, files)) or len({file.path for file in files}) != len(files):
        raise NotAManifestError
    if told != (len(files), sum(file.size for file in files)):
        raise NotAManifestError
    return files


def _is_sound(file: tuple[Any, Any, Any]) -> bool:
    path, size, sha256 = file
    return (
        isinstance(path, str)
        and isinstance(sha256, str)
        and type(size) is int
        and size >= 0
        and is_usable(path)
        and bool(_SHA256.fullmatch(sha256))
    )
