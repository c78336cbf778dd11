"""The labels of a whole notice, and of the issues that differ from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from site_builder.drafts.issue_parts import Part
from site_builder.notice.model import PRINTED_ORDER, IssueLabels, IssuePart, NoticeLabels

Order = tuple[IssuePart, ...]


def notice_labels(issues: Sequence[Sequence[Part]], contacts: str | None) -> NoticeLabels:
    """Choose for each part the label that most of the issues print before it."""
    chosen: dict[str, str | None] = {}
    for name in get_args(IssuePart):
        labels = Counter(part.label for parts in issues for part in parts if part.name == name)
        chosen[name] = max(labels, key=lambda label: labels[label]) or None if labels else None
    return NoticeLabels(**chosen, order=_usual_order(issues), contacts=contacts)


def issue_labels(parts: Sequence[Part], usual: NoticeLabels) -> IssueLabels:
    """Return what of an issue's labels and order differs from the notice's."""
    own = {
        part.name: part.label for part in parts if part.label != (getattr(usual, part.name) or "")
    }
    order = _order(parts)
    return IssueLabels(**own, order=None if _keeps(order, usual.order) else order)


def _order(parts: Iterable[Part]) -> Order:
    return tuple(part.name for part in parts)


def _keeps(order: Order, usual: Order | None) -> bool:
    """Tell whether parts in this order come out right under the usual one."""
    whole = (*(usual or ()), *(part for part in PRINTED_ORDER if part not in (usual or ())))
    places: Mapping[str, int] = {part: place for place, part in enumerate(whole)}
    return list(order) == sorted(order, key=lambda part: places[part])


def _usual_order(issues: Sequence[Sequence[Part]]) -> Order | None:
    """Return the order under which most of the issues need none of their own."""
    orders = Counter(map(_order, issues))
    best, kept = None, sum(count for order, count in orders.items() if _keeps(order, None))
    for candidate in orders:
        keep = sum(count for order, count in orders.items() if _keeps(order, candidate))
        if keep > kept:
            best, kept = candidate, keep
    return best
