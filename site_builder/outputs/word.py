"""A notice → a Word file after GB/T 9704-2012, for signature.

The layout is in `theme/docx/`, the parts of a Word file as Word has them; python-docx adds the
paragraphs, each in a style of its own.
"""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from site_builder.notice.model import Notice
from site_builder.outputs.zipped import entry
from site_builder.views.document import HEAD, SIGNATURE, Block, BlockKind, Words, document

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_PARTS = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "package-relations.xml",
    "docProps/core.xml": "core.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document-relations.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fonts.xml",
    "word/footer1.xml": "footer1.xml",
    "word/footer2.xml": "footer2.xml",
}
_STYLES: dict[BlockKind, str] = {
    "letterhead": "文头",
    "title": "Title",
    "edition": "版本",
    "text": "Normal",
    "label": "标签",
    "measure": "Normal",
    "contact": "Normal",
    "issuer": "Signature",
    "signatory": "Signature",
    "date": "Date",
    "other": "Signature",
}
_DEEPEST = 6
_PROBLEM = "问题"
_LINE = 28.95  # points
_TITLE_WIDTH = 20  # characters of 2号 in a line
_LONGEST_PROPERTY = 255


def word_file(notice: Notice) -> bytes:
    """Return the Word file of a notice; the same notice gives the same bytes.

    Raises:
        ImportError: python-docx is not installed.
    """
    import docx

    written = docx.Document(BytesIO(_template()))
    written.core_properties.title = " ".join(notice.title.split())[:_LONGEST_PROPERTY]
    _write(document(notice), written)
    saved = BytesIO()
    written.save(saved)
    return _repacked(saved)


def _template() -> bytes:
    """Return a Word file without a word in it."""
    folder = files("site_builder") / "theme" / "docx"
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, part in _PARTS.items():
            archive.writestr(entry(name), (folder / part).read_bytes())
    return packed.getvalue()


def _repacked(saved: BytesIO) -> bytes:
    """Pack the parts again, without the time at which python-docx did so."""
    packed = BytesIO()
    with ZipFile(saved) as source, ZipFile(packed, "w") as archive:
        for name in source.namelist():
            archive.writestr(entry(name), source.read(name))
    return packed.getvalue()


def _write(blocks: tuple[Block, ...], written: Document) -> None:
    from docx.shared import Pt

    above: Paragraph | None = None
    previous: Block | None = None
    for block in blocks:
        signs = block.kind in SIGNATURE
        if above and (signs or block.kind == "contact"):
            # Contacts stand together, and who signs never alone on a page.
            above.paragraph_format.keep_with_next = True
        if above and previous and previous.kind in HEAD and block.kind not in HEAD:
            above.paragraph_format.space_after = Pt(_LINE)
        paragraphs = _paragraphs(block, written)
        if signs and previous and previous.kind not in SIGNATURE:
            paragraphs[0].paragraph_format.space_before = Pt(_LINE)
        above, previous = paragraphs[-1], block


def _paragraphs(block: Block, written: Document) -> list[Paragraph]:
    """Write a block: a paragraph for each of its lines, but a title stays one."""
    paragraphs: list[Paragraph] = []
    for line in block.lines:
        if block.kind == "title" and paragraphs:
            paragraphs[0].add_run().add_break()
        else:
            paragraphs.append(written.add_paragraph(style=_style(block)))
        for words in _title_words(line) if block.kind == "title" else line:
            run = paragraphs[-1].add_run(words.text)
            if words.role == "problem":
                run.style = _PROBLEM
    return paragraphs


def _style(block: Block) -> str:
    if block.kind in {"heading", "issue"}:
        return f"Heading {min(block.outline, _DEEPEST)}"
    return _STYLES[block.kind]


def _title_words(line: tuple[Words, ...]) -> tuple[Words, ...]:
    """Break a title too long for a line before its 关于, where the sense does not suffer."""
    text = "".join(words.text for words in line)
    writer, about, rest = text.partition("关于")
    fits = max(len(writer), len(about + rest)) <= _TITLE_WIDTH < len(text)
    return (Words(f"{writer}\n{about}{rest}"),) if writer and fits else line
