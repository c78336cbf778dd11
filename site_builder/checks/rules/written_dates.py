"""Rules about how dates are written: days that do not exist, digits that were lost."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Spot, Subject
from site_builder.notice.diagnostics import Severity
from site_builder.notice.outline import chinese_number

_NUMERALS = "一二三四五六七八九十"
_DAY = lazily(
    r"(?:(?<!\d)(?P<year>\d{4})\s?年\s?)?(?<!\d)(?P<month>\d{1,2})\s?月\s?"
    r"(?P<first>\d{1,2})(?:日?[-—－~～至到、](?P<last>\d{1,2}))?\s?[日号](?![楼房院线])"
)
_CHINESE_DAY = lazily(
    rf"(?:(?P<year>[〇零○一二三四五六七八九]{{4}})年)?(?<![{_NUMERALS}])"
    rf"(?P<month>[{_NUMERALS}]{{1,3}})月(?P<first>[{_NUMERALS}]{{1,3}})日"
)
_MONTH = lazily(
    r"(?<!\d)(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月(?!\s?\d)"
    r"|(?<!\d)(?P<alone>\d{1,2})月(?=[份底初末]|[上中下]旬)"
)
_PUNCTUATED = lazily(
    r"(?<![\d.\-/])(?P<year>(?:19|20)\d{2})(?P<sep>[-./])(?P<month>\d{1,2})(?P=sep)"
    r"(?P<first>\d{1,2})(?![\d.\-/])"
)
_LOST = (
    lazily(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<rest>\d{2,4})日"),
    lazily(r"(?<!\d)(?P<year>(?:19|20)\d{2})年(?P<rest>\d{3,4})日"),
    lazily(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<rest>\d{1,2})月\d{1,2}日"),
)
_NO_DAY_SIGN = lazily(
    r"(?<!\d)\d{1,2}月\d{1,2}(?=至今|以来|起至|起[，,。；]|至\d{4}年|至\d{1,2}月)"
    r"|(?<!\d)\d{4}年\d{1,2}月\d{1,2}(?=[，。；）](?!\d)|\0)"
)
# Behind the day of a date that is not the first of two: 3月5日至8日.
_END = r"(?![-—－~～至到、])"
# Nothing is wrong around a 月 behind no number, nor in 3月, 3月15日: the month and the day exist,
# whatever the year, and neither digits nor 日 are lost. All others are worth a look.
_LONG_MONTH = r"(?<=\D[13578]月)|(?<=\D0[13578]月)|(?<=\D1[02]月)"
_NOT_FEBRUARY = r"(?<=\D[13-9]月)|(?<=\D0[13-9]月)|(?<=\D1[0-2]月)"
_MONTH_OF_ALL = r"(?<=\D[1-9]月)|(?<=\D0[1-9]月)|(?<=\D1[0-2]月)"
_ODD_MONTH = lazily(
    rf"月(?<=[\d\s{_NUMERALS}]月)(?!(?:{_MONTH_OF_ALL})(?:[^\d\s]|(?:[1-9]|1\d|2[0-8])日{_END})"
    rf"|(?:{_NOT_FEBRUARY})(?:29|30)日{_END}|(?:{_LONG_MONTH})31日{_END})"
)
_MANY_DIGITS = lazily(r"日(?<=\d{3}日)")
_LEAP = 2024
_IN_EVERY_MONTH = 28


@rule(
    "N204",
    Severity.WARNING,
    title="日期不存在",
    why="2月没有30日，一年没有13月。不存在的日期一看就是错的。",
    cure="对照原稿改正；引用的原文就是这样写的，写明理由豁免这一条。",
)
def days_exist(subject: Subject) -> Iterator[Finding]:
    """Find days that no calendar has."""
    months = subject.screen.starts(_ODD_MONTH)
    for found in (
        subject.find_near(_DAY, months),
        subject.find_near(_CHINESE_DAY, months),
        subject.find_near(_PUNCTUATED, _signs_behind_years(subject)),
    ):
        for spot in found:
            # In a lunar calendar the second month has 30 days.
            if not _is_real(spot.match) and not _is_lunar(spot):
                yield Finding(spot.path, spot.start, spot.end, f"“{spot.words}”不存在")
    for spot in subject.find_near(_MONTH, months):
        month = int(spot.match["month"] or spot.match["alone"])
        if not 1 <= month <= 12:
            yield Finding(spot.path, spot.start, spot.end, f"“{spot.words}”不存在")


@rule(
    "N205",
    Severity.WARNING,
    title="日期丢了字",
    why="转换文件时，日期里的“年”“月”或数字常常丢失，剩下一串看不懂的数字。",
    cure="对照原稿补全年、月、日。",
)
def dates_are_whole(subject: Subject) -> Iterator[Finding]:
    """Find runs of digits that once were dates."""
    months, days = (subject.screen.starts(sign) for sign in (_ODD_MONTH, _MANY_DIGITS))
    for pattern, places in zip(_LOST, (days, days, months), strict=True):
        for spot in subject.find_near(pattern, places):
            meant = _meant(spot.match["year"], spot.match["rest"])
            hint = f"对照原稿补全，像是“{meant}”。" if meant and "月" not in spot.words else ""
            yield Finding(spot.path, spot.start, spot.end, f"日期“{spot.words}”丢了字", hint)


@rule(
    "N206",
    Severity.WARNING,
    title="日期少了“日”",
    why="“3月30至今”这样的写法少了“日”字，不规范。",
    cure="补上“日”。",
)
def days_have_their_sign(subject: Subject) -> Iterator[Finding]:
    """Find days without 日."""
    for spot in subject.find_near(_NO_DAY_SIGN, subject.screen.starts(_ODD_MONTH)):
        yield Finding(
            spot.path,
            spot.start,
            spot.end,
            f"“{spot.words}”后面少了“日”",
            f"对照原稿，写成“{spot.words}日”。",
        )


def _signs_behind_years(subject: Subject) -> list[int]:
    text = subject.text
    signs = (at for sign in "-./" for at in subject.screen.places(sign) if at > 3)
    return sorted(at for at in signs if text[at - 4 : at - 2] in {"19", "20"})


def _is_real(match: re.Match[str]) -> bool:
    found = match.groupdict()
    month, day = _number(found["month"]), _number(found["first"])
    last = _number(found.get("last") or found["first"])
    if 1 <= month <= 12 and 1 <= day <= _IN_EVERY_MONTH and 1 <= last <= _IN_EVERY_MONTH:
        return True
    year = _year(found["year"])
    return _exists(year, month, day) and _exists(year, month, last)


def _is_lunar(spot: Spot) -> bool:
    return "历" in spot.text[max(spot.start - 8, 0) : spot.start]


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    try:
        return chinese_number(text)
    except ValueError:
        return 0


def _year(text: str | None) -> int | None:
    """Return a year; None where it is not stated or is not in figures."""
    return int(text) if text and text.isdecimal() and int(text) else None


def _exists(year: int | None, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year or _LEAP, month)[1]


def _meant(year: str, rest: str) -> str:
    """Return the only day that the digits can mean, "" where there are several or none."""
    days = [(int(rest[:at]), int(rest[at:])) for at in (1, 2) if 0 < len(rest) - at <= 2]
    real = [(month, day) for month, day in days if _exists(int(year), month, day)]
    return f"{year}年{real[0][0]}月{real[0][1]}日" if len(real) == 1 else ""
