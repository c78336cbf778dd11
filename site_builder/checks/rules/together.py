"""Rules about notices beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Collection, Finding, LibraryFinding, library_rule
from site_builder.checks.subject import Subject
from site_builder.library import DIGEST, OPEN, Entry
from site_builder.notice.diagnostics import Severity
from site_builder.notice.issue_text import issue_text
from site_builder.notice.lifecycle import State
from site_builder.notice.model import Issue, Notice
from site_builder.notice.status import StatusCode

# By these a notice says itself that the status was another before.
_NOTE = lazily(r"反弹|反复|回潮|重新|再次|此前|之前|上次|上一次|原已|曾|复查|回头看|退回|新发现")


@library_rule(
    "N112",
    Severity.ERROR,
    title="两份通报的编号相同",
    why="编号就是网址，相同的两份只能公开一份，另一份会被盖掉。常见于复制文件后没有改“编号”。",
    cure="在其中一份里写明另一个“编号: …”；已经公开的那一份不要改。",
)
def one_id_each(notices: Collection) -> Iterator[LibraryFinding]:
    """Find files that claim an id which another has already."""
    by_id: defaultdict[str, list[tuple[bool, Path]]] = defaultdict(list)
    for entry in notices.entries:
        # A draft has to give way, whatever its file is called.
        by_id[entry.id].append((entry.life.state is State.DRAFT, entry.path))
    for notice_id, claims in by_id.items():
        first, *others = (path for _, path in sorted(claims))
        for path in others:
            yield LibraryFinding(
                path,
                Finding(
                    ("id",),
                    0,
                    0,
                    f"编号“{notice_id}”已经用在 {notices.names[first]}，两份通报不能同用一个网址",
                ),
            )


@library_rule(
    "N604",
    Severity.WARNING,
    title="以前印“已完成”的问题，后来的通报又印未完成",
    why="同一单位、同一次巡察、同一个问题，先公开已完成，后来又公开没有完成而不作说明，"
    "会被看作前一次弄虚作假，或者后一次印错。",
    cure="核对是哪一份印错；确实出现反复的，在措施里写明，如“此前已完成整改，后出现反弹”。",
)
def stays_completed(notices: Collection) -> Iterator[LibraryFinding]:
    """Find issues that an earlier notice has as completed and a later one has not, unexplained."""
    completed = _first_completed(notices.entries)
    for entry in notices.entries:
        turned = [
            number
            for number, (digest, status) in enumerate(_issues(entry))
            if status in OPEN and (before := completed.get(digest)) and _is_before(before, entry)
        ]
        notice = notices.read(entry.path) if turned else None
        if notice is None:
            continue
        places = Subject(notice).issues
        for number in turned:
            if number >= len(places) or _explains(notice, places[number][1]):
                continue
            before = completed[_issues(entry)[number][0]]
            place, issue = places[number]
            status = issue.status.text if issue.status else ""
            yield LibraryFinding(
                entry.path,
                Finding(
                    (*place, "status"),
                    0,
                    len(status),
                    f"{notices.names[before.path]} 已经印这个问题“已完成”，这里又印“{status}”",
                ),
            )


def _issues(entry: Entry) -> list[tuple[bytes, StatusCode]]:
    digests = (entry.problems[at : at + DIGEST] for at in range(0, len(entry.problems), DIGEST))
    return list(zip(digests, entry.statuses, strict=False))


def _first_completed(entries: Sequence[Entry]) -> dict[bytes, Entry]:
    """Return for every issue the earliest notice that has it as completed."""
    first: dict[bytes, Entry] = {}
    for entry in entries:
        if entry.dated is None:
            continue
        for digest, status in _issues(entry):
            if status is StatusCode.COMPLETED:
                known = first.setdefault(digest, entry)
                if _is_before(entry, known):
                    first[digest] = entry
    return first


def _is_before(before: Entry, after: Entry) -> bool:
    return bool(before.dated and after.dated and before.dated < after.dated)


def _explains(notice: Notice, issue: Issue) -> bool:
    return any(_NOTE.search(text) for text in issue_text(issue, notice.labels))
