"""Notices → pages: first the body, then what is known only with the site, and the frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from urllib.parse import quote

from site_builder.notice.model import Notice
from site_builder.outputs.around import with_around
from site_builder.outputs.cards import IssueCards
from site_builder.outputs.metadata import notice_head
from site_builder.outputs.moulds import Marks, Mould, Pieces, escaped, poured
from site_builder.outputs.notice_moulds import notice_moulds, notice_words
from site_builder.outputs.pages import Body, Output, Site, environment, framed
from site_builder.outputs.qr import qr_code
from site_builder.outputs.sections import pour_contents, pour_sections
from site_builder.views import urls
from site_builder.views.lifecycle import Around
from site_builder.views.metadata import Crumb, notice_metadata, withdrawn_metadata
from site_builder.views.notice_page import NoticePage, notice_page, withdrawn_page


def notice_body(notice: Notice) -> Body:
    """Render the page of a notice but for its frame."""
    if notice.withdrawn and not notice.withdrawn.keep_text:
        return _withdrawn(notice)
    page = notice_page(notice)
    description = page.preamble[0] if page.preamble else page.title
    return Body(page.url, page.title, description, _content(page), notice_metadata(notice))


def _content(page: NoticePage) -> str:
    """Fill the moulds of the page, and escape all its words at once."""
    pieces: Pieces = []
    words = notice_words(page)
    first, *others = notice_moulds(page)
    first.pour(pieces, words)
    if others:
        middle, last = others
        pour_contents(pieces, page.sections)
        middle.pour(pieces, words)
        pour_sections(pieces, page.sections, IssueCards(page.feedback))
        last.pour(pieces, words)
    return poured(pieces)


def _withdrawn(notice: Notice) -> Body:
    """Render what is left of a withdrawn notice: that there was one."""
    page = withdrawn_page(notice)
    content = environment().get_template("withdrawn.html").render(page=page)
    description = f"本通报已于 {notice.withdrawn.date} 撤回" if notice.withdrawn else ""
    return Body(page.url, page.title, description, content, withdrawn_metadata(notice))


def notice_output(
    body: Body, site: Site, organization_url: str, around: Around | None = None
) -> Output:
    """Complete the page of a notice: what it says of its own address, and the organization's.

    What stands `around` its text, there is only for some.

    The places are marked by what looks like tags, so that no text of a notice can hold one: all
    of it is escaped.
    """
    url = site.url + body.url
    known = {
        "organization": organization_url,
        "mail": quote(url, safe=":/"),
        "paper": _paper(url) if site.url else "",
        "lifecycle": "",
        "history": "",
    }
    content = _completed(with_around(body.content, around) if around else body.content, known)
    return framed(replace(body, content=content, head=_head(body, site, organization_url)), site)


def _completed(content: str, known: Mapping[str, str]) -> str:
    """Fill in what is marked <gongkai:…>."""
    first, *others = content.split("<gongkai:")
    pieces = [first]
    for other in others:
        name, _, rest = other.partition(">")
        pieces += (known[name], rest)
    return "".join(pieces)


def _paper(url: str) -> str:
    code = qr_code(url)
    return _paper_mould().fill(escaped((url, str(code.side), code.view_box, code.bitmap)))


@cache
def _paper_mould() -> Mould:
    url, side, view_box, bitmap = Marks().some(4)
    code = {"side": side, "view_box": view_box, "bitmap": bitmap}
    return Mould(environment().get_template("address.html").render(url=url, code=code))


def _head(body: Body, site: Site, organization_url: str) -> str:
    if body.metadata is None:
        return ""
    way = (
        Crumb("首页", ""),
        Crumb("全部通报", urls.NOTICES),
        Crumb(body.metadata.organization, organization_url),
        Crumb(body.title, body.url),
    )
    return notice_head(body.metadata, site.name, site.url, body.url, environment(), way)
