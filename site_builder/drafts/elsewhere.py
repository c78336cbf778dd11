"""Statuses printed for issues in other places of the notice: given only where no doubt is left."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.outline_drafts import IssueDraft
from site_builder.drafts.passage import Passage
from site_builder.drafts.status_lists import Listed, listed_in
from site_builder.notice.model import Status
from site_builder.notice.status import read_status

_MOST_NAMED = 20


@dataclass(slots=True)
class Elsewhere:
    """What the notice prints about issues elsewhere, by the place of each in the stream."""

    doubts: Doubts
    _wordings: dict[int, list[Passage]] = field(default_factory=lambda: defaultdict(list))

    def read_lists(self, texts: Iterable[Passage], issues: Sequence[IssueDraft]) -> None:
        """Take lists of numbers; they are of use only if no number was given twice."""
        values = Counter(issue.value for issue in issues if issue.value is not None)
        by_value = {issue.value: issue for issue in issues if issue.value is not None}
        for text in texts:
            for listed in listed_in(text):
                if why := _why_not(listed, values):
                    wording = listed.wording
                    self.doubts.add("D412", wording.start, wording=wording.text, why=why)
                    continue
                named = [by_value[number] for number in listed.numbers]
                self._give(listed.wording, named)

    def read_heading(self, wording: Passage, issues: Iterator[IssueDraft]) -> None:
        """Take a heading that says how far all issues below it are."""
        self._give(wording, list(issues))

    def _give(self, wording: Passage, issues: Sequence[IssueDraft]) -> None:
        for issue in issues:
            self._wordings[_place(issue)].append(wording)
        if issues:
            numbers = "、".join(issue.number for issue in issues[:_MOST_NAMED] if issue.number)
            numbers = numbers or f"没有序号的 {len(issues)} 个"
            self.doubts.add("D411", wording.start, wording=wording.text, numbers=numbers)

    def status_of(self, issue: IssueDraft, own: Status | None) -> Status | None:
        """Return an issue's own status, else the one printed elsewhere; never one of two."""
        wordings = self._wordings.get(_place(issue), [])
        codes = {reading.code for w in wordings if (reading := read_status(w.text))}
        if own and codes - {own.code}:
            why = f"与问题本身印出的“{own.text}”不一致"
            self.doubts.add("D412", wordings[0].start, wording=wordings[0].text, why=why)
        if own or not wordings:
            return own
        if len(codes) > 1:
            named = f"序号为“{issue.number}”的问题" if issue.number else "没有序号的问题"
            why = f"{named}在几处印出的状态不一致"
            self.doubts.add("D412", wordings[0].start, wording=wordings[0].text, why=why)
            return None
        return Status.model_validate({"text": wordings[0].text, "place": "elsewhere"})


def _place(issue: IssueDraft) -> int:
    return issue.head.passage.start


def _why_not(listed: Listed, values: Counter[int]) -> str | None:
    if not values:
        return "问题没有印出序号"
    missing = [number for number in listed.numbers if not values[number]]
    if missing:
        return f"没有序号为{'、'.join(map(str, missing[:9]))}的问题"
    # Where the count begins anew, a number may stand for a place in the whole as well.
    twice = [number for number in values if values[number] > 1]
    return f"有几个问题的序号都是{'、'.join(map(str, twice[:9]))}" if twice else None
