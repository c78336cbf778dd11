"""Automatic numbers as Word prints them: 一、 （一） 1. 1.2, counted paragraph by paragraph.

After ECMA-376 part 1, 17.9. A list of the text (w_num) has the form of an abstract list, and all
lists with the same form count on from each other, unless one says where it starts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from xml.etree.ElementTree import Element

from site_builder.drafts.formats.docx_numerals import is_sure, numeral
from site_builder.drafts.formats.docx_styles import Styles, as_flag, numbered_of
from site_builder.drafts.formats.docx_symbols import is_private, is_symbol_font, symbol
from site_builder.drafts.formats.docx_xml import as_number, is_on, number_of, value_of

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_SUFFIXES = {"nothing": "", "space": " ", "tab": "\t"}


class Label(NamedTuple):
    """The number before a paragraph with what parts it from the text, and what is odd about it."""

    text: str
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    width: int = 0  # digits at least, for the formats 001 and 0001
    text: str = ""
    suffix: str = "\t"
    restart: int | None = None  # 0 never, n behind a paragraph of the nth level; None: any above
    legal: bool = False  # all numbers in it are decimal
    hidden: bool = False
    font: str = ""
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A list of the text: the key of its form, its levels, and where it says it starts."""

    form: int
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._forms: dict[int, Element] = {}
        self._lists: dict[int, Element] = {}
        for element in root.iterfind("w_abstractNum") if root is not None else ():
            self._forms[as_number(element.get("w_abstractNumId")) or 0] = element
        for element in root.iterfind("w_num") if root is not None else ():
            self._lists[as_number(element.get("w_numId")) or 0] = element
        self._read: dict[int, _List | None] = {}
        self._counters: dict[int, dict[int, int]] = {}
        self._started: set[tuple[int, int]] = set()
        self._skipped: set[tuple[int, int]] = set()

    def label(self, paragraph: Element) -> Label | None:
        """Count a paragraph and return its number, None if it has none."""
        number, level = self._of(paragraph)
        listed = self._list(number) if number else None
        if number is None or listed is None or level not in listed.levels:
            return None
        counters = self._counters.setdefault(listed.form, {})
        oddities: list[str] = []
        if self._count(number, level, listed, counters):
            oddities.append("前一个编号被跳过了，没有印出来")
        oddities += (
            f"第 {above + 1} 级被跳过了，按起始值计"
            for above in range(level)
            if (listed.form, above) in self._skipped
            and f"%{above + 1}" in listed.levels[level].text
        )
        return _printed(level, listed, counters, oddities)

    def _of(self, paragraph: Element) -> tuple[int | None, int]:
        """Return the list and the level of a paragraph: its own, else those of its style."""
        own = numbered_of(paragraph.find("w_pPr"))
        styled, chain = self._styles.numbered(self._styles.of_paragraph(paragraph))
        number = styled.number if own.number is None else own.number
        if own.level is not None:
            return number, own.level
        if own.number is not None:
            return number, 0
        # A level that names the style is the style's, whatever the style says itself.
        listed = self._list(number) if number else None
        linked = {} if listed is None else {form.style: i for i, form in listed.levels.items()}
        levels = (linked.get(key, level) for key, level in chain)
        return number, next((level for level in levels if level is not None), 0)

    def _count(self, number: int, level: int, listed: _List, counters: dict[int, int]) -> bool:
        """Count on; tell whether the number before was skipped, and nowhere printed."""
        form = listed.levels[level]
        skipped = False
        if level in listed.starts and (number, level) not in self._started:
            self._started.add((number, level))
            counters[level] = listed.starts[level]
        elif level in counters:
            counters[level] += 1
            skipped = (listed.form, level) in self._skipped
        else:
            counters[level] = listed.starts.get(level, form.start)
        for deeper in range(level + 1, _LEVELS):
            restart = listed.levels[deeper].restart if deeper in listed.levels else None
            if restart is None or level < restart:
                counters.pop(deeper, None)
                self._skipped.discard((listed.form, deeper))
        for above in range(level):
            # A level that was skipped counts as if it had begun.
            if above in listed.levels and above not in counters:
                counters[above] = listed.starts.get(above, listed.levels[above].start)
                self._skipped.add((listed.form, above))
        self._skipped.discard((listed.form, level))
        return skipped

    def _list(self, number: int) -> _List | None:
        if number not in self._read:
            self._read[number] = None  # against lists that refer to each other
            self._read[number] = self._read_list(number)
        return self._read[number]

    def _read_list(self, number: int) -> _List | None:
        element = self._lists.get(number)
        key = number_of(element, "w_abstractNumId")
        form = self._forms.get(key) if key is not None else None
        if element is None or key is None or form is None:
            return None
        if linked := value_of(form, "w_numStyleLink"):
            target = self._styles.numbered(linked)[0].number
            base = self._list(target) if target else None
            levels = dict(base.levels) if base else {}
            listed = _List(base.form if base else key, levels)
        else:
            levels = {i: _level(level) for i, level in _levels(form, "w_lvl")}
            listed = _List(key, levels)
        for index, override in _levels(element, "w_lvlOverride"):
            whole = override.find("w_lvl")
            if whole is not None:
                listed.levels[index] = _level(whole)
            if (start := number_of(override, "w_startOverride")) is not None:
                listed.starts[index] = start
        return listed


def _levels(element: Element, tag: str) -> list[tuple[int, Element]]:
    found = [(as_number(level.get("w_ilvl")), level) for level in element.iterfind(tag)]
    return [(i, level) for i, level in found if i is not None and 0 <= i < _LEVELS]


def _level(element: Element) -> _Level:
    text = element.find("w_lvlText")
    fonts = element.find("w_rPr/w_rFonts")
    start = number_of(element, "w_start")
    level = _Level(
        start=1 if start is None else start,
        text="" if text is None or as_flag(text.get("w_null")) else text.get("w_val", ""),
        suffix=_SUFFIXES.get(value_of(element, "w_suff") or "tab", "\t"),
        restart=number_of(element, "w_lvlRestart"),
        legal=bool(is_on(element.find("w_isLgl"))),
        hidden=bool(is_on(element.find("w_rPr/w_vanish"))),
        font="" if fonts is None else fonts.get("w_ascii", fonts.get("w_hAnsi", "")),
        style=value_of(element, "w_pStyle"),
    )
    custom = element.find("mc_AlternateContent/mc_Choice/w_numFmt")
    if custom is not None and custom.get("w_val") == "custom":
        first = custom.get("w_format", "").partition(",")[0].strip()
        if first.isascii() and first.isdigit():
            return replace(level, width=len(first))
    plain = element.find("w_numFmt")
    if plain is None:
        plain = element.find("mc_AlternateContent/mc_Fallback/w_numFmt")
    return replace(level, format="decimal" if plain is None else plain.get("w_val", "decimal"))


def _printed(
    level: int, listed: _List, counters: dict[int, int], oddities: list[str]
) -> Label | None:
    form = listed.levels[level]
    if form.hidden:
        return None

    def number_at(place: re.Match[str]) -> str:
        index = int(place[1]) - 1
        other = listed.levels.get(index)
        if other is None or index > level or other.format == "bullet":
            return ""
        if other.width or form.legal:
            return str(counters[index]).zfill(other.width)
        text = numeral(counters[index], other.format)
        if text is None:
            oddities.append(f"格式“{other.format}”不认识，按阿拉伯数字写出")
        elif not is_sure(counters[index], other.format):
            oddities.append(f"第 {counters[index]} 个超出了格式“{other.format}”常用的范围")
        return str(counters[index]) if text is None else text

    text = _PLACE.sub(number_at, form.text)
    if form.format == "bullet" or is_symbol_font(form.font):
        text = "".join(
            symbol(form.font, ord(char)) if is_private(char) or is_symbol_font(form.font) else char
            for char in text
        )
    return Label(text + form.suffix, tuple(dict.fromkeys(oddities))) if text else None
