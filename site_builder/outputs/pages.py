"""Views → pages: pure functions that read neither clock nor disk nor environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from site_builder.outputs.frame import Frame
from site_builder.outputs.keys import key_of
from site_builder.outputs.metadata import column_head
from site_builder.views import urls
from site_builder.views.home import Home
from site_builder.views.listing import SearchPage
from site_builder.views.metadata import NoticeMetadata, column

_DESCRIPTION_LENGTH = 120
FrameKind: TypeAlias = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the site: its path below the site's root, with `/`, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Deferred:
    """A file of the site that is made when its bytes are asked for.

    `key` is a digest of all that the bytes follow from, but for the program and its libraries.
    """

    path: str
    key: str
    make: Callable[[], bytes]

    def output(self) -> Output:
        """Make the file."""
        return Output(self.path, self.make())


@dataclass(frozen=True, slots=True)
class Site:
    """What pages know of the site: its name, its address ("" if unknown), and its frames.

    A frame serves all pages of one `frame_kind`. `feeds` says whether there are any.
    """

    name: str
    url: str
    frames: dict[FrameKind, Frame]
    feeds: bool = True

    def only(self, kind: FrameKind) -> Site:
        """Return the same with no frame but one, which is less to send to another process."""
        return replace(self, frames={kind: self.frames[kind]})


def frame_kind(url: str) -> FrameKind:
    """Return what a page's frame depends on: how deep it lies, and its part of the site."""
    return url.count("/"), url.partition("/")[0]


@cache
def environment() -> Environment:
    """Return the environment of our own templates: everything is escaped, nothing undefined."""
    return Environment(
        loader=PackageLoader("site_builder", "theme/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@dataclass(frozen=True, slots=True)
class Body:
    """A page without its frame: address, title and description as text, content as HTML.

    `metadata` is what a notice tells machines; `head` is that as HTML, with the site's address. A
    page without is tagged as a column of the site.
    """

    url: str
    title: str
    description: str
    content: str
    metadata: NoticeMetadata | None = None
    head: str = ""


def framed(body: Body, site: Site) -> Output:
    """Put a page into its frame."""
    values = {
        "head": body.head or _column_head(body),
        "title": str(escape(body.title)),
        "description": str(escape(body.description[:_DESCRIPTION_LENGTH])),
        "url": str(escape(site.url + body.url)),
        "content": body.content,
    }
    html = site.frames[frame_kind(body.url)].fill(values)
    return Output(urls.file_of(body.url), html.encode())


def _column_head(body: Body) -> str:
    return column_head(column(body.url, body.title, body.description), environment())


def frame_key(url: str, site: Site) -> tuple[str, str]:
    """Return what a framed page follows from besides its body."""
    return site.frames[frame_kind(url)].key, site.url


def search_outputs(pages: Iterable[SearchPage], site: Site) -> Iterator[Deferred]:
    """Render the search page, the same for all issues, and what tells browsers of the search.

    That needs the site's address.
    """
    for page in pages:
        key = key_of("search", page, frame_key(page.url, site))
        yield Deferred(urls.file_of(page.url), key, partial(_search_page, page, site))
    if site.url:
        key = key_of(urls.OPENSEARCH, site.name, site.url)
        yield Deferred(urls.OPENSEARCH, key, partial(_open_search, site))


def _search_page(page: SearchPage, site: Site) -> bytes:
    content = environment().get_template("search.html").render(page=page)
    title = "全部问题" if page.browsing else "检索"
    return framed(Body(page.url, title, "检索巡察整改通报中的问题", content), site).data


def _open_search(site: Site) -> bytes:
    return environment().get_template("opensearch.xml").render(site=site).encode()


def home_content(home: Home) -> str:
    """Render what the home page shows below its hand-written words."""
    return environment().get_template("home.html").render(home=home)
