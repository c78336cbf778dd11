"""What an import tells its user: doubts, a summary of each draft, a table of many, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from site_builder.commands.import_job import Outcome, Result
from site_builder.drafts.importer import Reading
from site_builder.drafts.reimport import Comparison
from site_builder.drafts.summary import Summary, by_reason, summarise
from site_builder.notice.diagnostics import Severity
from site_builder.notice.model import Notice
from site_builder.notice.status import LABELS
from site_builder.reporting import as_text, counts
from site_builder.reporting.columns import width_of
from site_builder.reporting.text import Look

_RED, _GREEN, _BOLD = "31", "32", "1"
_CONTEXT = 40  # characters shown of a line that stays as it is


def outcome_text(outcome: Outcome, look: Look, *, verbose: bool) -> str:
    """Return all that is said of one draft; doubts of severity info only if `verbose`."""
    shown = [d for d in outcome.diagnostics if verbose or d.severity is not Severity.INFO]
    lines = [as_text(shown, look=look)] if shown else []
    if outcome.comparison:
        lines += _comparison(outcome.comparison, outcome, look)
    lines += _head(outcome, look)
    if outcome.reading:
        folded = len(outcome.diagnostics) - len(shown)
        lines += (f"  {line}" for line in _summary(outcome, outcome.reading, folded))
    lines += (f"  {note}" for note in outcome.notes)
    if outcome.backup:
        lines.append(f"  覆盖前的文件留在 {outcome.backup}；核对无误后可以删去。")
    if outcome.review:
        lines.append(f"  核对页：{outcome.review}，用浏览器打开，左边是稿件，右边是读出的通报。")
    return "\n".join(lines)


def _head(outcome: Outcome, look: Look) -> list[str]:
    if outcome.result is Result.REFUSED:
        why = f"：{outcome.why}" if outcome.why else "。"
        return [look.paint(f"{outcome.draft}：没有写出通报文件{why}", _BOLD)]
    if outcome.result is Result.KEPT:
        return [look.paint(f"{outcome.draft}：{outcome.why}", _BOLD)]
    unchanged = outcome.result is Result.UNCHANGED
    said = "已是最新，没有改动" if unchanged else outcome.result.value
    return [look.paint(f"{outcome.draft} → {outcome.target}：{said}。", _BOLD)]


def _summary(outcome: Outcome, reading: Reading, folded: int) -> Iterator[str]:
    found = summarise(reading.notice)
    statuses = "、".join(f"{name} {n}" for _, name, n in found.stated)
    yield f"问题 {found.issues} 个" + (f"：{statuses}" if statuses else "")
    contacts = f"（{'、'.join(found.contacts)}）" if found.contacts else ""
    yield f"措施 {found.measures} 条，联系方式 {len(found.contacts)} 条{contacts}"
    if reading.facts:
        facts = (f"{_title(fact.name)} {fact.value}" for fact in reading.facts)
        yield f"正文之外读出：{'、'.join(facts)}"
    for why, dropped in by_reason(reading.left_out).items():
        yield f"去掉 {len(dropped)} 处：{why}"
    if outcome.diagnostics:
        some = folded < len(outcome.diagnostics)
        which = f"；其中 {folded} 处说明没有列出" if some else "，没有列出"
        more = f"{which}，加 -v 全部列出" if folded else ""
        yield f"疑问：{counts(outcome.diagnostics)}{more}"
    else:
        yield "没有疑问"


def _title(name: str) -> str:
    return Notice.model_fields[name].alias or name


def _comparison(comparison: Comparison, outcome: Outcome, look: Look) -> list[str]:
    lines = [
        look.paint(f"--- {outcome.target}（现有的，含手工改动）", _BOLD),
        look.paint(f"+++ {outcome.draft}（导入的结果）", _BOLD),
    ]
    if comparison.diff is None:
        lines.append("（文件太长，不逐行列出）")
    for line in comparison.diff or ():
        lines.append(_diff_line(line, look))
    if comparison.lost:
        lines.append("手工填写、导入不会有的内容，覆盖后要重新填写：")
        lines += (f"  - {lost}" for lost in comparison.lost)
    if comparison.addresses:
        lines.append("下列问题的网址会变，别处引用过的要留意：")
        lines += (f"  {address}" for address in comparison.addresses)
    return lines


def _diff_line(line: str, look: Look) -> str:
    if line.startswith("@@"):
        old, new = line.split()[1:3]
        return f"@@ 现有第 {_first(old)} 行，导入第 {_first(new)} 行 @@"
    if line.startswith("-"):
        return look.paint(line, _RED)
    if line.startswith("+"):
        return look.paint(line, _GREEN)
    return line if len(line) <= _CONTEXT else f"{line[:_CONTEXT]}…"


def _first(span: str) -> str:
    return span[1:].partition(",")[0]


# --- Many drafts


def table(outcomes: Sequence[Outcome]) -> str:
    """Return one line a draft, in columns, and a line of totals."""
    head = ["稿件", "结果", "问题", *LABELS.values(), "措施", "联系方式", "疑问"]
    summaries = [summarise(o.reading.notice) if o.reading else None for o in outcomes]
    rows = [
        [outcome.draft.name, outcome.result.value, *_figures(summary), _weight(outcome)]
        for outcome, summary in zip(outcomes, summaries, strict=True)
    ]
    done = sum(outcome.done for outcome in outcomes)
    sums = _sums([summary for summary in summaries if summary])
    rows.append([f"共 {len(outcomes)} 份", f"{done} 份完成", *sums, ""])
    widths = [max(map(width_of, column)) for column in zip(head, *rows, strict=True)]
    return "\n".join(
        "  ".join(
            _padded(cell, width, right=2 <= index < len(row) - 1)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *rows)
    )


def _figures(summary: Summary | None) -> list[str]:
    if summary is None:
        return ["-"] * (len(LABELS) + 3)
    return [str(number) for number in _numbers(summary)]


def _numbers(summary: Summary) -> list[int]:
    return [
        summary.issues,
        *summary.statuses.values(),
        summary.measures,
        len(summary.contacts),
    ]


def _sums(summaries: Sequence[Summary]) -> list[str]:
    columns = zip(*map(_numbers, summaries), strict=True) if summaries else ()
    return [str(sum(column)) for column in columns] or ["-"] * (len(LABELS) + 3)


def _weight(outcome: Outcome) -> str:
    return counts(outcome.diagnostics) or ("没有" if outcome.reading else "")


def _padded(cell: str, width: int, *, right: bool) -> str:
    blanks = " " * (width - width_of(cell))
    return blanks + cell if right else cell + blanks


# --- For programs


def as_json(outcomes: Sequence[Outcome]) -> str:
    """Return a list with one object a draft."""
    return json.dumps([_object(outcome) for outcome in outcomes], ensure_ascii=False, indent=2)


def _object(outcome: Outcome) -> dict[str, Any]:
    reading = outcome.reading
    found = summarise(reading.notice) if reading else None
    comparison = outcome.comparison
    return {
        "draft": str(outcome.draft),
        "target": str(outcome.target),
        "result": outcome.result.name.lower(),
        "message": outcome.why or None,
        "review": str(outcome.review) if outcome.review else None,
        "backup": str(outcome.backup) if outcome.backup else None,
        "issues": found.issues if found else None,
        "statuses": {str(code): n for code, n in found.statuses.items()} if found else None,
        "measures": found.measures if found else None,
        "contacts": list(found.contacts) if found else None,
        "facts": {fact.name: fact.value for fact in reading.facts} if reading else None,
        "left_out": [
            {"text": left.text, "why": left.why, "line": left.number, "place": left.place}
            for left in (reading.left_out if reading else ())
        ],
        "lost": list(comparison.lost) if comparison else [],
        "addresses": list(comparison.addresses) if comparison else [],
        "diagnostics": [diagnostic.as_dict() for diagnostic in outcome.diagnostics],
    }
