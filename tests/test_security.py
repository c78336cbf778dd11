"""What browsers are told to refuse, on every kind of page, and through real web servers."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, expect

from site_builder.cli import main
from site_builder.outputs.security.inline import inline_of, origin_of
from site_builder.outputs.security.policy import page_policy, policy_in, served_policy
from site_builder.outputs.security.servers import SERVERS
from tests.servers import program, serving
from tests.support import NOTICE, ROOT, build, make_project, served

NOTICE_URL = "notices/shilishi-kexue-jishuju-2023/"
LISTS = ("notices/", "organizations/", "contacts/", "status/completed/", "themes/", "data/")
KINDS = (
    "",
    NOTICE_URL,
    *LISTS,
    "issues/",
    "search/?q=会议",
    "guide/",
    "accessibility/",
    "sitemap/",
)
SIZES = {"phone": (390, 844), "desktop": (1366, 900)}
OWN = page_policy()


@pytest.fixture(scope="module")
def material_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site with Material's search."""
    folder = tmp_path_factory.mktemp("material")
    assert build(make_project(folder, {"a.yml": NOTICE})) == 0
    return folder / "site"


def style_sheet(site: Path) -> str:
    """Return the path of the style sheet of all pages, whose name tells its content."""
    return next(site.glob("assets/gongkai/site.*.css")).relative_to(site).as_posix()


def pages(site: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), path.read_bytes()


# What is on the pages


@pytest.mark.parametrize("which", ["sample_site", "material_site"])
def test_no_page_has_a_script_or_a_style_of_its_own(
    which: str, request: pytest.FixtureRequest
) -> None:
    for name, data in pages(request.getfixturevalue(which)):
        found = inline_of(data.decode())
        assert not found.sources, name
        assert not found.refused, name


@pytest.mark.parametrize("which", ["sample_site", "material_site"])
def test_every_page_says_its_policy_before_anything_it_holds_for(
    which: str, request: pytest.FixtureRequest
) -> None:
    for name, data in pages(request.getfixturevalue(which)):
        assert policy_in(data[:4096]) == OWN, name
        soup = BeautifulSoup(data, "lxml")
        (policy,) = soup.select("meta[http-equiv]")
        assert policy["content"] == OWN
        assert policy.parent
        assert policy.parent.name == "head"
        assert not policy.find_all_previous(["script", "link", "style"])


def test_the_policy_allows_the_own_site_alone() -> None:
    assert OWN == (
        "default-src 'self' file:; script-src 'self' file:; style-src 'self' file:; "
        "img-src 'self' data: file:; object-src 'none'; base-uri 'none'; form-action 'self' file:"
    )
    whole = served_policy([OWN])
    assert "unsafe" not in whole
    assert "file:" not in whole
    assert whole.endswith("; frame-ancestors 'self'")


WRITTEN = """\
# 页

<style>.red { color: rgb(9, 8, 7) }</style>
<p class="red" style="margin-left: 42px">红</p>
<script>document.documentElement.dataset.ran = "yes"</script>

| 左 | 右 |
| :-- | --: |
| 1 | 2 |
"""


def project_with_page(folder: Path, text: str, options: str = "") -> Path:
    config = make_project(folder, {"a.yml": NOTICE})
    (folder / "content" / "page.md").write_text(text, "utf-8")
    plugin = f"  - gongkai:\n{options}" if options else "  - gongkai\n"
    config.write_text(config.read_text("utf-8").replace("  - gongkai\n", plugin), "utf-8")
    return config


@pytest.fixture(scope="module")
def written_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a hand-written page that has code of its own."""
    folder = tmp_path_factory.mktemp("written")
    assert build(project_with_page(folder, WRITTEN)) == 0
    return folder / "site"


@pytest.mark.browser
def test_code_on_a_hand_written_page_is_allowed_there_and_nowhere_else(
    written_site: Path, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, data in pages(written_site):
        expected = name == "page/index.html"
        assert (policy_in(data) != OWN) == expected, name
    with served(written_site) as address:
        page = watched(browser)
        page.goto(f"{address}page/")
        assert page.evaluate("document.documentElement.dataset.ran") == "yes"
        style = "(e) => [getComputedStyle(e).color, getComputedStyle(e).marginLeft]"
        assert page.locator("p.red").evaluate(style) == ["rgb(9, 8, 7)", "42px"]
        cell = page.locator("td").nth(1)
        assert cell.evaluate("(e) => getComputedStyle(e).textAlign") in {"right", "-webkit-right"}
        assert complaints(page) == []
        page.context.close()
    config = written_site.parent / "mkdocs.yml"
    assert main(["headers", "nginx", "-f", str(config), "--site-dir", str(written_site)]) == 0
    settings = capsys.readouterr().out
    assert settings.count("'sha256-") == 3
    assert "'unsafe-inline'" not in settings


def test_an_event_handler_on_a_hand_written_page_stops_the_build(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    config = project_with_page(tmp_path, '<p onclick="alert(1)">甲</p>\n')
    assert build(config) != 0
    said = capfd.readouterr().err
    assert 'content/page.md 里有 onclick="alert(1)"' in said
    assert "extra_javascript" in said
    assert not (tmp_path / "site").exists()


def test_a_picture_from_elsewhere_is_allowed_on_its_page(tmp_path: Path) -> None:
    text = "![图](https://img.example.com/a.png)\n"
    assert build(project_with_page(tmp_path, text)) == 0
    site = tmp_path / "site"
    policy = policy_in((site / "page" / "index.html").read_bytes())
    assert policy
    assert "img-src 'self' data: file: https://img.example.com;" in policy
    assert policy_in((site / "index.html").read_bytes()) == OWN


def test_other_sites_can_be_allowed_in_the_settings(tmp_path: Path) -> None:
    options = "      allowed_sources: [https://dcs.conac.cn]\n"
    assert build(project_with_page(tmp_path, "# 页\n", options)) == 0
    for name, data in pages(tmp_path / "site"):
        policy = policy_in(data)
        assert policy
        assert "script-src 'self' file: https://dcs.conac.cn;" in policy, name


@pytest.mark.parametrize(
    "source", ["*", "https:", "'unsafe-inline'", "https://a.cn/x", "HTTPS://A.CN", "https://a;b"]
)
def test_what_is_no_origin_is_refused(
    source: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    options = f'      allowed_sources: ["{source}"]\n'
    assert build(project_with_page(tmp_path, "# 页\n", options)) == 2
    assert f"“{source}”不是网站的地址" in capfd.readouterr().err
    assert origin_of(source) != source


def test_a_preview_has_no_policy_for_its_own_script(tmp_path: Path) -> None:
    config = load_config(str(make_project(tmp_path, {"a.yml": NOTICE})))
    config.plugins.on_startup(command="serve", dirty=False)
    mkdocs_build(config)
    config.plugins.on_shutdown()
    for name, data in pages(tmp_path / "site"):
        assert policy_in(data) is None, name


def test_a_policy_that_was_tampered_with_gets_into_no_settings(
    written_site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = Path(shutil.copytree(written_site, tmp_path / "site"))
    page = site / "page" / "index.html"
    text = page.read_text("utf-8").replace("default-src 'self'", "default-src x`; }", 1)
    page.write_text(text, "utf-8")
    config = written_site.parent / "mkdocs.yml"
    assert main(["headers", "nginx", "-f", str(config), "--site-dir", str(site)]) == 2
    assert "不是这个程序写的" in capsys.readouterr().err


# In a browser


def watched(browser: Browser, size: tuple[int, int] = SIZES["desktop"], **options: Any) -> Page:
    """Open a page that notes what it refuses, logs or throws; see `complaints`."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    context.add_init_script(
        "document.addEventListener('securitypolicyviolation', (event) => "
        "console.error('refused ' + event.violatedDirective + ' ' + event.blockedURI))"
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url} {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url} {error}"))
    page.__dict__["said"] = said
    return page


def complaints(page: Page) -> list[str]:
    found: list[str] = page.__dict__["said"]
    return found


def walk(page: Page, address: str) -> None:
    """Open every kind of page and do what can be done there."""
    for url in KINDS:
        page.goto(address + url)
        page.wait_for_load_state("networkidle")
    page.goto(f"{address}search/?q=会议")
    page.wait_for_selector("#search-results[data-query='会议']")
    page.goto(address)
    page.locator("input[name=q]:visible").first.press_sequentially("会议")
    page.wait_for_selector("#gongkai-suggestions [role=option]")
    page.locator("input[name=q]:visible").first.press("Enter")
    page.wait_for_url("**/search/?q=*")
    page.wait_for_selector("#search-results[data-query='会议']")
    large = page.get_by_role("button", name="大字版")
    large.click()
    expect(large).to_have_attribute("aria-pressed", "true")
    menu = page.get_by_role("button", name="栏目")
    if menu.is_visible():
        menu.click()
    page.goto(address + NOTICE_URL)
    for button in page.locator("article button:visible, aside button:visible").all():
        button.click()
    page.emulate_media(media="print")
    page.pdf()
    page.emulate_media(media="screen")
    page.goto(f"{address}{NOTICE_URL}#issue-2")


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A folder that other users may read: a server started by root reads as one of them."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def public(sample_site: Path, open_folder: Path) -> Path:
    """The site as it was uploaded, with things beside it that were not meant to be."""
    site = Path(shutil.copytree(sample_site, open_folder / "site"))
    (site / ".htpasswd").write_text("secret", "utf-8")
    (site / ".git").mkdir()
    (site / ".git" / "config").write_text("secret", "utf-8")
    (site / ".well-known").mkdir()
    (site / ".well-known" / "security.txt").write_text("Contact: mailto:a@example.com\n", "utf-8")
    css = site / style_sheet(site)
    css.with_name(f"{css.name}.gz").write_bytes(gzip.compress(css.read_bytes() + b"/* packed */"))
    return site


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, public: Path, open_folder: Path) -> Iterator[str]:
    """The address of a real server, of each kind in turn, with our settings."""
    kind: str = request.param
    program(kind)
    place = open_folder / kind
    place.mkdir()
    settings = place / SERVERS[kind].file
    arguments = ["headers", kind, "-f", str(ROOT / "mkdocs.yml"), "--site-dir", str(public)]
    assert main([*arguments, "-o", str(settings)]) == 0
    with serving(kind, public, settings, place) as address:
        yield address


class Answer:
    """What a server answered; header names as they are asked for, in any case."""

    def __init__(self, address: str, path: str, headers: dict[str, str] | None = None) -> None:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        self.status, self.headers, self.body = response.status, response.headers, response.read()
        connection.close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        (f"/{NOTICE_URL}", "text/html; charset=utf-8"),
        ("/assets/gongkai/early.js", "text/javascript; charset=utf-8"),
        ("/assets/images/favicon.png", "image/png"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json"),
        ("/opensearch.xml", "application/opensearchdescription+xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/manifest.json", "application/json"),
        ("/data/issues.csv", "text/csv; charset=utf-8"),
        ("/data/SHA256SUMS", "text/plain; charset=utf-8"),
        ("/data/notices.sqlite", "application/vnd.sqlite3"),
    ],
)
def test_a_server_says_what_a_file_is(server: str, public: Path, path: str, kind: str) -> None:
    answer = Answer(server, path)
    assert answer.status == 200
    assert [one.replace('"', "").lower() for one in answer.headers.get_all("Content-Type", [])] == [
        kind
    ]
    assert answer.headers["Cache-Control"] == "no-cache"
    file = public / path.strip("/") / ("index.html" if path.endswith("/") else "")
    assert answer.body == file.read_bytes()


@pytest.mark.parametrize("path", ["/", "/assets/gongkai/early.js", "/feed.xml", "/no-such-page"])
def test_a_server_sends_every_header_once(server: str, path: str) -> None:
    answer = Answer(server, path)
    expected = {
        "Content-Security-Policy": served_policy([]),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-site",
        "Cache-Control": "no-cache",
    }
    for name, value in expected.items():
        assert answer.headers.get_all(name) == [value], name
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in answer.headers
    assert not re.search(r"\d", answer.headers.get("Server", "").partition("/")[2]) or (
        "Apache" in answer.headers["Server"]  # which says so outside of any virtual host
    )


def test_what_carries_a_hash_is_kept_and_the_rest_is_asked_for_again(
    server: str, public: Path
) -> None:
    names = [path.relative_to(public).as_posix() for path in public.rglob("*.*") if path.is_file()]
    material = next(name for name in names if re.search(r"main\.[0-9a-f]{8}\.min\.css$", name))
    search = next(name for name in names if re.fullmatch(r"search/\w+-[0-9a-f]+\.js", name))
    for name in (material, search, style_sheet(public)):
        answer = Answer(server, f"/{name}")
        assert answer.status == 200
        assert answer.headers.get_all("Cache-Control") == ["public, max-age=31536000, immutable"]
    gone = Answer(server, "/" + re.sub(r"\.[0-9a-f]{8}\.", ".00000000.", material))
    assert gone.status == 404
    assert gone.headers.get_all("Cache-Control") == ["no-cache"]
    first = Answer(server, "/assets/gongkai/early.js")
    again = Answer(
        server, "/assets/gongkai/early.js", {"If-None-Match": first.headers["ETag"] or ""}
    )
    assert again.status == 304


@pytest.mark.parametrize(
    "path",
    ["/.htpasswd", "/.git/config", "/.git/", "/no/such/page/", "/x.json", "/%2e%2e/%2e%2e/x"],
)
def test_what_is_not_there_or_not_for_the_public_is_not_found(server: str, path: str) -> None:
    answer = Answer(server, path)
    assert answer.status in ({400, 404} if "%2e" in path else {404})
    assert b"secret" not in answer.body
    if answer.status == 404:
        assert "没有找到这个网页" in answer.body.decode()
        assert answer.headers.get_all("Content-Type") in (
            ["text/html; charset=utf-8"],
            ["text/html;charset=utf-8"],
        )


def test_folders_are_not_listed(server: str) -> None:
    answer = Answer(server, "/assets/gongkai/")
    assert answer.status in {403, 404}
    assert b"early.js" not in answer.body.replace(b"gongkai/early.js", b"")
    moved = Answer(server, "/notices")
    assert moved.status in {301, 308}
    assert moved.headers["Location"].endswith("/notices/")


def test_what_is_well_known_is_served(server: str) -> None:
    assert Answer(server, "/.well-known/security.txt").body.startswith(b"Contact:")


def test_files_travel_packed(server: str, public: Path) -> None:
    wanted = {"Accept-Encoding": "gzip"}
    page = Answer(server, f"/{NOTICE_URL}", wanted)
    assert page.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(page.body) == (public / NOTICE_URL / "index.html").read_bytes()
    css = Answer(server, f"/{style_sheet(public)}", wanted)
    assert css.headers["Content-Encoding"] == "gzip"
    assert css.headers["Content-Type"].startswith("text/css")


def test_a_served_site_verifies(server: str, public: Path) -> None:
    files = json.loads((public / "manifest.json").read_bytes())["files"]
    for file in files:
        answer = Answer(server, "/" + file["path"])
        assert answer.status == 200, file
        assert len(answer.body) == file["size"], file


@pytest.mark.browser
@pytest.mark.parametrize("server", ["nginx"], indirect=True)
@pytest.mark.parametrize("size", SIZES)
def test_a_browser_has_nothing_to_complain_of(server: str, browser: Browser, size: str) -> None:
    page = watched(browser, SIZES[size])
    walk(page, server)
    assert complaints(page) == []
    # The page itself is what a browser complains of where there is none.
    assert page.goto(f"{server}no/such/page/")
    assert page.locator("h1").inner_text() == "没有找到这个网页"
    expected = "Failed to load resource: the server responded with a status of 404"
    assert [said for said in complaints(page) if expected not in said] == []
    page.context.close()


@pytest.mark.browser
def test_from_a_disk_the_policy_refuses_nothing_of_the_site(
    sample_site: Path, browser: Browser
) -> None:
    page = watched(browser)
    for url in ("", NOTICE_URL, "notices/", "guide/"):
        page.goto((sample_site / url / "index.html").as_uri())
        assert page.locator("html.js").count() == 1
    page.goto((sample_site / "search" / "index.html").as_uri() + "?q=会议")
    page.wait_for_selector("#search-results[data-query='会议']")
    page.get_by_role("button", name="大字版").click()
    page.goto((sample_site / "index.html").as_uri())
    page.locator("input[name=q]:visible").first.fill("会议")
    page.locator("input[name=q]:visible").first.press("Enter")
    page.wait_for_selector("#search-results[data-query='会议']")
    assert complaints(page) == []
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES)
def test_materials_search_and_its_worker_are_allowed(
    material_site: Path, browser: Browser, size: str
) -> None:
    with served(material_site) as address:
        page = watched(browser, SIZES[size])
        page.goto(f"{address}?q=制度")
        page.wait_for_selector(".md-search-result__item", state="attached")
        page.goto(f"{address}notices/a/")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("typeof __md_get") == "function"
        assert complaints(page) == []
        page.context.close()


@pytest.mark.browser
def test_a_script_that_got_into_a_page_does_not_run(
    sample_site: Path, tmp_path: Path, browser: Browser
) -> None:
    site = Path(shutil.copytree(sample_site, tmp_path / "site"))
    page_file = site / NOTICE_URL / "index.html"
    evil = (
        "<script>document.documentElement.dataset.evil = 1</script>"
        "<img src=x onerror='document.documentElement.dataset.evil = 2'>"
        "<base href='https://evil.example/'><form action='https://evil.example/'><button>送</button>"
        "</form><script src='https://evil.example/x.js'></script><style>p { color: red }</style>"
    )
    text = page_file.read_text("utf-8").replace("</article>", f"{evil}</article>", 1)
    page_file.write_text(text, "utf-8")
    with served(site) as address:
        page = watched(browser)
        page.goto(address + NOTICE_URL)
        with page.expect_console_message(lambda message: "form-action" in message.text):
            page.get_by_role("button", name="送").evaluate("(button) => button.click()")
        assert page.url.startswith(address)
        assert page.evaluate("document.documentElement.dataset.evil") is None
        assert page.evaluate("document.baseURI").startswith(address)
        refused = {
            line.split("refused ")[1].split()[0] for line in complaints(page) if "refused " in line
        }
        assert refused >= {
            *("script-src-elem", "script-src-attr", "style-src-elem", "base-uri", "form-action")
        }
        page.context.close()


# Settings


@pytest.mark.parametrize("kind", SERVERS)
def test_settings_name_nothing_of_this_machine(
    kind: str, sample_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["headers", kind, "-f", str(ROOT / "mkdocs.yml"), "--site-dir", str(sample_site)]
    assert main(arguments) == 0
    text = capsys.readouterr().out
    assert str(sample_site) not in text
    assert str(ROOT) not in text
    assert served_policy([]) in text
    assert "&#39;" not in text
    assert re.search(r"^ *# .*Strict-Transport-Security", text, re.MULTILINE)


@pytest.mark.parametrize("kind", SERVERS)
def test_a_site_below_a_path_has_its_own_page_for_what_is_not_there(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    text = config.read_text("utf-8").replace("https://example.com/", "https://example.com/xc/zg/")
    config.write_text(text, "utf-8")
    assert build(config) == 0
    capsys.readouterr()
    assert main(["headers", kind, "-f", str(config)]) == 0
    assert " /xc/zg/404.html" in capsys.readouterr().out


def test_settings_need_a_built_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    assert main(["headers", "nginx", "-f", str(config)]) == 2
    assert "先运行 site-builder build" in capsys.readouterr().err
    assert main(["headers", "nginx", "-f", str(tmp_path / "no.yml")]) == 2
    assert "找不到配置文件" in capsys.readouterr().err


def test_settings_are_made_of_all_pages_or_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that could not be read would be blocked by settings that leave its policy out."""
    config = make_project(tmp_path, {"a.yml": NOTICE})
    assert build(config) == 0
    capsys.readouterr()
    scandir = os.scandir

    def denied(path: Any) -> Any:
        if str(path).rstrip("/").endswith("notices"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", denied)
        assert main(["headers", "nginx", "-f", str(config)]) == 2
    said = capsys.readouterr()
    assert "notices/ 读不了或写不了：没有权限" in said.err
    assert said.out == ""

    def full(path: Path, _: bytes) -> int:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(["headers", "nginx", "-f", str(config), "-o", str(tmp_path / "own.conf")]) == 2
    assert f"{tmp_path / 'own.conf'} 读不了或写不了：磁盘满了" in capsys.readouterr().err


def test_settings_take_the_place_of_no_other_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    assert build(config) == 0
    own, before = tmp_path / "own.conf", config.read_bytes()
    for kind in SERVERS:
        for _ in ("new", "there already"):
            assert main(["headers", kind, "-f", str(config), "-o", str(own)]) == 0
    os.mkfifo(tmp_path / "pipe")
    for other in (config, tmp_path / "pipe"):
        assert main(["headers", "nginx", "-f", str(config), "-o", str(other)]) == 2
        assert "不是这条命令写的，没有改动" in capsys.readouterr().err
    assert config.read_bytes() == before
    assert (tmp_path / "pipe").is_fifo()


# Dependencies


def test_mkdocs_and_material_stay_where_they_are_safe() -> None:
    """MkDocs 2 has no plugins; before 9.7.7 Material's search suggestions could be made to run."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "mkdocs>=1.6.1,<2" in project["dependencies"]
    assert "mkdocs-material>=9.7.7,<10" in project["dependencies"]
    pinned = dict(
        re.findall(r"^([\w.-]+)==([^ ;\\]+)", (ROOT / "constraints.txt").read_text("utf-8"), re.M)
    )
    assert pinned["mkdocs"].split(".")[0] == "1"
    assert tuple(map(int, pinned["mkdocs-material"].split("."))) >= (9, 7, 7)


def test_every_pinned_dependency_has_hashes() -> None:
    text = (ROOT / "constraints.txt").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) > 20
    for line in lines:
        assert re.match(r"[\w.-]+==", line), line
        assert "--hash=sha256:" in line, line


def test_attributes_of_a_page_are_looked_at_one_by_one() -> None:
    found = inline_of(
        "<p STYLE='a'><script type='application/ld+json'>{}</script><script src=a.js></script>"
        "<a href=' JavaScript:x'>b</a><svg onload=y></svg><iframe src='//a.cn/b'></iframe>"
    )
    assert {name for name, _ in found.sources} == {"style-src-attr", "frame-src"}
    assert found.refused == ('href=" JavaScript:x"', 'onload="y"')
    policy = page_policy(found)
    assert "frame-src 'self' file: https://a.cn" in policy
    assert policy_in(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'.encode())
