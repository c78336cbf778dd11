"""Notices → pages: first the body, then what is known only with the site, and the frame."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from site_builder.notice.model import Notice
from site_builder.outputs.cards import IssueCards
from site_builder.outputs.metadata import notice_head
from site_builder.outputs.pages import Body, Output, Site, environment, framed
from site_builder.outputs.qr import qr_code
from site_builder.views import urls
from site_builder.views.metadata import Crumb, notice_metadata
from site_builder.views.notice_page import notice_page


def notice_body(notice: Notice) -> Body:
    """Render the page of a notice but for its frame."""
    page = notice_page(notice)
    card = IssueCards(page.feedback).card
    content = environment().get_template("notice.html").render(page=page, card=card)
    description = page.preamble[0] if page.preamble else page.title
    return Body(page.url, page.title, description, content, notice_metadata(notice))


def notice_output(body: Body, site: Site, organization_url: str) -> Output:
    """Complete the page of a notice: what it says of its own address, and the organization's.

    The places are marked by what looks like tags, so that no text of a notice can hold one: all
    of it is escaped.
    """
    url = site.url + body.url
    paper = ""
    if site.url:
        paper = environment().get_template("address.html").render(url=url, code=qr_code(url))
    content = (
        body.content.replace("<gongkai:organization>", organization_url, 1)
        .replace("<gongkai:mail>", quote(url, safe=":/"))
        .replace("<gongkai:paper>", paper, 1)
    )
    return framed(replace(body, content=content, head=_head(body, site, organization_url)), site)


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
