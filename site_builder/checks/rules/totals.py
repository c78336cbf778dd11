"""Rules about totals that a notice prints of its own issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Subject, once
from site_builder.notice.diagnostics import Severity
from site_builder.notice.model import Section
from site_builder.notice.status import LABELS, VOCABULARY, StatusCode, read_status
from site_builder.notice.text import Path

_NUMBER = r"(?<![\d.])(?P<number>\d{1,4})[个条项]"
# How many issues there are, as printed. A new wording is one line.
_TOTALS = (
    lazily(rf"{_NUMBER}(?:具体|主要|突出|反馈|整改)?问题"),
    lazily(rf"(?:反馈|具体|整改)问题(?:共计?|总计|合计)?{_NUMBER}"),
)
_TOLD = lazily(r"反馈|指出")
_WORDINGS = "|".join(sorted(VOCABULARY, key=len, reverse=True))
_ENDS = r"(?=(?:具体|反馈)?问题|[，,；;。、）)\0]|\Z)"
_COUNTS = (
    lazily(rf"(?P<words>{_WORDINGS})(?:的|了|的有)?(?:具体)?(?:问题)?[共有为]?{_NUMBER}{_ENDS}"),
    lazily(rf"{_NUMBER}(?:具体)?(?:问题)?(?P<words>{_WORDINGS})(?=[，,；;。、）)\0]|\Z)"),
)
# A sentence with one of these is about other issues than those of the list, or only some.
_OTHER = lazily(
    r"专项|选人用人|意识形态|移交|信访|线索|立行立改|主题教育|审计|督察|上轮|上一轮|前一轮|以往|历次"
    r"|专题|另外|个性|共性|[本此][次份]公开"
)
_REST = lazily(r"其余|其他|剩余|另|尚|还有|余下")


@dataclass(frozen=True, slots=True)
class _Count:
    """A number of issues as printed; of those with a status, or of all where `code` is None."""

    value: int
    start: int
    end: int
    code: StatusCode | None = None


@rule(
    "N127",
    Severity.WARNING,
    title="印出的问题总数与列出的不一致",
    why="“反馈35个问题，完成28个”与下面逐条列出的对不上，读者会以为有问题没有公开。",
    cure="数一数列出的问题和各自的状态，改正总数，或者补上漏掉的问题；"
    "总数本来就包括没有列出的，写明理由豁免这一条。",
)
def totals_agree(subject: Subject) -> Iterator[Finding]:
    """Compare printed totals with the issues that follow."""
    known: dict[Path, Counter[StatusCode]] = {}
    for path, _, counts in _told(subject):
        within = _scopes(subject, path, known) if counts else []
        for count in counts:
            listed = {_listed(scope, count.code) for scope in within}
            numbers = {number for number in listed if number is not None}
            if len(numbers) == len(listed) and count.value not in numbers:
                number = min(numbers)
                what = LABELS[count.code] if count.code else "问题"
                yield Finding(
                    path,
                    count.start,
                    count.end,
                    f"这里印的{what}是{count.value}个，列出的{what}是{number}个",
                )


@rule(
    "N128",
    Severity.WARNING,
    title="各状态的个数加起来与总数不一致",
    why="总数、完成数、阶段性完成数写在一起，加起来对不上，就有一个是错的。",
    cure="核对总数和各状态的个数。",
)
def totals_add_up(subject: Subject) -> Iterator[Finding]:
    """Compare a printed total with the sum of the numbers behind it."""
    for path, text, counts in _told(subject):
        total = next((count for count in counts if count.code is None), None)
        parts = {count.code: count for count in counts if count.code}
        added = sum(count.value for count in parts.values())
        if not total or not parts or len(parts) < len(counts) - 1:
            continue
        is_all = len(parts) > 1 and not _REST.search(text)
        if added > total.value or (is_all and added < total.value):
            yield Finding(
                path,
                total.start,
                max(count.end for count in counts),
                f"总数是{total.value}个，各状态加起来是{added}个",
            )


@once
def _told(subject: Subject) -> list[tuple[Path, str, list[_Count]]]:
    return [(path, text, _counts(text)) for path, text in _narrative(subject)]


def _narrative(subject: Subject) -> Iterator[tuple[Path, str]]:
    """Yield the texts that speak of the issues as a whole."""
    notice = subject.notice
    for path, texts in (
        (("preamble",), notice.preamble),
        *_section_texts((), notice.sections),
        (("closing",), notice.closing),
    ):
        for index, text in enumerate(texts):
            if _TOLD.search(text):
                yield (*path, index), text


def _section_texts(
    above: Path, sections: tuple[Section, ...]
) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for index, section in enumerate(sections):
        path = (*above, "sections", index)
        yield (*path, "text"), section.text
        yield from _section_texts(path, section.sections)


def _scopes(
    subject: Subject, path: Path, known: dict[Path, Counter[StatusCode]]
) -> list[Counter[StatusCode]]:
    """Return how many issues have each status: of all, and in the section of the text.

    `known` keeps what was counted before.
    """
    for place in ((), path[:-2]):
        if place not in known:
            known[place] = Counter(
                issue.status_code for where, issue in subject.issues if where[: len(place)] == place
            )
    return [known[()], known[path[:-2]] or known[()]]


def _listed(scope: Counter[StatusCode], code: StatusCode | None) -> int | None:
    """Return how many issues are listed, None where that cannot be told."""
    if code is None:
        return scope.total() or None
    return None if not scope or scope[StatusCode.UNSTATED] else scope[code]


def _counts(text: str) -> list[_Count]:
    """Return the total that a paragraph prints, and the numbers of each status behind it.

    Nothing where it prints several totals, or speaks of something else as well.
    """
    if _OTHER.search(text):
        return []
    printed = [match for pattern in _TOTALS for match in pattern.finditer(text)]
    if not printed:
        return []
    stated = {}
    for pattern in _COUNTS:
        for match in pattern.finditer(text):
            reading = read_status(match["words"])
            if reading and match.start("number") not in stated:
                start, end = match.start("number"), match.end("number") + 1
                stated[start] = _Count(int(match["number"]), start, end, reading.code)
    totals = {
        match.start("number"): _Count(
            int(match["number"]), match.start("number"), match.end("number") + 1
        )
        for match in printed
        if match.start("number") not in stated
    }
    if len(totals) != 1:
        return []
    (total,) = totals.values()
    behind = [count for start, count in sorted(stated.items()) if start > total.start]
    codes = {count.code for count in behind}
    return [total, *behind] if len(codes) == len(behind) else [total]
