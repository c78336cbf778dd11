"""PDF with text: printed lines by their places, put together into paragraphs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Draft
from site_builder.drafts.formats.extras import missing
from site_builder.drafts.formats.files import is_misnamed, read_bytes

if TYPE_CHECKING:
    from site_builder.drafts.formats.pdf_pages import Page

MAX_BYTES = 50_000_000
MAX_PAGES = 500
MAX_SECONDS = 60
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_TIGHT = "Skia"  # what prints the pages of Chromium and Edge
_NAMED = 12  # so many pages are named one by one


def read(path: Path, doubts: Doubts) -> Draft | None:
    """Read a PDF: a draft of its paragraphs, or None and a doubt that says why."""
    try:
        import pypdfium2
    except ImportError:
        missing(doubts, "pypdfium2")
        return None
    data = read_bytes(path, MAX_BYTES, doubts)
    if data is None or is_misnamed(data, doubts, pdf=True):
        return None
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            pages = _read_pages(document, doubts)
    except pypdfium2.PdfiumError as error:
        _report_unopened(error, doubts)
        return None
    return _draft(pages, doubts) if pages else None


def _report_unopened(error: Exception, doubts: Doubts) -> None:
    locked = getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower()
    if locked:
        doubts.add_at("D931", 1, 1)
    else:
        doubts.add_at("D930", 1, 1, reason="它不是 PDF，或者已经损坏")


def _read_pages(document: Any, doubts: Doubts) -> list[Page] | None:
    from site_builder.drafts.formats.pdf_glyphs import TooManyCharactersError
    from site_builder.drafts.formats.pdf_pages import read_page

    count = len(document)
    if count > MAX_PAGES:
        doubts.add_at("D932", 1, 1, count=count, limit=MAX_PAGES)
        return None
    tight = _TIGHT in document.get_metadata_value("Producer")
    start = time.monotonic()
    pages: list[Page] = []
    for index in range(count):
        if time.monotonic() - start > MAX_SECONDS:
            reason = f"内容太复杂，{MAX_SECONDS} 秒只读到第 {index} 页"
            doubts.add_at("D930", 1, 1, reason=reason)
            return None
        page = document[index]
        try:
            pages.append(read_page(page, index + 1, tight))
        except TooManyCharactersError as error:
            doubts.add_at("D930", 1, 1, reason=f"第 {index + 1} 页有 {error} 个字，不像通报")
            return None
        finally:
            page.close()
    return None if _is_refused(pages, doubts) else pages


def _is_refused(pages: Sequence[Page], doubts: Doubts) -> bool:
    unreadable = [page.number for page in pages if page.unreadable]
    empty = not any(page.lines or page.tables for page in pages)
    if not unreadable and empty:
        doubts.add_at("D901", 1, 1)
    elif unreadable and all(page.unreadable or not (page.lines or page.tables) for page in pages):
        doubts.add_at("D933", 1, 1, count=len(unreadable))
    elif unreadable:
        doubts.add_at("D934", 1, 1, pages=_named(unreadable), count=len(unreadable))
    return bool(unreadable) or empty


def _named(numbers: Sequence[int]) -> str:
    named = "、".join(str(number) for number in numbers[:_NAMED])
    return f"第 {named} 页" + ("等" if len(numbers) > _NAMED else "")


def _draft(pages: Sequence[Page], doubts: Doubts) -> Draft:
    from site_builder.drafts.formats.pdf_draft import draft_of

    return draft_of(pages, doubts)
