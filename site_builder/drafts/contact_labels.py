"""The labels of contacts, as data: a new wording is one line here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.notice.contact import ContactType

CONTACT_WORDS: dict[str, ContactType] = {
    "电话": ContactType.PHONE,
    "电 话": ContactType.PHONE,
    "电话号码": ContactType.PHONE,
    "联系电话": ContactType.PHONE,
    "监督电话": ContactType.PHONE,
    "举报电话": ContactType.PHONE,
    "值班电话": ContactType.PHONE,
    "咨询电话": ContactType.PHONE,
    "办公电话": ContactType.PHONE,
    "受理电话": ContactType.PHONE,
    "短信": ContactType.SMS,
    "短信手机号": ContactType.SMS,
    "手机": ContactType.SMS,
    "手机号": ContactType.SMS,
    "手机号码": ContactType.SMS,
    "地址": ContactType.ADDRESS,
    "地 址": ContactType.ADDRESS,
    "通信地址": ContactType.ADDRESS,
    "通讯地址": ContactType.ADDRESS,
    "联系地址": ContactType.ADDRESS,
    "邮寄地址": ContactType.ADDRESS,
    "邮政地址": ContactType.ADDRESS,
    "邮政信箱": ContactType.ADDRESS,
    "邮政信箱地址": ContactType.ADDRESS,
    "来信地址": ContactType.ADDRESS,
    "信函地址": ContactType.ADDRESS,
    "邮编": ContactType.POSTCODE,
    "邮 编": ContactType.POSTCODE,
    "邮政编码": ContactType.POSTCODE,
    "邮箱": ContactType.EMAIL,
    "邮 箱": ContactType.EMAIL,
    "电子邮箱": ContactType.EMAIL,
    "电子邮件": ContactType.EMAIL,
    "电子信箱": ContactType.EMAIL,
    "联系邮箱": ContactType.EMAIL,
    "监督邮箱": ContactType.EMAIL,
    "举报邮箱": ContactType.EMAIL,
    "E-mail": ContactType.EMAIL,
    "Email": ContactType.EMAIL,
    "传真": ContactType.FAX,
    "传 真": ContactType.FAX,
    "联系人": ContactType.PERSON,
    "来访地址": ContactType.VISIT,
    "接访地址": ContactType.VISIT,
    "意见箱": ContactType.BOX,
    "受理时间": ContactType.HOURS,
    "接访时间": ContactType.HOURS,
    "办公时间": ContactType.HOURS,
    "工作时间": ContactType.HOURS,
    "受理截止": ContactType.UNTIL,
    "受理截止时间": ContactType.UNTIL,
    "受理截止日期": ContactType.UNTIL,
    "网址": ContactType.LINK,
    "网站": ContactType.LINK,
}

_WORDS = "|".join(sorted(CONTACT_WORDS, key=lambda word: (-len(word), word)))
# A value follows behind a colon, or at once if it is a number or an address in Latin letters.
_LABEL = (
    rf"(?P<word>{_WORDS})\s?(?:（[^（）]{{1,20}}）|\([^()]{{1,20}}\))?"
    r"(?:\s?[:：]|(?=\s{0,3}[0-9A-Za-z]))"
)
_AT_START = re.compile(rf"\s*(?:[（(]?\d{{1,2}}[)）.．、])?{_LABEL}", re.IGNORECASE)
_ANYWHERE = re.compile(rf"(?:^|(?<=[\s；;。，,：:、（(])){_LABEL}", re.IGNORECASE)
# What stands before all contacts: 联系方式：
_INTRODUCTION = (
    r"(?:意见建议)?(?:监督|联系|反馈|举报|受理|反映|公开)*(?:方式|渠道|途径|电话|信息)(?:如下)?"
)
_INTRODUCED = re.compile(rf"(?:^|(?<=[。；，,;\s]))(?P<words>{_INTRODUCTION}\s?[:：])")
_INTRODUCTION_LINE = re.compile(rf"{_INTRODUCTION}\s?[:：]?")


@dataclass(frozen=True, slots=True)
class ContactLabel:
    """A label found: the type of contact, where the label begins and where its value does."""

    type: ContactType
    start: int
    end: int


def _label(match: re.Match[str]) -> ContactLabel:
    word = next(word for word in CONTACT_WORDS if word.lower() == match["word"].lower())
    return ContactLabel(CONTACT_WORDS[word], match.start(), match.end())


def contact_at(line: str) -> ContactLabel | None:
    """Return the label of a contact that a line begins with, if any."""
    match = _AT_START.match(line)
    return _label(match) if match else None


def contacts_in(text: str) -> Iterator[ContactLabel]:
    """Yield the labels of contacts in a paragraph, in order."""
    return map(_label, _ANYWHERE.finditer(text))


def introduction_at(text: str, before: int) -> int | None:
    """Return where the words that introduce all contacts begin, if they end at `before`."""
    for match in _INTRODUCED.finditer(text, max(before - 30, 0), before):
        if not text[match.end("words") : before].strip():
            return match.start("words")
    return None


def is_introduction(line: str) -> bool:
    """Tell whether a line is nothing but the words that introduce the contacts."""
    return len(line) <= 20 and _INTRODUCTION_LINE.fullmatch(line) is not None
