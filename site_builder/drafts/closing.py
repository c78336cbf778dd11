"""The end of a draft: what is asked of the public, the contacts, and who signs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from site_builder.drafts.contact_labels import contact_at, contacts_in, is_introduction
from site_builder.drafts.contacts import names_contacts, read_contacts
from site_builder.drafts.doubts import Doubts
from site_builder.drafts.ending import Ending
from site_builder.drafts.labels import label_at
from site_builder.drafts.lines import Source
from site_builder.drafts.passage import Passage
from site_builder.drafts.wording import (
    PARTY,
    is_body,
    is_closed,
    is_date,
    is_signatory,
    trailing_date,
)
from site_builder.notice.outline import marker_at_start

_BEGINS = re.compile(
    r"欢迎|如有(?:意见|异议|问题|情况|不同意见)|对.{0,20}如有|(?:监督|联系|反馈|举报)(?:方式|渠道)|特此"
    r"|附件\s?\d{0,2}\s?[:：]|公示期(?:限|间|内|为|：)|(?:广大)?(?:干部)?群众.{0,12}(?:可|请)|请.{0,12}监督"
)

_ANNEX = re.compile(r"附件\s?\d{0,2}\s?[:：]")
_NOTE = 30
# What a paragraph about the time to come begins with.
_AHEAD = re.compile(r"(?:下一步|下步|下一阶段|今后|接下来)")


def read_ending(paragraphs: Sequence[Passage], source: Source, doubts: Doubts) -> Ending:
    """Take closing words, contacts and signature off the end of a draft."""
    ledger = _end_of_ledger(paragraphs, source)
    signature = ledger + _first_of_signature(paragraphs[ledger:])
    begin = ledger + _first_of_ending(paragraphs[ledger:signature])
    ending = Ending(list(paragraphs[:begin]))
    for paragraph in paragraphs[begin:signature]:
        if not ending.contacts and _signs(paragraph.text):
            doubts.add("D203", paragraph.start, line=paragraph.text)
        read_contacts(ending, paragraph, doubts)
    for paragraph in paragraphs[ledger:begin]:
        if contact_at(paragraph.text) and names_contacts(paragraph):
            doubts.add("D204", paragraph.start)
    for line in paragraphs[signature:]:
        _sign(ending, line)
    if not ending.contacts:
        ending.close(Passage("", 0))
        at = ending.closing[0].start if ending.closing else _end_of(paragraphs)
        doubts.add("D202", at)
    return ending


def _end_of(paragraphs: Sequence[Passage]) -> int:
    return max(paragraphs[-1].end - 1, 0) if paragraphs else 0


# --- Where it begins


def _end_of_ledger(paragraphs: Sequence[Passage], source: Source) -> int:
    """Return where the last cell of a ledger ends: no cell is a contact or a signature."""
    if not source.cells:
        return 0
    cells = [i for i, paragraph in enumerate(paragraphs) if paragraph.start in source.cells]
    return cells[-1] + 1 if cells else 0


def _first_of_signature(paragraphs: Sequence[Passage]) -> int:
    """Go up from the end over dates and signatures, then over the name above them."""
    end = _climb(paragraphs, len(paragraphs), _is_note)
    if end < len(paragraphs) and not _signs(paragraphs[end - 1].text):
        end = len(paragraphs)
    first = _climb(paragraphs, end, _is_dated)
    signed = first < end
    behind_contacts = first > 0 and contact_at(paragraphs[first - 1].text) is None
    named = first > 0 and is_body(paragraphs[first - 1].text)
    whole = first > 0 and paragraphs[first - 1].text.startswith(PARTY)
    above = paragraphs[max(first - 2, 0) : max(first - 1, 0)]
    if named and behind_contacts and (signed or whole or _ends_sentence(above)):
        return _climb(paragraphs, first, is_body)
    return first if signed else len(paragraphs)


def _climb(paragraphs: Sequence[Passage], first: int, is_one: Callable[[str], bool]) -> int:
    while first > 1 and is_one(paragraphs[first - 1].text):
        first -= 1
    return first


def _is_note(line: str) -> bool:
    """Tell whether a line may stand below a signature: （此件公开发布）, 附件：…"""
    in_brackets = line[0] in "（(" and line[-1] in "）)" and len(line) <= _NOTE
    return (in_brackets and not any(contacts_in(line))) or _ANNEX.match(line) is not None


def _signs(line: str) -> bool:
    return _is_dated(line) or is_body(line)


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
        elif names_contacts(paragraphs[index]) or (
            index == begin - 1 and (_signs(text) or _looks_ahead(paragraphs, index))
        ):
            begin = index
    return begin


def _looks_ahead(paragraphs: Sequence[Passage], index: int) -> bool:
    """Tell whether a paragraph closes the whole, and not the last issue or a chapter.

    “下一步，局党组将…整改…” does, right behind measures, where no other paragraph begins so.
    """
    if len([paragraph for paragraph in paragraphs if _AHEAD.match(paragraph.text)]) != 1:
        return False
    if not _AHEAD.match(paragraphs[index].text) or "整改" not in paragraphs[index].text:
        return False
    for paragraph in reversed(paragraphs[:index]):
        text = paragraph.text
        if marker_at_start(text) or label_at(text):
            return is_closed(text) and not _AHEAD.search(text[:60])
    return False


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
