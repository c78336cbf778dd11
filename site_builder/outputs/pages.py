"""Views → pages: pure functions that read neither clock nor disk nor environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from site_builder.notice.model import Notice
from site_builder.outputs.frame import Frame
from site_builder.outputs.qr import qr_code
from site_builder.views import urls
from site_builder.views.home import Home
from site_builder.views.listing import SearchPage
from site_builder.views.notice_page import NoticePage, notice_page

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

    A frame serves all pages of one `frame_kind`.
    """

    name: str
    url: str
    frames: dict[FrameKind, Frame]


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
    )


@dataclass(frozen=True, slots=True)
class Body:
    """A page without its frame: address, title and description as text, content as HTML."""

    url: str
    title: str
    description: str
    content: str


def notice_body(notice: Notice) -> Body:
    """Render the page of a notice but for its frame."""
    page: NoticePage = notice_page(notice)
    content = environment().get_template("notice.html").render(page=page)
    description = page.preamble[0] if page.preamble else page.title
    return Body(page.url, page.title, description, content)


def framed(body: Body, site: Site) -> Output:
    """Put a page into its frame."""
    values = {
        "title": str(escape(body.title)),
        "description": str(escape(body.description[:_DESCRIPTION_LENGTH])),
        "url": str(escape(site.url + body.url)),
        "content": _addressed(body, site),
    }
    html = site.frames[frame_kind(body.url)].fill(values)
    return Output(urls.file_of(body.url), html.encode())


def _addressed(body: Body, site: Site) -> str:
    """Return the content with what it says of its own address, known only with the site.

    The marks look like tags, so that no text of a notice can hold one: all of it is escaped.
    """
    if "<gongkai:" not in body.content:
        return body.content
    url = site.url + body.url
    paper = ""
    if site.url:
        paper = environment().get_template("address.html").render(url=url, code=qr_code(url))
    content = body.content.replace("<gongkai:mail>", quote(url, safe=":/"))
    return content.replace("<gongkai:paper>", paper)


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
