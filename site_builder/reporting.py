"""Diagnostics and summaries as people and programs read them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from site_builder.notice.diagnostics import Diagnostic, Severity

_NAMES = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"}


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the list of objects that `--format json` prints."""
    return json.dumps(
        [diagnostic.as_dict() for diagnostic in diagnostics], ensure_ascii=False, indent=2
    )


def as_text(diagnostics: Sequence[Diagnostic]) -> str:
    """Return two lines a diagnostic: its place and cause, then its cure."""
    return "\n".join(
        f"{d.file}:{d.line}:{d.column}: {_NAMES[d.severity]} {d.code} {d.message}\n    → {d.hint}"
        for d in diagnostics
    )


def counts(diagnostics: Sequence[Diagnostic]) -> str:
    """Return how many there are of each severity, such as `2 处错误、1 处提醒`."""
    by_severity = Counter(diagnostic.severity for diagnostic in diagnostics)
    return "、".join(
        f"{by_severity[severity]} 处{name}"
        for severity, name in _NAMES.items()
        if by_severity[severity]
    )
