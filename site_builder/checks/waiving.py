"""Which findings are set aside: by the notice itself, or by mkdocs.yml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.checks.rule import LIBRARY_RULES, RULES
from site_builder.checks.settings import ProjectWaiver, Settings
from site_builder.notice.diagnostics import Diagnostic, Severity
from site_builder.notice.model import Notice

# Addresses must differ, and what is said of waivers is not itself to be waived.
_NEVER = {"N112", "N130", "N131", "N132", "N133", "N140"}
# Whoever may change a notice may not thereby spare it the sign-offs that the project demands.
_ONLY_BY_PROJECT = {"N701", "N702"}


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that was set aside, and why; `in_notice` if the notice itself says so."""

    diagnostic: Diagnostic
    reason: str
    in_notice: bool


@dataclass(frozen=True, slots=True)
class Grounds:
    """By what a finding is set aside: the number of a waiver of the notice, or of the project."""

    index: int
    reason: str
    in_notice: bool


def is_rule(code: str) -> bool:
    """Tell whether there is a rule of this code."""
    return code in RULES or code in LIBRARY_RULES


def is_waivable(code: str, *, by_project: bool) -> bool:
    """Tell whether a rule may be set aside, by the project or by a notice."""
    return is_rule(code) and code not in _NEVER and (by_project or code not in _ONLY_BY_PROJECT)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a finding is about: characters `start` to `end` of a text."""

    text: str
    start: int
    end: int

    def within(self, words: str) -> bool:
        """Tell whether words of a waiver mean these characters: they hold them, or lie in them.

        The same characters elsewhere in the text are not meant.
        """
        if words in self.text[self.start : self.end]:
            return True
        return self.text.find(words, max(0, self.end - len(words)), self.start + len(words)) >= 0


def grounds(notice: Notice, settings: Settings, code: str, about: Spoken) -> Grounds | None:
    """Return by what a finding is set aside, None if it stands.

    A waiver for certain words goes before one for the whole notice, and that before mkdocs.yml.
    """
    if is_waivable(code, by_project=False):
        of_notice = [
            Grounds(index, waiver.reason, in_notice=True)
            for index, waiver in sorted(
                enumerate(notice.waivers), key=lambda item: item[1].words is None
            )
            if waiver.rule == code
            and waiver.reason
            and (waiver.words is None or about.within(waiver.words))
        ]
        if of_notice:
            return of_notice[0]
    if not is_waivable(code, by_project=True):
        return None
    return next(
        (
            Grounds(index, waiver.reason, in_notice=False)
            for index, waiver in enumerate(settings.waivers)
            if waiver.rule == code and waiver.reason and waiver.notice in {"*", notice.id}
        ),
        None,
    )


def idle(notice: Notice, used: set[int]) -> tuple[int, ...]:
    """Return which waivers of a notice could have set something aside, and did not."""
    return tuple(
        index
        for index, waiver in enumerate(notice.waivers)
        if index not in used
        and waiver.reason
        and waiver.rule in RULES
        and is_waivable(waiver.rule, by_project=False)
    )


def project_faults(
    settings: Settings, used: set[int], ids: set[str], *, whole: bool
) -> Iterator[Diagnostic]:
    """Check the waivers of mkdocs.yml themselves.

    Whether one was of no use shows only when what it is about was checked: with `whole` all
    notices were, else those of `ids`.
    """
    for index, waiver in enumerate(settings.waivers):
        if fault := _fault(waiver):
            yield _diagnostic(settings, waiver, *fault)
        elif index not in used and (whole or waiver.notice in ids):
            yield _diagnostic(
                settings,
                waiver,
                "N132",
                f"对 {waiver.rule} 的豁免没有用上",
                "要豁免的地方已经没有了，删去这一条。"
                if waiver.notice in {"*", *ids}
                else f"没有编号为“{waiver.notice}”的通报，核对编号，或者删去这一条。",
            )


def _fault(waiver: ProjectWaiver) -> tuple[str, str, str] | None:
    if not is_rule(waiver.rule):
        return "N130", f"没有“{waiver.rule}”这条规则", "核对代码；全部规则见 docs/rules.md。"
    if not is_waivable(waiver.rule, by_project=True):
        return "N133", f"{waiver.rule} 不能豁免", "删去这一条，把指出的地方改正。"
    if not waiver.reason:
        return "N131", f"对 {waiver.rule} 的豁免没有写理由", "写明 reason；没有理由的豁免不起作用。"
    return None


def _diagnostic(
    settings: Settings, waiver: ProjectWaiver, code: str, message: str, hint: str
) -> Diagnostic:
    return Diagnostic(
        code, Severity.WARNING, settings.file, waiver.line, waiver.column, message, hint
    )
