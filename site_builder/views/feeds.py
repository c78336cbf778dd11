"""What feeds tell: new notices, of all bodies and of each, and issues that became completed.

A feed has days and therefore holds dated notices alone, the newest first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, groupby, islice
from pathlib import Path

from site_builder.library import DIGEST, OPEN, Entry, Library, Place
from site_builder.notice.model import Notice
from site_builder.notice.status import LABELS, StatusCode
from site_builder.views import urls
from site_builder.views.facets import grouped
from site_builder.views.figures import status_figures

MOST_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry; `url` is relative to the site's root."""

    url: str
    title: str
    organization: str
    day: date
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed at `url` without the ending of its format, about the page at `page_url`.

    `day` is that of the newest notice it could have told of.
    """

    url: str
    page_url: str
    title: str
    day: date
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True)
class Completed:
    """An issue, counted from 0, that a notice has as completed and an earlier one had not."""

    entry: Entry
    index: int
    before: StatusCode


def notice_feeds(library: Library, site_name: str) -> Iterator[Feed]:
    """Yield the feed of all notices, and that of each organization; none without a dated notice."""
    if feed := _of_notices(library, urls.FEED, urls.NOTICES, site_name):
        yield feed
    groups = next(groups for kind, groups in grouped(library) if kind.key == "organization")
    for group in groups:
        url = group.shown.url
        title = f"{group.value} - {site_name}"
        if feed := _of_notices(group.entries(library), url + urls.FEED, url, title):
            yield feed


def has_feed(entries: Iterable[Entry]) -> bool:
    """Tell whether notices have a feed."""
    return any(entry.dated for entry in entries if not entry.life.withdrawn)


def _of_notices(entries: Iterable[Entry], url: str, page_url: str, title: str) -> Feed | None:
    standing = [entry for entry in entries if not entry.life.withdrawn]
    told = [
        FeedEntry(
            urls.notice(entry.id), entry.title, entry.organization, entry.dated, _summary(entry)
        )
        for entry in islice(standing, MOST_ENTRIES)  # those without a date come last
        if entry.dated
    ]
    if not told:
        return None
    corrected = [one for entry in standing if entry.life.corrections for one in _corrections(entry)]
    if corrected:
        told = sorted([*told, *corrected], key=lambda one: one.day, reverse=True)[:MOST_ENTRIES]
    return Feed(url, page_url, title, told[0].day, tuple(told))


def _corrections(entry: Entry) -> Iterator[FeedEntry]:
    """Yield an entry for each correction: whoever read the notice long ago hears of it too."""
    ordered = sorted(entry.life.corrections, key=lambda one: one.date)
    for number, one in enumerate(ordered, start=1):
        yield FeedEntry(
            f"{urls.notice(entry.id)}#{urls.correction_anchor(number)}",
            f"更正：{entry.title}",
            entry.organization,
            one.date,
            f"{one.what}（原因：{one.why}）",
        )


def _summary(entry: Entry) -> str:
    figures = status_figures(entry.statuses)
    counts = "，".join(f"{figure.label} {figure.count}" for figure in figures)
    said = f"共 {len(entry.statuses)} 个问题：{counts}。" if figures else "没有列出问题。"
    return f"{entry.organization}。{said}"


def status_feed(
    library: Library, site_name: str, read: Callable[[Path], Notice | None]
) -> Feed | None:
    """Return the feed of issues that became completed; None without a dated notice.

    `read` gives the notice of a file, for the words of the issues that are told.
    """
    newest = next((entry for entry in library if entry.dated), None)
    if newest is None or newest.dated is None:
        return None
    told = tuple(_change(change, read) for change in completed(library)[:MOST_ENTRIES])
    entries = tuple(entry for entry in told if entry)
    title = f"整改状态变化 - {site_name}"
    return Feed(urls.STATUS_FEED, urls.NOTICES, title, newest.dated, entries)


def _change(change: Completed, read: Callable[[Path], Notice | None]) -> FeedEntry | None:
    entry = change.entry
    notice = read(entry.path)
    issues = list(notice.issues()) if notice else []
    if entry.dated is None or change.index >= len(issues):
        return None  # it is another notice by now
    issue = issues[change.index]
    wording = issue.status.text if issue.status else LABELS[StatusCode.COMPLETED]
    return FeedEntry(
        f"{urls.notice(entry.id)}#{urls.issue_anchor(change.index + 1)}",
        f"{LABELS[StatusCode.COMPLETED]}：{issue.problem}",
        entry.organization,
        entry.dated,
        f"{entry.organization}。此前的通报为“{LABELS[change.before]}”，这份通报为“{wording}”。",
    )


def completed(library: Library) -> Sequence[Completed]:
    """Return what became completed, the newest first, as far as it is certain.

    Somebody has stated which earlier issue one goes on from, or it is the same beyond doubt.
    """
    followed = _completed_as_followed(library)
    stated = {(entry.id, index) for entry in library.unusual for index, _ in entry.life.follows}
    same = [one for one in _completed_alike(library) if (one.entry.id, one.index) not in stated]
    return sorted((*followed, *same), key=_age, reverse=True)


def _age(one: Completed) -> tuple[date, str, int]:
    return one.entry.dated or date.min, one.entry.id, one.index


def _completed_as_followed(library: Library) -> list[Completed]:
    """Return the issues of dated notices that say which one they go on from."""
    told = (
        (entry, index, _last_stated(library, place))
        for entry in library
        if entry.dated
        for index, place in entry.life.follows
        if entry.statuses[index] is StatusCode.COMPLETED
    )
    return [Completed(entry, index, before) for entry, index, before in told if before in OPEN]


def _last_stated(library: Library, place: Place) -> StatusCode:
    """Return the last status stated of an issue, down the chain of those that it goes on from."""
    seen: set[Place] = set()
    while place not in seen:
        seen.add(place)
        entry = library.by_id.get(place.notice_id)
        if entry is None or place.at >= len(entry.statuses):
            break
        if (status := entry.statuses[place.at]) is not StatusCode.UNSTATED:
            return status
        place = dict(entry.life.follows).get(place.at, place)
    return StatusCode.UNSTATED


def _completed_alike(library: Library) -> list[Completed]:
    """Return what became completed where nobody had to say so.

    The two notices name the same organization, the same body and round of the inspection and the
    same problem, word for word and once each; both are dated, on different days; the earlier one
    states a status, and that is not completed. In between there may be notices with none.
    """
    known = [entry for entry in library if entry.dated and entry.inspected]
    last: dict[bytes, StatusCode] = {}
    found: list[Completed] = []
    for _, of_day in groupby(reversed(known), lambda entry: entry.dated):
        stated: dict[bytes, StatusCode | None] = {}
        for entry in sorted(of_day, key=lambda entry: entry.id):
            for index, digest, status in _told_once(entry):
                before = last.get(digest)
                if status is StatusCode.COMPLETED and before in OPEN:
                    found.append(Completed(entry, index, before))
                if status is not StatusCode.UNSTATED:
                    # Two notices of one day that differ leave it open.
                    same = stated.setdefault(digest, status) is status
                    stated[digest] = status if same else None
        for digest, now in stated.items():
            if now is None:
                last.pop(digest, None)
            else:
                last[digest] = now
    return found


def _told_once(entry: Entry) -> Iterable[tuple[int, bytes, StatusCode]]:
    """Return index, digest and status of the issues whose problem a notice states only once."""
    whole = entry.problems
    digests = [whole[start : start + DIGEST] for start in range(0, len(whole), DIGEST)]
    told = zip(count(), digests, entry.statuses, strict=False)  # as many as there are digests
    if len(set(digests)) == len(digests):
        return told
    times = Counter(digests)
    return [one for one in told if times[one[1]] == 1]
