"""Notices → pages: first the body, then what is known only with the site, and the frame."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from site_builder.notice.model import Notice
from site_builder.outputs.around import with_around
from site_builder.outputs.cards import IssueCards
from site_builder.outputs.metadata import notice_head
from site_builder.outputs.pages import Body, Output, Site, environment, framed
from site_builder.outputs.qr import qr_code
from site_builder.views import urls
from site_builder.views.lifecycle import Around
from site_builder.views.metadata import Crumb, notice_metadata, withdrawn_metadata
from site_builder.views.notice_page import notice_page, withdrawn_page


def notice_body(notice: Notice) -> Body:
    """Render the page of a notice but for its frame."""
    if notice.withdrawn and not notice.withdrawn.keep_text:
        return _withdrawn(notice)
    page = notice_page(notice)
    card = IssueCards(page.feedback).card
    content = environment().get_template("notice.html").render(page=page, card=card)
    description = page.preamble[0] if page.preamble else page.title
    return Body(page.url, page.title, description, content, notice_metadata(notice))


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
    paper = ""
    if site.url:
        paper = environment().get_template("address.html").render(url=url, code=qr_code(url))
    content = (
        with_around(body.content, around)
        .replace("<gongkai:organization>", organization_url, 1)
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
