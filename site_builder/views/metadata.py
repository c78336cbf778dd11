"""What a page tells machines about itself: the tags of 《政府网站发展指引》, and linked data.

Only what the notice or mkdocs.yml states; what is not stated is left out, never made up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from site_builder.notice.contact import ContactType
from site_builder.notice.lifecycle import Correction
from site_builder.notice.model import Notice
from site_builder.views import urls
from site_builder.views.links import contact_href

# The guideline lists kinds of columns and leaves the list open; 通知公告 is that of the check
# indicators (国办秘函〔2019〕19号) for columns like ours.
ANNOUNCEMENTS = "通知公告"
CONSULTATION = "咨询投诉"
DATA = "数据开放"
HOME = "首页"
_MOST_KEYWORDS = 10
_PAGE_NUMBER = re.compile(r"（第 \d+ 页）$")

# What a piece of JSON-LD is: names to values, of which empty ones are left out.
Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SiteTags:
    """The site as its tags tell it, each "" where mkdocs.yml does not say."""

    name: str
    domain: str
    id_code: str

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The tags that have a value."""
        return _stated(
            ("SiteName", self.name), ("SiteDomain", self.domain), ("SiteIDCode", self.id_code)
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column (栏目) of the site, each "" where nothing says it."""

    name: str
    type: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The tags that have a value."""
        return _stated(
            ("ColumnName", self.name),
            ("ColumnDescription", self.description),
            ("ColumnKeywords", ",".join(self.keywords)),
            ("ColumnType", self.type),
        )


_OURS = ("巡察整改", "整改通报")
_NOTICES = Column(
    "全部通报",
    ANNOUNCEMENTS,
    "各单位巡察整改进展情况的通报：查出的问题、整改的状态、监督联系方式",
    _OURS,
)
COLUMNS: Mapping[str, Column] = {
    urls.NOTICES: _NOTICES,
    urls.ISSUES: Column(
        "全部问题",
        ANNOUNCEMENTS,
        "通报中的问题，逐条列出整改的状态，可以筛选",
        (*_OURS, "整改问题"),
    ),
    urls.OPEN: Column(
        "尚未完成的问题",
        ANNOUNCEMENTS,
        "通报写明还没有完成整改的问题，从何时起、历时多久",
        (*_OURS, "整改问题"),
    ),
    urls.SEARCH: Column("检索", ANNOUNCEMENTS, "检索通报和其中的问题", (*_OURS, "检索")),
    urls.CONTACTS: Column(
        "监督联系方式", CONSULTATION, "各单位在通报中载明的监督联系方式", (*_OURS, "监督联系方式")
    ),
}


def site_tags(name: str, site_url: str, id_code: object) -> SiteTags:
    """Return the tags of a site; `id_code` is what mkdocs.yml has for it, of any kind."""
    written = isinstance(id_code, str | int) and not isinstance(id_code, bool)
    code = str(id_code).strip() if written else ""
    return SiteTags(name.strip(), urlsplit(site_url).hostname or "", code)


def column(url: str, title: str, description: str) -> Column:
    """Return the column of a generated page that is not a notice's."""
    if known := COLUMNS.get(re.sub(r"(page/\d+|by-organization)/.*", "", url)):
        return known
    name = _PAGE_NUMBER.sub("", title)
    type_ = DATA if url.startswith(urls.DATA) else ANNOUNCEMENTS
    return Column(name, type_, description, (*_OURS, name.rpartition("：")[2]))


@dataclass(frozen=True, slots=True)
class NoticeMetadata:
    """What a notice says about itself, each empty where it does not.

    `published` is a day: a notice does not say at which hour it was put up. `identifiers` are
    (name, words) pairs; `nodes` begin the JSON-LD of what the site's address does not change.
    """

    title: str
    organization: str
    publisher: str
    published: str
    keywords: tuple[str, ...]
    document_number: str
    index_number: str
    author: Node
    about: Node
    corrections: tuple[Node, ...] = ()
    modified: str = ""
    status: str = ""


def notice_metadata(notice: Notice) -> NoticeMetadata:
    """Take from a notice what its page tells machines."""
    return NoticeMetadata(
        title=notice.title,
        organization=notice.organization,
        publisher=notice.publisher or notice.organization,
        published=notice.published.isoformat() if notice.published else "",
        keywords=_keywords(notice),
        document_number=notice.document_number or "",
        index_number=notice.index_number or "",
        author=node(
            "GovernmentOrganization", name=notice.organization, contactPoint=_contact_point(notice)
        ),
        about=_about(notice),
        corrections=tuple(
            node("CorrectionComment", datePublished=one.date.isoformat(), text=_correction(one))
            for one in notice.corrections
        ),
        modified=_modified(notice),
        status="已撤回" if notice.withdrawn else "",
    )


def withdrawn_metadata(notice: Notice) -> NoticeMetadata:
    """Take from a notice what is still told to machines when it was withdrawn."""
    return NoticeMetadata(
        title=notice.title,
        organization=notice.organization,
        publisher=notice.publisher or notice.organization,
        published=notice.published.isoformat() if notice.published else "",
        keywords=(),
        document_number="",
        index_number="",
        author=node("GovernmentOrganization", name=notice.organization),
        about={},
        modified=_modified(notice),
        status="已撤回",
    )


def _correction(correction: Correction) -> str:
    return f"{correction.what}（原因：{correction.why}）"


def _modified(notice: Notice) -> str:
    """The day of the last correction or of the withdrawal, ISO; "" without any."""
    days = [one.date for one in notice.corrections]
    days += [notice.withdrawn.date] if notice.withdrawn else []
    return max(days).isoformat() if days else ""


def notice_tags(notice: NoticeMetadata, url: str) -> tuple[tuple[str, str], ...]:
    """Return the tags of a notice's page by name; `url` is its address in full, "" if unknown."""
    return _stated(
        ("ColumnName", _NOTICES.name),
        ("ColumnType", _NOTICES.type),
        ("ArticleTitle", notice.title),
        ("PubDate", notice.published),
        ("ContentSource", notice.publisher),
        ("Keywords", ",".join(notice.keywords)),
        ("Author", notice.organization),
        ("Url", url),
        ("DC.title", notice.title),
        ("DC.creator", notice.organization),
        ("DC.publisher", notice.publisher),
        ("DC.date", notice.published),
        ("DC.identifier", notice.document_number or notice.index_number or url),
        ("DC.language", "zh-CN"),
        ("DC.type", "Text"),
    )


def open_graph(notice: NoticeMetadata, site_name: str, url: str) -> tuple[tuple[str, str], ...]:
    """Return the Open Graph properties of a notice's page."""
    return _stated(
        ("og:title", notice.title),
        ("og:type", "article"),
        ("og:url", url),
        ("og:site_name", site_name),
        ("og:locale", "zh_CN"),
        ("article:published_time", notice.published),
        ("article:modified_time", notice.modified),
    )


def linked_data(
    notice: NoticeMetadata, site_name: str, site_url: str, url: str, trail: tuple[Crumb, ...]
) -> Node:
    """Return the JSON-LD of a notice's page: the report, and the way to it."""
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
        isPartOf=node("WebSite", name=site_name, url=site_url),
        url=url,
    )
    if same:
        # Said once: the page would else name the same body, with its contacts, a second time.
        report["author"] = {"@id": "#publisher"}
        report["publisher"] = {"@id": "#publisher"} | notice.author
    steps = [
        node("ListItem", position=number, name=crumb.name, item=site_url and site_url + crumb.url)
        for number, crumb in enumerate(trail, start=1)
    ]
    return {
        "@context": "https://schema.org",
        "@graph": [report, {"@type": "BreadcrumbList", "itemListElement": steps}],
    }


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way from the home page; `url` is relative to the site's root."""

    name: str
    url: str


def node(type_: str, **values: Any) -> Node:
    """Return a JSON-LD node without what is empty."""
    return {"@type": type_, **{name: value for name, value in values.items() if value}}


def absolute(site_url: str, url: str) -> str:
    """Return an address in full as ASCII, as addresses have to be where no browser reads them."""
    return _ascii_root(site_url) + (url if _PLAIN.fullmatch(url) else quote(url, safe=_SAFE))


_PLAIN = re.compile(r"[\w/.-]*", re.ASCII)
_SAFE = "/%:@!$&'()*+,;=~-._"


@lru_cache(maxsize=16)
def _ascii_root(site_url: str) -> str:
    parts = urlsplit(site_url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    return parts._replace(netloc=host, path=quote(parts.path, safe=_SAFE)).geturl()


def _stated(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in pairs if pair[1].strip())


def _keywords(notice: Notice) -> tuple[str, ...]:
    """The themes of most issues, the first ones first."""
    found: dict[str, int] = {}
    for issue in notice.issues():
        for tag in dict.fromkeys(issue.tags):
            found[tag] = found.get(tag, 0) + 1
    most = sorted(found, key=found.__getitem__, reverse=True)
    return tuple(most[:_MOST_KEYWORDS])


_CHANNELS = {
    ContactType.PHONE: "telephone",
    ContactType.FAX: "faxNumber",
    ContactType.EMAIL: "email",
}


def _contact_point(notice: Notice) -> Node | None:
    """The phones, faxes and mailboxes that are surely what they seem, as printed."""
    found: dict[str, list[str]] = {}
    for contact in notice.contacts:
        name = _CHANNELS.get(contact.type)
        if name and (contact.type == ContactType.FAX or contact_href(contact, "")):
            found.setdefault(name, []).append(contact.value.strip())
    if not found:
        return None
    values = {name: each[0] if len(each) == 1 else each for name, each in found.items()}
    return node("ContactPoint", contactType="监督联系方式", **values)


def _about(notice: Notice) -> Node:
    """The inspection, as far as the notice states anything of it."""
    inspection = notice.inspection
    period = inspection.period
    about = node(
        "Event",
        description="、".join(inspection.kinds),
        organizer=inspection.body and node("Organization", name=inspection.body),
        startDate=period and period.start and period.start.isoformat(),
        endDate=period and period.end and period.end.isoformat(),
    )
    if not inspection.round and len(about) == 1:
        return {}
    return {**about, "name": inspection.round or "巡察"}
