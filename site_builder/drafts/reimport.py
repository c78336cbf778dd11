"""A notice as it stands in its file beside the same notice imported anew: what would change."""

from __future__ import annotations

import difflib
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_builder.notice.base import Part
from site_builder.notice.model import Issue, Notice, PrintedDate, PrintedPeriod
from site_builder.notice.status import fold
from site_builder.reading.dump import dump_notice

# What the document prints: the diff shows it. All other fields may have been filled in by hand.
_PRINTED = {
    *("id", "title", "letterhead", "edition", "labels", "preamble", "sections", "closing"),
    *("contacts", "signature", "inspection"),
}
_SHOWN = 24  # characters of a problem, enough to know it by
_ALIKE = 0.6  # two wordings of one problem share more than this
_MOST_PAIRS = 900
_MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an import would change in a notice file.

    `diff` are lines of a unified diff, without its two headings; None where the files are too
    long. `lost` says what was filled in by hand and would go, `addresses` which issues would get
    another address or none: both are sentences in Chinese.
    """

    diff: tuple[str, ...] | None
    lost: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def compare(old: Notice, new: Notice) -> Comparison:
    """Compare two notices, however their files are written."""
    pairs, gone, added = _matched(list(old.issues()), list(new.issues()))
    return Comparison(
        diff_lines(dump_notice(old), dump_notice(new)),
        (
            *_lost_fields(old, new),
            *_lost_fields(old.inspection, new.inspection),
            *_lost_in_issues(pairs),
        ),
        tuple(_addresses(pairs, gone, added)),
    )


def diff_lines(old: str, new: str) -> tuple[str, ...] | None:
    """Return a unified diff of two texts by line, or None where they are too long for one."""
    before, after = old.splitlines(), new.splitlines()
    if len(before) + len(after) > _MOST_LINES:
        return None
    return tuple(difflib.unified_diff(before, after, n=1, lineterm=""))[2:]


@dataclass(frozen=True, slots=True)
class _Numbered:
    index: int
    issue: Issue

    @property
    def shown(self) -> str:
        problem = " ".join(self.issue.problem.split())
        return problem if len(problem) <= _SHOWN else problem[:_SHOWN] + "…"


_Pair = tuple[_Numbered, _Numbered]


def _matched(
    old: Sequence[Issue], new: Sequence[Issue]
) -> tuple[list[_Pair], list[_Numbered], list[_Numbered]]:
    """Pair issues by their problem, and what is left by likeness; return pairs, gone, added."""
    waiting: defaultdict[str, deque[_Numbered]] = defaultdict(deque)
    for index, issue in enumerate(new, start=1):
        waiting[fold(issue.problem)].append(_Numbered(index, issue))
    pairs, gone = [], []
    for index, issue in enumerate(old, start=1):
        queue = waiting[fold(issue.problem)]
        one = _Numbered(index, issue)
        if queue:
            pairs.append((one, queue.popleft()))
        else:
            gone.append(one)
    added = sorted((one for queue in waiting.values() for one in queue), key=lambda o: o.index)
    if len(gone) * len(added) <= _MOST_PAIRS:
        pairs += _reworded(gone, added)
    return sorted(pairs, key=lambda pair: pair[0].index), gone, added


def _reworded(gone: list[_Numbered], added: list[_Numbered]) -> Iterator[_Pair]:
    """Pair what is worded alike, the most alike first, and take it off both lists."""
    likeness = (
        (difflib.SequenceMatcher(None, o.issue.problem, n.issue.problem).ratio(), o, n)
        for o in gone
        for n in added
    )
    close = [found for found in likeness if found[0] > _ALIKE]
    for _, one, other in sorted(close, key=lambda found: (-found[0], found[1].index)):
        if one in gone and other in added:
            gone.remove(one)
            added.remove(other)
            yield one, other


def _lost_fields(old: Part, new: Part) -> Iterator[str]:
    for name, field in type(old).model_fields.items():
        held, read = getattr(old, name), getattr(new, name)
        if name not in _PRINTED and held and held != read:
            other = f"（导入读出的是“{_shown(read)}”）" if read else ""
            yield f"{field.alias or name}“{_shown(held)}”{other}"


def _shown(value: object) -> str:
    """Show a value as a person would write it, or how many there are of what is more."""
    if isinstance(value, tuple):
        texts = [item for item in value if isinstance(item, str)]
        return "、".join(texts) if len(texts) == len(value) else f"{len(value)} 条"
    if isinstance(value, (PrintedDate, PrintedPeriod)):
        return value.text
    return str(value)


def _lost_in_issues(pairs: Sequence[_Pair]) -> Iterator[str]:
    for one, other in pairs:
        which = f"第 {one.index} 个问题"
        if one.issue.follows and one.issue.follows != other.issue.follows:
            yield f"{which}的承接“{one.issue.follows}”"
        if one.issue.tags and one.issue.tags != other.issue.tags:
            yield f"{which}的标签“{'、'.join(one.issue.tags)}”"
        status, read = one.issue.status, other.issue.status
        if status and status != read and (read is None or status.text == read.text):
            yield f"{which}的整改结果“{status.text}”（代码 {status.code}）"
        due, stated = one.issue.deadline, other.issue.deadline
        if due and due.date and (stated is None or due.date != stated.date):
            yield f"{which}的整改时限 {due.date}"


def _addresses(
    pairs: Sequence[_Pair], gone: Sequence[_Numbered], added: Sequence[_Numbered]
) -> Iterator[str]:
    for one, other in pairs:
        if one.index != other.index:
            yield f"#issue-{one.index} → #issue-{other.index}　{one.shown}"
    for one in gone:
        yield f"#issue-{one.index} 不再有　{one.shown}"
    for one in added:
        yield f"#issue-{one.index} 新增　{one.shown}"
