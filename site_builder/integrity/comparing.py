"""A folder against a manifest: every file that was changed, is missing or was added."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from site_builder.integrity.inventory import OWN, Tick, files_below, in_threads, listed
from site_builder.outputs.manifest import NAME, Listed
from site_builder.reading.disk import reason


class Kind(StrEnum):
    """What is wrong with a file; the order is that of a report."""

    SIGNATURE = "signature"
    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    UNREAD = "unread"


LABELS = {
    Kind.SIGNATURE: "签名不对",
    Kind.CHANGED: "被改动",
    Kind.MISSING: "缺少",
    Kind.ADDED: "多出",
    Kind.UNREAD: "读不到",
}


class Finding(NamedTuple):
    """A file that is not as the manifest says, and what more is known of it, in Chinese."""

    kind: Kind
    path: str
    detail: str = ""


def in_order(findings: list[Finding]) -> list[Finding]:
    """Return findings by kind, then by path."""
    kinds = list(Kind)
    return sorted(findings, key=lambda finding: (kinds.index(finding.kind), finding.path))


def compare_folder(
    folder: Path, files: Mapping[str, Listed], data: bytes, tick: Tick | None = None
) -> list[Finding]:
    """Return all that differs from a manifest with these bytes, read from whatever place.

    Raises:
        OSError: a folder in it cannot be read.
    """
    there = set(files_below(folder))
    found = [Finding(Kind.ADDED, name) for name in there - files.keys() - OWN]
    found += [Finding(Kind.MISSING, name) for name in files.keys() - there]
    own = folder / NAME
    if not own.is_file():
        found.append(Finding(Kind.MISSING, NAME))
    elif own.read_bytes() != data:
        found.append(Finding(Kind.CHANGED, NAME, "与依据的清单不同"))
    both = sorted(files.keys() & there)
    found += filter(None, in_threads(lambda name: _compare(folder, files[name]), both, tick))
    return in_order(found)


def _compare(folder: Path, file: Listed) -> Finding | None:
    path = folder / file.path
    try:
        if path.is_symlink():
            return Finding(Kind.CHANGED, file.path, f"换成了指向 {path.readlink()} 的链接")
        size = path.stat().st_size
        if size != file.size:
            more = "，只是换行变了" if _has_other_line_ends(path, size, file) else ""
            detail = f"原来 {file.size:,} 字节，现在 {size:,} 字节{more}"
            return Finding(Kind.CHANGED, file.path, detail)
        if listed(folder, file.path).sha256 != file.sha256:
            return Finding(Kind.CHANGED, file.path, "大小相同，内容不同")
    except FileNotFoundError:
        return Finding(Kind.MISSING, file.path)
    except OSError as error:
        return Finding(Kind.UNREAD, file.path, reason(error))
    return None


def _has_other_line_ends(path: Path, size: int, file: Listed) -> bool:
    """Tell whether a file differs by nothing else: FTP in its mode for texts makes them CR LF."""
    if not file.size < size <= 2 * file.size:
        return False
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest() == file.sha256
