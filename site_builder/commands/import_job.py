"""One draft → one notice file: read, compared with what is there, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any

from site_builder.commands.editor import schema_line
from site_builder.drafts.doubts import Doubt
from site_builder.drafts.importer import Imported, Reading, draft_id, import_draft
from site_builder.drafts.reimport import Comparison, compare, diff_lines
from site_builder.drafts.targets import with_targets
from site_builder.notice.diagnostics import Diagnostic, Severity
from site_builder.notice.fingerprint import LIFECYCLE, NOT_PUBLIC
from site_builder.notice.model import Notice
from site_builder.reading.disk import reason, write_bytes, write_whole
from site_builder.reading.dump import dump_notice
from site_builder.reading.fault import Fault
from site_builder.reading.notice_file import SUFFIXES, parse_notice
from site_builder.reading.published import SUFFIX, NotPublishedError, read_published
from site_builder.review.page import review_page


class Result(Enum):
    """What became of a draft; the value is how people are told."""

    WRITTEN = "已写出"
    REPLACED = "已覆盖"
    UNCHANGED = "已是最新"
    KEPT = "没有覆盖"
    REFUSED = "没有写出"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one draft.

    `doubts` have their places in the target only where it holds what was read. `why` says what
    stood in the way; `backup` holds what was overwritten, `comparison` what the import changes
    in it; `review` is the page to look at.
    """

    draft: Path
    target: Path
    result: Result
    doubts: tuple[Doubt, ...] = ()
    reading: Reading | None = None
    why: str = ""
    notes: tuple[str, ...] = ()
    comparison: Comparison | None = None
    backup: Path | None = None
    review: Path | None = None

    @property
    def done(self) -> bool:
        """Whether the notice file holds what the draft says."""
        return self.result not in {Result.KEPT, Result.REFUSED}

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The doubts as they are reported."""
        return tuple(doubt.diagnostic for doubt in self.doubts)


@dataclass(slots=True)
class Job:
    """Imports drafts into one folder, no two of them to one file."""

    folder: Path
    force: bool = False
    review: bool = False
    _taken: dict[str, Path] = field(default_factory=dict)

    def run_all(self, file: Path) -> Iterator[Outcome]:
        """Import a draft, or every notice of a file that the site itself has published."""
        if file.suffix.lower() != SUFFIX or not file.is_file():
            yield self.run(file)
            return
        refused = Outcome(file, self.folder / f"{file.stem}.yml", Result.REFUSED)
        try:
            notices = read_published(file)
        except (OSError, NotPublishedError) as error:
            why = reason(error) if isinstance(error, OSError) else str(error)
            yield replace(refused, why=why)
            return
        for notice in notices:
            yield self._restored(file, notice)

    def _restored(self, file: Path, notice: Notice) -> Outcome:
        """Write a published notice; what is never published stays as the file there has it."""
        target = _existing(self.folder / f"{notice.id}.yml")
        outcome = Outcome(file, target, Result.WRITTEN)
        if other := self._taken.get(notice.id):
            why = f"{other} 里已经有编号为“{notice.id}”的通报。只导入其中一份。"
            return replace(outcome, result=Result.REFUSED, why=why)
        self._taken[notice.id] = file
        try:
            return self._written(outcome, notice)
        except (OSError, ValueError) as error:
            why = f"写不了 {target}：{reason(error)}。"
            return replace(outcome, result=Result.REFUSED, why=why)

    def _written(self, outcome: Outcome, notice: Notice) -> Outcome:
        target = outcome.target
        present = target.read_bytes() if target.exists() else None
        old = _notice_in(present, target) if present is not None else None
        if old:
            notice = notice.model_copy(update=dict(_kept(old, notice)))
        text = schema_line(target) + dump_notice(notice)
        if present is None:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, text)
            return outcome
        if old == notice or present == text.encode():
            return replace(outcome, result=Result.UNCHANGED)
        outcome = replace(
            outcome,
            notes=tuple(_notes(old, notice)),
            comparison=_comparison(old, notice, present, text),
        )
        return self._overwritten(outcome, present, text)

    def _overwritten(self, outcome: Outcome, present: bytes, text: str) -> Outcome:
        """Overwrite a file that holds something else, if that was asked for."""
        target = outcome.target
        if not self.force:
            why = f"{target} 已经存在，内容不同，没有覆盖。确实要覆盖，加 --force（旧的会留底）。"
            return replace(outcome, result=Result.KEPT, why=why)
        backup = _keep(target, present)
        write_whole(target, text)
        return replace(outcome, result=Result.REPLACED, backup=backup)

    def run(self, draft: Path) -> Outcome:
        """Import one draft; what cannot be read or written is an outcome, never raised."""
        name = draft_id(draft)
        outcome = Outcome(draft, self.folder / f"{name}.yml", Result.REFUSED)
        if other := self._taken.get(name):
            why = f"和 {other} 一样会写成 {outcome.target.name}。改一改其中一份的文件名，再导入。"
            return replace(outcome, why=why)
        imported = import_draft(draft)
        outcome = replace(outcome, doubts=imported.doubts, reading=imported.reading)
        if imported.reading is None:
            return outcome
        self._taken[name] = draft
        try:
            return self._reviewed(self._settled(outcome, imported, imported.reading))
        except (OSError, ValueError) as error:
            place = getattr(error, "filename2", None) or getattr(error, "filename", None)
            why = f"写不了 {place or outcome.target}：{reason(error)}。这份稿件没有写出任何文件。"
            return replace(outcome, why=why)

    def _settled(self, outcome: Outcome, imported: Imported, reading: Reading) -> Outcome:
        """Write what was read, unless something else is there and may not be overwritten."""
        target = _existing(outcome.target)
        outcome = replace(outcome, target=target, result=Result.WRITTEN)
        present = target.read_bytes() if target.exists() else None
        old = _notice_in(present, target) if present is not None else None
        # An address once public never dies, so the id given in the file stays; and nothing that was
        # withdrawn or is a draft becomes public by it.
        notice = reading.notice
        if old:
            kept = {name: getattr(old, name) for name in ("id", "state", "publish_at", *LIFECYCLE)}
            notice = notice.model_copy(update=kept)
        text = schema_line(target) + dump_notice(notice)
        if fault := _unreadable(text, notice.id):
            why = f"写成的通报文件读不回来：{fault.message}。{fault.hint}"
            return replace(outcome, result=Result.REFUSED, why=why)
        located = with_targets(imported, text, target.as_posix())
        if present is None:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, text)
            return replace(outcome, doubts=located)
        if present == text.encode():
            return replace(outcome, result=Result.UNCHANGED, doubts=located)
        if old == notice:
            note = "内容相同，只是写法不同（键的语言、注释、引号之类），没有动它。"
            present_text = present.decode("utf-8-sig", "replace")
            located = with_targets(imported, present_text, target.as_posix())
            return replace(outcome, result=Result.UNCHANGED, doubts=located, notes=(note,))

        outcome = replace(
            outcome,
            notes=tuple(_notes(old, reading.notice)),
            comparison=_comparison(old, notice, present, text),
        )
        outcome = self._overwritten(outcome, present, text)
        return replace(outcome, doubts=located) if outcome.done else outcome

    def _reviewed(self, outcome: Outcome) -> Outcome:
        if not self.review or outcome.reading is None:
            return outcome
        path = outcome.target.with_suffix(".review.html")
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(
            path,
            review_page(outcome.reading, outcome.doubts, outcome.draft.name, outcome.target.name),
        )
        return replace(outcome, review=path)


def _existing(target: Path) -> Path:
    """Return the notice file that is there, whichever way its name ends."""
    either = [target.with_suffix(suffix) for suffix in SUFFIXES]
    return next((path for path in either if path.exists()), target)


def _notice_in(present: bytes, target: Path) -> Notice | None:
    notice, _ = parse_notice(present.decode("utf-8-sig", "replace"), target.stem)
    return notice


def _unreadable(text: str, name: str) -> Fault | None:
    """Return what `check` would refuse a file for: nothing is written that cannot be read again."""
    _, found = parse_notice(text, name)
    return next((fault for fault in found if fault.severity is Severity.ERROR), None)


def _notes(old: Notice | None, new: Notice) -> list[str]:
    if old is None:
        return ["现有的文件有错误，读不成通报，只能逐行比较；用 check 看看错在哪里。"]
    return [f"编号沿用现有文件里的“{old.id}”，网址不变。"] if old.id != new.id else []


def _comparison(old: Notice | None, new: Notice, present: bytes, text: str) -> Comparison:
    if old is not None:
        return compare(old, new)
    return Comparison(diff_lines(present.decode("utf-8-sig", "replace"), text))


def _keep(target: Path, data: bytes) -> Path:
    """Put what will be overwritten beside it, under a name that is free, and return that."""
    backup = target.with_name(f"{target.name}.bak")
    number = 2
    while backup.exists() and backup.read_bytes() != data:
        backup = target.with_name(f"{target.name}.bak{number}")
        number += 1
    if not backup.exists():
        write_bytes(backup, data)
    return backup


def _kept(old: Notice, new: Notice) -> Iterator[tuple[str, Any]]:
    """Yield what stays of the file that is there: no document states what became of it."""
    for name in NOT_PUBLIC:
        yield name, getattr(old, name)
    for name in LIFECYCLE:
        if not getattr(new, name):
            yield name, getattr(old, name)
    if new.withdrawn:
        yield "state", new.state
