"""Doubts about a draft → what the review page says of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from site_builder.drafts.doubts import Doubt
from site_builder.drafts.importer import Reading
from site_builder.notice.diagnostics import Severity
from site_builder.reporting.report import NAMES
from site_builder.review.view import DoubtView


def doubt_views(reading: Reading, doubts: Sequence[Doubt]) -> list[DoubtView]:
    """Return the doubts in their order, numbered from 1."""
    weighty = [n for n, d in enumerate(doubts, 1) if d.diagnostic.severity is not Severity.INFO]
    before = dict(zip(weighty[1:], weighty, strict=False))
    after = dict(pairwise(weighty))
    return [
        _doubt_view(number, doubt, reading, before.get(number, 0), after.get(number, 0))
        for number, doubt in enumerate(doubts, 1)
    ]


def _doubt_view(number: int, doubt: Doubt, reading: Reading, before: int, after: int) -> DoubtView:
    said = doubt.diagnostic
    name = reading.places.name_of(said.line)
    place = (name or f"第 {said.line} 行") + f"第 {said.column} 字"
    if doubt.offset is None and (said.line, said.column) == (1, 1):
        place = "整份稿件"
    target = f"第 {said.target.line} 行第 {said.target.column} 字" if said.target else ""
    return DoubtView(
        number=number,
        severity=str(said.severity),
        severity_name=NAMES[said.severity],
        code=said.code,
        message=said.message.removeprefix(f"{name}：") if name else said.message,
        hint=said.hint,
        place=place,
        target=target,
        marked=doubt.offset is not None,
        before=before,
        after=after,
    )


def weighs(view: DoubtView) -> bool:
    """Tell whether a doubt needs a look, and is not only to be known."""
    return view.severity != Severity.INFO


def counts(doubts: Sequence[Doubt]) -> Iterator[str]:
    """Yield how many doubts there are of each severity, in words."""
    for severity, name in NAMES.items():
        count = sum(doubt.diagnostic.severity is severity for doubt in doubts)
        if count:
            yield f"{name} {count} 处"
