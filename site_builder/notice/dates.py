"""Dates as documents print them: exact ones are read, vague ones are kept and never guessed."""

from __future__ import annotations

import re
from datetime import date

from site_builder.notice.outline import chinese_number

_NUMERALS = "〇零○一二三四五六七八九十"
_YEAR = r"(?P<year>\d{4})"
_EXACT = (
    re.compile(_YEAR + r"年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"),
    re.compile(_YEAR + r"(?P<sep>[-./])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"),
    re.compile(
        rf"(?P<year>[{_NUMERALS}]{{4}})年(?P<month>[{_NUMERALS}]{{1,2}})月"
        rf"(?P<day>[{_NUMERALS}]{{1,3}})日"
    ),
)
_PERIOD = re.compile(r"(?P<start>.+?)(?:至|到|—+|－|~|～)(?P<end>.+)")
_WITHOUT_YEAR = re.compile(r"\d{1,2}月\d{1,2}日")
_ZEROS = str.maketrans("零○", "〇〇")


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    text = text.translate(_ZEROS)
    if len(text) == 4:
        return int("".join(str("〇一二三四五六七八九".index(char)) for char in text))
    return chinese_number(text)


def parse_date(text: str) -> date | None:
    """Return the date that `text` states to the day, or None where it is vague or impossible."""
    text = "".join(text.split())
    for pattern in _EXACT:
        if match := pattern.fullmatch(text):
            try:
                return date(*(_number(match[part]) for part in ("year", "month", "day")))
            except ValueError:
                return None
    return None


def parse_period(text: str) -> tuple[date | None, date | None]:
    """Return the first and last day of a period, each None where it is vague.

    A last day printed without its year takes the first day's (2023年3月1日至5月20日), as the
    sentence says; if that would run backwards it stays None.
    """
    match = _PERIOD.fullmatch("".join(text.split()))
    if not match:
        return None, None
    start, end_text = parse_date(match["start"]), match["end"]
    if start and _WITHOUT_YEAR.fullmatch(end_text):
        end_text = f"{start.year}年{end_text}"
    end = parse_date(end_text)
    return start, (None if start and end and end < start else end)
