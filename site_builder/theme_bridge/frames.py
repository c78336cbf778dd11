"""The theme's frame: rendered once for each kind of page, with a policy of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from site_builder.library import Library
from site_builder.outputs.frame import POLICY, SLOTS, Frame
from site_builder.outputs.metadata import column_head
from site_builder.outputs.pages import Site, environment, frame_kind
from site_builder.outputs.security.inline import NOTHING, Inline, inline_of, united
from site_builder.outputs.security.policy import page_policy
from site_builder.theme_bridge.addresses import page_addresses
from site_builder.theme_bridge.settings import publishing
from site_builder.views import urls
from site_builder.views.feeds import has_feed
from site_builder.views.metadata.site_tags import HOME, Column, site_tags

_FRAME_TEMPLATE = "gongkai-frame.html"


def make_site(
    library: Library,
    env: jinja2.Environment,
    config: MkDocsConfig,
    nav: Navigation,
    files: Files,
    hand_written: Mapping[str, Inline] | None = None,
) -> Site:
    """Render the theme's frame once for each kind of page.

    With `hand_written`, what the pages of `content/` hold by their paths, every page gets a policy.
    """
    site_url = config.site_url or ""
    tags = site_tags(config.site_name, site_url, config.extra.get("site_id_code"))
    env.globals["gongkai_site_tags"] = tags.pairs
    env.globals["gongkai_page_metadata"] = lambda page: _page_head(page, config)
    env.globals["gongkai_feeds"] = publishing(config).feeds and has_feed(library)
    env.globals["gongkai_data"] = publishing(config).data
    env.globals["gongkai_policy"] = lambda page: POLICY if hand_written is not None else ""
    addresses = page_addresses(library, config)
    one_a_kind = {frame_kind(url): url for url in (*addresses, urls.notice("x"))}
    rendered = {
        kind: _frame(url, site_url, env, config, nav, files) for kind, url in one_a_kind.items()
    }
    # Parts of the site that the theme does not lead to have the same frame.
    of_theme = {html: inline_of(html) for html in dict.fromkeys(rendered.values())}
    outside: Sequence[str] = getattr(config.plugins["gongkai"].config, "allowed_sources", ())
    cut = {
        html: Frame.cut(html.replace(POLICY, page_policy(inline, outside)))
        for html, inline in of_theme.items()
    }
    frames = {kind: cut[html] for kind, html in rendered.items()}
    if hand_written is not None:
        of_all = united(of_theme.values())
        env.globals["gongkai_policy"] = lambda page: page_policy(
            of_all | hand_written.get(page.file.src_uri if page else "", NOTHING), outside
        )
    return Site(config.site_name, site_url, frames, feeds=publishing(config).feeds)


def _frame(
    url: str,
    site_url: str,
    env: jinja2.Environment,
    config: MkDocsConfig,
    nav: Navigation,
    files: Files,
) -> str:
    file = File.generated(config, urls.file_of(url), content="")
    page = Page(SLOTS["title"], file, config)
    page.content, page.toc = "", TableOfContents([])
    page.canonical_url = SLOTS["url"] if site_url else None
    page.meta = {
        "title": SLOTS["title"],
        "description": SLOTS["description"],
        "hide": ["navigation", "toc"],
    }
    active = _part_page(nav, url)
    if active:
        active.active = True
    try:
        context = get_context(nav, files, config, page)
        return env.get_template(_FRAME_TEMPLATE).render(context)
    finally:
        if active:
            active.active = False


def _page_head(page: Page, config: MkDocsConfig) -> str:
    """Render what a hand-written page says of itself; its front matter may say more than we can."""
    meta = page.meta
    words = meta.get("keywords") or ()
    keywords = words.split(",") if isinstance(words, str) else words
    column = Column(
        str(page.title or ""),
        str(meta.get("column_type") or (HOME if page.is_homepage else "")),
        str(meta.get("description") or (page.is_homepage and config.site_description) or ""),
        tuple(str(word).strip() for word in keywords),
    )
    return column_head(column, environment())


def _part_page(nav: Navigation, url: str) -> Page | None:
    """Return the first page of the part of the site that an address is in, if navigation has it."""
    wanted = urls.file_of(url.partition("/")[0] + "/")
    return next((page for page in nav.pages if page.file.src_uri == wanted), None)
