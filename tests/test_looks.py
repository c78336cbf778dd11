"""What style sheets decide and a reader relies on: rings round what has the focus, columns wide
enough to read, the same place for the same thing on every page."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.support import served, wait_until

pytestmark = pytest.mark.browser
PHONE, DESKTOP = (390, 844), (1366, 768)
NOTICE = "notices/shilishi-kexue-jishuju-2023/"
LISTS = ("notices/", "regions/", "open/", "contacts/", "data/", "search/", "issues/")

# The middle of the ring's four sides, its colour, and what kind of thing it is drawn round.
FOCUSED = """() => {
  const e = document.activeElement, b = e.getBoundingClientRect(), s = getComputedStyle(e);
  const off = parseFloat(s.outlineOffset) + parseFloat(s.outlineWidth) / 2;
  const [left, top, right, bottom] = [b.left - off, b.top - off, b.right + off, b.bottom + off];
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return {
    kind: [e.tagName, e.className, e.id, e.parentElement.className].join(" "),
    text: (e.textContent || e.name || "").trim().slice(0, 20),
    whole: e.getClientRects().length === 1 && top >= 1 && bottom < innerHeight - 1,
    color: s.outlineColor,
    sides: { left: [left, y], right: [right, y], top: [x, top], bottom: [x, bottom] },
  };
}"""


@pytest.fixture(scope="module")
def address(sample_site: Path) -> Iterator[str]:
    with served(sample_site) as address:
        yield address


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def go(page: Page, url: str) -> None:
    page.goto(url)
    if page.locator("#gongkai-search").count():
        page.wait_for_selector("#search-results[data-query]")


def near(picture: Image.Image, x: float, y: float, color: tuple[int, ...]) -> bool:
    """Say whether a point or one beside it has a colour, as far as smooth edges let it."""
    around = ((int(x) + dx, int(y) + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
    inside = [(a, b) for a, b in around if 0 <= a < picture.width and 0 <= b < picture.height]
    pixels = [picture.getpixel(point) for point in inside]
    return any(
        isinstance(pixel, tuple)
        and sum(abs(part - wanted) for part, wanted in zip(pixel, color, strict=True)) < 40
        for pixel in pixels
    )


@pytest.mark.parametrize("url", ["", "notices/", NOTICE, "search/?q=会议"])
def test_the_ring_round_what_has_the_focus_is_seen_on_every_side(
    page: Page, address: str, url: str
) -> None:
    go(page, address + url)
    seen: set[str] = set()
    for _ in range(45):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["kind"] in seen or not stop["whole"]:
            continue
        seen.add(stop["kind"])
        color = tuple(int(part) for part in re.findall(r"\d+", stop["color"])[:3])
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        cut = [side for side, (x, y) in stop["sides"].items() if not near(picture, x, y, color)]
        assert not cut, f"{stop['kind']} “{stop['text']}”: {cut}"
    assert len(seen) >= 5


def test_the_head_of_a_page_is_the_same_on_every_list(page: Page, address: str) -> None:
    heads = {}
    for url in LISTS:
        go(page, address + url)
        heads[url] = page.evaluate(
            "() => { const crumb = document.querySelector('.breadcrumb'),"
            " heading = document.querySelector('h1'), a = crumb.getBoundingClientRect(),"
            " b = heading.getBoundingClientRect();"
            " return [a.left, b.left, b.top - a.bottom, getComputedStyle(heading).fontSize]; }"
        )
    assert len({tuple(head) for head in heads.values()}) == 1, heads


def test_the_headings_of_pages_are_of_one_size(page: Page, address: str) -> None:
    sizes = {}
    for url in ("", "guide/", "404.html", "notices/", "search/", "data/"):
        go(page, address + url)
        heading = page.locator("h1")
        sizes[url] = heading.evaluate("e => getComputedStyle(e).fontSize")
    assert len(set(sizes.values())) == 1, sizes


def test_the_way_back_has_one_colour_on_every_page(page: Page, address: str) -> None:
    colours = {}
    for url in ("notices/", "search/", "issues/", "guide/", NOTICE):
        go(page, address + url)
        link = page.locator(".breadcrumb a").first
        colours[url] = link.evaluate("e => getComputedStyle(e).color")
    assert len(set(colours.values())) == 1, colours


def test_the_values_of_a_facet_begin_below_their_heading(page: Page, address: str) -> None:
    go(page, f"{address}themes/")
    left = [
        page.locator(place).first.evaluate("e => e.getBoundingClientRect().left")
        for place in ("h1", ".facet-values a")
    ]
    assert left[0] == left[1]


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_what_a_file_holds_can_be_read_beside_its_checksum(
    page: Page, address: str, large: bool
) -> None:
    if large:
        page.context.add_init_script("localStorage.setItem('gongkai.large', 'true')")
    go(page, f"{address}data/")
    about = page.locator("table").first.locator("tbody td:nth-child(2)")
    widths = about.evaluate_all(
        "cells => cells.map(e => { const s = getComputedStyle(e);"
        " return (e.clientWidth - parseFloat(s.paddingLeft) - parseFloat(s.paddingRight))"
        " / parseFloat(s.fontSize); })"
    )
    assert min(widths) >= 9  # characters
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_checksum_is_copied_whole_and_reached_by_keys(page: Page, address: str) -> None:
    go(page, f"{address}data/")
    hashes = page.locator("td code")
    copied = hashes.evaluate_all(
        "all => all.map(e => { getSelection().selectAllChildren(e);"
        " return getSelection().toString(); })"
    )
    assert len(copied) >= 5
    assert all(re.fullmatch("[0-9a-f]{64}", text) for text in copied)
    region = page.get_by_role("region", name="下载", exact=True)
    region.focus()
    wide = region.evaluate("e => e.scrollWidth - e.clientWidth")
    if wide > 0:
        page.keyboard.press("ArrowRight")
        wait_until(page, "e => e.scrollLeft > 0", region.element_handle())
    else:
        assert page.viewport_size == {"width": DESKTOP[0], "height": DESKTOP[1]}


def test_the_name_of_the_site_keeps_to_a_line_on_a_tablet(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 768, "height": 1024})
    page.goto(address + NOTICE)
    lines = page.locator(".gk-name").evaluate(
        "e => e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)"
    )
    assert round(lines) == 1
    boxes = [page.locator(place).bounding_box() for place in (".gk-name", ".gongkai-search-box")]
    assert all(boxes)
    middles = [box["y"] + box["height"] / 2 for box in boxes if box]
    assert abs(middles[0] - middles[1]) < 2
    page.close()


def test_a_long_name_in_the_way_back_begins_beside_what_it_follows(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(address + NOTICE)
    links = page.locator(".breadcrumb a")
    tops = [
        links.nth(number).evaluate("e => e.getClientRects()[0].top")
        for number in range(links.count())
    ]
    assert len(set(tops)) == 1, tops
    page.close()


def test_type_of_twice_the_size_fits_the_smallest_phone(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    for url in (*LISTS[:4], "organizations/", "status/", "years/", NOTICE):
        go(page, address + url)
        page.evaluate("document.documentElement.style.fontSize = '250%'")  # usual is 125 %
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, url
    page.close()


def tops(page: Page, place: str, count: int) -> list[float]:
    """Return how high the first few elements stand."""
    return page.eval_on_selector_all(place, "all => all.map(e => e.getBoundingClientRect().top)")[
        :count
    ]


def test_short_values_stand_beside_each_other_where_there_is_room(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 800})
    page.goto(f"{address}themes/")
    first, second = tops(page, ".facet-values li", 2)
    assert first == second
    page.set_viewport_size({"width": 390, "height": 800})
    first, second = tops(page, ".facet-values li", 2)
    assert first < second
    page.close()


def test_without_scripts_the_ways_to_browse_stand_beside_each_other(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(java_script_enabled=False, viewport={"width": 1366, "height": 800})
    page.goto(f"{address}search/")
    first, second = tops(page, ".browse-links li", 2)
    assert first == second
    page.close()
