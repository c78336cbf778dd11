"""Findings as SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from site_builder import __version__
from site_builder.notice.diagnostics import Diagnostic, Severity
from site_builder.reporting.report import Correction, Report, Words, extent

if TYPE_CHECKING:
    from site_builder.checks.waiving import Waived

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

Json = dict[str, Any]


def as_sarif(report: Report) -> str:
    """Return a SARIF log of one run. What was waived is in it, as suppressed."""
    codes = list(report.codes())
    results = [_result(d, codes, report) for d in report.diagnostics]
    results += [_suppressed(waived, codes, report) for waived in report.waived]
    driver = {
        "name": "gongkai",
        "version": __version__,
        "language": "zh-CN",
        "rules": [_rule(code, report) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(code: str, report: Report) -> Json:
    words = report.rules.get(code) or Words("")
    rule: Json = {"id": code}
    if words.title:
        rule["shortDescription"] = {"text": words.title}
    if words.why:
        rule["fullDescription"] = {"text": words.why}
    if help_ := words.cure or words.title:
        rule["help"] = {"text": help_}
    if words.severity:
        rule["defaultConfiguration"] = {"level": _LEVELS[words.severity]}
    return rule


def _result(d: Diagnostic, codes: list[str], report: Report) -> Json:
    artifact = {"uri": quote(d.file)}
    place: Json = {"artifactLocation": artifact}
    if d.line > 0:
        line = report.line(d)
        start, end = extent(d, line)
        place["region"] = {"startLine": d.line, "startColumn": start, "endColumn": end}
        if line:
            place["region"]["snippet"] = {"text": line[start - 1 : end - 1]}
    result: Json = {
        "ruleId": d.code,
        "ruleIndex": codes.index(d.code),
        "level": _LEVELS[d.severity],
        "message": {"text": f"{d.message}。\n{d.hint}" if d.hint else d.message},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"gongkai/v1": report.fingerprints[d]},
    }
    if correction := report.corrections.get(d):
        result["fixes"] = [_fix(correction, artifact)]
    return result


def _suppressed(waived: Waived, codes: list[str], report: Report) -> Json:
    suppression = {
        "kind": "inSource" if waived.in_notice else "external",
        "status": "accepted",
        "justification": waived.reason,
    }
    return {**_result(waived.diagnostic, codes, report), "suppressions": [suppression]}


def _fix(correction: Correction, artifact: Json) -> Json:
    region = {
        "startLine": correction.line,
        "startColumn": correction.column,
        "endLine": correction.end_line,
        "endColumn": correction.end_column,
    }
    replacement = {"deletedRegion": region, "insertedContent": {"text": correction.text}}
    return {
        "description": {"text": f"改为“{correction.text}”" if correction.text else "删去"},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}],
    }
