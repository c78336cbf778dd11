"""Rules about the status of issues: the code beside the wording, the prose beside both.

A wording that the vocabulary does not have and no code was given for is refused on reading (N110).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Subject
from site_builder.notice.diagnostics import Severity
from site_builder.notice.status import LABELS, StatusCode, read_status
from site_builder.notice.text import issue_of

_NOT_YET = lazily(r"未|尚|正在|部分|阶段性|基本|推进|待")
_DONE = lazily(
    r"[该此本]问题(?:目前|现)?(?:已经?|均已)(?:全部|全面)?(?:完成整改|整改完成|整改到位|完成|办结|销号)"
)
_UNDONE = lazily(
    r"[该此本]问题(?:目前|现)?(?:正在整改|正在推进|尚未完成|尚未整改|未完成|仍未|还未|尚在)"
)
# The same few again and again.
_read = lru_cache(1024)(read_status)
_CONTRARY_TO_DONE = {StatusCode.IN_PROGRESS, StatusCode.NOT_COMPLETED}


@rule(
    "N601",
    Severity.ERROR,
    title="手写的状态代码与表述相反",
    why="页面上的标记和统计都按代码来。表述印着“未完成”而代码是 completed，公开出去就是两个说法。",
    cure="删去“代码”，由程序按表述查出；表述与原稿不符的，改正表述。",
)
def code_agrees(subject: Subject) -> Iterator[Finding]:
    """Find codes set by hand that the vocabulary contradicts."""
    for index, issue in enumerate(subject.notice.issues()):
        status = issue.status
        reading = _read(status.text) if status else None
        if status and reading and reading.code is not status.code:
            path, _ = subject.issues[index]
            yield Finding(
                (*path, "status", "code"),
                0,
                0,
                f"“{status.text}”应当是 {reading.code}（{LABELS[reading.code]}），"
                f"这里写的是 {status.code}（{LABELS[status.code]}）",
            )


@rule(
    "N602",
    Severity.WARNING,
    title="表述说没有全部完成，代码却是已完成",
    why="表述里有“尚未”“部分”“正在”这样的字样，标成“已完成”会误导读者。",
    cure="核对“代码”；表述的意思确实是已完成的，写明理由豁免这一条。",
)
def code_is_plausible(subject: Subject) -> Iterator[Finding]:
    """Find wordings outside the vocabulary that are no `completed`, and have that code."""
    for path, issue in subject.issues:
        status = issue.status
        if status is None or status.code is not StatusCode.COMPLETED or _read(status.text):
            continue
        if found := _NOT_YET.search(status.text):
            yield Finding(
                (*path, "status"),
                found.start(),
                found.end(),
                f"表述里有“{found[0]}”，代码却是 completed（已完成）",
            )


@rule(
    "N603",
    Severity.WARNING,
    title="正文与状态说法相反",
    why="措施里写“该问题已完成整改”，状态却印“未完成”（或者相反），读者不知道该信哪一个。",
    cure="对照原稿，改正其中一处。",
)
def prose_agrees(subject: Subject) -> Iterator[Finding]:
    """Find prose that says of an issue the contrary of its status."""
    codes = {path: issue.status for path, issue in subject.issues if issue.status}
    if not codes:
        return
    for pattern, contrary in ((_DONE, _CONTRARY_TO_DONE), (_UNDONE, {StatusCode.COMPLETED})):
        for spot in subject.find(pattern):
            status = codes.get(issue_of(spot.path))
            if status and status.code in contrary:
                yield Finding(
                    spot.path,
                    spot.start,
                    spot.end,
                    f"这里写“{spot.words}”，状态却印“{status.text}”",
                )
