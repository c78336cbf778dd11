"""What stands beside the text of a Word file: notes, comments, headers, footers, diagrams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from site_builder.drafts.formats.docx_found import Note
from site_builder.drafts.formats.docx_numerals import numeral
from site_builder.drafts.formats.docx_package import Package
from site_builder.drafts.formats.docx_xml import number_of, value_of

NOTE_NAMES = {"footnote": "脚注", "endnote": "尾注"}
_USUAL = {"footnote": "decimal", "endnote": "lowerRoman"}


class Notes:
    """The other stories of a document, found by what the document refers to."""

    def __init__(self, package: Package, document: str) -> None:
        self._package = package
        self._relations = package.relations(document)
        root = package.part(document)
        self._root = Element("w_document") if root is None else root
        self._settings = self._first("settings")
        self._counted: Counter[str] = Counter()
        self._notes = {
            (kind, element.get("w_id", "")): element
            for kind in NOTE_NAMES
            for element in self._elements(f"{kind}s", f"w_{kind}")
            if element.get("w_type", "normal") == "normal"
        }

    def note(self, reference: Note) -> Element | None:
        """Return the note that a mark refers to, if it is there."""
        return self._notes.get((reference.kind, reference.id))

    def mark(self, kind: str) -> str:
        """Count a note and return its mark, as if the notes were numbered through."""
        places = [self._root.find(f"w_body/w_sectPr/w_{kind}Pr")]
        if self._settings is not None:
            places.append(self._settings.find(f"w_{kind}Pr"))
        formats = (value_of(place, "w_numFmt") for place in places)
        starts = (number_of(place, "w_numStart") for place in places)
        start = next((number for number in starts if number is not None), 1)
        value = start + self._counted[kind]
        self._counted[kind] += 1
        name = next(filter(None, formats), _USUAL[kind])
        return numeral(value, name) or str(value)

    def comments(self) -> Iterator[Element]:
        """Yield the comments."""
        yield from self._elements("comments", "w_comment")

    def margins(self) -> Iterator[tuple[str, Element]]:
        """Yield the headers and the footers that sections use, with their names."""
        seen: set[str] = set()
        for kind, name in (("header", "页眉"), ("footer", "页脚")):
            for reference in self._root.iter(f"w_{kind}Reference"):
                relation = self._relations.get(reference.get("r_id", ""))
                if relation and relation.target not in seen:
                    seen.add(relation.target)
                    part = self._package.part(relation.target)
                    if part is not None:
                        yield name, part

    def diagram(self, relation: str) -> str:
        """Return the text in a diagram."""
        found = self._relations.get(relation)
        root = self._package.part(found.target) if found else None
        return "\n".join(text.text or "" for text in root.iter("a_t")) if root is not None else ""

    def part(self, kind: str) -> Element | None:
        """Return the root of the part that the document refers to as styles, numbering …"""
        return self._first(kind)

    def _first(self, kind: str) -> Element | None:
        targets = (each.target for each in self._relations.values() if each.type == kind)
        return next((part for part in map(self._package.part, targets) if part is not None), None)

    def _elements(self, kind: str, tag: str) -> Iterator[Element]:
        part = self._first(kind)
        if part is not None:
            yield from part.iter(tag)
