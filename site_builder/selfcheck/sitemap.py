"""What search engines lack to find every page: the site's address, sitemap.xml, robots.txt."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.selfcheck.finding import Finding, found
from site_builder.selfcheck.scan import Kind
from site_builder.selfcheck.survey import Survey
from site_builder.views import urls


def sitemap_findings(survey: Survey) -> Iterator[Finding]:
    """Yield what is lacking, or does not agree with the pages."""
    if not survey.url:
        yield Finding(
            "S401",
            "网页没有规范网址",
            1,
            ("index.html",),
            "在 mkdocs.yml 写 site_url。没有它就没有完整的网址：没有 sitemap.xml，"
            "也没有规范网址（canonical）、Url、og:url 和检索说明。",
        )
    elif survey.sitemap is None:
        yield Finding("S402", "没有 sitemap.xml", 1, (urls.SITEMAP,), "重新生成网站。")
    else:
        yield from found(
            "S403",
            "sitemap.xml 里的网址打不开",
            [address for address, path in survey.sitemap if path is None],
            "重新生成网站；自己写的 sitemap.xml，改正里面的网址。",
        )
        listed = {path for _, path in survey.sitemap}
        yield from found(
            "S404",
            "sitemap.xml 里没有列出的通报",
            [p.path for p in survey.pages if p.kind == Kind.NOTICE and p.path not in listed],
            "重新生成网站；自己写的 sitemap.xml，补上这些网页。",
        )
    if survey.robots is None:
        yield Finding("S405", "没有 robots.txt", 1, (urls.ROBOTS,), "重新生成网站。", note=True)
