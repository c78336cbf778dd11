"""A draft → a notice, and everything about it that a person has to look at."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError
from pypinyin import lazy_pinyin

from site_builder.drafts.accounting import facts_read, left_out
from site_builder.drafts.blocks import Block, blocks_of
from site_builder.drafts.closing import read_ending
from site_builder.drafts.doubts import Doubt, Doubts
from site_builder.drafts.draft import Draft, Dropped, Fact, FactName
from site_builder.drafts.ending import Ending
from site_builder.drafts.fields import read_fields
from site_builder.drafts.formats import read_draft
from site_builder.drafts.joining import join_lines
from site_builder.drafts.lines import Source, read_source
from site_builder.drafts.outline_drafts import SectionDraft
from site_builder.drafts.outline_tree import read_outline
from site_builder.drafts.page_traces import without_traces
from site_builder.drafts.passage import Passage, Places
from site_builder.drafts.preamble import (
    Head,
    document_number,
    read_head,
    read_inspection,
    read_organization,
    read_region,
)
from site_builder.drafts.recognise import recognise
from site_builder.drafts.trace import Trace
from site_builder.drafts.unreadable import is_refused
from site_builder.notice.base import control_in
from site_builder.notice.diagnostics import Diagnostic
from site_builder.notice.model import RESERVED_IDS, Notice
from site_builder.notice.text import printed_pieces, printed_text
from site_builder.reading.limits import MAX_TEXT

_ID_LENGTH = 80
_AROUND = 12
_SHOWN = 40
_LONGEST_TEXT = MAX_TEXT - 40  # a measure is written in one text with its marker
_BESIDE = 3  # lines below the title in which 发布日期：… may stand


@dataclass(frozen=True, slots=True)
class Reading:
    """A draft read whole: its notice, and how the one became the other.

    `lines` are those of the draft and `places` where each of their characters stands;
    `facts` became fields of the notice, and `left_out` is not in it.
    """

    notice: Notice
    lines: tuple[Passage, ...]
    places: Places
    trace: Trace
    facts: tuple[Fact, ...]
    left_out: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What a draft gave: its reading, None if it is no notice; and all doubts, in reading order.

    A doubt of severity error is among them exactly if there is no reading.
    """

    reading: Reading | None
    doubts: tuple[Doubt, ...]

    @property
    def notice(self) -> Notice | None:
        """The notice, None if the draft could not be read as one."""
        return self.reading.notice if self.reading else None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All doubts as diagnostics, at line and column of the draft."""
        return tuple(doubt.diagnostic for doubt in self.doubts)


def import_draft(path: Path, notice_id: str | None = None) -> Imported:
    """Read a draft of any format; whatever is wrong with it is returned, never raised.

    `notice_id` is the notice's id, by default `draft_id(path)`.
    """
    doubts = Doubts(path.as_posix())
    draft = None if is_refused(path, doubts) else read_draft(path, doubts)
    if draft is None:
        return Imported(None, doubts.sorted())
    draft = without_traces(draft)
    source = read_source(draft, doubts)
    reading = _read_notice(draft, source, notice_id or draft_id(path), doubts)
    return Imported(reading, doubts.sorted(source.stream))


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


def _read_notice(draft: Draft, source: Source, notice_id: str, doubts: Doubts) -> Reading | None:
    if control := control_in(source.stream):
        reason = f"含有控制字符 U+{ord(control[0]):04X}"
        doubts.add("D908", control.start(), reason=reason)
        return None
    head = read_head(source.lines, doubts)
    if head is None:
        doubts.add_at("D904", 1, 1)
        return None
    ending = read_ending(join_lines(source.lines[head.after :], source, doubts), source, doubts)
    preamble, body = _part_preamble(ending.body, source)
    if not body:
        doubts.add("D905", head.title.start)
        return None
    organization = read_organization(head, [line for _, line in ending.signature], doubts)
    if organization is None:
        doubts.add("D906", head.title.start)
        return None
    outline = read_outline(body, head.title.text, doubts)
    try:
        beside = [*head.letterhead, *preamble[:_BESIDE]]
        fields = read_fields(draft, beside, organization, doubts)
        notice = _notice(notice_id, head, organization, fields, preamble, outline, ending, doubts)
    except ValidationError as error:
        doubts.add_at("D908", 1, 1, reason=_reason(error))
        return None
    if not _is_whole(notice, source, doubts):
        return None
    trace = Trace.of(source.stream, printed_pieces(notice))
    if not _is_within_limits(trace, doubts):
        return None
    return Reading(
        notice,
        source.lines,
        doubts.places,
        trace,
        facts_read(draft, notice),
        left_out(draft, notice),
    )


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    if "hint" in first.get("ctx", {}):  # said by the model itself, in Chinese
        return first["msg"]
    name = str(first["loc"][0])
    field = Notice.model_fields.get(name)
    return f"“{(field and field.alias) or name}”不能是“{str(first['input'])[:_SHOWN]}”"


def _part_preamble(body: Sequence[Passage], source: Source) -> tuple[list[Passage], list[Block]]:
    """The sections begin with the first number, label, unit or ledger."""
    blocks = blocks_of(body, source.cells)
    opens = (i for i, block in enumerate(blocks) if not (block.prose or block.continues))
    first = next(opens, len(blocks))
    end = blocks[first].passage.start if first < len(blocks) else len(source.stream)
    return [paragraph for paragraph in body if paragraph.start < end], blocks[first:]


def _notice(
    notice_id: str,
    head: Head,
    organization: str,
    fields: Mapping[FactName, str | date],
    preamble: Sequence[Passage],
    outline: SectionDraft,
    ending: Ending,
    doubts: Doubts,
) -> Notice:
    around = [*preamble, *ending.closing]
    label = ending.label.text if ending.label else None
    sections, labels = recognise(outline, label, around, doubts)
    region = fields.get("region") or read_region(organization)
    if region and "region" not in fields:
        doubts.add("D503", head.title.start, value=region)
    return Notice(
        id=notice_id,
        title=head.title.text,
        letterhead="\n".join(line.text for line in head.letterhead) or None,
        edition=head.edition.text if head.edition else None,
        organization=organization,
        region=region,
        published=fields.get("published"),
        publisher=fields.get("publisher"),
        index_number=fields.get("index_number"),
        document_number=fields.get("document_number") or document_number(head),
        disclosure=fields.get("disclosure"),
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


def _is_within_limits(trace: Trace, doubts: Doubts) -> bool:
    """Tell whether a file of this notice could be read again: no text of it is too long."""
    long = [i for i, piece in enumerate(trace.pieces) if len(piece.text) > _LONGEST_TEXT]
    for index in long:
        count = len(trace.pieces[index].text)
        at = trace.start_of(index)
        doubts.add("D946", at, count=f"{count:,}", limit=f"{MAX_TEXT:,}")
    return not long


def _first_difference(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    shorter = min(len(one), len(other))
    return next((i for i, (a, b) in enumerate(pairs) if a != b), shorter)


def _offset_of(stream: str, count: int) -> int:
    """Return where in the stream the character with that number stands, white space not counted."""
    places = (place for place, char in enumerate(stream) if not char.isspace())
    return next((place for index, place in enumerate(places) if index == count), len(stream) - 1)
