"""What of a draft is not among the words of its notice, so that nothing is lost unsaid."""

from __future__ import annotations

from datetime import date

from site_builder.drafts.draft import Draft, Dropped, Fact
from site_builder.drafts.lines import BOLD
from site_builder.notice.dates import parse_date
from site_builder.notice.model import Notice

_BOLD = "Markdown 的加粗符号"
_UNUSED = "通报里没有放它的地方，或者正文里已经有"


def facts_read(draft: Draft, notice: Notice) -> tuple[Fact, ...]:
    """Return what was printed beside the document and is now a field of the notice, whole."""
    return tuple(fact for fact in draft.facts if _is_held(fact, notice))


def left_out(draft: Draft, notice: Notice) -> tuple[Dropped, ...]:
    """Return all characters of the draft that the notice does not hold, in order, with why."""
    names = {line.number: line.place for line in draft.lines}
    unused = (
        Dropped(fact.value, _UNUSED, fact.number, names.get(fact.number, ""))
        for fact in draft.facts
        if not _is_held(fact, notice)
    )
    bold = (
        Dropped(BOLD * count, _BOLD, line.number, line.place)
        for line in draft.lines
        if (count := line.text.count(BOLD))
    )
    found = (*draft.dropped, *unused, *bold)
    return tuple(sorted(found, key=lambda dropped: dropped.number))


def _is_held(fact: Fact, notice: Notice) -> bool:
    held = getattr(notice, fact.name)
    if isinstance(held, date):
        return parse_date(fact.value) == held
    return held is not None and "".join(held.split()) == "".join(fact.value.split())
