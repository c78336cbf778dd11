"""The issues of a corpus as flat lists: what is searched, and what truth is told from."""

from __future__ import annotations

from dataclasses import dataclass, field

from site_builder.notice.model import Notice
from site_builder.outputs.search.folding import fold
from site_builder.outputs.search.records import records


@dataclass
class Issues:
    """All issues in the order of the notices; the n-th entry of each list is the n-th issue."""

    ids: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    folded_problems: list[str] = field(default_factory=list)
    folded: list[str] = field(default_factory=list)

    def add(self, notice: Notice) -> None:
        """Add what a notice has."""
        _, *of_issues = records(notice)  # the first one is the notice's own
        for number, record in enumerate(of_issues, 1):
            self.ids.append(f"{notice.id}#issue-{number}")
            self.problems.append(record.head)
            self.texts.append(record.text)
            self.folded_problems.append(fold(record.head))
            self.folded.append(fold(record.text))

    def __len__(self) -> int:
        return len(self.ids)
