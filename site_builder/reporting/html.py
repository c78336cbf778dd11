"""The report that someone reads, prints and signs: one HTML file that needs nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_builder import __version__
from site_builder.notice.diagnostics import Diagnostic, Severity
from site_builder.outputs.pages import environment
from site_builder.reporting.report import (
    NAMES,
    Checked,
    Report,
    Signed,
    counts,
    extent,
)

if TYPE_CHECKING:
    from site_builder.checks.waiving import Waived

_AROUND = 45
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Row:
    """One notice of the list: how many findings of each severity, and how it was signed off."""

    number: int
    file: str
    title: str
    fingerprint: str
    counts: tuple[int, ...]
    review: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One finding: its place in words, and the line cut around the characters it is about."""

    severity: str
    severity_name: str
    code: str
    title: str
    place: str
    before: str
    marked: str
    after: str
    message: str
    hint: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one file."""

    file: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What the template receives."""

    made: str
    version: str
    verdict: str
    clean: bool
    severities: tuple[str, ...]
    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    waived: tuple[Group, ...]


def as_html(report: Report) -> str:
    """Return the whole page."""
    return environment().get_template("check_report.html").render(page=report_page(report))


def report_page(report: Report) -> ReportPage:
    """Lay out a report for its template."""
    notices = report.notices or [
        Checked(file) for file in dict.fromkeys(d.file for d in report.diagnostics)
    ]
    titles = {notice.file: notice.title for notice in notices}
    waived = [
        (waived.diagnostic, _item(waived.diagnostic, report, waived)) for waived in report.waived
    ]
    found = [(diagnostic, _item(diagnostic, report)) for diagnostic in report.diagnostics]
    return ReportPage(
        made=report.made,
        version=__version__,
        verdict=counts(report.diagnostics) or "没有发现需要处理的地方",
        clean=not report.diagnostics,
        severities=tuple(NAMES.values()),
        rows=tuple(_rows(notices, report.diagnostics)),
        groups=_groups(found, titles),
        waived=_groups(waived, titles),
    )


def _rows(notices: Sequence[Checked], diagnostics: Sequence[Diagnostic]) -> Iterator[Row]:
    found = Counter((d.file, d.severity) for d in diagnostics)
    for number, notice in enumerate(notices, start=1):
        yield Row(
            number,
            notice.file,
            notice.title,
            notice.fingerprint,
            tuple(found[notice.file, severity] for severity in NAMES),
            notice.review,
        )


def _groups(found: Sequence[tuple[Diagnostic, Item]], titles: dict[str, str]) -> tuple[Group, ...]:
    by_file: dict[str, list[Item]] = {}
    for diagnostic, item in found:
        by_file.setdefault(diagnostic.file, []).append(item)
    return tuple(Group(file, titles.get(file, ""), tuple(items)) for file, items in by_file.items())


def _item(d: Diagnostic, report: Report, waived: Waived | None = None) -> Item:
    line = report.line(d)
    start, end = (column - 1 for column in extent(d, line))
    indent = min(len(line) - len(line.lstrip()), start)
    first = max(start - _AROUND, indent)
    # One character more than is shown, to see whether there is more.
    after = line[end : end + _AROUND + 1].rstrip()
    words = report.rules.get(d.code)
    return Item(
        severity=str(d.severity),
        severity_name=NAMES[Severity(d.severity)],
        code=d.code,
        title=words.title if words else "",
        place=f"第 {d.line} 行第 {d.column} 字" if d.line else "整个文件",
        before=(_CUT if first > indent else "") + line[first:start],
        marked=line[start:end],
        after=after[:_AROUND] + _CUT if len(after) > _AROUND else after,
        message=d.message,
        hint=d.hint,
        reason=waived.reason if waived else "",
    )
