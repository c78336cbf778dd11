"""What a rule is: one small function with a code, a weight, and words about cause and cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from site_builder.checks.subject import Subject
from site_builder.notice.diagnostics import Severity
from site_builder.notice.text import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: characters `start` to `end` of the text at `path` in the notice.

    `path` is () where the finding is about the whole file. `fix` is what may safely stand in
    place of these characters, None where only a person can tell.
    """

    path: Path
    start: int
    end: int
    message: str
    hint: str = ""
    fix: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about one notice.

    `title`, `why` and `cure` are Chinese: the heading of its page in the rule reference, why it
    matters, and what to do; `cure` is the hint of a finding that brings none of its own.
    """

    code: str
    severity: Severity
    title: str
    why: str
    cure: str
    check: Callable[[Subject], Iterator[Finding]]


RULES: dict[str, Rule] = {}


def rule(
    code: str, severity: Severity, *, title: str, why: str, cure: str
) -> Callable[[Callable[[Subject], Iterator[Finding]]], Callable[[Subject], Iterator[Finding]]]:
    """Register the decorated function as the rule `code`."""

    def register(
        check: Callable[[Subject], Iterator[Finding]],
    ) -> Callable[[Subject], Iterator[Finding]]:
        if code in RULES:
            raise ValueError(f"two rules with code {code}")
        RULES[code] = Rule(code, severity, title, why, cure, check)
        return check

    return register
