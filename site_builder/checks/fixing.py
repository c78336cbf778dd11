"""Fixes put into the YAML of a notice, character for character; the rest stays as it is.

A fix is put in only where the file has the characters just as the notice has them. Afterwards
the file is read again: if anything but the wanted words has changed, it is taken back.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from site_builder.checks.rule import Finding
from site_builder.notice.model import Notice
from site_builder.notice.text import Path
from site_builder.reading.locate import Locator
from site_builder.reading.notice_file import parse_notice
from site_builder.reading.source import Edit, edited


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text with fixes put in, those that were, and those that could not safely be."""

    text: str
    edits: tuple[Edit, ...]
    done: tuple[Finding, ...]
    left: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Before:
    """A file as it is: its text, the id that its name gives, its notice, how many warnings."""

    text: str
    default_id: str
    notice: Notice
    faults: int


@dataclass(frozen=True, slots=True)
class _Step:
    finding: Finding
    edit: Edit


def fix(text: str, default_id: str, findings: Iterable[Finding]) -> Fixed:
    """Put the fixes of findings into the YAML text of a sound notice.

    `default_id` is that of `parse_notice`. Where two fixes touch the same characters the first
    is taken; the other comes up again at the next check if it is still called for.
    """
    notice, faults = parse_notice(text, default_id)
    fixable = [finding for finding in findings if finding.fix is not None]
    if notice is None:
        return Fixed(text, (), (), tuple(fixable))
    steps = _apart(_steps(text, notice, fixable))
    done = _sound(_Before(text, default_id, notice, len(faults)), [], steps)
    applied = {id(step.finding) for step in done}
    edits = tuple(step.edit for step in done)
    return Fixed(
        edited(text, edits),
        edits,
        tuple(step.finding for step in done),
        tuple(finding for finding in fixable if id(finding) not in applied),
    )


def _steps(text: str, notice: Notice, findings: Sequence[Finding]) -> Iterator[_Step]:
    locator = Locator(text)
    words = dict(_leaves(notice))
    for finding in findings:
        whole = words.get(_leaf(finding.path, words))
        if not isinstance(whole, str) or finding.fix is None:
            continue
        span = locator.span(finding.path, finding.start, finding.end)
        meant = whole[finding.start : finding.end]
        if meant and span.verbatim and text[span.start : span.end] == meant:
            yield _Step(finding, Edit(span.start, span.end, finding.fix))


def _apart(steps: Iterable[_Step]) -> list[_Step]:
    """Drop what overlaps an earlier one."""
    kept: list[_Step] = []
    for step in sorted(steps, key=lambda step: (step.edit.start, step.edit.end)):
        if not kept or step.edit.start >= kept[-1].edit.end:
            kept.append(step)
    return kept


def _sound(before: _Before, taken: list[_Step], steps: list[_Step]) -> list[_Step]:
    """Return `taken` and as many of the steps as change nothing but what they are to change."""
    if not steps:
        return taken
    together = [*taken, *steps]
    if _changes_only(before, together):
        return together
    if len(steps) == 1:
        return taken
    half = len(steps) // 2
    return _sound(before, _sound(before, taken, steps[:half]), steps[half:])


def _changes_only(before: _Before, steps: Sequence[_Step]) -> bool:
    text = edited(before.text, [step.edit for step in steps])
    after, faults = parse_notice(text, before.default_id)
    if after is None or len(faults) > before.faults:
        return False
    wanted = dict(_leaves(before.notice))
    by_place: dict[Path, list[Edit]] = {}
    for step in steps:
        found = step.finding
        path = _leaf(found.path, wanted)
        by_place.setdefault(path, []).append(Edit(found.start, found.end, step.edit.new))
    for path, edits in by_place.items():
        wanted[path] = edited(wanted[path], edits)
    return dict(_leaves(after)) == wanted


def _leaf(path: Path, leaves: Container[Path]) -> Path:
    """Return where the text itself is: of a printed date it is one step further in."""
    return path if path in leaves else (*path, "text")


def _leaves(notice: Notice) -> Iterator[tuple[Path, Any]]:
    """Yield every value of a notice with its place."""
    yield from _within((), notice.model_dump())


def _within(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _within((*path, name), inner)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _within((*path, index), inner)
    else:
        yield path, value
