"""The linked data (JSON-LD) of a notice's page, as search engines want it: schema.org."""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.views.metadata.nodes import Node, node
from site_builder.views.metadata.notice import NoticeMetadata


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way from the home page; `url` is relative to the site's root."""

    name: str
    url: str


def linked_data(
    notice: NoticeMetadata, site_name: str, site_url: str, url: str, trail: tuple[Crumb, ...]
) -> Node:
    """Return the JSON-LD of a notice's page: the report, and the way to it."""
    report = _report(notice, node("WebSite", name=site_name, url=site_url), url)
    return {"@context": "https://schema.org", "@graph": [report, _breadcrumbs(trail, site_url)]}


def _report(notice: NoticeMetadata, site: Node, url: str) -> Node:
    same = notice.publisher == notice.organization
    report = node(
        "Report",
        headline=notice.title,
        inLanguage="zh-CN",
        datePublished=notice.published,
        dateModified=notice.modified,
        creativeWorkStatus=notice.status,
        correction=notice.corrections,
        reportNumber=notice.document_number,
        identifier=notice.index_number
        and node("PropertyValue", name="索引号", value=notice.index_number),
        keywords=",".join(notice.keywords),
        author=notice.author,
        publisher=node("GovernmentOrganization", name=notice.publisher) if not same else None,
        about=notice.about,
        isPartOf=site,
        url=url,
    )
    if same:
        # Said once: the page would else name the same body, with its contacts, a second time.
        report["author"] = {"@id": "#publisher"}
        report["publisher"] = {"@id": "#publisher"} | notice.author
    return report


def _breadcrumbs(trail: tuple[Crumb, ...], site_url: str) -> Node:
    steps = [
        node("ListItem", position=number, name=crumb.name, item=site_url and site_url + crumb.url)
        for number, crumb in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}
