"""Rules about what becomes of a notice, and about notices that follow one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from site_builder.checks.rule import Collection, Finding, LibraryFinding, library_rule, rule
from site_builder.checks.subject import Subject
from site_builder.library import Entry, Place
from site_builder.notice.diagnostics import Severity
from site_builder.notice.model import RESERVED_IDS
from site_builder.notice.text import Path


@library_rule(
    "N140",
    Severity.ERROR,
    title="曾用编号与别的编号相同",
    why="旧网址只能转到一个地方。与现有通报的编号相同，会盖掉那一份；与别的曾用编号相同，不知道转到哪里。",
    cure="核对这个编号以前是哪一份通报的，只在那一份里写。",
)
def former_ids_are_free(notices: Collection) -> Iterator[LibraryFinding]:
    """Find former ids that are in use, or that two notices claim."""
    taken = {entry.id: f"{notices.names[entry.path]} 的编号" for entry in notices.entries}
    taken |= dict.fromkeys(RESERVED_IDS, "保留名称")
    for entry in sorted(_unusual(notices), key=lambda entry: entry.path):
        for index, former in enumerate(entry.life.former_ids):
            if former in taken:
                yield _at(entry, ("former_ids", index), f"“{former}”已经是{taken[former]}")
            else:
                taken[former] = f" {notices.names[entry.path]} 的曾用编号"


@library_rule(
    "N141",
    Severity.ERROR,
    title="被替代：新的通报不存在，或者绕回自己",
    why="读者会被引到打不开的网页，或者在几份通报之间来回转。",
    cure="写替代这一份的新通报的编号；新通报里不再写“被替代”。",
)
def replaced_by_a_notice(notices: Collection) -> Iterator[LibraryFinding]:
    """Find notices that nothing can replace."""
    yield from _links(notices, "superseded_by", lambda entry: entry.life.superseded_by)


@library_rule(
    "N142",
    Severity.ERROR,
    title="上次通报不存在，或者绕回自己",
    why="前后通报连成一串，读者沿着它看整改的过程；断了或者成了一圈，就看不到头。",
    cure="写上一份通报的编号；第一份不写。",
)
def goes_on_from_a_notice(notices: Collection) -> Iterator[LibraryFinding]:
    """Find notices that go on from none."""
    yield from _links(notices, "previous", lambda entry: entry.life.previous)


@library_rule(
    "N143",
    Severity.WARNING,
    title="上次通报不像是同一件事的上一份",
    why="“上次通报”应当是同一单位、同一次巡察较早的一份。单位不同、日期更晚，多半是编号写错了。",
    cure="核对编号；单位改了名称等确实是同一件事的，写明理由豁免这一条。",
)
def goes_on_from_its_own(notices: Collection) -> Iterator[LibraryFinding]:
    """Find notices that go on from one of another organization, or from a later one."""
    by_id = _by_id(notices)
    for entry in _unusual(notices):
        before = by_id.get(entry.life.previous)
        if before is None or before is entry:
            continue
        if before.organization != entry.organization:
            yield _at(
                entry,
                ("previous",),
                f"“{before.id}”是“{before.organization}”的通报，这一份是“{entry.organization}”的",
            )
        elif before.dated and entry.dated and before.dated > entry.dated:
            yield _at(
                entry,
                ("previous",),
                f"“{before.id}”的日期 {before.dated} 比这一份的 {entry.dated} 晚",
            )


@library_rule(
    "N144",
    Severity.ERROR,
    title="承接的问题不存在，或者是别的单位的",
    why="“承接”说明两份通报里的是同一个问题，写错了，整改的过程就张冠李戴。",
    cure="核对编号和第几个问题（从头数，不看印出的序号）；可以用 site-builder match 查。",
)
def goes_on_from_an_issue(notices: Collection) -> Iterator[LibraryFinding]:
    """Find issues that go on from none, or from one of another organization."""
    by_id = _by_id(notices)
    for entry in _unusual(notices):
        for index, place in entry.life.follows:
            if fault := _fault_of(entry, place, by_id, whole=notices.whole):
                yield from _at_issue(notices, entry, index, fault)


@library_rule(
    "N145",
    Severity.ERROR,
    title="承接绕回自己",
    why="一个问题不能又在自己之前、又在自己之后。",
    cure="后来的通报承接先前的，先前的不写。",
)
def goes_on_from_no_circle(notices: Collection) -> Iterator[LibraryFinding]:
    """Find issues that go on from themselves by way of others."""
    by_id = _by_id(notices)
    follows = {
        Place(entry.id, index): place
        for entry in _unusual(notices)
        if by_id.get(entry.id) is entry
        for index, place in entry.life.follows
    }
    for start in _in_circles(follows):
        words = "这个问题承接的就是自己" if follows[start] == start else "沿着“承接”会回到这个问题"
        yield from _at_issue(notices, by_id[start.notice_id], start.at, words)


@rule(
    "N146",
    Severity.WARNING,
    title="更正或撤回的日期比发布日期早",
    why="还没有发布，谈不上更正和撤回，多半是日期写错了。",
    cure="核对日期。",
)
def changed_after_publishing(subject: Subject) -> Iterator[Finding]:
    """Find corrections and withdrawals dated before the notice was published."""
    notice = subject.notice
    published = notice.published
    if published is None:
        return
    changes: list[tuple[Path, str, object]] = [
        (("corrections", index, "date"), "更正", correction.date)
        for index, correction in enumerate(notice.corrections)
        if correction.date < published
    ]
    if notice.withdrawn and notice.withdrawn.date < published:
        changes.append((("withdrawn", "date"), "撤回", notice.withdrawn.date))
    for path, what, day in changes:
        yield Finding(path, 0, 0, f"{what}的日期 {day} 比发布日期 {published} 早")


def _unusual(notices: Collection) -> list[Entry]:
    return [entry for entry in notices.entries if entry.lifecycle]


def _by_id(notices: Collection) -> dict[str, Entry]:
    if not _unusual(notices):
        return {}
    return {entry.id: entry for entry in reversed(notices.entries)}


def _at(entry: Entry, path: Path, message: str) -> LibraryFinding:
    return LibraryFinding(entry.path, Finding(path, 0, 0, message))


def _at_issue(
    notices: Collection, entry: Entry, index: int, message: str
) -> Iterator[LibraryFinding]:
    notice = notices.read(entry.path)
    issues = Subject(notice).issues if notice else ()
    if index < len(issues):
        yield _at(entry, (*issues[index][0], "follows"), message)


def _links(
    notices: Collection, field: str, target: Callable[[Entry], str]
) -> Iterator[LibraryFinding]:
    """Find where a link from notice to notice leads nowhere or in a circle."""
    by_id = _by_id(notices)
    links = {
        Place(entry.id, 0): Place(target(entry), 0) for entry in _unusual(notices) if target(entry)
    }
    circles = set(_in_circles(links))
    for entry in _unusual(notices):
        to = target(entry)
        if not to:
            continue
        if to == entry.id:
            yield _at(entry, (field,), "写的是这一份自己的编号")
        elif to not in by_id:
            if notices.whole:
                yield _at(entry, (field,), f"没有编号为“{to}”的通报")
        elif Place(entry.id, 0) in circles:
            yield _at(entry, (field,), f"从“{to}”沿着往下走，又回到这一份")


def _in_circles(links: Mapping[Place, Place]) -> Iterator[Place]:
    """Yield every place from which links lead back to it."""
    done: set[Place] = set()
    for start in links:
        way: dict[Place, int] = {}
        here: Place | None = start
        while here is not None and here not in done and here not in way:
            way[here] = len(way)
            here = links.get(here)
        if here is not None and here in way:
            yield from list(way)[way[here] :]
        done |= way.keys()


def _fault_of(entry: Entry, place: Place, by_id: Mapping[str, Entry], *, whole: bool) -> str | None:
    before = by_id.get(place.notice_id)
    if before is None:
        return f"没有编号为“{place.notice_id}”的通报" if whole else None
    count = before.life.issue_count or len(before.statuses)
    if place.at >= count:
        return f"“{before.id}”只有 {count} 个问题，没有第 {place.at + 1} 个"
    if before.organization != entry.organization and entry.life.previous != before.id:
        return f"“{before.id}”是“{before.organization}”的通报，这一份是“{entry.organization}”的"
    return None
