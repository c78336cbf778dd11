"""Small helpers of the tests."""

from __future__ import annotations

import functools
import hashlib
import http.server
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from site_builder.build_cache.site_before import Recorded
from site_builder.cli import main
from site_builder.notice.model import Notice
from site_builder.outputs.notices import notice_output
from site_builder.outputs.pages import Output, Site
from site_builder.prepared import prepare
from site_builder.views import urls

ROOT = Path(__file__).parent.parent

NOTICE = """\
title: 中共示例市示例局党组关于巡察整改进展情况的通报
organization: 中共示例市示例局党组
sections:
- heading: 一、整改情况
  issues:
  - number: '1.'
    problem: 制度执行不严
    status: 已完成整改，并长期坚持。
    measures:
    - （1）修订制度。
    - （2）组织学习。
contacts:
- phone: 0999-0123456
  text: 电话：0999-0123456。
"""


def make_project(folder: Path, notices: dict[str, str | bytes], index: str = "# 首页\n") -> Path:
    """Lay out a small project and return its mkdocs.yml."""
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "index.md").write_text(index, encoding="utf-8")
    (folder / "notices").mkdir()
    for name, text in notices.items():
        path = folder / "notices" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    config = folder / "mkdocs.yml"
    shutil.copy(ROOT / "tests" / "cases" / "mkdocs.yml", config)
    return config


def many_notices_project(folder: Path) -> Path:
    """Lay out a project of 120 notices with the site's own search; return its mkdocs.yml."""
    texts: dict[str, str | bytes] = {
        f"n{number:03}.yml": f"published: 2023-01-{number % 28 + 1:02}\nregion: 示例市\n"
        + NOTICE.replace("示例局", f"第{number % 5}局").replace("不严", f"{number}次")
        for number in range(120)
    }
    config = make_project(folder, texts)
    text = config.read_text(encoding="utf-8").replace("  - search:\n      lang: zh\n", "")
    config.write_text(text, encoding="utf-8")
    return config


def build(config: Path, *, site_dir: Path | None = None, notices: Path | None = None) -> int:
    """Run `site-builder build`; return its exit status."""
    arguments = ["build", "-f", str(config)]
    arguments += ["--site-dir", str(site_dir)] if site_dir else []
    arguments += ["--notices", str(notices)] if notices else []
    return main(arguments)


def whole_page(notice: Notice, site: Site) -> Output:
    """Make the page of a notice, frame and all."""
    return notice_output(prepare(notice).body, site, urls.organization(notice.organization))


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def wait_until(page: Page, expression: str, arg: object = None) -> None:
    """Wait for a script to say yes; Playwright's own way evaluates a text in the page, which the
    policy of the pages forbids."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        with suppress(PlaywrightError):  # the page is just going elsewhere
            if page.evaluate(expression, arg):
                return
        time.sleep(0.02)
    raise AssertionError(expression)


def is_linear(work: Callable[[int], object], count: int) -> bool:
    """Tell whether eight times as much takes far less than the 64-fold that a square would.

    Both are measured in this run, and the best of three counts: no machine is too slow for it.
    """

    def took(size: int) -> float:
        start = time.process_time()
        work(size)
        return time.process_time() - start

    little = min(took(count) for _ in range(3))
    return min(took(8 * count) for _ in range(3)) < 24 * little


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine alone; yield its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def page(site: Path, notice_id: str) -> BeautifulSoup:
    """Return the parsed page of a notice."""
    return BeautifulSoup((site / "notices" / notice_id / "index.html").read_text("utf-8"), "lxml")


def article(soup: BeautifulSoup) -> Tag:
    """Return the one article of a page."""
    (found,) = soup.find_all("article")
    assert isinstance(found, Tag)
    return found


def squeezed(text: str) -> str:
    """Drop all white space."""
    return "".join(text.split())


def all_squeezed(value: object) -> object:
    """Drop all white space in the texts of lists and mappings, however deep."""
    if isinstance(value, dict):
        return {key: all_squeezed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [all_squeezed(inner) for inner in value]
    return squeezed(value) if isinstance(value, str) else value


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def recorded(folder: Path, path: str, key: str) -> Recorded:
    """Return what is known of a file, as it lies on the disk."""
    data, found = (folder / path).read_bytes(), (folder / path).stat()
    return Recorded(key, len(data), hashlib.sha256(data).hexdigest(), found.st_mtime_ns)


def hears_ctrl_c() -> None:
    """Undo, in a process about to be started, what a shell does for programs in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
