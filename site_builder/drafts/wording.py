"""What lines look like: ends of sentences, dates and names at the foot of a document."""

from __future__ import annotations

import re

PARTY = ("中共", "中国共产党")  # what the full name of a party body begins with
_CLOSERS = "”’」』）)】》〉\"'"
_FINAL = "。！？；：…!?;:"
_SENTENCE = re.compile(r"[。；！？;!?]")
_CLAUSE = re.compile(r"[，。；：、！？,;:!?]")
_BODIES = (
    "党组|党委|党总支|党支部|总支部?|支部|委员会|委|局|厅|部|院|校|学院|大学|医院|中心|公司|集团|政府"
    "|办公室|办|处|站|所|馆|社|会|街道|镇|乡|村|法院|检察院"
)
_BODY = re.compile(
    rf"(?:中共|中国共产党)?[^\W\d_A-Za-z]{{2,40}}?(?:{_BODIES})(?:[（(][^（）()]{{1,12}}[）)])?"
)
_NUMERALS = "〇零○一二三四五六七八九十"
DATE = rf"(?:\d{{4}}|[{_NUMERALS}]{{4}})\s*年\s*(?:\d{{1,2}}|[{_NUMERALS}]{{1,2}})\s*月"
_DAY = rf"(?:\s*(?:\d{{1,2}}|[{_NUMERALS}]{{1,3}})\s*日)?"
_DATE_LINE = re.compile(DATE + _DAY + r"|\d{4}([-./])\d{1,2}\1\d{1,2}")
_TRAILING_DATE = re.compile(rf"\s*(?P<date>{DATE}{_DAY})$")
_SIGNATORY = re.compile(
    r"(?:[^\W\d_]{0,10})(?:签名|签字|签章|负责人)\s*[（(]?[^：:]{0,6}[)）]?\s*[:：]"
)


def is_closed(text: str) -> bool:
    """Tell whether a line ends as a sentence does: 。 ； ： and so on, quotes behind it or not."""
    end = text[-12:].rstrip().rstrip(_CLOSERS).rstrip()
    if not end:
        return False
    number_ends = end[-1] == "." and end[-2:-1].isdigit()  # “1.” and “3.” of “3.5” are no ends
    return end[-1] in _FINAL or (end[-1] == "." and not number_ends)


def sentence_inside(text: str) -> bool:
    """Tell whether a sentence ends within `text`, before its last character."""
    return _SENTENCE.search(text, 0, max(len(text) - 1, 0)) is not None


def has_sentences(text: str) -> bool:
    """Tell whether a sentence ends anywhere in `text`."""
    return _SENTENCE.search(text) is not None


def has_clauses(text: str) -> bool:
    """Tell whether a text holds any punctuation of sentences."""
    return _CLAUSE.search(text) is not None


def is_date(line: str) -> bool:
    """Tell whether a line is a date and nothing else, to the day or vague."""
    return len(line) <= 30 and _DATE_LINE.fullmatch(line) is not None


def is_signatory(line: str) -> bool:
    """Tell whether a line is where the person in charge signs."""
    return len(line) <= 40 and _SIGNATORY.match(line) is not None


def is_body(line: str) -> bool:
    """Tell whether a line is the name of a public body and nothing else."""
    return len(line) <= 50 and _BODY.fullmatch("".join(line.split())) is not None


def is_signature(line: str) -> bool:
    """Tell whether a line looks like one of those below a document."""
    return is_date(line) or is_signatory(line) or is_body(line) or trailing_date(line) is not None


def trailing_date(line: str) -> int | None:
    """Return where the date begins in a line of name and date, or None if it is no such line."""
    match = _TRAILING_DATE.search(line) if len(line) <= 70 else None
    if match and is_body(line[: match.start()].strip()):
        return match.start("date")
    return None
