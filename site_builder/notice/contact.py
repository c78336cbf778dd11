"""How citizens reach the body: typed, in printed order, with the words as printed."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import model_validator

from site_builder.notice.base import Part, Text, fault, key


class ContactType(StrEnum):
    """What a contact is, and so what a page can do with it."""

    PHONE = "phone"
    SMS = "sms"
    ADDRESS = "address"
    POSTCODE = "postcode"
    EMAIL = "email"
    FAX = "fax"
    PERSON = "person"
    VISIT = "visit"
    BOX = "box"
    HOURS = "hours"
    UNTIL = "until"
    LINK = "link"
    OTHER = "other"


CHINESE_TYPES = {
    "电话": ContactType.PHONE,
    "短信": ContactType.SMS,
    "地址": ContactType.ADDRESS,
    "邮编": ContactType.POSTCODE,
    "邮箱": ContactType.EMAIL,
    "传真": ContactType.FAX,
    "联系人": ContactType.PERSON,
    "来访地址": ContactType.VISIT,
    "意见箱": ContactType.BOX,
    "受理时间": ContactType.HOURS,
    "受理截止": ContactType.UNTIL,
    "网址": ContactType.LINK,
    "其他": ContactType.OTHER,
}
LABELS = {type_: chinese for chinese, type_ in CHINESE_TYPES.items()}
TYPE_KEYS: dict[str, ContactType] = {str(type_): type_ for type_ in ContactType} | CHINESE_TYPES


class Contact(Part):
    """One way to reach the body.

    Short form: `{phone: 0999-0123456}`. `text` holds the words as printed around the value
    (`电话：0999-0123456；`); without it nothing but the value was printed.
    """

    type: ContactType = key("类型", "联系方式的种类")
    value: Text = key("内容", "号码、地址、邮箱等本身")
    text: Text | None = key("原文", "通报中印出的原样文字，含标点；须包含“内容”", None)

    @model_validator(mode="before")
    @classmethod
    def _long_form(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "type" in data or "类型" in data:
            return data
        given = [name for name in data if name in TYPE_KEYS]
        if not given:
            raise fault(
                "contact_type",
                f"这一条没有写明是哪种联系方式（只有“{'、'.join(data)}”）",
                f"写成“电话: …”的样子，可用的有：{'、'.join(CHINESE_TYPES)}。",
                at=next(iter(data), ""),
            )
        if len(given) > 1:
            raise fault(
                "contact_types",
                f"一条里有{len(given)}种联系方式（{'、'.join(given)}）",
                "每种另起一条，前面各加“- ”。",
                at=given[1],
            )
        if not isinstance(data[given[0]], str):
            raise fault(
                "contact_value",
                f"“{given[0]}”的内容不是文字",
                "给号码加上英文引号，如 '0999-0123456'。",
                at=given[0],
            )
        if doubled := next((name for name in ("value", "内容") if name in data), None):
            raise fault(
                "contact_doubled",
                f"“{given[0]}”和“{doubled}”说的是同一项，写了两次",
                "保留一处，另一处删去。",
                at=doubled,
            )
        rest = {name: value for name, value in data.items() if name != given[0]}
        return {"type": TYPE_KEYS[given[0]], "value": data[given[0]], **rest}

    @model_validator(mode="after")
    def _value_is_in_text(self) -> Contact:
        if self.text is not None and self.value not in self.text:
            raise fault(
                "contact_text",
                f"“原文”里找不到“{self.value}”",
                "原文须原样包含号码、地址等内容本身。",
                at="text",
            )
        return self

    @property
    def printed(self) -> str:
        """The words as printed."""
        return self.value if self.text is None else self.text


def one_a_line(value: object) -> object:
    """Take `{电话: …, 地址: …}` as one contact a key, in the order written."""
    if isinstance(value, dict) and not {"type", "类型"} & value.keys():
        return [{name: item} for name, item in value.items()]
    return value
