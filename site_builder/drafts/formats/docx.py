"""Word files, .docx and .docm: everything that is printed, in the order of the document.

Only the standard library is wanted. A Word file is zipped XML; what is hard about it is not to
open it but to know what Word prints, which docx_numbering.py and docx_inline.py do.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Draft, DraftLine
from site_builder.drafts.formats.docx_body import Body
from site_builder.drafts.formats.docx_notes import Notes
from site_builder.drafts.formats.docx_numbering import Numbering
from site_builder.drafts.formats.docx_package import MAX_FILE_BYTES, RefusedError, open_package
from site_builder.drafts.formats.docx_styles import Styles
from site_builder.drafts.formats.docx_writer import Writer
from site_builder.drafts.formats.files import read_bytes
from site_builder.drafts.labels import label_at
from site_builder.drafts.wording import has_clauses, is_closed
from site_builder.notice.outline import marker_at_start

_LONG = 40  # an unnumbered line this long is prose
_WRAPPED, _FRAGMENT = 16, 4  # no line breaks a heading shorter than this, nor leaves more of it


def read(path: Path, doubts: Doubts) -> Draft | None:
    """Read a Word file: a draft of its paragraphs, or None and a doubt that says why."""
    data = read_bytes(path, MAX_FILE_BYTES, doubts)
    return None if data is None else read_data(data, doubts)


def read_data(data: bytes, doubts: Doubts) -> Draft | None:
    """Read the bytes of a Word file."""
    writer = Writer(doubts)
    try:
        _read(data, writer)
    except RefusedError as error:
        doubts.add_at(error.code, 1, 1, **error.words)
        return None
    draft = writer.draft()
    if not draft.lines:
        doubts.add_at("D919" if writer.pictures else "D901", 1, 1)
        return None
    return replace(draft, lines=_judged(draft.lines))


def _read(data: bytes, writer: Writer) -> None:
    package = open_package(data)
    name = package.document_name()
    notes = Notes(package, name)
    styles = Styles(notes.part("styles"))
    body = Body(writer, styles, Numbering(notes.part("numbering"), styles), notes)
    root = package.part(name)
    for element in root.iterfind("w_body") if root is not None else ():
        body.story(element)
    for what, element in notes.margins():
        with body.at(what):
            writer.drop(body.text_of(element), what, what)
    for element in notes.comments():
        with body.at("批注"):
            writer.drop(body.text_of(element), "批注", "批注")


def _judged(lines: tuple[DraftLine, ...]) -> tuple[DraftLine, ...]:
    """Take back that a paragraph is whole where the text was pasted into Word line by line."""
    broken: set[int] = set()
    for place, (line, following) in enumerate(pairwise(lines)):
        if line.row is None and following.row is None and _is_cut(line.text, following.text):
            broken |= {place, place + 1}
    return tuple(
        replace(line, whole=line.whole and place not in broken) for place, line in enumerate(lines)
    )


def _is_cut(text: str, following: str) -> bool:
    """Tell whether a paragraph breaks off as prose, and the next looks like the rest of it."""
    if is_closed(text) or marker_at_start(following) or label_at(following):
        return False
    prose = len(text) >= _LONG or has_clauses(text) or label_at(text.strip("* 　")) is not None
    return prose or (len(text.strip()) >= _WRAPPED and len(following.strip()) <= _FRAGMENT)
