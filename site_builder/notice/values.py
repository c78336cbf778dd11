"""Values that several parts of a notice hold: days, moments, names of notices and of issues."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, Field, StrictStr, WithJsonSchema

from site_builder.notice.base import fault
from site_builder.notice.dates import parse_date

ID_PATTERN = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"
REFERENCE_PATTERN = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*#issue-[1-9][0-9]{0,5}$"
MOMENT_PATTERN = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})? ?(Z|[+-][0-9]{2}:[0-9]{2})$"
)


def _exact_date(value: object) -> object:
    if isinstance(value, str):
        parsed = parse_date(value)
        if parsed is None:
            raise fault(
                "date",
                f"“{value}”不是一个确切存在的日期",
                "写成 2023-08-10 或 2023年8月10日。",
            )
        return parsed
    return value


def _moment(value: object) -> object:
    if not isinstance(value, str):
        return value
    shown = "写成 2026-12-01 09:00+08:00；+08:00 是北京时间，不能省。"
    if re.fullmatch(MOMENT_PATTERN, value):
        try:
            return datetime.fromisoformat(value.replace(" ", "T", 1).replace(" ", ""))
        except ValueError:
            raise fault("moment", f"“{value}”不是一个确切存在的时间", shown) from None
    if re.fullmatch(MOMENT_PATTERN.replace(" ?(Z|[+-][0-9]{2}:[0-9]{2})", ""), value):
        raise fault("moment", f"“{value}”没有写明时区", shown)
    raise fault("moment", f"“{value}”不是日期、时间加时区", shown)


def _notice_id(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(ID_PATTERN, value):
        raise fault(
            "notice_id",
            f"“{value}”不是通报的编号",
            "写通报的编号，就是网址里的名称，如 kejiju-2023。",
        )
    return value


def _reference(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(REFERENCE_PATTERN, value):
        raise fault(
            "reference",
            f"“{value}”没有写明是哪份通报的第几个问题",
            "写成 kejiju-2023#issue-3：编号、井号、issue- 和第几个，中间不空格。",
        )
    return value


ExactDate = Annotated[date, BeforeValidator(_exact_date)]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
NoticeId = Annotated[
    StrictStr, Field(pattern=ID_PATTERN, max_length=100), BeforeValidator(_notice_id)
]
IssueReference = Annotated[
    StrictStr, Field(pattern=REFERENCE_PATTERN, max_length=120), BeforeValidator(_reference)
]


def split_reference(reference: str) -> tuple[str, int]:
    """Return the id of the notice that a reference names, and which of its issues, from 1."""
    notice_id, _, number = reference.partition("#issue-")
    return notice_id, int(number)
