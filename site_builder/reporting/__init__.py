"""Diagnostics as people and programs read them: one module a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from site_builder.reporting.data import as_gitlab, as_json
from site_builder.reporting.github import as_github
from site_builder.reporting.report import Report, counts
from site_builder.reporting.sarif import as_sarif
from site_builder.reporting.text import as_text

__all__ = ["FORMATS", "REMINDERS", "Report", "as_json", "as_text", "counts"]

REMINDERS = "生成时只查“错误”；提醒、说明用 site-builder check 查看。"
"""What a build says at its end, for it looks for nothing but what stops it."""


def _html(report: Report) -> str:
    from site_builder.reporting.html import as_html  # templates take a while to import

    return as_html(report)


# Beside `text`, which is for people and knows their terminal.
FORMATS: Mapping[str, Callable[[Report], str]] = {
    "json": lambda report: as_json(report.diagnostics),
    "sarif": as_sarif,
    "github": as_github,
    "gitlab": as_gitlab,
    "html": _html,
}
