"""The end of a draft: what is asked of the public, the contacts, and who signs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from site_builder.drafts.contact_labels import (
    ContactLabel,
    contact_at,
    contacts_in,
    introduction_at,
    is_introduction,
)
from site_builder.drafts.doubts import Doubts
from site_builder.drafts.labels import label_at
from site_builder.drafts.passage import Passage
from site_builder.drafts.wording import PARTY, is_body, is_date, is_signatory, trailing_date
from site_builder.notice.contact import Contact, ContactType
from site_builder.notice.model import SignatureLine
from site_builder.notice.outline import marker_at_start

_BEGINS = re.compile(
    r"欢迎|如有(?:意见|异议|问题|情况)|对.{0,20}如有|(?:监督|联系|反馈|举报)(?:方式|渠道)|特此"
)
_SPACES = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_TRAILING = "。；;，,、" + _SPACES
_NUMBER = r"[（(]?\d[\d\-－—– （）()]{3,}\d"
_PHONE = re.compile(rf"{_NUMBER}(?:\s*[、,，/转]\s*\d[\d\-－—–]*)*")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LOCAL = re.compile(r"\d{7,8}")  # an area code would make it ten digits or more
# What a value looks like, where that says better than its end where it ends.
_VALUES: dict[ContactType, re.Pattern[str]] = {
    ContactType.PHONE: _PHONE,
    ContactType.SMS: _PHONE,
    ContactType.FAX: _PHONE,
    ContactType.EMAIL: _EMAIL,
}
_UNNAMED = (ContactType.EMAIL, ContactType.PHONE)


@dataclass(slots=True)
class Ending:
    """What stands behind the last section; `body` is what stands before it all."""

    body: list[Passage]
    closing: list[Passage] = field(default_factory=list)
    label: Passage | None = None
    contacts: list[Contact] = field(default_factory=list)
    signature: list[tuple[str, Passage]] = field(default_factory=list)

    def signature_lines(self) -> tuple[SignatureLine, ...]:
        """Return the signature as the notice holds it."""
        return tuple(
            SignatureLine.model_validate({"type": type_, "text": line.text})
            for type_, line in self.signature
        )


def read_ending(paragraphs: Sequence[Passage], doubts: Doubts) -> Ending:
    """Take closing words, contacts and signature off the end of a draft."""
    signature = _first_of_signature(paragraphs)
    begin = _first_of_ending(paragraphs[:signature])
    ending = Ending(list(paragraphs[:begin]))
    for paragraph in paragraphs[begin:signature]:
        _read_paragraph(ending, paragraph, doubts)
    for line in paragraphs[signature:]:
        _sign(ending, line)
    if not ending.contacts:
        _close(ending, Passage("", 0))
        at = ending.closing[0].start if ending.closing else _end_of(paragraphs)
        doubts.add("D202", at)
    return ending


def _end_of(paragraphs: Sequence[Passage]) -> int:
    return max(paragraphs[-1].end - 1, 0) if paragraphs else 0


# --- Where it begins


def _first_of_signature(paragraphs: Sequence[Passage]) -> int:
    """Go up from the end over dates and signatures, then over the name above them."""
    first = _climb(paragraphs, len(paragraphs), _is_dated)
    signed = first < len(paragraphs)
    behind_contacts = first > 0 and contact_at(paragraphs[first - 1].text) is None
    named = first > 0 and is_body(paragraphs[first - 1].text)
    whole = first > 0 and paragraphs[first - 1].text.startswith(PARTY)
    above = paragraphs[max(first - 2, 0) : max(first - 1, 0)]
    if named and behind_contacts and (signed or whole or _ends_sentence(above)):
        return _climb(paragraphs, first, is_body)
    return first


def _climb(paragraphs: Sequence[Passage], first: int, is_one: Callable[[str], bool]) -> int:
    while first > 1 and is_one(paragraphs[first - 1].text):
        first -= 1
    return first


def _is_dated(line: str) -> bool:
    return is_date(line) or is_signatory(line) or trailing_date(line) is not None


def _ends_sentence(before: Sequence[Passage]) -> bool:
    return bool(before) and before[0].text[-1] in "。；;"


def _first_of_ending(paragraphs: Sequence[Passage]) -> int:
    """Return the first paragraph behind all numbers and labels that speaks to the public."""
    begin = len(paragraphs)
    for index in range(len(paragraphs) - 1, -1, -1):
        text = paragraphs[index].text
        if contact_at(text) or is_introduction(text) or _BEGINS.match(text):
            begin = index
        elif marker_at_start(text) or label_at(text):
            break
    return begin


# --- Contacts


def _read_paragraph(ending: Ending, paragraph: Passage, doubts: Doubts) -> None:
    labels = _labels(paragraph)
    if labels:
        _introduce(ending, paragraph.cut(0, labels[0].start))
        _add_contacts(ending, paragraph, labels, doubts)
    elif _unnamed_contact(ending, paragraph, doubts):
        return
    elif ending.contacts:
        _add(ending, ContactType.OTHER, paragraph, paragraph.text)
    elif is_introduction(paragraph.text) and ending.label is None:
        ending.label = paragraph
    else:
        _close(ending, paragraph)


def _labels(paragraph: Passage) -> list[ContactLabel]:
    first = contact_at(paragraph.text)
    rest = (label for label in contacts_in(paragraph.text) if not first or label.end > first.end)
    labels = [*([first] if first else []), *rest]
    ends = [*(label.start for label in labels[1:]), len(paragraph.text)]
    return [
        label
        for label, end in zip(labels, ends, strict=False)
        if paragraph.text[label.end : end].strip(_TRAILING)
    ]


def _close(ending: Ending, passage: Passage) -> None:
    """Add closing words; a label met before them turns out to be no label but words."""
    if ending.label:
        ending.closing.append(ending.label)
        ending.label = None
    if passage.stripped().text:
        ending.closing.append(passage.stripped())


def _introduce(ending: Ending, before: Passage) -> None:
    """Part closing words from what introduces the contacts: 联系方式："""
    if not before.text.strip() or ending.contacts:
        return
    begin = introduction_at(before.text, len(before.text))
    if begin is None:
        _close(ending, before)
        return
    if before.text[:begin].strip():
        _close(ending, before.cut(0, begin))
    if ending.label:
        _close(ending, before.cut(0, 0))
    ending.label = before.cut(begin).stripped()


def _add_contacts(
    ending: Ending, paragraph: Passage, labels: Sequence[ContactLabel], doubts: Doubts
) -> None:
    # Words before the first label that are neither closing nor introduction belong to it.
    first = 0 if ending.contacts else labels[0].start
    starts = [first, *(label.start for label in labels[1:])]
    ends = [*starts[1:], len(paragraph.text)]
    for label, start, end in zip(labels, starts, ends, strict=True):
        value = _value(label.type, paragraph.cut(label.end, end))
        _add(ending, label.type, paragraph.cut(start, end), value.text)
        _check(label.type, value, doubts)


def _unnamed_contact(ending: Ending, paragraph: Passage, doubts: Doubts) -> bool:
    """Take a bare number or address behind 联系方式：, on the same line or the next."""
    text = paragraph.text
    begin = 0
    if ending.label is None:
        colon = max(text.rfind("："), text.rfind(":")) + 1
        if not colon or introduction_at(text, colon) is None:
            return False
        begin = colon
    value = paragraph.cut(begin).stripped()
    for type_ in _UNNAMED:
        match = _VALUES[type_].match(value.text)
        if match and not value.text[match.end() :].strip(_TRAILING):
            printed = paragraph if ending.contacts else value
            _introduce(ending, paragraph.cut(0, begin))
            _add(ending, type_, printed, match[0].strip())
            _check(type_, value.cut(0, match.end()), doubts)
            return True
    return False


def _value(type_: ContactType, words: Passage) -> Passage:
    """Return the value itself, without the punctuation behind it."""
    words = words.stripped()
    if (pattern := _VALUES.get(type_)) and (match := pattern.match(words.text)):
        return words.cut(0, match.end()).stripped()
    return words.cut(0, len(words.text.rstrip(_TRAILING)))


def _add(ending: Ending, type_: ContactType, printed: Passage, value: str) -> None:
    text = printed.text.strip()
    ending.contacts.append(Contact(type=type_, value=value, text=None if text == value else text))


def _check(type_: ContactType, value: Passage, doubts: Doubts) -> None:
    if type_ is ContactType.PHONE and _LOCAL.fullmatch(re.sub(r"[\s\-－—–]", "", value.text)):
        doubts.add("D201", value.start, value=value.text)


# --- Signature


def _sign(ending: Ending, line: Passage) -> None:
    cut = trailing_date(line.text)
    for part in line.split([cut] if cut else []):
        ending.signature.append((_type_of(part.stripped().text), part.stripped()))


def _type_of(line: str) -> str:
    types: Iterable[tuple[str, Callable[[str], bool]]] = (
        ("date", is_date),
        ("signatory", is_signatory),
        ("issuer", is_body),
    )
    return next((type_ for type_, is_one in types if is_one(line)), "other")
