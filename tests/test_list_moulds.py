"""What is poured into moulds is what the templates make of the same words."""

from __future__ import annotations

from array import array
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.library import Library
from site_builder.notice.status import StatusCode
from site_builder.outputs.list_moulds import ListMoulds
from site_builder.outputs.list_rows import Rows
from site_builder.outputs.pages import environment
from site_builder.views.figures import status_figures
from site_builder.views.listing import NoticeItem, Notices
from tests.test_deferred import WORDS, site_of, told, two_libraries

ROOTS = ("../", "../../")


@settings(deadline=None, max_examples=30)
@given(two_libraries())
def test_a_list_that_is_poured_is_what_its_template_makes(
    libraries: tuple[Library, Library],
) -> None:
    library, _ = libraries
    site = site_of(library)
    with patch.object(ListMoulds, "fill", ListMoulds.render):
        rendered = told(library, site)
    assert told(library, site) == rendered


@st.composite
def notice_items(draw: st.DrawFn) -> NoticeItem:
    statuses = draw(st.lists(st.sampled_from(StatusCode), max_size=4))
    return NoticeItem(
        url=draw(st.sampled_from(["notices/a/", "notices/b1/"])),
        title=draw(WORDS),
        organization=draw(WORDS),
        region=draw(st.just("") | WORDS),
        date=draw(st.sampled_from(["", "2024-01-31"])),
        issue_count=len(statuses),
        figures=status_figures(statuses),
        marks=draw(st.lists(WORDS, max_size=2).map(tuple)),
    )


@settings(deadline=None)
@given(st.lists(notice_items(), min_size=1, max_size=3), st.booleans(), WORDS)
def test_a_row_is_what_its_template_makes(
    items: list[NoticeItem], matching: bool, label: str
) -> None:
    macros: Any = environment().get_template("notice_row.html").module
    places = array("I", range(len(items)))
    rows = Rows(items.__getitem__)
    for root in ROOTS:  # of which each has rows of its own
        notices = Notices(places, array("I", [3 - place for place in places]) if matching else None)
        wanted = "".join(
            macros.row(item, root, macros.matching(3 - place, label) if matching else "")
            for place, item in enumerate(items)
        )
        assert rows.of(notices, label, root).decode() == wanted
