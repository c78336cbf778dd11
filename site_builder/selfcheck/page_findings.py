"""What is wrong on the pages of a site: links, titles, pictures, what they load, the footer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_builder.selfcheck.finding import ALL_PAGES, INDICATORS, Finding, found
from site_builder.selfcheck.scan import Kind
from site_builder.selfcheck.survey import FOOTER, Page, Survey
from site_builder.selfcheck.tags import GUIDELINE


def link_findings(survey: Survey) -> Iterator[Finding]:
    """Yield links within the site that lead nowhere."""
    yield from found(
        "S201",
        "站内链接打不开",
        [f"{page.path} → {link}" for page in survey.pages for link in page.dead],
        "改正链接，或者补上它指向的网页、文件。",
        f"{INDICATORS}：可用性",
    )
    yield from found(
        "S202",
        "链接指向的位置在那一页上没有",
        [f"{path} → {anchor}" for path, anchor in survey.dead_anchors],
        "改正链接里“#”之后的部分。",
        f"{INDICATORS}：可用性",
    )


def markup_findings(survey: Survey) -> Iterator[Finding]:
    """Yield what single pages lack, and what they load from elsewhere."""
    yield from found(
        "S301",
        "网页没有标题，或者有几个标题",
        [page.path for page in survey.pages if not page.titled],
        "手写网页写上标题；自己改过模板的，检查 <title>。",
        GUIDELINE,
    )
    yield from found(
        "S302",
        "图片没有替代文字（alt）",
        [
            f"{page.path}：{image or '（没有写图片网址）'}"
            for page in survey.pages
            for image in page.no_alt
        ],
        '写成 ![这是什么图](图片)；只起装饰作用的，写 alt=""。',
        "《信息技术 互联网内容无障碍可访问性技术要求与测试方法》（GB/T 37668—2019）",
    )
    external = [f"{page.path}：{address}" for page in survey.pages for address in page.external]
    external += [f"{path}：{address}" for path, address in survey.styles]
    yield from found(
        "S303",
        "网页会向别的网站请求文件",
        external,
        "把文件放进 content/，改成站内的网址；内网里别的网站打不开。",
    )


def footer_findings(pages: Sequence[Page]) -> Iterator[Finding]:
    """Yield whom the pages do not name: at their foot, and as contacts of a notice."""
    for name, (_, key) in FOOTER.items():
        lacking = [page.path for page in pages if name in page.not_in_footer]
        yield from found(
            "S601",
            f"页脚没有{name}",
            lacking if len(lacking) < len(pages) else [*ALL_PAGES * len(pages)],
            f"在 mkdocs.yml 的 extra 下写 {key}。",
            f"{INDICATORS}：网站标识",
        )
    yield from found(
        "S602",
        "通报没有载明监督联系方式",
        [page.path for page in pages if page.kind == Kind.NOTICE and page.no_contact],
        "核对原稿；原稿印有的，在通报文件里写“联系方式”。原稿没有的，程序不补。",
    )
