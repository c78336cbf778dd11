"""The XML parts of a Word file as elements with short names: w_p for w:p in any dialect.

Word writes two dialects, Transitional and Strict, that differ in their namespaces alone. What no
Word file holds is refused while it is read: a document type (which external entities and entity
bombs need), nesting beyond reason, elements by the million.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

MAX_DEPTH = 150
MAX_ELEMENTS = 1_000_000

_OPEN = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_PREFIXES = {
    f"{_OPEN}wordprocessingml/2006/main": "w",
    f"{_STRICT}wordprocessingml/main": "w",
    f"{_OPEN}officeDocument/2006/relationships": "r",
    f"{_STRICT}officeDocument/relationships": "r",
    f"{_OPEN}package/2006/relationships": "rel",
    f"{_OPEN}officeDocument/2006/math": "m",
    f"{_STRICT}officeDocument/math": "m",
    f"{_OPEN}markup-compatibility/2006": "mc",
    f"{_OPEN}drawingml/2006/main": "a",
    f"{_STRICT}drawingml/main": "a",
    f"{_OPEN}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_STRICT}drawingml/wordprocessingDrawing": "wp",
    f"{_OPEN}drawingml/2006/picture": "pic",
    f"{_STRICT}drawingml/picture": "pic",
    f"{_OPEN}drawingml/2006/chart": "c",
    f"{_STRICT}drawingml/chart": "c",
    f"{_OPEN}drawingml/2006/diagram": "dgm",
    f"{_STRICT}drawingml/diagram": "dgm",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}
_OFF = {"0", "false", "off", "none"}


class XmlRefusedError(Exception):
    """A part that is not read; the message says why, in Chinese."""


def parse(data: bytes) -> Element:
    """Return the root of an XML part, names shortened.

    Raises:
        XmlRefusedError: it is no XML, or what no Word file holds.
    """
    builder = TreeBuilder()
    names: dict[str, str] = {}
    depth = count = 0

    def short(name: str) -> str:
        if name not in names:
            namespace, _, local = name.rpartition(" ")
            names[name] = f"{_PREFIXES.get(namespace, 'x')}_{local}" if namespace else local
        return names[name]

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise XmlRefusedError("元素太多或者嵌套太深")
        builder.start(short(name), {short(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(short(name))

    def doctype(*_: object) -> None:
        raise XmlRefusedError("含有文档类型声明（DTD）")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise XmlRefusedError(f"第 {error.lineno} 行不合 XML 的写法") from None
    except (ValueError, LookupError):  # an encoding that expat does not know, or Python
        raise XmlRefusedError("编码认不出来") from None
    return builder.close()


def is_on(element: Element | None) -> bool | None:
    """Return what a switch such as w_vanish says, None if it is not there."""
    return None if element is None else element.get("w_val", "1").lower() not in _OFF


def value_of(element: Element | None, path: str) -> str | None:
    """Return w_val of the first element on a path, None if there is none."""
    found = None if element is None else element.find(path)
    return None if found is None else found.get("w_val")


def number_of(element: Element | None, path: str) -> int | None:
    """Return w_val of the first element on a path as a number, None if it is not one."""
    return as_number(value_of(element, path))


def as_number(text: str | None) -> int | None:
    """Read a number of at most nine digits, as all in Word are; None if it is not one."""
    digits = (text or "").strip().removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        return None
    return int((text or "").strip())
