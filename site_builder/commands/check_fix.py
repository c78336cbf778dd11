"""`site-builder check --fix`: what can safely be put right, in the notice files themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.commands.common import say

if TYPE_CHECKING:
    from site_builder.checks.fixing import Fixed
    from site_builder.checks.run import Placed
    from site_builder.checks.settings import Settings
    from site_builder.notice.diagnostics import Diagnostic
    from site_builder.reading.source import Edit, Source


@dataclass
class Fixes:
    """What was done: how many places in which files, and how many were left alone."""

    done: dict[Path, int] = field(default_factory=dict)
    left: int = 0
    failed: bool = False

    def summary(self, *, diff: bool) -> str:
        """Say it in one line, "" if there was nothing to fix."""
        places = sum(self.done.values())
        said = [
            f"{'可以改好' if diff else '改好'} {len(self.done)} 份通报中的 {places} 处"
            if places
            else "",
            f"有 {self.left} 处没有把握，没有改，请照办法手工改" if self.left else "",
        ]
        words = "；".join(part for part in said if part)
        return f"{words}。" if words else ""


def fix_files(paths: Iterable[Path], settings: Settings, *, diff: bool) -> Fixes:
    """Fix these files, or with `diff` print what would be changed and leave them."""
    from site_builder.reading.disk import reason

    fixes = Fixes()
    for path in paths:
        found = _fixed(path, settings)
        if found is None:
            continue
        source, _, fixed = found
        fixes.left += len(fixed.left)
        if not fixed.done:
            continue
        if diff:
            print(_diff(path, source.text, fixed.text), end="")
        else:
            try:
                source.with_edits(fixed.edits).write()
            except OSError as error:
                say(f"{path} 写不了：{reason(error)}。这份通报没有改动。")
                fixes.failed = True
                continue
        fixes.done[path] = len(fixed.done)
    return fixes


def fixable(path: Path, settings: Settings) -> Iterator[tuple[Diagnostic, Edit, str]]:
    """Yield each finding that can be fixed, the edit that does so, and the text that it is of."""
    found = _fixed(path, settings)
    if found is None:
        return
    source, items, fixed = found
    by_finding = {id(item.finding): item for item in items}
    for finding, edit in zip(fixed.done, fixed.edits, strict=True):
        yield by_finding[id(finding)].diagnostic(path.as_posix()), edit, source.text


def _fixed(path: Path, settings: Settings) -> tuple[Source, Sequence[Placed], Fixed] | None:
    """Try the fixes of one file; None if it has none, or is no sound notice."""
    from site_builder.checks.fixing import fix
    from site_builder.checks.run import placed
    from site_builder.reading.notice_file import read_notice
    from site_builder.reading.source import Source

    notice = read_notice(path).notice
    if notice is None:
        return None
    source = Source.read(path)
    items = [
        item
        for item in placed(notice, source.text, settings)
        if item.finding.fix is not None and not item.grounds
    ]
    if not items:
        return None
    return source, items, fix(source.text, path.stem, [item.finding for item in items])


def _diff(path: Path, before: str, after: str) -> str:
    lines = unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        f"a/{path.as_posix()}",
        f"b/{path.as_posix()}",
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
