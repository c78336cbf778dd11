"""Where the findings of `site-builder check` go: which format, to the screen or into a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder import reporting
from site_builder.commands.common import print_json, written
from site_builder.reporting.lines import lines_below
from site_builder.reporting.text import Look

if TYPE_CHECKING:
    from site_builder.checks.settings import Settings
    from site_builder.checks.waiving import Waived
    from site_builder.notice.diagnostics import Diagnostic
    from site_builder.notice.model import Notice
    from site_builder.reporting.report import Checked, Correction, Lines, Report


_JSON = ("json", "sarif", "gitlab")


def add_arguments(check: argparse.ArgumentParser) -> None:
    """Add the arguments about output and fixing."""
    check.add_argument(
        "--format", choices=("text", *reporting.FORMATS), default="text", help="输出格式，默认 text"
    )
    check.add_argument("--output", type=Path, metavar="文件", help="写进文件，不显示在屏幕上")
    check.add_argument("--fix", action="store_true", help="改好有把握的小毛病，直接写进通报文件")
    check.add_argument("--diff", action="store_true", help="只显示 --fix 会怎样改，不写文件")


def show(
    paths: Sequence[Path],
    diagnostics: Sequence[Diagnostic],
    waived: Sequence[Waived],
    settings: Settings,
    options: argparse.Namespace,
) -> bool:
    """Print or write the findings about these files; return whether that could be done."""
    lines = _lines(options)
    if options.format == "text":
        look = Look() if options.output else Look.of(sys.stdout)
        found = reporting.as_text(diagnostics, lines, look)
        summary = _summary(paths, diagnostics, waived)
        text = "\n".join(part for part in (found, summary) if part)
    else:
        report = _report(paths, diagnostics, waived, settings, lines, options.format)
        text = reporting.FORMATS[options.format](report)
    if options.output is None:
        if options.format in _JSON:
            print_json(text)
        elif text:
            print(text)
        return True
    if not written(options.output, text + "\n"):
        return False
    print(f"{_summary(paths, diagnostics, waived)}结果写在 {options.output}。")
    return True


def _summary(
    paths: Sequence[Path], diagnostics: Sequence[Diagnostic], waived: Sequence[Waived]
) -> str:
    found = reporting.counts(diagnostics) or "没有发现需要处理的地方"
    also = f"，另有 {len(waived)} 处已豁免" if waived else ""
    return f"检查了 {len(paths)} 份通报：{found}{also}。"


def _lines(options: argparse.Namespace) -> Lines:
    config = options.config_file
    return lines_below(Path(), {config.name: config} if config else {})


def _report(
    paths: Sequence[Path],
    diagnostics: Sequence[Diagnostic],
    waived: Sequence[Waived],
    settings: Settings,
    lines: Lines,
    form: str,
) -> Report:
    from site_builder.reporting.report import Report
    from site_builder.reporting.rules import rule_words

    return Report(
        diagnostics,
        lines,
        notices=[_checked(path) for path in paths] if form == "html" else (),
        waived=waived,
        corrections=_corrections(paths, diagnostics, settings) if form == "sarif" else {},
        rules=rule_words(),
        made=_now(),
    )


def _now() -> str:
    now = datetime.now()
    return f"{now.year}年{now.month}月{now.day}日 {now:%H:%M}"


def _checked(path: Path) -> Checked:
    from site_builder.reading.notice_file import read_notice
    from site_builder.reporting.report import Checked

    notice = read_notice(path).notice
    return _described(path, notice) if notice else Checked(path.as_posix())


def _described(path: Path, notice: Notice) -> Checked:
    from site_builder.notice.fingerprint import short
    from site_builder.notice.review import trail
    from site_builder.reporting.report import Checked, Signed

    now = trail(notice).hash
    review = tuple(
        Signed(entry.stage, entry.who, entry.date.isoformat(), entry.hash == now)
        for entry in notice.review
    )
    return Checked(path.as_posix(), notice.title, short(now), review)


def _corrections(
    paths: Iterable[Path], diagnostics: Sequence[Diagnostic], settings: Settings
) -> dict[Diagnostic, Correction]:
    from site_builder.commands.check_fix import fixable
    from site_builder.reading.fault import place_in
    from site_builder.reporting.report import Correction

    named = {diagnostic.file for diagnostic in diagnostics}
    found: dict[Diagnostic, Correction] = {}
    for path in paths:
        if path.as_posix() in named:
            for diagnostic, edit, text in fixable(path, settings):
                start, end = place_in(text, edit.start), place_in(text, edit.end)
                found[diagnostic] = Correction(*start, *end, edit.new)
    return found
