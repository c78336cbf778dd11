"""The body of a Word file, block by block: paragraphs, text boxes, notes, tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from site_builder.drafts.formats.docx_fields import CONTENTS
from site_builder.drafts.formats.docx_found import MARK, PLACEHOLDER, Inline, Note
from site_builder.drafts.formats.docx_inline import InlineReader
from site_builder.drafts.formats.docx_notes import NOTE_NAMES, Notes
from site_builder.drafts.formats.docx_numbering import Numbering
from site_builder.drafts.formats.docx_styles import Styles
from site_builder.drafts.formats.docx_tables import Tables
from site_builder.drafts.formats.docx_writer import Writer
from site_builder.drafts.formats.docx_xml import is_on, value_of

_PROPERTIES = frozenset({"w_sectPr", "w_tcPr", "w_sdtPr", "w_sdtEndPr", "w_customXmlPr"})
_GALLERY = "w_sdtPr/w_docPartObj/w_docPartGallery"


@dataclass(slots=True)
class _Open:
    """A paragraph that the next one follows on, for its mark is deleted or hidden."""

    inline: Inline
    element: Element


class Body:
    """Reads stories: the text itself, a cell, a text box, a note, a header."""

    def __init__(self, writer: Writer, styles: Styles, numbering: Numbering, notes: Notes) -> None:
        self._writer = writer
        self._inline = InlineReader(styles)
        self._numbering = numbering
        self._notes = notes
        self._tables = Tables(self, writer)
        self._paragraphs = 0
        self._where = ""  # a place that is named otherwise than by the number of a paragraph
        self._open: _Open | None = None
        self._dropping = False

    def story(self, element: Element) -> None:
        """Read all blocks of an element."""
        kept, self._open = self._open, None
        self.blocks(element)
        self._close()
        self._open = kept

    def text_of(self, element: Element) -> str:
        """Read a story that is no part of the text, and return it, a line a paragraph."""
        with self._writer.aside() as lines, self._inline.apart():
            self.story(element)
        return "\n".join(line.text for line in lines)

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        """Name the place of what is read meanwhile."""
        kept, self._where = self._where, place
        yield
        self._where = kept

    @contextmanager
    def dropping(self, why: str) -> Iterator[None]:
        """Drop all text that is read meanwhile."""
        kept, self._dropping = self._dropping, True
        with self._inline.dropping(why):
            yield
        self._dropping = kept

    def place(self, filled: bool = True) -> str:
        """Name the place of the paragraph that is read."""
        if self._where:
            return self._where
        if filled:
            return f"第{self._paragraphs + 1}段"
        return f"第{self._paragraphs}段之后" if self._paragraphs else "文首"

    def blocks(self, element: Element) -> None:
        """Read the blocks of an element that is no story of its own."""
        for child in element:
            if child.tag == "w_p":
                self._paragraph(child)
            elif child.tag == "w_tbl":
                self._close()
                with self._inline.apart():
                    self._tables.read(child, self._where)
            elif child.tag == "w_sdt":
                self._control(child)
            elif child.tag == "mc_AlternateContent":
                chosen = child.find("mc_Choice")
                chosen = child.find("mc_Fallback") if chosen is None else chosen
                self.blocks(child if chosen is None else chosen)
            elif child.find(".//w_p") is not None:
                self.blocks(child)
            elif child.tag not in _PROPERTIES:
                lone = Element("w_p")
                lone.append(child)
                if (inline := self._inline.read(lone)) != Inline():
                    self._emit(inline, lone)

    def _control(self, control: Element) -> None:
        """Read a content control; a table of contents repeats the headings."""
        gallery = value_of(control, _GALLERY) or ""
        if gallery == "Table of Contents":
            with self.dropping(CONTENTS):
                self.blocks(control)
        elif is_on(control.find("w_sdtPr/w_showingPlcHdr")):
            with self.dropping(PLACEHOLDER):
                self.blocks(control)
        else:
            self.blocks(control)

    def _paragraph(self, element: Element) -> None:
        inline = self._inline.read(element)
        if self._open:
            self._open.inline.append(inline)
            goes_on, inline = inline.goes_on, self._open.inline
        else:
            goes_on = inline.goes_on
        self._open = _Open(inline, element)
        if not goes_on:
            self._close()

    def _close(self) -> None:
        """Write the paragraph that is open, if any."""
        if self._open:
            inline, element = self._open.inline, self._open.element
            self._open = None
            # Of a paragraph whose mark and text are gone nothing is left, not even its number.
            gone = element.find("w_pPr/w_rPr/w_del") is not None and not inline.text.strip()
            self._emit(inline, element, numbered=not gone)

    def _emit(self, inline: Inline, element: Element, numbered: bool = True) -> None:
        label = self._numbering.label(element) if numbered and not self._dropping else None
        text = (label.text if label else "") + inline.text
        filled = bool(text.strip())
        place = self.place(filled)
        self._boxes(inline, place, before=True)
        number = 0
        if filled or not inline.is_bare:
            number = self._writer.paragraph(text if filled else "", place)
            self._writer.report(inline, number, place)
            self._report_diagrams(inline, place)
        for oddity in label.oddities if label else ():
            shown = label.text.strip() if label else ""
            self._writer.say("D925", number, label=shown, reason=oddity)
        if filled and not self._where:
            self._paragraphs += 1
        for note in inline.notes:
            self._note(note, place)
        self._boxes(inline, place, before=False)

    def _boxes(self, inline: Inline, place: str, before: bool) -> None:
        """Read the text boxes of a paragraph, before its text or behind."""
        for box, stands_before in inline.boxes:
            if stands_before == before:
                mark = self._writer.mark()
                with self.at(f"{place}的文本框"), self._inline.apart():
                    self.story(box)
                self._writer.say_placed("文本框", mark)

    def _report_diagrams(self, inline: Inline, place: str) -> None:
        for relation in inline.diagrams:
            self._writer.drop(self._notes.diagram(relation), "图示里的文字", place)

    def _note(self, note: Note, place: str) -> None:
        """Read the note that a mark refers to; a notice has none, so both are left out."""
        name = NOTE_NAMES[note.kind]
        mark = "" if note.own else self._notes.mark(note.kind)
        place = f"{place}的{name}"
        self._writer.drop(mark, MARK, place)
        element = self._notes.note(note)
        if element is not None:
            with self.at(place):
                text = self.text_of(element)
            own = mark if element.find(f".//w_{note.kind}Ref") is not None else ""
            self._writer.drop(own + text, name, place)
