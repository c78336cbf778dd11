"""Views → pages: pure functions that read neither clock nor disk nor environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from site_builder.outputs.compiled import CompiledTemplates
from site_builder.outputs.frame import Frame
from site_builder.outputs.keys import key_of
from site_builder.outputs.metadata import column_head
from site_builder.outputs.moulds import Marks, Mould, escaped
from site_builder.views import urls
from site_builder.views.home import Home
from site_builder.views.listing import SearchPage
from site_builder.views.metadata.site_tags import Column, column

_TEMPLATES = Path(__file__).parents[1] / "theme" / "templates"
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
    environment = Environment(
        loader=PackageLoader("site_builder", "theme/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.bytecode_cache = CompiledTemplates(environment, [_TEMPLATES])
    return environment


@dataclass(frozen=True, slots=True)
class Body:
    """A page without its frame: address, title and description as text, content as encoded HTML."""

    url: str
    title: str
    description: str
    content: bytes


def framed(body: Body, site: Site) -> Output:
    """Put a page that is not a notice's into its frame, tagged as a column of the site."""
    known = column(body.url, body.title, body.description)
    words = (known.name, known.type, known.description, ",".join(known.keywords))
    head = _column_mould(tuple(map(bool, words))).fill(escaped(words))
    return in_frame(body.url, body.title, body.description, head, body.content, site)


@cache
def _column_mould(there: tuple[bool, ...]) -> Mould:
    marks = Marks()
    name, kind, description, keywords = (marks.next(there=one) for one in there)
    return Mould(column_head(Column(name, kind, description, (keywords,)), environment()))


def in_frame(
    url: str, title: str, description: str, head: str, content: bytes, site: Site
) -> Output:
    """Put `content` into the frame of a page; that and `head` are HTML."""
    values = {
        "head": head.encode(),
        "title": escape(title).encode(),
        "description": escape(description[:_DESCRIPTION_LENGTH]).encode(),
        "url": escape(site.url + url).encode(),
        "content": content,
    }
    return Output(urls.file_of(url), site.frames[frame_kind(url)].fill(values))


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
    return framed(Body(page.url, title, "检索巡察整改通报中的问题", content.encode()), site).data


def _open_search(site: Site) -> bytes:
    return environment().get_template("opensearch.xml").render(site=site).encode()


def home_content(home: Home) -> str:
    """Render what the home page shows below its hand-written words."""
    return environment().get_template("home.html").render(home=home)
