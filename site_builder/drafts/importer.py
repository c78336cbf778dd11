"""A draft → a notice, and everything about it that a person has to look at."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pypinyin import lazy_pinyin

from site_builder.drafts.blocks import blocks_of
from site_builder.drafts.closing import Ending, read_ending
from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Draft
from site_builder.drafts.formats import read_draft
from site_builder.drafts.joining import join_lines
from site_builder.drafts.lines import Source, read_source
from site_builder.drafts.outline_tree import SectionDraft, read_outline
from site_builder.drafts.passage import Passage
from site_builder.drafts.preamble import (
    Head,
    document_number,
    read_head,
    read_inspection,
    read_organization,
    read_region,
)
from site_builder.drafts.recognise import recognise
from site_builder.notice.diagnostics import Diagnostic
from site_builder.notice.model import RESERVED_IDS, Notice
from site_builder.notice.text import printed_text

_ID_LENGTH = 80
_AROUND = 12


@dataclass(frozen=True, slots=True)
class Imported:
    """What a draft gave: the notice, None if it could not be read as one; and all doubts.

    The diagnostics stand at line and column of the draft, in reading order. One of severity
    error is among them exactly if there is no notice.
    """

    notice: Notice | None
    diagnostics: tuple[Diagnostic, ...]


def import_draft(path: Path, notice_id: str | None = None) -> Imported:
    """Read a draft of any format; whatever is wrong with it is returned, never raised.

    `notice_id` is the notice's id, by default `draft_id(path)`.
    """
    doubts = Doubts(path.as_posix())
    draft = read_draft(path, doubts)
    notice = _read_notice(draft, notice_id or draft_id(path), doubts) if draft else None
    return Imported(notice, doubts.sorted())


def draft_id(path: Path) -> str:
    """Return an id for a draft, from its file name: Chinese in pinyin, ASCII, never empty."""
    stem = unicodedata.normalize("NFKC", path.stem)
    latin = unicodedata.normalize("NFKD", "-".join(lazy_pinyin(stem)))
    words = re.findall(
        r"[a-z0-9]+(?:_[a-z0-9]+)*", latin.encode("ascii", "ignore").decode().lower()
    )
    slug = "-".join(words)
    if slug and len(slug) <= _ID_LENGTH and slug not in RESERVED_IDS:
        return slug
    # Two names that lose what tells them apart must not become one id.
    digest = hashlib.sha256(path.stem.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{slug[:_ID_LENGTH].rstrip('-_') or 'notice'}-{digest}"


def _read_notice(draft: Draft, notice_id: str, doubts: Doubts) -> Notice | None:
    source = read_source(draft, doubts)
    head = read_head(source.lines, doubts)
    if head is None:
        doubts.add_at("D904", 1, 1)
        return None
    ending = read_ending(join_lines(source.lines[head.after :], doubts), doubts)
    preamble, body = _part_preamble(ending.body)
    if not body:
        doubts.add("D905", head.title.start)
        return None
    organization = read_organization(head, [line for _, line in ending.signature], doubts)
    if organization is None:
        doubts.add("D906", head.title.start)
        return None
    outline = read_outline(list(blocks_of(body)), head.title.text, doubts)
    try:
        notice = _notice(notice_id, head, organization, preamble, outline, ending, doubts)
    except ValidationError as error:
        doubts.add_at("D908", 1, 1, reason=error.errors(include_url=False)[0]["msg"])
        return None
    return notice if _is_whole(notice, source, doubts) else None


def _part_preamble(body: Sequence[Passage]) -> tuple[list[Passage], list[Passage]]:
    """The sections begin with the first number or label."""
    opens = (i for i, block in enumerate(map(_first_block, body)) if block)
    first = next(opens, len(body))
    return list(body[:first]), list(body[first:])


def _first_block(paragraph: Passage) -> bool:
    return not next(blocks_of([paragraph])).prose


def _notice(
    notice_id: str,
    head: Head,
    organization: str,
    preamble: Sequence[Passage],
    outline: SectionDraft,
    ending: Ending,
    doubts: Doubts,
) -> Notice:
    sections, labels = recognise(outline, ending.label.text if ending.label else None, doubts)
    region = read_region(organization)
    if region:
        doubts.add("D503", head.title.start, value=region)
    return Notice(
        id=notice_id,
        title=head.title.text,
        letterhead="\n".join(line.text for line in head.letterhead) or None,
        edition=head.edition.text if head.edition else None,
        organization=organization,
        region=region,
        document_number=document_number(head),
        labels=labels,
        inspection=read_inspection(preamble, doubts),
        preamble=tuple(paragraph.text for paragraph in preamble),
        sections=sections,
        closing=tuple(paragraph.text for paragraph in ending.closing),
        contacts=tuple(ending.contacts),
        signature=ending.signature_lines(),
    )


def _is_whole(notice: Notice, source: Source, doubts: Doubts) -> bool:
    """Hold the notice against the draft: not a character may be lost, added or moved."""
    draft, result = "".join(source.stream.split()), printed_text(notice)
    if draft == result:
        return True
    apart = _first_difference(draft, result)
    around = slice(max(apart - _AROUND, 0), apart + _AROUND)
    offset = _offset_of(source.stream, apart)
    doubts.add("D900", offset, source=draft[around], result=result[around])
    return False


def _first_difference(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    shorter = min(len(one), len(other))
    return next((i for i, (a, b) in enumerate(pairs) if a != b), shorter)


def _offset_of(stream: str, count: int) -> int:
    """Return where in the stream the character with that number stands, white space not counted."""
    places = (place for place, char in enumerate(stream) if not char.isspace())
    return next((place for index, place in enumerate(places) if index == count), len(stream) - 1)
