"""The page that explains the open data."""

from __future__ import annotations

from site_builder.outputs.pages import Body, Output, Site, environment, framed
from site_builder.views import urls
from site_builder.views.data import DataPage

_TITLE = "数据开放"


def data_page_output(page: DataPage, site: Site) -> Output:
    """Render the page."""
    content = environment().get_template("data.html").render(page=page, root=page.root)
    description = "全部通报和问题的数据，供下载：CSV、Excel、JSON、SQLite，附字段说明和校验值"
    return framed(Body(page.url, _TITLE, description, content.encode()), site)


def unmade_data_output(site: Site) -> Output:
    """Render what stands in its place while a site is served to somebody who writes."""
    content = environment().get_template("data_unmade.html").render(root=urls.to_root(urls.DATA))
    return framed(Body(urls.DATA, _TITLE, "预览时不生成数据文件", content.encode()), site)
