"""Plain text: UTF-8 with or without BOM, UTF-16 with BOM, GB18030."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Draft, DraftLine
from site_builder.drafts.formats.files import read_bytes

MAX_BYTES = 4_000_000
_NEWLINE = re.compile(r"\r\n|\n|\r")  # what editors count; splitlines() knows many more
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(path: Path, doubts: Doubts) -> Draft | None:
    """Read a text file: a draft of its lines, or None and a doubt that says why."""
    text = read_text(path, doubts)
    return draft_of(text) if text else None


def draft_of(text: str) -> Draft:
    """Cut a decoded text into lines."""
    return Draft(tuple(DraftLine(raw, i) for i, raw in enumerate(_NEWLINE.split(text), start=1)))


def read_text(path: Path, doubts: Doubts) -> str | None:
    """Return the text of a file, or None and a doubt that says why."""
    data = read_bytes(path, MAX_BYTES, doubts)
    if data is None:
        return None
    decoded = decode(data)
    if decoded is None:
        doubts.add_at("D902", 1, 1)
        return None
    text, encoding = decoded
    if not text.strip():
        doubts.add_at("D901", 1, 1)
        return None
    if not encoding.startswith("utf-8"):
        doubts.add_at("D304", 1, 1, encoding=encoding.upper())
    return text


def decode(data: bytes) -> tuple[str, str] | None:
    """Return the text and the name of its encoding, or None if it is not text.

    UTF-8 with or without BOM, UTF-16 with BOM, and GB18030 (which holds GBK and GB2312).
    """
    marked = [encoding for bom, encoding in _BOMS if data.startswith(bom)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # GB18030 takes almost any bytes; only text has no NUL.
        return None if "\0" in text else (text, encoding)
    return None
