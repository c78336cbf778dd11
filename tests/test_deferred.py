"""Keys tell what need not be made again: they differ exactly where the bytes do."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.library import OPEN, Entry, EntryContact, Library, Lifecycle, OpenIssue
from site_builder.notice.contact import ContactType
from site_builder.notice.status import StatusCode
from site_builder.outputs.feeds import feed_outputs
from site_builder.outputs.frame import SLOTS, Frame
from site_builder.outputs.lifecycle import redirect_outputs
from site_builder.outputs.lists import list_outputs
from site_builder.outputs.pages import Deferred, Site, frame_kind, search_outputs
from site_builder.views import urls
from site_builder.views.feeds import notice_feeds
from site_builder.views.listing import search_pages
from site_builder.views.lists import list_addresses

FRAME = Frame.cut("".join(SLOTS.values()))
WORDS = st.text("甲乙丙<&\u2028é", min_size=1, max_size=3)
TAGS = st.lists(st.sampled_from(["党建", "经费", "<b>"]), max_size=2, unique=True).map(tuple)


def issues(codes: list[StatusCode], themes: list[tuple[str, ...]], word: str) -> dict[str, Any]:
    """The fields of an entry that say what issues there are."""
    return {
        "statuses": tuple(codes),
        "themes": tuple(themes[: len(codes)]) + ((),) * (len(codes) - len(themes)),
        "open_issues": tuple(
            OpenIssue(at, f"{at}.", word) for at, code in enumerate(codes) if code in OPEN
        ),
    }


ISSUES = st.builds(
    issues, st.lists(st.sampled_from(StatusCode), max_size=3), st.lists(TAGS, max_size=3), WORDS
)
FIELDS = {
    "title": WORDS,
    "organization": st.sampled_from(["示例甲局党组", "示例乙局党组", "<丙>"]),
    "region": st.sampled_from(["", "示例甲县", "示例乙县"]),
    "dated": st.none() | st.dates(date(2023, 12, 30), date(2024, 1, 2)),
    "kinds": st.sampled_from([(), ("常规巡察",), ("常规巡察", "提级巡察")]),
    "contacts": st.lists(
        st.builds(EntryContact, st.sampled_from(ContactType), WORDS), max_size=2
    ).map(tuple),
    "told": st.none() | st.dates(date(2023, 1, 1), date(2023, 3, 1)),
    "lifecycle": st.sampled_from([None, Lifecycle(former_ids=("x1",)), Lifecycle(previous="n1")]),
}


@st.composite
def entries(draw: st.DrawFn, number: int) -> Entry:
    """Any notice, as other pages need it."""
    drawn: dict[str, Any] = {name: draw(values) for name, values in FIELDS.items()}
    return Entry(path=Path(f"n{number}.yml"), id=f"n{number}", **drawn, **draw(ISSUES))


def plain(entry: Entry, name: str) -> Entry:
    """The same under another name, and merely published."""
    return replace(entry, id=name, path=Path(f"{name}.yml"), lifecycle=None)


@st.composite
def two_libraries(draw: st.DrawFn) -> tuple[Library, Library]:
    """Libraries of which one has a notice more, or one notice in which a field is another."""
    first = draw(entries(0))
    few = [draw(entries(number)) for number in range(1, draw(st.integers(1, 3)))]
    # More than a page holds, so that what is on one page need not be on the others.
    count = draw(st.sampled_from([1, 49, 60]))
    others = [plain(one, f"m{n}") for n, one in zip(range(count), cycle([first, *few]))]
    name = draw(st.sampled_from([*FIELDS, "issues", "gone"]))
    if name == "gone":
        return Library([first, *others]), Library(others)
    changed = draw(ISSUES) if name == "issues" else {name: draw(FIELDS[name])}
    return Library([first, *others]), Library([replace(first, **changed), *others])


def site_of(library: Library) -> Site:
    kinds = {frame_kind(url) for url in list_addresses(library, own_search=True)}
    return Site("示例", "https://example.com/", dict.fromkeys(kinds, FRAME))


def deferred(library: Library, site: Site) -> Iterator[Deferred]:
    yield from list_outputs(library, site, own_search=True)
    yield from redirect_outputs(library, site)
    yield from search_outputs(search_pages(library), site)
    for feed in notice_feeds(library, site.name):
        yield from feed_outputs(feed, site)


def told(library: Library, site: Site) -> dict[str, tuple[str, bytes]]:
    found = [(one.path, (one.key, one.make())) for one in deferred(library, site)]
    assert len(dict(found)) == len(found)
    return dict(found)


@settings(deadline=None, max_examples=60)
@given(two_libraries())
def test_a_key_differs_exactly_where_the_bytes_do(libraries: tuple[Library, Library]) -> None:
    before, after = (told(library, site_of(library)) for library in libraries)
    both = before.keys() & after.keys()
    assert urls.file_of(urls.NOTICES) in both
    for path in both:
        (key, data), (other_key, other_data) = before[path], after[path]
        assert (key == other_key) == (data == other_data), path


@given(entries(1))
@settings(deadline=None, max_examples=20)
def test_keys_follow_from_the_notices_alone(entry: Entry) -> None:
    copied = pickle.loads(pickle.dumps(entry))
    one, other = (Library([each]) for each in (entry, copied))
    assert told(one, site_of(one)) == told(other, site_of(other))


def test_keys_tell_the_site_and_its_frames() -> None:
    lifecycle = Lifecycle(former_ids=("b",))
    fields = ("示例局党组", "", date(2024, 1, 1), (), (), (), ())
    library = Library([Entry(Path("a.yml"), "a", "题", *fields, lifecycle=lifecycle)])
    site = site_of(library)
    known = told(library, site)
    frames = dict.fromkeys(site.frames, Frame.cut(SLOTS["content"]))
    changes: dict[str, Any] = {
        "frames": frames,
        "url": "https://example.org/",
        "name": "别的",
        "feeds": False,
    }
    for name, value in changes.items():
        others = told(library, replace(site, **{name: value}))
        other_bytes = {path for path in known if known[path][1] != others[path][1]}
        other_keys = {path for path in known if known[path][0] != others[path][0]}
        assert other_bytes, name
        # Feeds are rarely turned off, so every list is told by whether there are any.
        assert other_bytes <= other_keys if name == "feeds" else other_bytes == other_keys, name
