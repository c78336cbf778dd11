"""The tags that tell of the site and of its columns (栏目)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from site_builder.views import urls
from site_builder.views.metadata.pairs import Pairs, stated

# The guideline lists kinds of columns and leaves the list open; 通知公告 is that of the check
# indicators (国办秘函〔2019〕19号) for columns like ours.
ANNOUNCEMENTS = "通知公告"
CONSULTATION = "咨询投诉"
DATA = "数据开放"
HOME = "首页"
_PAGE_NUMBER = re.compile(r"（第 \d+ 页）$")


@dataclass(frozen=True, slots=True)
class SiteTags:
    """The site as its tags tell it, each "" where mkdocs.yml does not say."""

    name: str
    domain: str
    id_code: str

    @property
    def pairs(self) -> Pairs:
        """The tags that have a value."""
        return stated(
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
    def pairs(self) -> Pairs:
        """The tags that have a value."""
        return stated(
            ("ColumnName", self.name),
            ("ColumnDescription", self.description),
            ("ColumnKeywords", ",".join(self.keywords)),
            ("ColumnType", self.type),
        )


_OURS = ("巡察整改", "整改通报")
COLUMNS: Mapping[str, Column] = {
    urls.NOTICES: Column(
        "全部通报",
        ANNOUNCEMENTS,
        "各单位巡察整改进展情况的通报：查出的问题、整改的状态、监督联系方式",
        _OURS,
    ),
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
