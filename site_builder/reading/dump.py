"""Notice → YAML text as a person would write it: short forms, nothing that is a default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import singledispatch
from typing import Any

import yaml

from site_builder.notice.base import Part
from site_builder.notice.contact import Contact
from site_builder.notice.dates import parse_date, parse_period
from site_builder.notice.model import (
    Measure,
    Notice,
    PrintedDate,
    PrintedPeriod,
    SignatureLine,
    Status,
)
from site_builder.notice.outline import split_marker
from site_builder.notice.status import read_status

# Line breaks that only YAML takes for such: bare, they are refused on reading.
_ESCAPED = re.compile("[\x85\u2028\u2029]")


class _Dumper(yaml.CSafeDumper):
    """The C emitter with lists indented below their key, as people write them."""


def dump_notice(notice: Notice) -> str:
    """Return the YAML text of a notice; reading it gives an equal notice."""
    text: str = yaml.dump(
        _plain(notice), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**31 - 1
    )
    return text


@singledispatch
def _plain(value: Any) -> Any:
    return value


@_plain.register
def _(value: Enum) -> Any:
    return value.value


@_plain.register(tuple)
def _(value: tuple[Any, ...]) -> Any:
    if value and all(isinstance(item, SignatureLine) for item in value):
        return _signature(value)
    return [_plain(item) for item in value]


@_plain.register
def _filled_in(value: Part) -> dict[str, Any]:
    return {
        name: _plain(item)
        for name, field in type(value).model_fields.items()
        if (item := getattr(value, name)) != field.get_default(call_default_factory=True)
    }


@_plain.register
def _(value: PrintedDate) -> Any:
    return value.text if parse_date(value.text) == value.date else _filled_in(value)


@_plain.register
def _(value: PrintedPeriod) -> Any:
    exact = parse_period(value.text) == (value.start, value.end)
    return value.text if exact else _filled_in(value)


@_plain.register
def _(value: Status) -> Any:
    usual = read_status(value.text) == (value.code, value.sustained)
    if not usual:
        return _filled_in(value)
    return value.text if value.place == "own" else {"text": value.text, "place": value.place}


@_plain.register
def _(value: Measure) -> Any:
    whole = (value.marker or "") + (value.text or "")
    if split_marker(whole) != (value.marker or "", value.text or ""):
        return _filled_in(value)
    if not value.measures:
        return whole
    return {"text": whole, "measures": _plain(value.measures)}


@_plain.register
def _(value: Contact) -> dict[str, str]:
    short = {str(value.type): value.value}
    return short if value.text is None else {**short, "text": value.text}


def _signature(lines: tuple[SignatureLine, ...]) -> Mapping[str, str] | list[dict[str, str]]:
    by_type: dict[str, str] = {line.type: line.text for line in lines}
    if len(by_type) == len(lines):
        return by_type
    return [{"type": line.type, "text": line.text} for line in lines]


def _represent_text(dumper: yaml.CSafeDumper, value: str) -> yaml.Node:
    style = '"' if _ESCAPED.search(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)


def _represent_date(dumper: yaml.CSafeDumper, value: date) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", value.isoformat())


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(date, _represent_date)
