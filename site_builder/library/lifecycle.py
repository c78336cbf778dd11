"""What is not usual about a notice: that it is a draft, was corrected, goes on from another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from site_builder.notice.lifecycle import Correction, State, Withdrawal
from site_builder.notice.model import Issue, Notice
from site_builder.notice.values import split_reference


class Place(NamedTuple):
    """An issue: the id of its notice, and which of its issues, from 0."""

    notice_id: str
    at: int


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """What is not usual about a notice; `follows` says of issues, by index, which they go on from.

    `issue_count` is how many issues there are, also where their statuses no longer count.
    """

    state: State = State.PUBLISHED
    publish_at: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    withdrawn: Withdrawal | None = None
    superseded_by: str = ""
    previous: str = ""
    former_ids: tuple[str, ...] = ()
    follows: tuple[tuple[int, Place], ...] = ()
    issue_count: int = 0


USUAL = Lifecycle()


def lifecycle_of(notice: Notice, issues: Sequence[Issue]) -> Lifecycle | None:
    """Return what is not usual about a notice that has these issues, None if nothing is."""
    follows = tuple(
        [(index, _place(issue.follows)) for index, issue in enumerate(issues) if issue.follows]
    )
    life = Lifecycle(
        notice.state,
        notice.publish_at,
        notice.corrections,
        notice.withdrawn,
        notice.superseded_by or "",
        notice.previous or "",
        notice.former_ids,
        follows,
    )
    return None if life == USUAL else replace(life, issue_count=len(issues))


def _place(reference: str) -> Place:
    notice_id, number = split_reference(reference)
    return Place(notice_id, number - 1)
