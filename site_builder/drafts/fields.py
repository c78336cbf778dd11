"""What is printed beside a document → fields of the notice: 索引号, 发布机构, 发布日期 …"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Draft, FactName
from site_builder.drafts.facts import fact_of, labelled
from site_builder.drafts.passage import Passage
from site_builder.notice.base import control_in
from site_builder.notice.dates import parse_date

_LONGEST = 120
# A day, and the time of day that pages print behind it.
_DAY = re.compile(r"(?P<day>\d{4}\s?[-年./]\s?\d{1,2}\s?[-月./]\s?\d{1,2}\s?日?)(?:[\sT].*)?")
_NAMES: dict[FactName, str] = {
    "index_number": "索引号",
    "publisher": "发布机构",
    "published": "发布日期",
    "document_number": "文号",
    "disclosure": "公开方式",
    "region": "地区",
}


class _Found(NamedTuple):
    name: FactName
    value: str
    line: int
    column: int


def read_fields(
    draft: Draft, lines: Sequence[Passage], organization: str, doubts: Doubts
) -> dict[FactName, str | date]:
    """Return the fields that the draft's facts state, and those of `lines` around the title.

    What comes first holds; a value that is of no use is reported and left where it is.
    """
    fields: dict[FactName, str | date] = {}
    for found in (*_given(draft), *_printed(lines, doubts)):
        if found.name in fields or (found.name == "publisher" and found.value == organization):
            continue
        value = _value(found)
        words = {"field": _NAMES[found.name], "value": found.value[:40]}
        if value is None:
            why = (
                "不是一个确切的日期"
                if found.name == "published"
                else "太长、是空的，或者含有控制字符"
            )
            doubts.add_at("D510", found.line, found.column, why=why, **words)
            continue
        doubts.add_at("D501", found.line, found.column, **words)
        fields[found.name] = value
    return fields


def is_fact_line(line: str) -> bool:
    """Tell whether a line holds what is printed beside a document, and nothing else."""
    before, parts = labelled(line)
    return not before.strip() and bool(parts)


def _given(draft: Draft) -> Iterator[_Found]:
    return (_Found(fact.name, fact.value.strip(), fact.number, 1) for fact in draft.facts)


def _printed(lines: Sequence[Passage], doubts: Doubts) -> Iterator[_Found]:
    for line in lines:
        before, parts = labelled(line.text)
        begin = len(before)
        for part in parts:
            begin += len(part.label)
            if (name := fact_of(part.label)) and not before.strip():
                yield _Found(name, part.value.strip(), *doubts.places.at(line.start + begin))
            begin += len(part.value)


def _value(found: _Found) -> str | date | None:
    if found.name == "published":
        day = _DAY.fullmatch(found.value)
        return parse_date(day["day"]) if day else None
    usable = 0 < len(found.value) <= _LONGEST and not control_in(found.value)
    return found.value if usable else None
