"""The notice as a JSON Schema, and its fields as rows for documentation.

Both follow from the models. The schema takes what a notice file may hold: English or Chinese
keys, short forms, and keys with nothing behind them. What no schema can say (an impossible
date, an unknown status wording) is left to the check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BeforeValidator, TypeAdapter
from pydantic.fields import FieldInfo

from site_builder.notice.base import FILLED, Paragraphs, Part
from site_builder.notice.contact import LABELS as CONTACT_LABELS
from site_builder.notice.contact import TYPE_KEYS, Contact, one_a_line
from site_builder.notice.examples import example
from site_builder.notice.lifecycle import Correction, Withdrawal
from site_builder.notice.model import (
    RESERVED_IDS,
    SIGNATURE_KEYS,
    Inspection,
    Issue,
    IssueLabels,
    Measure,
    Notice,
    NoticeLabels,
    PrintedDate,
    PrintedPeriod,
    Section,
    SignatureLine,
    SignOff,
    Status,
    Waiver,
)
from site_builder.notice.values import MOMENT_PATTERN

Schema = dict[str, Any]

PARTS: dict[type[Part], str] = {
    Notice: "通报",
    Inspection: "巡察",
    NoticeLabels: "通报的用语",
    Section: "章节",
    Issue: "问题",
    IssueLabels: "问题的用语",
    Status: "整改结果",
    Measure: "措施",
    Contact: "联系方式",
    SignatureLine: "落款",
    Correction: "更正",
    Withdrawal: "撤回",
    SignOff: "审核记录",
    Waiver: "豁免",
    PrintedDate: "印出的日期",
    PrintedPeriod: "印出的起止时间",
}
"""Every part of a notice, by the name that documentation gives it and in its order."""

_AS_TEXT = {Measure, PrintedDate, PrintedPeriod, Status}
# Required by the model, but the reader supplies them: by the file's name, by the vocabulary.
_SUPPLIED = {(Notice, "id"), (Status, "code")}

# What the models say in validators of their own.
_NOT_ALL_MISSING: dict[type[Part], tuple[str, ...]] = {
    Section: ("heading", "text", "issues", "sections"),
    Measure: ("marker", "text"),
}
_BESIDE: dict[tuple[type[Part], str], Schema] = {
    (Notice, "id"): {"not": {"enum": sorted(RESERVED_IDS)}},
    (IssueLabels, "order"): {"uniqueItems": True},
    (NoticeLabels, "order"): {"uniqueItems": True},
}

_TEXT: Schema = {"type": "string", "pattern": FILLED}
_NULL: Schema = {"type": "null"}
_DATE: Schema = {"type": "string", "description": "写成 2023-08-10 或 2023年8月10日"}
_MOMENT: Schema = {
    "type": "string",
    "pattern": MOMENT_PATTERN,
    "description": "写成 2026-12-01 09:00+08:00，必须有时区",
}
_PARAGRAPHS: Schema = {
    "description": "一个列表，每条一段；或者一段文字，用“|”时每行一段",
    "anyOf": [{"type": "string"}, {"type": "array", "items": _TEXT}],
}


def json_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a notice file."""
    definitions = {part.__name__: _part(part) for part in PARTS if part is not Notice}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_object(Notice),
        "$defs": {**definitions, "Date": _DATE, "Moment": _MOMENT, "Paragraphs": _PARAGRAPHS},
    }


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field: its two keys, whether it must be there, how it is written, what it holds."""

    name: str
    chinese: str
    required: bool
    form: str
    description: str


@dataclass(frozen=True, slots=True)
class FieldTable:
    """The fields of one part of a notice; `title` is its name in Chinese."""

    title: str
    rows: tuple[FieldRow, ...]


def fields() -> tuple[FieldTable, ...]:
    """Return the fields of every part, in the order of the models."""
    return tuple(
        FieldTable(title, tuple(_row(part, *item) for item in part.model_fields.items()))
        for part, title in PARTS.items()
    )


def _row(part: type[Part], name: str, field: FieldInfo) -> FieldRow:
    return FieldRow(
        name,
        field.alias or name,
        _must_be_there(part, name, field),
        _form(_value(field)),
        field.description or "",
    )


def _must_be_there(part: type[Part], name: str, field: FieldInfo) -> bool:
    return field.is_required() and (part, name) not in _SUPPLIED


# One part as a schema.


def _part(part: type[Part]) -> Schema:
    """Return the schema of a part in its full and its short form."""
    whole = _object(part)
    if part in _AS_TEXT:
        return {"anyOf": [_TEXT, whole]}
    if part is Contact:
        text = {key: whole["properties"][key] for key in ("text", "原文")}
        short = _closed({**_named(_contact_keys(), _TEXT), **text})
        return {"anyOf": [whole, {**short, "oneOf": [{"required": [key]} for key in TYPE_KEYS]}]}
    if part is SignatureLine:
        short = _closed(_named(_signature_keys(), _TEXT))
        return {"anyOf": [whole, {**short, "minProperties": 1, "maxProperties": 1}]}
    return whole


def _object(part: type[Part]) -> Schema:
    properties: Schema = {}
    demands: list[Schema] = []
    for name, field in part.model_fields.items():
        value = _value(field)
        if _must_be_there(part, name, field):
            demands.append({"anyOf": [{"required": [key]} for key in (name, field.alias)]})
        else:
            value = {"anyOf": [value, _NULL]}
        value |= _BESIDE.get((part, name), {})
        about = {"title": field.title, "description": field.description}
        for key, chinese in ((name, False), (field.alias or name, True)):
            properties[key] = {**about, "examples": [example(part, name, chinese=chinese)], **value}
    if one_of := _NOT_ALL_MISSING.get(part):
        either = [key for name in one_of for key in (name, part.model_fields[name].alias)]
        demands.append({"anyOf": [{"required": [key]} for key in either]})
    twice = [{"required": [name, field.alias]} for name, field in part.model_fields.items()]
    return {
        "title": PARTS[part],
        **_closed(properties),
        **({"allOf": demands} if demands else {}),
        "not": {"anyOf": twice},
    }


def _closed(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _named(titles: Mapping[str, str], value: Schema) -> Schema:
    return {key: {"title": title, **value} for key, title in titles.items()}


def _contact_keys() -> Mapping[str, str]:
    """Return every key of a short contact, and what it is in Chinese."""
    return {key: CONTACT_LABELS[type_] for key, type_ in TYPE_KEYS.items()}


def _signature_keys() -> Mapping[str, str]:
    return {key: name for name, type_ in SIGNATURE_KEYS.items() for key in (name, type_)}


# One value as a schema.


def _value(field: FieldInfo) -> Schema:
    value = _value_of(field.rebuild_annotation())
    if BeforeValidator(one_a_line) in field.metadata:
        of_contacts = value["items"] == _ref(Contact.__name__)
        keys = _contact_keys() if of_contacts else _signature_keys()
        return {"anyOf": [value, _closed(_named(keys, {"anyOf": [_TEXT, _NULL]}))]}
    return value


def _value_of(kind: Any) -> Schema:
    if kind == Paragraphs:
        return _ref("Paragraphs")
    if isinstance(kind, type) and issubclass(kind, Part):
        return _ref(kind.__name__)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _value_of(next(item for item in inner if item is not NoneType))
    if origin is tuple:
        return {"type": "array", "items": _value_of(inner[0])}
    if origin is Annotated and get_origin(inner[0]) is tuple:
        return _value_of(inner[0])
    leaf = _leaf(kind)
    if leaf.get("format") == "date":
        return _ref("Date")
    if leaf.get("format") == "date-time":
        return _ref("Moment")
    return {key: leaf[key] for key in leaf if key not in {"title", "description"}}


@cache
def _leaf(kind: Any) -> Schema:
    """Return what pydantic says of a kind of value, of which many fields have the same."""
    return TypeAdapter(kind).json_schema()


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


# One value in words.


def _form(value: Schema) -> str:
    if "$ref" in value:
        return _form_of(value["$ref"].rpartition("/")[2])
    if "enum" in value:
        return "、".join(f"`{choice}`" for choice in value["enum"])
    if "anyOf" in value:
        return _form(value["anyOf"][0]) + "；或一组键，每项一行"
    if value["type"] == "array":
        return f"列表，每条：{_form(value['items'])}"
    return "`true` 或 `false`" if value["type"] == "boolean" else "文字"


def _form_of(definition: str) -> str:
    plain = {"Date": "日期", "Moment": "日期、时间加时区", "Paragraphs": "段落"}
    if definition in plain:
        return plain[definition]
    part, title = next(item for item in PARTS.items() if item[0].__name__ == definition)
    keys = f"一组键（“{title}”）"
    return f"文字，或{keys}" if part in _AS_TEXT else keys
