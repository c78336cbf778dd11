"""The review trail (三审三校) of a notice: which stages were passed by the text as it is now."""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.notice.fingerprint import fingerprint
from site_builder.notice.model import STAGES, Notice, SignOff, Stage


@dataclass(frozen=True, slots=True)
class Trail:
    """The sign-offs of a notice over its present content, and those over an earlier one.

    Order is that of the file. What counts is `passed`: 复审 without 初审 before it does not.
    """

    hash: str
    current: tuple[SignOff, ...]
    outdated: tuple[SignOff, ...]

    @property
    def passed(self) -> tuple[Stage, ...]:
        """The stages passed one after another, from 初审 on."""
        passed = 0
        for entry in self.current:
            if passed < len(STAGES) and entry.stage == STAGES[passed]:
                passed += 1
        return STAGES[:passed]

    def lacking(self, required: int = len(STAGES)) -> tuple[Stage, ...]:
        """Return the stages still to be passed, of the first `required`."""
        return STAGES[len(self.passed) : required]


def trail(notice: Notice) -> Trail:
    """Look through the review trail of a notice."""
    now = fingerprint(notice)
    return Trail(
        now,
        tuple(entry for entry in notice.review if entry.hash == now),
        tuple(entry for entry in notice.review if entry.hash != now),
    )
