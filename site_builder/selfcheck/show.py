"""The outcome of a self-check as text for a terminal, as JSON, or as a page to print and sign."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from site_builder import __version__
from site_builder.outputs.pages import environment
from site_builder.reporting.columns import width_of
from site_builder.selfcheck.finding import Finding
from site_builder.selfcheck.report import Report
from site_builder.selfcheck.scan import Kind
from site_builder.selfcheck.tag_table import Cell, Row
from site_builder.selfcheck.tags import GUIDELINE


def as_text(report: Report) -> str:
    """Return the table, the findings, and what they come to."""
    return "\n".join(_lines(report))


def as_json(report: Report) -> str:
    """Return everything for programs."""
    data = {
        "site": report.site,
        "url": report.url,
        "today": report.today.isoformat(),
        "clean": report.clean,
        "pages": dict(report.kinds),
        "tags": [
            {
                "tag": row.tag.name,
                "meaning": row.tag.meaning,
                "required": row.tag.required,
                "pages": {
                    kind: {"have": cell.have, "of": cell.of, "without": cell.without or None}
                    for kind, cell in row.cells.items()
                },
            }
            for row in report.rows
        ],
        "findings": [
            {
                "code": one.code,
                "severity": "info" if one.note else "warning",
                "title": one.title,
                "count": one.count,
                "examples": list(one.examples),
                "cure": one.cure,
                "basis": one.basis or None,
            }
            for one in report.findings
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_html(report: Report) -> str:
    """Return a page that needs nothing else."""
    return (
        environment()
        .get_template("selfcheck_report.html")
        .render(
            report=report,
            kinds=tuple(report.kinds),
            verdict=_verdict(report),
            guideline=GUIDELINE,
            version=__version__,
        )
    )


FORMATS = {"text": as_text, "json": as_json, "html": as_html}


def _lines(report: Report) -> Iterator[str]:
    counts = "，".join(f"{kind} {count:,}" for kind, count in report.kinds.items())
    total = sum(report.kinds.values())
    yield f"{report.site}：{total:,} 个网页（{counts}），按 {report.today} 检查。"
    yield ""
    yield f"网页标签，依据{GUIDELINE}："
    yield from _table(report)
    yield ""
    for finding in report.findings:
        yield from _finding(finding)
    yield _verdict(report)


def _table(report: Report) -> Iterator[str]:
    kinds = list(report.kinds)
    rows: list[list[str]] = [["标签", "内容", "要求", *kinds, "没有的例子"]]
    for row in report.rows:
        first = next((cell.without for cell in row.cells.values() if cell.without), "")
        rows.append(
            [
                row.tag.name,
                row.tag.meaning,
                "必选" if row.tag.required else "可选",
                *(_cell(row, kind) for kind in kinds),
                first,
            ]
        )
    yield from _aligned(rows)


def _cell(row: Row, kind: Kind) -> str:
    cell: Cell | None = row.cells.get(kind)
    return f"{cell.have:,}/{cell.of:,}" if cell else "—"


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(width_of(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (
            text + " " * (width - width_of(text)) for text, width in zip(row, widths, strict=True)
        )
        yield ("  " + "  ".join(cells)).rstrip()


def _finding(finding: Finding) -> Iterator[str]:
    level = "说明" if finding.note else "提醒"
    times = f"（{finding.count:,} 处）" if finding.count > 1 else ""
    yield f"{level} {finding.code} {finding.title}{times}"
    for example in finding.examples:
        yield f"    {example}"
    if finding.count > len(finding.examples) > 1:
        yield "    …"
    yield f"    → {finding.cure}"
    if finding.basis:
        yield f"    依据：{finding.basis}"


def _verdict(report: Report) -> str:
    warned = [finding for finding in report.findings if not finding.note]
    if not warned:
        return "没有发现需要处理的地方。"
    return f"需要处理的有 {len(warned)} 项，共 {sum(finding.count for finding in warned):,} 处。"
