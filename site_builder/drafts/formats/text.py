"""Plain text: UTF-8 with or without BOM, UTF-16 with BOM, GB18030."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from site_builder.drafts.columns import columns_of
from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Column, Draft, DraftLine, Dropped
from site_builder.drafts.formats.files import is_misnamed, read_bytes

MAX_BYTES = 4_000_000
_NEWLINE = re.compile(r"\r\n|\n|\r")  # what editors count; splitlines() knows many more
_HEADER = "表头"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(path: Path, doubts: Doubts) -> Draft | None:
    """Read a text file: a draft of its lines, or None and a doubt that says why."""
    text = read_text(path, doubts)
    return draft_of(text, doubts) if text else None


def draft_of(text: str, doubts: Doubts) -> Draft:
    """Cut a decoded text into lines, and those of a ledger that was copied with tabs into cells."""
    lines: list[DraftLine] = []
    dropped: list[Dropped] = []
    columns: tuple[Column | None, ...] = ()
    row = 0
    for number, raw in enumerate(_NEWLINE.split(text), start=1):
        cells = [cell.strip() for cell in raw.split("\t")]
        if len(cells) > 1 and (heads := columns_of(cells)):
            columns = heads
            dropped.extend(Dropped(cell, _HEADER, number) for cell in cells if cell)
            for cell, column in zip(cells, columns, strict=True):
                if cell and not column:
                    doubts.add_at("D927", number, 1, header=cell)
        elif _is_row(cells, columns):
            row += 1
            lines.extend(_cells(cells, columns, row, number))
        else:
            # A row with the name of a group alone stands between others; text ends the ledger.
            columns = columns if len(cells) > 1 or not raw.strip() else ()
            lines.append(DraftLine(raw, number))
    return Draft(tuple(lines), tuple(dropped))


def _is_row(cells: Sequence[str], columns: Sequence[Column | None]) -> bool:
    """Tell whether a line is a row of the ledger, and not the name of a group with its number."""
    if len(cells) > len(columns):
        return False  # editors take off the tabs at the end, so there may be less
    pairs = zip(cells, columns, strict=False)
    return any(cell and column not in {"number", "problem"} for cell, column in pairs)


def _cells(
    cells: Sequence[str], columns: Sequence[Column | None], row: int, number: int
) -> Iterator[DraftLine]:
    """Yield the cells of a row of a ledger; what stands below no known header has no column."""
    for cell, column in zip(cells, columns, strict=False):
        if cell:
            yield DraftLine(cell, number, "", True, row, column)


def read_text(path: Path, doubts: Doubts, *, web: bool = False) -> str | None:
    """Return the text of a file, or None and a doubt that says why; `web`: it may be HTML."""
    data = read_bytes(path, MAX_BYTES, doubts)
    if data is None or is_misnamed(data, doubts, web=web):
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
