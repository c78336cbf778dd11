"""What is left of notices → pages: of withdrawn ones, and at addresses that are no longer used."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from site_builder.library import Entry, Library
from site_builder.notice.issue_text import printed_issues
from site_builder.notice.model import Notice
from site_builder.outputs.data.notice_json import notice_json
from site_builder.outputs.keys import key_of
from site_builder.outputs.notices import notice_body, notice_output
from site_builder.outputs.pages import Deferred, Output, Site, environment
from site_builder.views import urls
from site_builder.views.absolute_urls import absolute
from site_builder.views.lifecycle import arounds

# What a withdrawn notice still says as data.
_LEFT = {"id", "title", "organization", "region", "published", "withdrawn"}


def withdrawn_outputs(
    entry: Entry, notice: Notice, library: Library, site: Site, *, data: bool
) -> Iterator[Output]:
    """Render a withdrawn notice; as data, nothing is left of it but that it was withdrawn."""
    around = arounds(library).get(entry.path)
    body = notice_body(notice, printed_issues(notice))
    yield notice_output(body, site, urls.organization(entry.organization), around)
    if data:
        rest = notice.model_dump(include=_LEFT, exclude_defaults=True)
        stub = notice_json(Notice.model_validate(rest))
        yield Output(urls.notice_json(entry.id), stub + b"\n")


def redirect_outputs(library: Library, site: Site) -> Iterator[Deferred]:
    """Yield a page at every former address of a notice, which leads to the present one."""
    for entry in library.unusual:
        url = urls.notice(entry.id)
        for former in entry.life.former_ids:
            old = urls.notice(former)
            target = urls.to_root(old) + url
            canonical = absolute(site.url, url) if site.url else target
            key = key_of("redirect", entry.title, target, canonical)
            make = partial(_redirect, entry.title, target, canonical)
            yield Deferred(urls.file_of(old), key, make)


def _redirect(title: str, target: str, canonical: str) -> bytes:
    template = environment().get_template("redirect.html")
    return template.render(title=title, target=target, canonical=canonical).encode()
