"""A page asks for one style sheet and two scripts, whose names tell what is in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.support import NOTICE, ROOT, build, make_project

THEME = ROOT / "site_builder" / "theme" / "mkdocs" / "assets" / "gongkai"
MATERIAL_SEARCH = "  - search:\n      lang: zh\n"


def project(folder: Path, *, own_search: bool = True, more: str = "") -> Path:
    config = make_project(folder, {"a.yml": NOTICE})
    words = config.read_text("utf-8").replace(
        MATERIAL_SEARCH, "" if own_search else MATERIAL_SEARCH
    )
    custom = words.replace("  name: material\n", "  name: material\n  custom_dir: ours\n")
    config.write_text(custom + more, encoding="utf-8")
    (folder / "ours").mkdir()
    return config


def soup_of(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_bytes(), "html.parser")


def styles(soup: BeautifulSoup) -> list[str]:
    return [str(link["href"]) for link in soup.select("link[rel=stylesheet]")]


def scripts(soup: BeautifulSoup) -> list[str]:
    return [str(script["src"]) for script in soup.select("script[src]")]


@pytest.mark.parametrize(
    "page", ["index.html", "404.html", "notices/a/index.html", "search/index.html"]
)
def test_a_page_asks_for_one_style_sheet_and_two_scripts(tmp_path: Path, page: str) -> None:
    assert build(project(tmp_path)) == 0
    soup = soup_of(tmp_path / "site" / page)
    (style,) = styles(soup)
    early, joined = scripts(soup)
    assert re.search(r"assets/gongkai/site\.[0-9a-f]{8}\.css$", style)
    assert early.endswith("assets/gongkai/early.js")
    assert joined == style.removesuffix("css") + "js"
    for address in (style, early, joined):
        assert (tmp_path / "site" / page).parent.joinpath(address.lstrip("/")).is_file()


def test_what_is_joined_is_there_once_and_in_its_order(tmp_path: Path) -> None:
    assert build(project(tmp_path)) == 0
    folder = tmp_path / "site" / "assets" / "gongkai"
    (style,), (script,) = folder.glob("site.*.css"), folder.glob("site.*.js")
    found = style.read_text("utf-8")
    names = ("site", "notice", "lists", "print", "search")
    places = [found.index((THEME / f"{name}.css").read_text("utf-8")) for name in names]
    assert places == sorted(places)
    assert found.startswith('@charset "UTF-8";')
    assert found.index(".md-typeset") < places[0], "Material's lie below ours"
    assert "search/ui" not in found
    for name in ("site.js", "notice.js", "search/ui/dom.js"):
        assert (THEME / name).read_text("utf-8") in script.read_text("utf-8")
        assert not (folder / name).exists()
    # What only the search page needs is loaded by it.
    page = (THEME / "search" / "ui" / "page.js").read_text("utf-8")
    assert page not in script.read_text("utf-8")
    assert (folder / "search" / "ui" / "page.js").read_text("utf-8") == page


def test_a_change_gives_both_another_name(tmp_path: Path) -> None:
    config = project(tmp_path)
    assert build(config) == 0
    before = styles(soup_of(tmp_path / "site" / "index.html"))
    changed = tmp_path / "ours" / "assets" / "gongkai" / "notice.css"
    changed.parent.mkdir(parents=True)
    changed.write_text(".notice { color: teal; }", encoding="utf-8")
    assert build(config) == 0
    (after,) = styles(soup_of(tmp_path / "site" / "index.html"))
    assert [after] != before
    assert ".notice { color: teal; }" in (tmp_path / "site" / after).read_text("utf-8")
    assert not (tmp_path / "site" / before[0]).exists()
    changed.unlink()
    assert build(config) == 0
    assert styles(soup_of(tmp_path / "site" / "index.html")) == before


def test_what_mkdocs_yml_adds_keeps_its_place(tmp_path: Path) -> None:
    more = "extra_css: [own.css]\nextra_javascript:\n- own.js\n- {path: late.js, defer: true}\n"
    config = project(tmp_path, more=more)
    for name in ("own.css", "own.js", "late.js"):
        (tmp_path / "content" / name).write_text("", encoding="utf-8")
    assert build(config) == 0
    soup = soup_of(tmp_path / "site" / "notices" / "a" / "index.html")
    assert [address.rpartition("/")[2][:4] for address in styles(soup)] == ["site", "own."]
    assert soup.body
    assert [script["src"] for script in soup.body.select("script")] == ["../../own.js"]
    assert soup.head
    waiting = [str(script["src"]) for script in soup.head.select("script[defer]")]
    assert [address.rpartition("/")[2][:4] for address in waiting] == ["late", "site"]


def test_with_materials_search_its_own_style_sheets_come_first(tmp_path: Path) -> None:
    assert build(project(tmp_path, own_search=False)) == 0
    soup = soup_of(tmp_path / "site" / "notices" / "a" / "index.html")
    *of_material, ours = styles(soup)
    assert of_material
    assert all("assets/stylesheets/" in address for address in of_material)
    css = (tmp_path / "site" / ours.removeprefix("../../")).read_text("utf-8")
    assert css.startswith((THEME / "site.css").read_text("utf-8"))
    assert (THEME / "search.css").read_text("utf-8") not in css
    js = (tmp_path / "site" / scripts(soup)[-1].removeprefix("../../")).read_text("utf-8")
    assert "window.Gongkai" not in js


def test_pages_do_not_tell_what_they_were_made_with(tmp_path: Path) -> None:
    assert build(project(tmp_path)) == 0
    for path in (tmp_path / "site").rglob("*.html"):
        assert b"mkdocs-" not in path.read_bytes(), path
