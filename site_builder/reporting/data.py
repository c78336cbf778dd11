"""Findings as JSON: our own list, and the Code Quality report that GitLab reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from site_builder.notice.diagnostics import Diagnostic, Severity
from site_builder.reporting.report import Report, extent

_GITLAB = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the list of objects that `--format json` prints."""
    return _dumped([diagnostic.as_dict() for diagnostic in diagnostics])


def as_gitlab(report: Report) -> str:
    """Return a Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/."""
    return _dumped([_gitlab(diagnostic, report) for diagnostic in report.diagnostics])


def _gitlab(d: Diagnostic, report: Report) -> dict[str, Any]:
    start, end = extent(d, report.line(d))
    line = max(d.line, 1)
    return {
        "description": f"{d.code} {d.message}。{d.hint}" if d.hint else f"{d.code} {d.message}",
        "check_name": d.code,
        "fingerprint": report.fingerprints[d],
        "severity": _GITLAB[d.severity],
        "location": {
            "path": d.file,
            "lines": {"begin": line, "end": line},
            "positions": {
                "begin": {"line": line, "column": start},
                "end": {"line": line, "column": end},
            },
        },
    }


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
