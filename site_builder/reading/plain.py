"""YAML text → plain values without places: the quick way for sound files that `lines.py` leaves.

They have braces, escapes, texts in quotes over several lines, or another rarity. A node for each
value, with two places, takes longer than the parsing, and nearly all files need none. So the
parser's events become values straight away. Whatever is not plainly sound is left to `nodes.py`,
which knows what to say about it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yaml import (
    CSafeLoader,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    YAMLError,
)

from site_builder.reading.bare import LONGEST, DoubtError, bare_value
from site_builder.reading.nodes import may_drop_text
from site_builder.reading.yaml_limits import MAX_KEYS, NESTING

# Unlike all other control characters, the parser takes these for line breaks, or for nothing.
_NOT_REFUSED = ("\x85", "\u2028", "\u2029", "\ufeff")


def plain_value(text: str) -> Any:
    """Return the value of a YAML text, None where anything may be wrong with it.

    It is the one that `nodes.read_document` gives, which would find no fault.
    """
    if len(text) > LONGEST or may_drop_text(text) or any(char in text for char in _NOT_REFUSED):
        return None
    try:
        parser = CSafeLoader(text)
    except UnicodeEncodeError:  # half of a surrogate pair
        return None
    try:
        return _document(parser.get_event)
    except (YAMLError, DoubtError):
        return None
    finally:
        parser.dispose()


def _document(take: Callable[[], Any]) -> Any:
    take()  # the beginning of the stream
    if not isinstance(take(), DocumentStartEvent):
        raise DoubtError
    value = _value(take(), take, 0)
    take()  # the end of the document
    if not isinstance(take(), StreamEndEvent):
        raise DoubtError
    return value


def _value(event: Any, take: Callable[[], Any], depth: int) -> Any:
    kind = type(event)
    if kind is ScalarEvent:
        text = event.value
        # What YAML takes for something else than text is ASCII throughout, and bare.
        return bare_value(text) if text.isascii() and event.implicit[0] else text
    if depth >= NESTING:
        raise DoubtError
    if kind is MappingStartEvent:
        return _mapping(take, depth + 1)
    if kind is SequenceStartEvent:
        return _sequence(take, depth + 1)
    raise DoubtError


def _sequence(take: Callable[[], Any], depth: int) -> list[Any]:
    items = []
    while type(event := take()) is not SequenceEndEvent:
        items.append(_value(event, take, depth))
    return items


def _mapping(take: Callable[[], Any], depth: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    while type(event := take()) is ScalarEvent:
        key = _value(event, take, depth)
        if key in result or not isinstance(key, str):
            raise DoubtError
        result[key] = _value(take(), take, depth)
    if type(event) is not MappingEndEvent or len(result) > MAX_KEYS:
        raise DoubtError
    # A key with nothing behind it is a field not filled in.
    return {key: value for key, value in result.items() if value is not None}
