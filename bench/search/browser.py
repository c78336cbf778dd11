"""Puts the queries to a built site in Chromium."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Error, Page, sync_playwright

from bench.search.peers.base import Peer
from bench.search.serving import Site, Traffic, served

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A visit is a first question and some more on the same page.
_A_VISIT = 5
# Reading every result is no part of what is measured, and may take longer.
_PATIENCE = 4
_GIVE_UP = 3


@dataclass(frozen=True)
class Answer:
    """What a search said: the issues in their order, and a total if it gives one."""

    issues: tuple[str, ...] = ()
    total: int | None = None
    approximate: bool = False
    failure: str | None = None


@dataclass(frozen=True)
class Asked:
    """One question that was measured."""

    milliseconds: float
    traffic: Traffic


@dataclass
class Session:
    """All that was asked of one search; `answers` has one entry a query."""

    firsts: list[Asked] = field(default_factory=list)
    nexts: list[Asked] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    failure: str | None = None


class NoAnswerError(Exception):
    """A page that did not answer, and why."""


@dataclass(frozen=True)
class Limits:
    """How many seconds a build and a query may take, and how long visits go on being measured."""

    build: float = 600.0
    query: float = 30.0
    visits: float = 120.0


def ask_all(
    peer: Peer, folder: Path, queries: Sequence[str], limits: Limits, say: Callable[[str], None]
) -> Session:
    """Measure some visits, then read all that is found for each query."""
    session = Session()
    with served(folder) as site, _chromium() as browser:
        inquiry = _Inquiry(peer, site, browser, limits.query)
        try:
            inquiry.visit(queries, time.monotonic() + limits.visits, session)
            say(f"量了 {len(session.firsts)} 次首次检索、{len(session.nexts)} 次再次检索")
            inquiry.read(queries, session)
        except (NoAnswerError, Error) as reason:
            session.failure = str(reason)
            left = len(queries) - len(session.answers)
            session.answers += [Answer(failure=session.failure)] * left
    return session


def _visits(queries: Sequence[str]) -> Iterator[Sequence[str]]:
    """Deal the queries to visits, such that every class is asked first in some of them."""
    number = -(-len(queries) // _A_VISIT)
    for visit in range(number):
        dealt = queries[visit::number]
        cut = visit % len(dealt)
        yield [*dealt[cut:], *dealt[:cut]]


class _Inquiry:
    def __init__(self, peer: Peer, site: Site, browser: Browser, limit: float) -> None:
        self._peer = peer
        self._site = site
        self._browser = browser
        self._limit = limit
        self._failures = 0

    def visit(self, queries: Sequence[str], end: float, session: Session) -> None:
        """Measure questions as readers put them, with nothing cached at the start of a visit."""
        for visit in _visits(queries):
            with self._bearing(), self._opened(visit[0]) as page:
                session.firsts.append(self._measured(page, "first", visit[0]))
                for query in visit[1:]:
                    session.nexts.append(self._measured(page, "next", query))
                self._failures = 0
            if time.monotonic() > end:
                return

    def read(self, queries: Sequence[str], session: Session) -> None:
        """Read the results of all queries on one page, which is opened anew after a failure."""
        left = list(queries)
        while left:
            with self._bearing(), self._opened(left[0]) as page:
                self._ask(page, "first", left[0], self._limit)
                while left:
                    session.answers.append(self._everything(page, left[0]))
                    self._failures = 0
                    del left[0]
            if left:
                session.answers.append(Answer(failure="没有答复"))
                del left[0]

    @contextmanager
    def _bearing(self) -> Iterator[None]:
        """Bear with a page that does not answer, but not with some in a row."""
        try:
            yield
        except NoAnswerError:
            self._failures += 1
            if self._failures == _GIVE_UP:
                raise

    def _everything(self, page: Page, query: str) -> Answer:
        found = self._ask(page, "all", query, self._limit * _PATIENCE)
        issues = tuple(dict.fromkeys(found["issues"]))
        return Answer(issues, found.get("total"), bool(found.get("approximate")))

    @contextmanager
    def _opened(self, query: str) -> Iterator[Page]:
        """Open the page that carries the search, with nothing cached."""
        # The scripts that ask are ours, not the page's, so its policy is not for them.
        with self._browser.new_context(bypass_csp=True) as context:
            for script in self._peer.scripts():
                context.add_init_script(script)
            page = context.new_page()
            self._site.sent.clear()
            try:
                address = self._site.address + self._peer.start.format(query=quote(query))
                page.goto(address, wait_until="domcontentloaded", timeout=1000 * self._limit)
            except Error as error:
                raise NoAnswerError(_short(error)) from error
            yield page

    def _measured(self, page: Page, kind: str, query: str) -> Asked:
        if kind == "next":
            self._site.sent.clear()
        answer = self._ask(page, kind, query, self._limit)
        traffic = self._site.traffic(list(self._site.sent), self._peer.of_search)
        return Asked(answer["milliseconds"], traffic)

    def _ask(self, page: Page, kind: str, query: str, limit: float) -> dict:
        try:
            page.evaluate("([kind, query]) => window.ask(kind, query)", [kind, query])
            handle = page.wait_for_function("window.answer", timeout=1000 * limit)
            answer: dict = handle.json_value()
        except Error as error:
            raise NoAnswerError(_short(error)) from error
        if "failure" in answer:
            raise NoAnswerError(answer["failure"][:120])
        return answer


def _short(error: Error) -> str:
    return "超过时限" if "Timeout" in error.message else error.message.split("\n")[0][:120]


@contextmanager
def _chromium() -> Iterator[Browser]:
    executable = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        try:
            yield browser
        finally:
            browser.close()


def chromium_version() -> str:
    """Return the version of the browser that is used."""
    with _chromium() as browser:
        return browser.version
