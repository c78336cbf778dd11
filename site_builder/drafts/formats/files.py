"""What all readers do first: the bytes of a file, if it is there and not too large."""

from __future__ import annotations

from pathlib import Path

from site_builder.drafts.doubts import Doubts
from site_builder.reading.disk import reason

# What a file is by its first bytes, in Chinese.
_STARTS = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"<html": "网页",
    b"<!doctype html": "网页",
    b"<?xml": "XML",
    b"mime-version:": "网页",
}
_PACKED = {
    b"PK\x03\x04": "Word 文件（.docx）或者压缩包",
    bytes.fromhex("d0cf11e0a1b11ae1"): "旧的 Word 97-2003（.doc）文件",
}
_WEB = ("网页", "XML")


def read_bytes(path: Path, limit: int, doubts: Doubts) -> bytes | None:
    """Return the bytes of a file of at most `limit`, or None and a doubt that says why."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= limit else b""
    except (OSError, ValueError) as error:
        doubts.add_at("D907", 1, 1, reason=reason(error))
        return None
    if size > limit:
        doubts.add_at("D903", 1, 1, size=size, limit=limit)
        return None
    if not data:
        doubts.add_at("D901", 1, 1)
        return None
    return data


def kind_of(data: bytes) -> str:
    """Return what a file is by its first bytes, in Chinese; "" if they do not say."""
    start = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return next((kind for mark, kind in _STARTS.items() if start.startswith(mark.lower())), "")


def is_misnamed(data: bytes, doubts: Doubts, *, web: bool = False, pdf: bool = False) -> bool:
    """Tell whether bytes are surely of another format than the file's name says, and report it.

    `web` and `pdf` say that those are what the name says.
    """
    packed = (kind for mark, kind in _PACKED.items() if data.startswith(mark))
    kind = next(packed, "") or kind_of(data)
    if not kind or (web and kind in _WEB) or (pdf and kind == "PDF"):
        return False
    doubts.add_at("D913", 1, 1, kind=kind)
    return True
