"""N501 to N504, N511, N512: the telephones and hours that citizens are given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.checks.data.area_codes import EIGHT_DIGITS, PROVINCE_OF
from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Subject, once
from site_builder.notice.contact import Contact, ContactType
from site_builder.notice.diagnostics import Severity
from site_builder.notice.text import Path, contact_place

_PHONES = frozenset((ContactType.PHONE, ContactType.FAX, ContactType.SMS))
_NUMBER = lazily(
    r"(?P<country>(?:\+|00)86[ \-]?)?"
    r"(?P<digits>\d(?:(?:[\-–—－()（）·]| (?<!\d{7} )){0,2}\d){2,19})"
)
# What follows the number of a switchboard, and is not part of it.
_EXTENSION = lazily(r"[\-–—－转]\d{1,5}$")
_SPECIAL = lazily(r"(?:400|800)\d{7}|1\d{2}|1[02]\d{3}|95\d{3,4}|96\d{3,6}|123\d{2,3}")
_MOBILE = lazily(r"1[3-9]\d{9}")
_SHORT_OF_MOBILE = lazily(r"1[3-9]\d{8}|1[3-9]\d{10}")
_CODE = lazily(r"(0\d{2,3})[\s\-–—－）)]")
_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
_MASKED = lazily(r"[*＊×✕●■]{2,}|(?<=\d)[xX]{2,}|[xX]{2,}(?=\d|@)|某{2}")
_TIME = lazily(r"(\d{1,2})\s?[:：时点]\s?(\d{2})?")
_SPAN = lazily(
    r"(\d{1,2})\s?[:：]\s?(\d{2})\s?(?:-|–|—+|－|~|～|至|到)\s?(\d{1,2})\s?[:：]\s?(\d{2})"
)


class Number:
    """One telephone number in the words of a contact: its digits, and where they stand."""

    def __init__(self, match: re.Match[str]) -> None:
        words = match["digits"]
        if extension := _EXTENSION.search(words):
            head = "".join(filter(str.isdigit, words[: extension.start()])).translate(_NARROW)
            if len(head) >= (10 if head.startswith(("0", "1")) else 7):
                words = words[: extension.start()]
        self.start = match.start("digits")
        self.end = self.start + len(words)
        self.abroad = match["country"] is not None
        code = _CODE.match(words.translate(_NARROW))
        self.printed_code = code[1] if code else None
        self.digits = "".join(filter(str.isdigit, words)).translate(_NARROW)
        if self.abroad and not self.digits.startswith("1"):
            self.digits = "0" + self.digits.removeprefix("0")

    @property
    def is_mobile(self) -> bool:
        """Whether this is a mobile number."""
        return _MOBILE.fullmatch(self.digits) is not None

    @property
    def is_special(self) -> bool:
        """Whether this is a number that is the same everywhere: 12345, 400 and 95 numbers."""
        return _SPECIAL.fullmatch(self.local) is not None

    @property
    def area_code(self) -> str | None:
        """The area code as far as there is one, known or not."""
        if not self.digits.startswith("0"):
            return None
        if self.printed_code:
            return self.printed_code
        return self.digits[:3] if self.digits[1] in "12" else self.digits[:4]

    @property
    def local(self) -> str:
        """The digits behind the area code."""
        return self.digits[len(self.area_code or "") :]


def contacts(subject: Subject, *types: ContactType) -> Iterator[tuple[Path, Contact, int]]:
    """Yield the contacts of these types, each with its path and where its value begins in it."""
    for index, contact in enumerate(subject.notice.contacts):
        if contact.type in types:
            yield contact_place(index, contact), contact, contact.printed.index(contact.value)


def numbers_of(subject: Subject, *types: ContactType) -> Iterator[tuple[Path, int, list[Number]]]:
    """Yield the contacts of these types, each with the numbers that it gives."""
    for contact, path, offset, found in _numbered(subject):
        if contact.type in types:
            yield path, offset, found


@once
def _numbered(subject: Subject) -> list[tuple[Contact, Path, int, list[Number]]]:
    return [
        (contact, path, offset, _numbers(contact.value))
        for path, contact, offset in contacts(subject, *_PHONES)
    ]


def _numbers(value: str) -> list[Number]:
    return [] if _MASKED.search(value) else list(map(Number, _all(value)))


def _all(value: str) -> Iterator[re.Match[str]]:
    # 转801 and 分机801 are within the house.
    return (m for m in _NUMBER.finditer(value) if not value[: m.start()].endswith(("转", "机")))


def _finding(path: Path, offset: int, number: Number, message: str, hint: str = "") -> Finding:
    return Finding(path, offset + number.start, offset + number.end, message, hint)


@rule(
    "N501",
    Severity.WARNING,
    title="固定电话没有区号",
    why="外地的群众、用手机的群众拨不通没有区号的电话。",
    cure="在号码前加上区号，写成“区号-号码”。",
)
def no_area_code(subject: Subject) -> Iterator[Finding]:
    """A landline of 7 or 8 digits; behind a number with its code, further ones may leave it out."""
    for path, offset, numbers in numbers_of(subject, ContactType.PHONE, ContactType.FAX):
        code_seen = False
        for number in numbers:
            code_seen = code_seen or number.area_code is not None
            bare = len(number.digits) in (7, 8) and number.area_code is None
            if bare and not number.is_special and not code_seen:
                yield _finding(path, offset, number, f"“{number.digits}”没有区号")


@rule(
    "N502",
    Severity.WARNING,
    title="没有这个区号",
    why="全国没有这个区号，电话打不通，多为抄错一位。",
    cure="核对区号。",
)
def unknown_area_code(subject: Subject) -> Iterator[Finding]:
    """An area code that China does not have."""
    for path, offset, numbers in numbers_of(subject, ContactType.PHONE, ContactType.FAX):
        for number in numbers:
            code = number.area_code
            if code and code not in PROVINCE_OF and len(number.digits) > 8:
                yield _finding(path, offset, number, f"没有区号“{code}”")


@rule(
    "N503",
    Severity.WARNING,
    title="电话号码的位数不对",
    why="号码多了或者少了一位，电话打不通。",
    cure="核对号码：固定电话7位或8位，手机11位。",
)
def wrong_length(subject: Subject) -> Iterator[Finding]:
    """Too few or too many digits for what the number is."""
    for path, offset, numbers in numbers_of(subject, *_PHONES):
        for number in numbers:
            if number.is_mobile or number.is_special:
                continue
            if message := _length_fault(number):
                yield _finding(path, offset, number, message)


def _length_fault(number: Number) -> str | None:
    digits, code = number.digits, number.area_code
    if _SHORT_OF_MOBILE.fullmatch(digits):
        return f"手机号码应当是11位，这里有{len(digits)}位"
    if code is None:
        return None if len(digits) in (7, 8) else f"号码有{len(digits)}位，固定电话应当是7位或8位"
    if code not in PROVINCE_OF:
        return None
    size = len(number.local)
    if code in EIGHT_DIGITS:
        return None if size == 8 else f"区号{code}的号码应当是8位，这里有{size}位"
    return None if size in (7, 8) else f"区号后面应当是7位或8位，这里有{size}位"


@rule(
    "N504",
    Severity.WARNING,
    title="用个人手机作监督电话",
    why="手机号码多属个人，换岗以后就没有人接，也把干部个人的号码公开了。",
    cure="改用办公电话；确是单位的短信举报号码，类型写成“短信”。",
)
def mobile_as_phone(subject: Subject) -> Iterator[Finding]:
    """A mobile number as the public telephone."""
    for path, offset, numbers in numbers_of(subject, ContactType.PHONE):
        for number in numbers:
            if number.is_mobile:
                yield _finding(path, offset, number, "监督电话是手机号码")


@rule(
    "N511",
    Severity.WARNING,
    title="监督联系方式被遮盖",
    why="监督联系方式是给群众用的，遮盖了就联系不上。",
    cure="写出完整的号码、邮箱。",
)
def masked_contact(subject: Subject) -> Iterator[Finding]:
    """A mask in the number or mailbox of the contact block."""
    for path, contact, offset in contacts(subject, *_PHONES, ContactType.EMAIL):
        if match := _MASKED.search(contact.value):
            yield Finding(
                path, offset + match.start(), offset + match.end(), "监督联系方式被遮盖了一部分"
            )


@rule(
    "N512",
    Severity.WARNING,
    title="受理时间不可能",
    why="没有这样的钟点，或者结束早于开始，群众不知道何时可以打电话。",
    cure="核对受理时间。",
)
def impossible_hours(subject: Subject) -> Iterator[Finding]:
    """Times of the day that no clock shows, and spans that run backwards."""
    for path, contact, _ in contacts(subject, ContactType.HOURS, ContactType.PHONE):
        text = contact.printed
        for match in _TIME.finditer(text):
            hour, minute = int(match[1]), int(match[2] or 0)
            if (hour > 24 or minute > 59 or (hour == 24 and minute)) and _stands_alone(text, match):
                yield Finding(path, match.start(), match.end(), f"没有“{match[0]}”这个时间")
        for match in _SPAN.finditer(text):
            start, end = (int(match[i]) * 60 + int(match[i + 1]) for i in (1, 3))
            if end <= start < 24 * 60 and _stands_alone(text, match):
                yield Finding(path, match.start(), match.end(), f"“{match[0]}”的结束不晚于开始")


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Tell a time from the end of a telephone number: 0999-5550123：…"""
    return not text[: match.start()][-1:].isdigit() and "次日" not in match[0]
