"""The tags of a notice's page: those of the guideline, Dublin Core, and Open Graph."""

from __future__ import annotations

from site_builder.views import urls
from site_builder.views.metadata.notice import NoticeMetadata
from site_builder.views.metadata.pairs import Pairs, stated
from site_builder.views.metadata.site_tags import COLUMNS

_COLUMN = COLUMNS[urls.NOTICES]


def notice_tags(notice: NoticeMetadata, url: str) -> Pairs:
    """Return the tags of a notice's page by name; `url` is its address in full, "" if unknown."""
    return stated(
        ("ColumnName", _COLUMN.name),
        ("ColumnType", _COLUMN.type),
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


def open_graph(notice: NoticeMetadata, site_name: str, url: str) -> Pairs:
    """Return the Open Graph properties of a notice's page."""
    return stated(
        ("og:title", notice.title),
        ("og:type", "article"),
        ("og:url", url),
        ("og:site_name", site_name),
        ("og:locale", "zh_CN"),
        ("article:published_time", notice.published),
        ("article:modified_time", notice.modified),
    )
