"""Findings as the lines that GitHub Actions turns into annotations of the changed files."""

from __future__ import annotations

from site_builder.notice.diagnostics import Diagnostic, Severity
from site_builder.reporting.report import Report, extent

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_github(report: Report) -> str:
    """Return one workflow command a finding."""
    return "\n".join(_command(diagnostic, report) for diagnostic in report.diagnostics)


def _command(d: Diagnostic, report: Report) -> str:
    start, end = extent(d, report.line(d))
    line = str(max(d.line, 1))
    properties = {
        "file": d.file,
        "line": line,
        "endLine": line,
        "col": str(start),
        "endColumn": str(end),
        "title": f"公开 {d.code}",
    }
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    cause_and_cure = f"{d.message}\n{d.hint}" if d.hint else d.message
    return (
        f"::{_COMMANDS[d.severity]} {named}::{_data(f'{d.file}:{line}:{start}: {cause_and_cure}')}"
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
