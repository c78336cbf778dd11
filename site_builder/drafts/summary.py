"""What an import found, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from site_builder.drafts.draft import Dropped
from site_builder.notice.contact import LABELS as CONTACT_LABELS
from site_builder.notice.model import Measure, Notice
from site_builder.notice.status import LABELS, StatusCode


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one notice; `statuses` holds every code, in the order of figures."""

    issues: int
    statuses: dict[StatusCode, int]
    measures: int
    contacts: tuple[str, ...]

    @property
    def stated(self) -> tuple[tuple[StatusCode, str, int], ...]:
        """The codes that were met: code, its name, and how often."""
        return tuple((code, LABELS[code], n) for code, n in self.statuses.items() if n)


def summarise(notice: Notice) -> Summary:
    """Count what a notice holds; measures at every depth count."""
    issues = list(notice.issues())
    codes = Counter(issue.status_code for issue in issues)
    return Summary(
        len(issues),
        {code: codes[code] for code in StatusCode},
        sum(_measures(issue.measures) for issue in issues),
        tuple(CONTACT_LABELS[contact.type] for contact in notice.contacts),
    )


def _measures(measures: Sequence[Measure]) -> int:
    return sum(1 + _measures(measure.measures) for measure in measures)


def by_reason(left_out: Sequence[Dropped]) -> dict[str, list[Dropped]]:
    """Group what was left out by why, in the order in which it was met."""
    groups: dict[str, list[Dropped]] = {}
    for dropped in left_out:
        groups.setdefault(dropped.why, []).append(dropped)
    return groups
