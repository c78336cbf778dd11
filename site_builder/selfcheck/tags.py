"""The page tags of 《政府网站发展指引》, and on which pages each has to stand."""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.selfcheck.scan import Kind

GUIDELINE = "《政府网站发展指引》（国办发〔2017〕47号）附件《网页设计规范》"

_EVERY = frozenset(Kind)
_COLUMNS = frozenset((Kind.HOME, Kind.COLUMN, Kind.OTHER))
_NOTICES = frozenset((Kind.NOTICE,))


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: its name, what it says, the kinds of page it belongs on, and where its value is from.

    `required`: the guideline says 必选, not 可选.
    """

    name: str
    meaning: str
    kinds: frozenset[Kind]
    source: str
    required: bool = True


_FRONT_MATTER = "手写网页在开头写 {key}（首页也是）；其余网页由程序写出"

TAGS = (
    Tag("SiteName", "网站名称", _EVERY, "在 mkdocs.yml 写 site_name"),
    Tag("SiteDomain", "网站域名", _EVERY, "在 mkdocs.yml 写 site_url"),
    Tag("SiteIDCode", "网站标识码", _EVERY, "在 mkdocs.yml 的 extra 下写 site_id_code"),
    Tag("ColumnName", "栏目名称", _COLUMNS | _NOTICES, "手写网页写上标题；其余网页由程序写出"),
    Tag(
        "ColumnDescription",
        "栏目描述",
        _COLUMNS,
        "首页在 mkdocs.yml 写 site_description；" + _FRONT_MATTER.format(key="description"),
    ),
    Tag("ColumnKeywords", "栏目关键词", _COLUMNS, _FRONT_MATTER.format(key="keywords")),
    Tag("ColumnType", "栏目类别", _COLUMNS | _NOTICES, "手写网页在开头写 column_type"),
    Tag("ArticleTitle", "标题", _NOTICES, "通报的“标题”"),
    Tag("PubDate", "发布时间", _NOTICES, "在通报文件里写“发布日期”"),
    Tag("ContentSource", "来源", _NOTICES, "通报的“发布机构”或“单位”"),
    Tag("Keywords", "关键词", _NOTICES, "通报里问题的“标签”", required=False),
    Tag("Author", "作者", _NOTICES, "通报的“单位”", required=False),
    Tag("Description", "摘要", _NOTICES, "通报的前言", required=False),
    Tag("Image", "图片", _NOTICES, "通报没有图片", required=False),
    Tag("Url", "网址", _NOTICES, "在 mkdocs.yml 写 site_url", required=False),
)
