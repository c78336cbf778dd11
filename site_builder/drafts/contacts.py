"""Paragraphs at the end of a draft → contacts, each with its type, its value and its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from site_builder.drafts.contact_labels import (
    ContactLabel,
    contact_at,
    contacts_in,
    introduction_at,
    is_introduction,
)
from site_builder.drafts.doubts import Doubts
from site_builder.drafts.ending import Ending
from site_builder.drafts.passage import Passage
from site_builder.notice.contact import ContactType

_SPACES = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_TRAILING = "。；;，,、" + _SPACES
_NUMBER = r"[（(]?\d[\d\-－—– （）()]{3,}\d"
_PHONE = re.compile(rf"{_NUMBER}(?:\s*[、,，/转或]\s*\d[\d\-－—–]{{2,}})*")
_POSTCODE = re.compile(r"\d{6}(?!\d)")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LOCAL = re.compile(r"\d{7,8}")  # an area code would make it ten digits or more
# What a value looks like, where that says better than its end where it ends.
_VALUES: dict[ContactType, re.Pattern[str]] = {
    ContactType.PHONE: _PHONE,
    ContactType.SMS: _PHONE,
    ContactType.FAX: _PHONE,
    ContactType.EMAIL: _EMAIL,
    ContactType.POSTCODE: _POSTCODE,
}
_DIALLED = {ContactType.PHONE, ContactType.SMS, ContactType.FAX}
_SEPARATOR = re.compile(r"[、,，/转或]")
_WHOLE_NUMBER = re.compile(r"(?:0\d{2,3}[-－—–]?\d{7,8}|1\d{10}|(?<!\d)1[12]\d{3})(?!\d)")
# Before a bare number who is reached by it: 甲村：0999-…; behind it what it is: 0999-…（电话）
_WHOSE = re.compile(r"[^\W\d_A-Za-z]{2,20}\s?[:：]\s?")
_BEHIND = re.compile(r"\s?[（(][^（）()]{1,12}[）)]")
_IS_FAX = "传真"
_OPENING, _CLOSING = ("（", "("), ("）", ")")
_CODE_BEHIND = re.compile(r"(?<=\S)(?P<code>[（(]\d{6}[）)])[。；;，,\s]*$")
_UNNAMED = (ContactType.EMAIL, ContactType.PHONE)


def read_contacts(ending: Ending, paragraph: Passage, doubts: Doubts) -> None:
    """Add the contacts that a paragraph prints; without any it is closing words."""
    labels = _labels(paragraph)
    if labels:
        ending.introduce(paragraph.cut(0, labels[0].start))
        _add_contacts(ending, paragraph, labels, doubts)
    elif _unnamed_contact(ending, paragraph, doubts):
        return
    elif ending.contacts:
        ending.add(ContactType.OTHER, paragraph, paragraph.text)
    elif is_introduction(paragraph.text) and ending.label is None:
        ending.label = paragraph
    else:
        ending.close(paragraph)


def names_contacts(paragraph: Passage) -> bool:
    """Tell whether contacts with values stand somewhere in a paragraph."""
    return any(
        _VALUES[label.type].search(paragraph.text, label.end)
        for label in _labels(paragraph)
        if label.type in _VALUES
    )


def _labels(paragraph: Passage) -> list[ContactLabel]:
    first = contact_at(paragraph.text)
    rest = (label for label in contacts_in(paragraph.text) if not first or label.end > first.end)
    labels = [*([first] if first else []), *(_with_bracket(paragraph, label) for label in rest)]
    ends = [*(label.start for label in labels[1:]), len(paragraph.text)]
    return [
        label
        for label, end in zip(labels, ends, strict=False)
        if paragraph.text[label.end : end].strip(_TRAILING)
    ]


def _with_bracket(paragraph: Passage, label: ContactLabel) -> ContactLabel:
    """A bracket right before a label opens around it: …18号（邮编：999000）"""
    opens = paragraph.text[max(label.start - 1, 0) : label.start] in _OPENING
    return replace(label, start=label.start - 1) if opens else label


def _add_contacts(
    ending: Ending, paragraph: Passage, labels: Sequence[ContactLabel], doubts: Doubts
) -> None:
    # Words before the first label that are neither closing nor introduction belong to it.
    first = 0 if ending.contacts else labels[0].start
    starts = [first, *(label.start for label in labels[1:])]
    ends = [*starts[1:], len(paragraph.text)]
    for label, start, end in zip(labels, starts, ends, strict=True):
        if code := _code_behind(label.type, paragraph.cut(label.end, end)):
            cut = code.start - paragraph.start
            address = _value(label.type, paragraph.cut(label.end, cut))
            ending.add(label.type, paragraph.cut(start, cut), address.text)
            ending.add(ContactType.POSTCODE, paragraph.cut(cut, end), code.text.strip("（()）"))
            continue
        value = _value(label.type, paragraph.cut(label.end, end))
        numbers = _numbers(value) if label.type in _DIALLED else [value]
        firsts = [start, *(number.start - paragraph.start for number in numbers[1:])]
        for number, begin, stop in zip(numbers, firsts, [*firsts[1:], end], strict=True):
            words = paragraph.cut(begin, stop)
            fax = number is not numbers[0] and _IS_FAX in words.text
            type_ = ContactType.FAX if fax else label.type
            ending.add(type_, words, number.text)
            _check(type_, number, doubts)


def _code_behind(type_: ContactType, words: Passage) -> Passage | None:
    """Return the postcode in brackets that an address ends with: …18号（999000）"""
    match = _CODE_BEHIND.search(words.text) if type_ is ContactType.ADDRESS else None
    return words.cut(match.start("code"), match.end("code")) if match else None


def _numbers(value: Passage) -> list[Passage]:
    """Part numbers that can each be dialled; 0999-0123456、0123457 share an area code, and stay."""
    found = list(_WHOLE_NUMBER.finditer(value.text))
    if len(found) < len(_SEPARATOR.findall(value.text)) + 1:
        return [value]
    return [value.cut(match.start(), match.end()) for match in found]


def _unnamed_contact(ending: Ending, paragraph: Passage, doubts: Doubts) -> bool:
    """Take a bare number or address behind 联系方式：, on the same line or the next."""
    text = paragraph.text
    begin = 0
    if ending.label is None:
        colon = max(text.rfind("："), text.rfind(":")) + 1
        if not colon or introduction_at(text, colon) is None:
            return False
        begin = colon
    found = _unnamed(paragraph.cut(begin))
    if not found:
        return False
    if not ending.contacts:
        ending.introduce(paragraph.cut(0, begin))
    elif begin:
        found[0] = (found[0][0], paragraph.cut(0, found[0][1].end - paragraph.start), found[0][2])
    for type_, printed, value in found:
        ending.add(type_, printed, value.text)
        _check(type_, value, doubts)
    return True


def _unnamed(words: Passage) -> list[tuple[ContactType, Passage, Passage]]:
    """Return the type, the words and the value of each bare contact; none if not all are."""
    found: list[tuple[ContactType, Passage, Passage]] = []
    begin = 0
    while words.text[begin:].strip(_TRAILING):
        at = begin + len(words.text[begin:]) - len(words.text[begin:].lstrip(_TRAILING))
        at = whose.end() if (whose := _WHOSE.match(words.text, at)) else at
        matches = ((type_, _VALUES[type_].match(words.text, at)) for type_ in _UNNAMED)
        type_, match = next(((t, m) for t, m in matches if m), (None, None))
        if not type_ or not match:
            return []
        behind = _BEHIND.match(words.text, match.end())
        told = behind.end() if behind else match.end()
        rest = words.text[told:]
        end = told + len(rest) - len(rest.lstrip(_TRAILING))
        if rest and end == told:
            return []
        value = words.cut(match.start(), match.end()).stripped()
        found.append((type_, words.cut(begin, end), value))
        begin = end
    return found


def _value(type_: ContactType, words: Passage) -> Passage:
    """Return the value itself, without the punctuation behind it."""
    words = words.stripped()
    if pattern := _VALUES.get(type_):
        if match := pattern.match(words.text):
            return words.cut(0, match.end()).stripped()
        # A name before it, as in 监督电话：办公室 0999-0123456; two with names stay one value.
        found = list(pattern.finditer(words.text))
        if len(found) == 1:
            return words.cut(found[0].start(), found[0].end()).stripped()
    text = words.text.rstrip(_TRAILING)
    if text.endswith(_CLOSING) and not any(char in text for char in _OPENING):
        text = text[:-1] or text
    return words.cut(0, len(text))


def _check(type_: ContactType, value: Passage, doubts: Doubts) -> None:
    if type_ is ContactType.PHONE and _LOCAL.fullmatch(re.sub(r"[\s\-－—–]", "", value.text)):
        doubts.add("D201", value.start, value=value.text)
