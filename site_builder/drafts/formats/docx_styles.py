"""What the styles of a Word file say about numbering and hidden text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree.ElementTree import Element

from site_builder.drafts.formats.docx_xml import as_number, is_on, number_of, value_of


class Numbered(NamedTuple):
    """The list and the level that a paragraph or a style names, None where it names none."""

    number: int | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Style:
    """A style, without what it takes from the one it is based on."""

    based_on: str | None
    numbered: Numbered
    hidden: bool | None


def numbered_of(properties: Element | None) -> Numbered:
    """Return the list and the level in w_pPr."""
    found = None if properties is None else properties.find("w_numPr")
    return Numbered(number_of(found, "w_numId"), number_of(found, "w_ilvl"))


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        for element in root.iter("w_style") if root is not None else ():
            name = element.get("w_styleId", "")
            properties = element.find("w_pPr")
            self._styles[name] = Style(
                value_of(element, "w_basedOn"),
                numbered_of(properties),
                is_on(element.find("w_rPr/w_vanish")),
            )
            if element.get("w_type") == "paragraph" and as_flag(element.get("w_default")):
                self._default = name

    def of_paragraph(self, paragraph: Element) -> str | None:
        """Return the id of a paragraph's style, the default's if it names none."""
        named = value_of(paragraph, "w_pPr/w_pStyle")
        return named if named in self._styles else self._default

    def numbered(self, name: str | None) -> tuple[Numbered, list[tuple[str, int | None]]]:
        """Return the list and the level of a style, and those that it is based on with theirs."""
        number: int | None = None
        level: int | None = None
        chain: list[tuple[str, int | None]] = []
        for key, style in self._chain(name):
            chain.append((key, style.numbered.level))
            number = style.numbered.number if number is None else number
            level = style.numbered.level if level is None else level
        return Numbered(number, level), chain

    def hidden(self, name: str | None) -> bool:
        """Tell whether a style hides its text."""
        says = (style.hidden for _, style in self._chain(name) if style.hidden is not None)
        return next(says, False)

    def _chain(self, name: str | None) -> Iterator[tuple[str, Style]]:
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield name, self._styles[name]
            name = self._styles[name].based_on


def as_flag(text: str | None) -> bool:
    """Read an attribute that is 1, true or on."""
    return text in {"1", "true", "on"} or bool(as_number(text))
