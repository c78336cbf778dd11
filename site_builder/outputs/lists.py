"""All lists → pages. A notice stands in many lists, so what they say of it is rendered once."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from site_builder.library import Library
from site_builder.outputs.pages import Body, Output, Site, environment, framed
from site_builder.views.contacts import ContactList
from site_builder.views.facet_pages import FacetIndex
from site_builder.views.listing import NoticeItem, NoticeList
from site_builder.views.lists import ListView, all_lists

# The place of the way up to the root, in what is rendered once; no word of a notice can hold it.
_ROOT = "\x1a"
_TEMPLATES: dict[type[ListView], str] = {
    NoticeList: "notice_list.html",
    FacetIndex: "facet_index.html",
    ContactList: "contact_list.html",
}
_COUNTED = {
    NoticeList: "{total} 份巡察整改进展情况通报",
    FacetIndex: "{total} 项，各有几份巡察整改进展情况通报",
    ContactList: "{total} 个单位的监督联系方式",
}


def list_outputs(library: Library, site: Site, *, own_search: bool) -> Iterator[Output]:
    """Render every page of every list."""
    known: dict[str, Markup] = {}
    show = environment().get_template("parts.html").module.notice_item  # type: ignore[attr-defined]

    def shown(item: NoticeItem) -> Markup:
        html = known.get(item.url)
        if html is None:
            html = known[item.url] = show(item, _ROOT)
        return html

    for one in all_lists(library, own_search=own_search):
        for page in one.views():
            template = environment().get_template(_TEMPLATES[type(page)])
            content = template.render(page=page, root=page.paging.root, shown=shown)
            yield framed(_body(page, content.replace(_ROOT, page.paging.root)), site)


def _body(page: ListView, content: str) -> Body:
    paging = page.paging
    title = page.title if paging.page == 1 else f"{page.title}（第 {paging.page} 页）"
    description = f"{page.title}：{_COUNTED[type(page)].format(total=paging.total)}"
    return Body(paging.url, title, description, content)
