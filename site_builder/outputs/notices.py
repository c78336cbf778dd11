"""Notices → pages: first the body, then what is known only with the site, and the frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple
from urllib.parse import quote

from site_builder.notice.issue_text import PrintedIssue
from site_builder.notice.model import Notice
from site_builder.outputs.around import with_around
from site_builder.outputs.cards import ADDRESS, IssueCards
from site_builder.outputs.metadata import notice_head
from site_builder.outputs.moulds import Marks, Mould, Pieces, encoded, escaped
from site_builder.outputs.notice_moulds import notice_moulds, notice_words
from site_builder.outputs.pages import Output, Site, environment, in_frame
from site_builder.outputs.qr import qr_code
from site_builder.outputs.sections import pour_sections
from site_builder.views import urls
from site_builder.views.lifecycle import Around
from site_builder.views.metadata.linked_data import Crumb
from site_builder.views.metadata.notice import NoticeMetadata, notice_metadata, withdrawn_metadata
from site_builder.views.notice_page import NoticePage, notice_page, withdrawn_page

# Where every notice lies.
_WAY = (Crumb("首页", ""), Crumb("全部通报", urls.NOTICES))


class NoticeBody(NamedTuple):
    """The page of a notice but for its frame: `content` is HTML, `description` text.

    It is in three pieces, of which those at both ends have all marks <gongkai:…>: the other is
    long, and need not be looked through for them.
    """

    url: str
    title: str
    description: str
    content: tuple[bytes, bytes, bytes]
    metadata: NoticeMetadata


def notice_body(notice: Notice, issues: Sequence[PrintedIssue]) -> NoticeBody:
    """Render the page of a notice but for its frame; `issues` are all that are printed in it."""
    if notice.withdrawn and not notice.withdrawn.keep_text:
        return _withdrawn(notice)
    page = notice_page(notice, issues)
    description = page.preamble[0] if page.preamble else page.title
    return NoticeBody(page.url, page.title, description, _content(page), notice_metadata(notice))


def _content(page: NoticePage) -> tuple[bytes, bytes, bytes]:
    """Fill the moulds of the page."""
    words = encoded(notice_words(page))
    before: Pieces = []
    inside: Pieces = []
    after: Pieces = []
    first, *others = notice_moulds(page)
    first.pour(before, words)
    if others:
        middle, last = others
        text: Pieces = []
        pour_sections(inside, text, page.sections, IssueCards(page.feedback))
        middle.pour(inside, words)
        inside += text
        last.pour(after, words)
    return b"".join(before), b"".join(inside), b"".join(after)


def _withdrawn(notice: Notice) -> NoticeBody:
    """Render what is left of a withdrawn notice: that there was one."""
    page = withdrawn_page(notice)
    content = environment().get_template("withdrawn.html").render(page=page).encode()
    description = f"本通报已于 {notice.withdrawn.date} 撤回" if notice.withdrawn else ""
    return NoticeBody(
        page.url, page.title, description, (content, b"", b""), withdrawn_metadata(notice)
    )


def notice_output(
    body: NoticeBody, site: Site, organization_url: str, around: Around | None = None
) -> Output:
    """Complete the page of a notice: what it says of its own address, and the organization's.

    What stands `around` its text, there is only for some.

    The places are marked by what looks like tags, so that no text of a notice can hold one: all
    of it is escaped.
    """
    url = site.url + body.url
    known = {
        b"organization": organization_url.encode(),
        b"paper": _paper(url).encode() if site.url else b"",
        b"lifecycle": b"",
        b"history": b"",
    }
    before, inside, after = body.content
    if around:
        before = with_around(b"".join(body.content).decode(), around).encode()
        inside = after = b""
    completed = b"".join((_completed(before, known), inside, _completed(after, known)))
    whole = completed.replace(ADDRESS, quote(url, safe=":/").encode())
    head = _head(body, site, organization_url)
    return in_frame(body.url, body.title, body.description, head, whole, site)


def _completed(content: bytes, known: Mapping[bytes, bytes]) -> bytes:
    """Fill in what is marked <gongkai:…>."""
    first, *others = content.split(b"<gongkai:")
    pieces = [first]
    for other in others:
        name, _, rest = other.partition(b">")
        pieces += (known[name], rest)
    return b"".join(pieces)


def _paper(url: str) -> str:
    return _paper_mould().fill(escaped((url, qr_code(url))))


@cache
def _paper_mould() -> Mould:
    url, code = Marks().some(2)
    return Mould(environment().get_template("address.html").render(url=url, code=code))


def _head(body: NoticeBody, site: Site, organization_url: str) -> str:
    way = (
        *_WAY,
        Crumb(body.metadata.organization, organization_url),
        Crumb(body.title, body.url),
    )
    return notice_head(body.metadata, site.name, site.url, body.url, environment(), way)
