"""All rules over one notice, and over all of them: what is found, where, and what is waived."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from site_builder.checks import rules
from site_builder.checks.rule import (
    LIBRARY_RULES,
    RULES,
    Collection,
    Finding,
    LibraryRule,
    Rule,
)
from site_builder.checks.settings import Settings
from site_builder.checks.subject import Subject
from site_builder.checks.waiving import (
    Grounds,
    Spoken,
    Waived,
    grounds,
    idle,
    is_waivable,
    project_faults,
)
from site_builder.library import Entry
from site_builder.notice.diagnostics import Diagnostic, Severity, brief
from site_builder.notice.model import Notice
from site_builder.notice.text import Path
from site_builder.reading.locate import Locator, Span
from site_builder.reading.notice_file import NoticeFile

__all__ = [
    "Verdict",
    "Waived",
    "check_library",
    "check_notice",
    "is_waivable",
    "placed",
    "rules",
]

# What it looks for is known when all others have run.
_LAST = "N132"


# So many findings of one rule in one notice are told, those that are waived not counted: to look up
# the places of ninety thousand would take seconds, and nobody reads them.
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding, the rule it is of, and where in the file it is; `grounds` if it is set aside."""

    finding: Finding
    rule: Rule | LibraryRule
    span: Span
    grounds: Grounds | None = None

    def diagnostic(self, file: str) -> Diagnostic:
        """Return it as the user reads it."""
        return Diagnostic(
            self.rule.code,
            self.rule.severity,
            file,
            self.span.line,
            self.span.column,
            brief(self.finding.message),
            brief(self.finding.hint or self.rule.cure),
            length=self.span.length,
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say: what stands, what is waived, which waivers of the project were used."""

    diagnostics: tuple[Diagnostic, ...] = ()
    waived: tuple[Waived, ...] = ()
    used: frozenset[int] = frozenset()


def check_notice(
    notice: Notice, text: str, file: str, settings: Settings, *, blocking: bool = False
) -> Verdict:
    """Run all rules on one notice; `text` is its YAML and `file` how diagnostics name it.

    With `blocking` only those run by which a build can be stopped.
    """
    return _verdict(placed(notice, text, settings, blocking=blocking), file)


def placed(
    notice: Notice, text: str, settings: Settings, *, blocking: bool = False
) -> Iterator[Placed]:
    """Yield everything found in one notice at its place, what is waived too."""
    subject = Subject(notice, settings)
    place = _Placing(notice, text, settings)
    found = [item for rule in _rules(blocking) for item in _run(rule, subject, place)]
    yield from found
    # Whether a waiver is of use shows only when all rules have run.
    if notice.waivers and not blocking:
        used = {item.grounds.index for item in found if item.grounds and item.grounds.in_notice}
        last = replace(subject, idle_waivers=idle(notice, used))
        yield from _run(RULES[_LAST], last, place)


def check_library(
    entries: Iterable[Entry],
    names: Mapping[FilePath, str],
    read: Callable[[FilePath], NoticeFile],
    settings: Settings,
    verdicts: Iterable[Verdict],
    *,
    whole: bool,
    blocking: bool,
) -> Verdict:
    """Check the notices against each other, then the waivers of the project.

    `verdicts` are those of the single notices, of those too that could not be read and have no
    entry; with `whole` these are all notices of the project. With `blocking` only those rules run
    by which a build can be stopped.
    """
    known, of_each = tuple(entries), tuple(verdicts)
    # What a notice that cannot be read says and needs is not known yet: it may be what another
    # leads to, or what a waiver is for.
    whole = whole and len(known) == len(of_each)
    collection = Collection(known, names, lambda path: read(path).notice, whole)
    found: list[Verdict] = [
        _verdict([item], names[file])
        for rule in LIBRARY_RULES.values()
        if _blocks(rule) or not blocking
        for file, item in _run_library(rule, collection, read, settings)
    ]
    used = {index for verdict in (*of_each, *found) for index in verdict.used}
    ids = {entry.id for entry in known}
    return Verdict(
        (
            *(diagnostic for verdict in found for diagnostic in verdict.diagnostics),
            *(() if blocking else project_faults(settings, used, ids, whole=whole)),
        ),
        tuple(waived for verdict in found for waived in verdict.waived),
    )


@dataclass(frozen=True, slots=True)
class _Placing:
    """Gives findings in one notice their place in the file, and looks whether they are waived."""

    notice: Notice
    text: str
    settings: Settings
    _locators: list[Locator] = field(default_factory=list)

    def __call__(self, rule: Rule | LibraryRule, finding: Finding) -> Placed:
        if not self._locators:  # only now, for most notices have none
            self._locators.append(Locator(self.text))
        span = self._locators[0].span(finding.path, finding.start, finding.end)
        printed = _text_at(self.notice, finding.path) if self.notice.waivers else None
        about = (
            Spoken(self.text, span.start, span.end)
            if printed is None
            else Spoken(printed, finding.start, finding.end)
        )
        return Placed(finding, rule, span, grounds(self.notice, self.settings, rule.code, about))


def _text_at(notice: Notice, path: Path) -> str | None:
    """Return the text at a place of a notice as it was read, None where there is none."""
    found: Any = notice
    for step in path:
        found = found[step] if isinstance(step, int) else getattr(found, step, None)
        if found is None:
            return None
    return found if isinstance(found, str) else None


# To go through a hundred rules takes as long as to run the quicker ones of them.
@cache
def _rules(blocking: bool) -> tuple[Rule, ...]:
    """Return the rules about one notice, all or those that stop a build, but the one run last."""
    return tuple(
        rule for rule in RULES.values() if (_blocks(rule) or not blocking) and rule.code != _LAST
    )


def _blocks(rule: Rule | LibraryRule) -> bool:
    """Tell whether what a rule finds stops a build."""
    return rule.severity is Severity.ERROR


def _run(rule: Rule, subject: Subject, place: _Placing) -> Iterator[Placed]:
    left = _MOST
    # A label stands in one place of the file and is printed in many.
    for finding in dict.fromkeys(rule.check(subject)):
        item = place(rule, finding)
        yield item
        left -= item.grounds is None
        if not left:
            return


def _run_library(
    rule: LibraryRule,
    collection: Collection,
    read: Callable[[FilePath], NoticeFile],
    settings: Settings,
) -> Iterator[tuple[FilePath, Placed]]:
    for found in rule.check(collection):
        file = read(found.file)
        if file.notice:
            yield found.file, _Placing(file.notice, file.text, settings)(rule, found.finding)


def _verdict(found: Iterable[Placed], file: str) -> Verdict:
    items = tuple(found)
    return Verdict(
        tuple(item.diagnostic(file) for item in items if not item.grounds),
        tuple(
            Waived(item.diagnostic(file), item.grounds.reason, item.grounds.in_notice)
            for item in items
            if item.grounds
        ),
        frozenset(
            item.grounds.index for item in items if item.grounds and not item.grounds.in_notice
        ),
    )
