"""What a survey of a built site amounts to: the table of evidence, and the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from site_builder.notice.dates import parse_date
from site_builder.selfcheck.scan import Kind
from site_builder.selfcheck.survey import FOOTER, Page, Survey
from site_builder.selfcheck.tags import GUIDELINE, TAGS, Tag
from site_builder.views import urls

INDICATORS = "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）"
# 首页不更新 and 栏目不更新 of the indicators: two weeks, and six months for announcements.
HOME_DAYS = 14
COLUMN_DAYS = 183
EXAMPLES = 5
_ALL = ("全部网页",)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many pages of a kind have a tag, of how many, and one that has not."""

    have: int
    of: int
    without: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A tag in the table; a kind that it does not belong on has no cell."""

    tag: Tag
    cells: dict[Kind, Cell]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is not as it should be, on how many pages or how often, and some examples.

    A `note` is only to be known, and leaves the site clean.
    """

    code: str
    title: str
    count: int
    examples: tuple[str, ...]
    cure: str
    basis: str = ""
    note: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a self-check on one day."""

    site: str
    url: str
    today: date
    kinds: dict[Kind, int]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = field(default=())

    @property
    def clean(self) -> bool:
        """Whether nothing is to be mended."""
        return all(finding.note for finding in self.findings)


def report_of(survey: Survey, site: str, today: date) -> Report:
    """Judge a site as it stands on a day."""
    kinds = Counter(page.kind for page in survey.pages)
    rows = tuple(_row(tag, survey.pages) for tag in TAGS)
    found = chain(
        _tags(rows, survey.pages),
        _links(survey),
        _pages(survey),
        _sitemap(survey),
        _freshness(survey.pages, today),
        _columns(survey),
        _footer(survey.pages),
    )
    return Report(
        site,
        survey.url,
        today,
        {kind: kinds[kind] for kind in Kind if kinds[kind]},
        rows,
        tuple(found),
    )


def _row(tag: Tag, pages: Iterable[Page]) -> Row:
    have: Counter[Kind] = Counter()
    of: Counter[Kind] = Counter()
    without: dict[Kind, str] = {}
    for page in pages:
        if page.kind in tag.kinds:
            of[page.kind] += 1
            if tag.name in page.stated:
                have[page.kind] += 1
            else:
                without.setdefault(page.kind, page.path)
    return Row(
        tag,
        {kind: Cell(have[kind], of[kind], without.get(kind, "")) for kind in Kind if of[kind]},
    )


def _tags(rows: Iterable[Row], pages: Sequence[Page]) -> Iterator[Finding]:
    for row in rows:
        lacking = sum(cell.of - cell.have for cell in row.cells.values())
        if lacking and row.tag.required:
            yield Finding(
                "S101",
                f"缺少标签 {row.tag.name}（{row.tag.meaning}）",
                lacking,
                _ALL
                if lacking == len(pages)
                else tuple(cell.without for cell in row.cells.values() if cell.without),
                f"{row.tag.source}。",
                GUIDELINE,
            )
    yield from _found(
        "S102",
        "标签写了而没有内容",
        [(f"{page.path}：{'、'.join(page.empty)}") for page in pages if page.empty],
        "补上内容，或者删去自己写的这个标签。",
        GUIDELINE,
    )
    yield from _found(
        "S103",
        "同一个标签写了两次以上",
        [f"{page.path}：{'、'.join(page.doubled)}" for page in pages if page.doubled],
        "自己改过的模板或者手写网页里多写了，留一个。",
        GUIDELINE,
    )
    yield from _found(
        "S104",
        "PubDate 只写到日",
        [page.path for page in pages if page.published and ":" not in page.published],
        "规范的格式有时和分。通报只载明日期，程序不编造时刻；发布系统知道时刻的，由它补上。",
        GUIDELINE,
        note=True,
    )


def _links(survey: Survey) -> Iterator[Finding]:
    yield from _found(
        "S201",
        "站内链接打不开",
        [f"{page.path} → {link}" for page in survey.pages for link in page.dead],
        "改正链接，或者补上它指向的网页、文件。",
        f"{INDICATORS}：可用性",
    )
    yield from _found(
        "S202",
        "链接指向的位置在那一页上没有",
        [f"{path} → {anchor}" for path, anchor in survey.dead_anchors],
        "改正链接里“#”之后的部分。",
        f"{INDICATORS}：可用性",
    )


def _pages(survey: Survey) -> Iterator[Finding]:
    yield from _found(
        "S301",
        "网页没有标题，或者有几个标题",
        [page.path for page in survey.pages if not page.titled],
        "手写网页写上标题；自己改过模板的，检查 <title>。",
        GUIDELINE,
    )
    yield from _found(
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
    yield from _found(
        "S303",
        "网页会向别的网站请求文件",
        external,
        "把文件放进 content/，改成站内的网址；内网里别的网站打不开。",
    )


def _sitemap(survey: Survey) -> Iterator[Finding]:
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
        yield from _found(
            "S403",
            "sitemap.xml 里的网址打不开",
            [address for address, path in survey.sitemap if path is None],
            "重新生成网站；自己写的 sitemap.xml，改正里面的网址。",
        )
        listed = {path for _, path in survey.sitemap}
        yield from _found(
            "S404",
            "sitemap.xml 里没有列出的通报",
            [p.path for p in survey.pages if p.kind == Kind.NOTICE and p.path not in listed],
            "重新生成网站；自己写的 sitemap.xml，补上这些网页。",
        )
    if survey.robots is None:
        yield Finding("S405", "没有 robots.txt", 1, (urls.ROBOTS,), "重新生成网站。", note=True)


def _freshness(pages: Sequence[Page], today: date) -> Iterator[Finding]:
    notices = [page for page in pages if page.kind == Kind.NOTICE]
    dated = [(day, page.path) for page in notices if (day := parse_date(page.published[:10]))]
    if not notices:
        return
    if not dated:
        yield Finding(
            "S501",
            "没有一份通报写明发布日期，看不出多久没有更新",
            len(notices),
            tuple(page.path for page in notices[:EXAMPLES]),
            "在通报文件里写“发布日期”。",
            INDICATORS,
        )
        return
    newest, path = max(dated)
    age = (today - newest).days
    if age > HOME_DAYS:
        yield Finding(
            "S502",
            f"首页两周没有更新：最新的通报发布于 {newest}，已有 {age} 天",
            1,
            (path,),
            "发布新的通报。作为一个栏目挂在别的网站里的，以那个网站的首页为准，不适用本条。",
            f"{INDICATORS}：首页不更新（单项否决）",
        )
    if age > COLUMN_DAYS:
        yield Finding(
            "S503",
            f"通报栏目六个月没有更新：最新的通报发布于 {newest}",
            1,
            (path,),
            "发布新的通报，或者写明这个栏目不再更新。",
            f"{INDICATORS}：栏目不更新（通知公告类，单项否决）",
        )
    yield from _found(
        "S504",
        f"发布日期晚于 {today}",
        [f"{path}：{day}" for day, path in dated if day > today],
        "核对通报的“发布日期”。",
    )


def _columns(survey: Survey) -> Iterator[Finding]:
    yield from _found(
        "S505",
        "空白栏目：首页能点到，里面没有内容",
        [p.path for p in survey.pages if p.total == 0 and p.path in survey.reached],
        "补上内容，或者从 mkdocs.yml 的 nav 里撤下这个栏目。",
        f"{INDICATORS}：栏目不更新（空白栏目超过 5 个，单项否决）",
    )


def _footer(pages: Sequence[Page]) -> Iterator[Finding]:
    for name, (_, key) in FOOTER.items():
        lacking = [page.path for page in pages if name in page.not_in_footer]
        yield from _found(
            "S601",
            f"页脚没有{name}",
            lacking if len(lacking) < len(pages) else [*_ALL * len(pages)],
            f"在 mkdocs.yml 的 extra 下写 {key}。",
            f"{INDICATORS}：网站标识",
        )
    yield from _found(
        "S602",
        "通报没有载明监督联系方式",
        [page.path for page in pages if page.kind == Kind.NOTICE and page.no_contact],
        "核对原稿；原稿印有的，在通报文件里写“联系方式”。原稿没有的，程序不补。",
    )


def _found(
    code: str,
    title: str,
    examples: Sequence[str],
    cure: str,
    basis: str = "",
    *,
    note: bool = False,
) -> Iterator[Finding]:
    if examples:
        shown = tuple(dict.fromkeys(examples))[:EXAMPLES]
        yield Finding(code, title, len(examples), shown, cure, basis, note)
