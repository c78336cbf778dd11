"""What a rule is: one small function with a code, a weight, and words about cause and cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from site_builder.checks.subject import Subject
from site_builder.library import Entry
from site_builder.notice.diagnostics import Severity
from site_builder.notice.model import Notice
from site_builder.notice.text import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: characters `start` to `end` of the text at `path` in the notice.

    `path` is () where the finding is about the whole file; where it leads to a list or a group of
    keys, the finding is about the key (or the item) and `start` and `end` do not matter. `fix` is
    what may safely stand in place of these characters, None where only a person can tell.
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


@dataclass(frozen=True, slots=True)
class LibraryFinding:
    """What a rule about all notices found: in which file, and there as `Finding` says."""

    file: FilePath
    finding: Finding


@dataclass(frozen=True, slots=True)
class Collection:
    """All notices under check, as much of each as lists need; `read` gives one of them whole.

    `names` says how messages name each file. With `whole` these are all notices of the project, so
    that what is not among them does not exist.
    """

    entries: Sequence[Entry]
    names: Mapping[FilePath, str]
    read: Callable[[FilePath], Notice | None]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class LibraryRule:
    """A rule about notices beside each other; the words are those of `Rule`."""

    code: str
    severity: Severity
    title: str
    why: str
    cure: str
    check: Callable[[Collection], Iterator[LibraryFinding]]


RULES: dict[str, Rule] = {}
LIBRARY_RULES: dict[str, LibraryRule] = {}


def rule(
    code: str, severity: Severity, *, title: str, why: str, cure: str
) -> Callable[[Callable[[Subject], Iterator[Finding]]], Callable[[Subject], Iterator[Finding]]]:
    """Register the decorated function as the rule `code`."""

    def register(
        check: Callable[[Subject], Iterator[Finding]],
    ) -> Callable[[Subject], Iterator[Finding]]:
        _refuse_second(code)
        RULES[code] = Rule(code, severity, title, why, cure, check)
        return check

    return register


def library_rule(
    code: str, severity: Severity, *, title: str, why: str, cure: str
) -> Callable[
    [Callable[[Collection], Iterator[LibraryFinding]]],
    Callable[[Collection], Iterator[LibraryFinding]],
]:
    """Register the decorated function as the rule `code` about notices beside each other."""

    def register(
        check: Callable[[Collection], Iterator[LibraryFinding]],
    ) -> Callable[[Collection], Iterator[LibraryFinding]]:
        _refuse_second(code)
        LIBRARY_RULES[code] = LibraryRule(code, severity, title, why, cure, check)
        return check

    return register


def _refuse_second(code: str) -> None:
    if code in RULES or code in LIBRARY_RULES:
        raise ValueError(f"two rules with code {code}")
