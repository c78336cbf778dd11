"""What a paragraph of Word holds: its text as printed, and whatever else stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element

from site_builder.drafts.formats.docx_fields import CODE, Fields
from site_builder.drafts.formats.docx_found import (
    DELETED,
    DRAWN,
    HIDDEN,
    MARK,
    PLACEHOLDER,
    RUBY,
    Inline,
    Note,
)
from site_builder.drafts.formats.docx_styles import Styles, as_flag
from site_builder.drafts.formats.docx_symbols import LOST, is_private, is_symbol_font, symbol
from site_builder.drafts.formats.docx_xml import is_on, value_of

# What has no characters to keep.
PICTURES = {
    "pic_pic": "图片",
    "v_imagedata": "图片",
    "w_object": "嵌入的对象",
    "w_control": "控件",
    "c_chart": "图表",
    "dgm_relIds": "图示（SmartArt）",
    "w_contentPart": "墨迹",
    "w_altChunk": "嵌入的文件",
}
_SKIPPED = frozenset(
    f"w_{name}"
    for name in (
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr"),
        *("rubyPr", "tblPrEx", "delInstrText", "customXmlPr", "smartTagPr", "fldData"),
    )
)
_SPACES = str.maketrans("\n\r", "  ")


class InlineReader:
    """Reads the paragraphs of a document one after another."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields = Fields()
        self._found = Inline()
        self._dropped_at = 0
        self._why: list[str] = []
        self._font = ""
        self._paragraph_hides = False

    def read(self, paragraph: Element) -> Inline:
        """Read a paragraph. Fields go on from the one before."""
        self._found = Inline()
        self._paragraph_hides = self._styles.hidden(self._styles.of_paragraph(paragraph))
        mark = paragraph.find("w_pPr/w_rPr")
        if mark is not None:
            gone = mark.find("w_del") is not None or mark.find("w_moveFrom") is not None
            self._found.goes_on = gone or bool(is_on(mark.find("w_vanish")))
        self._children(paragraph)
        return self._found

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Read paragraphs that stand in another's midst, such as those of a text box."""
        kept = (self._fields, self._found, self._font, self._paragraph_hides)
        self._fields = Fields()
        yield
        self._fields, self._found, self._font, self._paragraph_hides = kept

    @contextmanager
    def dropping(self, why: str) -> Iterator[None]:
        """Drop all text that is read meanwhile."""
        self._why.append(why)
        yield
        self._why.pop()

    def _children(self, element: Element) -> None:
        for child in element:
            self._element(child)

    def _element(self, element: Element) -> None:
        """Read an element; one that is not known may hold text all the same."""
        if not self._why and (what := PICTURES.get(element.tag)):
            self._found.pictures[what] += 1
        if handler := _HANDLERS.get(element.tag):
            handler(self, element)
        elif element.tag not in _SKIPPED:
            self._children(element)

    def _emit(self, text: str) -> None:
        why = self._why[-1] if self._why else self._fields.why()
        if not text:
            return
        if why is None:
            self._found.parts.append(text)
            self._found.began = self._found.began or bool(text.strip())
            return
        dropped = self._found.dropped
        if dropped and dropped[-1][1] == why and self._dropped_at == len(self._found.parts):
            dropped[-1][0].append(text)
        else:
            dropped.append(([text], why))
        self._dropped_at = len(self._found.parts)

    def _run(self, run: Element) -> None:
        properties = run.find("w_rPr")
        fonts = None if properties is None else properties.find("w_rFonts")
        self._font = "" if fonts is None else fonts.get("w_ascii", "")
        hidden = None if properties is None else is_on(properties.find("w_vanish"))
        if hidden is None:
            styled = self._styles.hidden(value_of(properties, "w_rStyle"))
            hidden = styled or self._paragraph_hides
        if hidden and not self._why:
            with self.dropping(HIDDEN):
                self._run_children(run)
        else:
            self._run_children(run)

    def _run_children(self, run: Element) -> None:
        for place, child in enumerate(run):
            self._element(child)
            if as_flag(child.get("w_customMarkFollows")):
                # What is left of the run is the mark of the note.
                with self.dropping(MARK):
                    for rest in run[place + 1 :]:
                        self._element(rest)
                return

    def _text(self, element: Element) -> None:
        text = (element.text or "").translate(_SPACES)
        pictured = is_symbol_font(self._font)
        if pictured or any(map(is_private, text)):
            text = "".join(
                self._symbol(self._font, ord(char))
                if is_private(char) or (pictured and ord(char) <= 0xFF)
                else char
                for char in text
            )
        self._emit(text)

    def _symbol(self, font: str, code: int) -> str:
        char = symbol(font, code)
        if char == LOST:
            self._found.symbols.append(f"{font or '？'} {code:04X}")
        return char

    def _sym(self, element: Element) -> None:
        try:
            code = int(element.get("w_char", ""), 16)
        except ValueError:
            code = 0
        self._emit(self._symbol(element.get("w_font", ""), code))

    def _note(self, element: Element) -> None:
        kind = "footnote" if element.tag == "w_footnoteReference" else "endnote"
        # A reference that is deleted is not counted either.
        own = as_flag(element.get("w_customMarkFollows")) or bool(self._why)
        self._found.notes.append(Note(kind, element.get("w_id", ""), own))

    def _change(self, element: Element) -> None:
        self._found.inserted += 1
        self._children(element)

    def _deletion(self, element: Element) -> None:
        self._found.deleted += 1
        with self.dropping(DELETED):
            self._children(element)

    def _deleted_text(self, element: Element) -> None:
        with self.dropping(DELETED):
            self._emit((element.text or "").translate(_SPACES))

    def _field_char(self, element: Element) -> None:
        shown, lost = self._fields.char(element)
        if LOST in shown:
            self._found.symbols.append("SYMBOL")
        self._emit(shown)
        with self.dropping(CODE):
            self._emit(lost)

    def _simple_field(self, element: Element) -> None:
        with self._fields.simple(element.get("w_instr", "")):
            self._children(element)

    def _instruction(self, element: Element) -> None:
        self._fields.instruct(element.text or "")

    def _box(self, element: Element) -> None:
        if self._why:
            with self.dropping(self._why[-1]):
                self._children(element)
        else:
            self._found.boxes.append((element, not self._found.began))

    def _alternatives(self, element: Element) -> None:
        """Two forms of the same thing, for new and old versions of Word: take one."""
        chosen = element.find("mc_Choice")
        chosen = element.find("mc_Fallback") if chosen is None else chosen
        if chosen is not None:
            self._children(chosen)

    def _ruby(self, element: Element) -> None:
        for child in element:
            if child.tag == "w_rt":
                with self.dropping(RUBY):
                    self._children(child)
            else:
                self._element(child)

    def _control(self, element: Element) -> None:
        if is_on(element.find("w_sdtPr/w_showingPlcHdr")):
            with self.dropping(PLACEHOLDER):
                self._children(element)
        else:
            self._children(element)

    def _object(self, element: Element) -> None:
        """An object shows a picture of itself, which is not one more."""
        before = self._found.pictures.copy()
        self._children(element)
        self._found.pictures = before

    def _equation(self, element: Element) -> None:
        start = len(self._found.parts)
        self._children(element)
        self._found.equations.append("".join(self._found.parts[start:]))

    def _diagram(self, element: Element) -> None:
        self._found.diagrams.append(element.get("r_dm", ""))

    def _drawn_text(self, element: Element) -> None:
        with self.dropping(DRAWN):
            self._emit(element.get("string") or (element.text or "").translate(_SPACES))


def _says(text: str) -> Callable[[InlineReader, Element], None]:
    return lambda reader, _: reader._emit(text)


_HANDLERS: dict[str, Callable[[InlineReader, Element], None]] = {
    "w_r": InlineReader._run,
    "w_t": InlineReader._text,
    "m_t": InlineReader._text,
    "w_delText": InlineReader._deleted_text,
    "w_tab": _says("\t"),
    "w_ptab": _says("\t"),
    "w_br": _says("\n"),
    "w_cr": _says("\n"),
    "w_noBreakHyphen": _says("-"),
    "w_sym": InlineReader._sym,
    "w_footnoteReference": InlineReader._note,
    "w_endnoteReference": InlineReader._note,
    "w_ins": InlineReader._change,
    "w_moveTo": InlineReader._change,
    "w_del": InlineReader._deletion,
    "w_moveFrom": InlineReader._deletion,
    "w_fldChar": InlineReader._field_char,
    "w_fldSimple": InlineReader._simple_field,
    "w_instrText": InlineReader._instruction,
    "w_txbxContent": InlineReader._box,
    "mc_AlternateContent": InlineReader._alternatives,
    "w_ruby": InlineReader._ruby,
    "w_sdt": InlineReader._control,
    "w_object": InlineReader._object,
    "m_oMath": InlineReader._equation,
    "dgm_relIds": InlineReader._diagram,
    "v_textpath": InlineReader._drawn_text,
    "a_t": InlineReader._drawn_text,
}
