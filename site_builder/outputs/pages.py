"""Views → pages: pure functions that read neither clock nor disk nor environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from site_builder.outputs.frame import Frame
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


def search_outputs(pages: Iterable[SearchPage], site: Site) -> Iterator[Output]:
    """Render the search page, the same for all issues, and what tells browsers of the search.

    That needs the site's address.
    """
    for page in pages:
        content = environment().get_template("search.html").render(page=page)
        title = "全部问题" if page.browsing else "检索"
        yield framed(Body(page.url, title, "检索巡察整改通报中的问题", content), site)
    if site.url:
        xml = environment().get_template("opensearch.xml").render(site=site)
        yield Output(urls.OPENSEARCH, xml.encode())


def home_content(home: Home) -> str:
    """Render what the home page shows below its hand-written words."""
    return environment().get_template("home.html").render(home=home)
