"""The import of saved web pages: the article found, what stands around it told apart."""

from __future__ import annotations

import html as markup
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html as parser

from site_builder.drafts.columns import column_of, columns_of
from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Draft
from site_builder.drafts.facts import fact_of, is_fact_label, labelled
from site_builder.drafts.formats import html
from site_builder.drafts.formats.html_facts import is_bar
from site_builder.drafts.formats.html_page import UNSEEN
from site_builder.drafts.importer import import_draft
from site_builder.notice.text import printed_text
from tests.support import all_squeezed

ROOT = Path(__file__).parent.parent
SPECIMENS = ROOT.parent / "shared" / "specimens"
CASES = sorted((ROOT / "tests" / "cases" / "drafts").glob("*.txt"))

TITLE = "中共示例市粮食局党组关于巡察整改进展情况的通报"
BODY = "<p>一、反馈问题整改情况</p>\n<p>1.学习不及时。</p>\n<p>整改情况：已补学，并长期坚持。</p>"
PAGE = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{title}_示例市人民政府门户网站</title>
<meta name="ArticleTitle" content="{title}"><style>p{{color:red}}</style>
<script>document.write("<p>不是文字</p>")</script></head><body>
<div class="header"><h1>示例市人民政府</h1>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li></ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/a">政务公开</a> &gt; 巡察整改</div>
<div class="main">
<table class="xxgk">
<tr><td>索引号：</td><td>006-2023-00012</td><td>主题分类：</td><td>监察</td></tr>
<tr><td>发布机构：</td><td>示例市粮食局</td><td>成文日期：</td><td>2023-08-10</td></tr>
<tr><td>文号：</td><td></td><td>公开方式：</td><td>主动公开</td></tr></table>
{heading}
<div class="info"><span>发布时间：2023-08-11 10:22</span> <span>来源：本网</span>
<span>浏览次数：<em>132</em></span> <span>【字体：<a>大</a> <a>中</a> <a>小</a>】</span>
<a>打印</a> <a>关闭</a></div>
<div {box}>
{body}
</div>
<div class="share">分享到：<a>微信</a> <a>微博</a></div>
<p>上一篇：<a href="/b">关于放假的通知</a></p></div>
<div class="footer"><p>主办：示例市人民政府办公室　承办：示例市大数据局</p></div>
<div style="display: none">统计代码</div></body></html>"""


def page(
    body: str = BODY,
    box: str = 'id="zoom" class="TRS_Editor"',
    charset: str = "utf-8",
    title: str = TITLE,
    heading: str = f'<h1 class="title">{TITLE}</h1>',
) -> str:
    return PAGE.format(body=body, box=box, charset=charset, title=title, heading=heading)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str | bytes], tuple[Draft | None, list[str]]]:
    def read_page(source: str | bytes) -> tuple[Draft | None, list[str]]:
        path = tmp_path / "page.html"
        path.write_bytes(source.encode() if isinstance(source, str) else source)
        doubts = Doubts(path.as_posix())
        draft = html.read(path, doubts)
        return draft, [doubt.diagnostic.code for doubt in doubts.sorted()]

    return read_page


@pytest.fixture
def draft_of(read) -> Callable[[str], Draft]:
    def draft(source: str) -> Draft:
        result, codes = read(source)
        assert result, codes
        assert characters(result) == shown(source)
        return result

    return draft


def shown(source: str) -> Counter[str]:
    """Count the visible characters of the body of a page."""
    root = parser.document_fromstring(source.encode(), parser=parser.HTMLParser(encoding="utf-8"))
    body = root.find("body")
    parts: list[str] = []

    def gather(element) -> None:
        if isinstance(element.tag, str) and element.tag not in UNSEEN:
            parts.append(element.text or "")
            for child in element:
                gather(child)
        if element is not body:
            parts.append(element.tail or "")

    gather(body)
    return Counter("".join("".join(parts).split()))


def characters(draft: Draft) -> Counter[str]:
    texts = [
        *(line.text for line in draft.lines),
        *(fact.value for fact in draft.facts),
        *(dropped.text for dropped in draft.dropped),
    ]
    return Counter("".join("".join(texts).split()))


def texts(draft: Draft) -> list[str]:
    return [line.text for line in draft.lines]


def in_box(body: str) -> str:
    return page(f"<p>{TITLE}</p>{BODY}<p>以下是要看的内容。</p>{body}")


def seen(draft: Draft) -> list[str]:
    found = texts(draft)
    return found[found.index("以下是要看的内容。") + 1 :]


# --- Whole notices


MAKERS: dict[str, Callable[[str], str]] = {
    "paragraphs": lambda line: (
        f'<p style="text-indent:2em">&emsp;&emsp;{markup.escape(line)}</p>\n'
    ),
    "breaks": lambda line: f"&nbsp;&nbsp;{markup.escape(line)}<br><br>\n",
    "spans": lambda line: (
        f"<div><span>{markup.escape(line[:7])}</span><b>{markup.escape(line[7:])}</b></div>"
    ),
}


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("start", ["000", "001"])
def test_specimen(start: str, maker: str, tmp_path: Path) -> None:
    found = sorted(SPECIMENS.glob(f"{start}_*.txt"))
    if not found:
        pytest.skip(f"no real notices beside the project: {SPECIMENS} has no {start}_*.txt")
    text = found[0].read_text("utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    path = tmp_path / "page.htm"
    path.write_text(page("".join(map(MAKERS[maker], lines)), heading=""), "utf-8")
    expected, notice = import_draft(found[0], "same").notice, import_draft(path, "same").notice
    assert expected
    assert notice
    same = notice.model_copy(
        update={name: getattr(expected, name) for name in ("index_number", "publisher")}
        | {"published": expected.published, "disclosure": expected.disclosure}
    )
    assert all_squeezed(same.model_dump(mode="json")) == all_squeezed(
        expected.model_dump(mode="json")
    )


def test_a_page_laid_out_by_a_preformatted_element_is_read_once(draft_of) -> None:
    found = draft_of(
        page().replace("<body>", "<body>首行<pre>").replace("</body>", "</pre></body>")
    )
    assert texts(found)[:2] == [TITLE, "一、反馈问题整改情况"]


def test_an_article_of_preformatted_text_keeps_its_lines(draft_of) -> None:
    source = page(body="@").replace("<div id=", "<pre id=").replace("@\n</div>", "@</pre>")
    found = draft_of(source.replace("@", "一、甲\n1.学习不及时，漏学。\n已补学。"))
    assert texts(found) == [TITLE, "一、甲", "1.学习不及时，漏学。", "已补学。"]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_golden_case_as_page(case: Path, tmp_path: Path) -> None:
    lines = [line.strip() for line in case.read_text("utf-8").splitlines() if line.strip()]
    path = tmp_path / "page.html"
    body = "".join(map(MAKERS["paragraphs"], lines))
    path.write_text(page(body, heading="", title="示例市人民政府"), "utf-8")
    expected, read = import_draft(case, "same").notice, import_draft(path, "same")
    assert expected
    assert read.notice
    # A page's bars are read as facts, which the text of a draft may hold as well.
    bars = [line for line in lines[:6] if is_bar(line)]
    assert printed_text(read.notice) == printed_text(expected).removeprefix(
        "".join("".join(bars).split())
    )


# --- The article and its title


def test_page(draft_of) -> None:
    draft = draft_of(page())
    assert texts(draft) == [
        TITLE,
        "一、反馈问题整改情况",
        "1.学习不及时。",
        "整改情况：已补学，并长期坚持。",
    ]
    assert {fact.name: fact.value for fact in draft.facts} == {
        "index_number": "006-2023-00012",
        "publisher": "示例市粮食局",
        "disclosure": "主动公开",
        "published": "2023-08-11",
    }
    whys = {dropped.text: dropped.why for dropped in draft.dropped}
    assert whys["统计代码"] == "网页上隐藏的文字"
    assert whys["2023-08-10"] == "通报不用的元数据"
    assert len([why for why in whys.values() if "正文之外" in why]) == 2
    assert [line.number for line in draft.lines] == [13, 18, 19, 20]


@pytest.mark.parametrize(
    "box",
    ['class="UCAP-CONTENT"', 'id="zoom"', 'class="pages_content"', 'class="article-content x"'],
)
def test_known_boxes(read, box: str) -> None:
    draft, codes = read(page(box=box))
    assert draft
    assert len(draft.lines) == 4
    assert "D941" not in codes


def test_unknown_box_is_found_by_its_sentences_and_a_doubt(read) -> None:
    long = "<p>我局党组高度重视，认真研究，逐项落实，确保整改到位。</p>" * 9
    draft, codes = read(page(BODY + long, box='class="qx9"'))
    assert draft
    assert texts(draft)[:2] == [TITLE, "一、反馈问题整改情况"]
    assert len(draft.lines) == 13
    assert codes == ["D941"]


def test_box_without_the_text_is_not_taken(read) -> None:
    extra = '<div class="content">热点，专题。</div>'
    draft, _ = read(page(BODY * 3, box='class="qx9"').replace("<h1>", f"{extra}<h1>"))
    assert draft
    assert "整改情况：已补学，并长期坚持。" in texts(draft)


def test_title_inside_is_not_taken_twice(draft_of) -> None:
    draft = draft_of(page(f"<p><b>{TITLE}</b></p>{BODY}"))
    assert texts(draft).count(TITLE) == 1
    assert TITLE in "".join(dropped.text for dropped in draft.dropped)


def test_title_of_the_head_when_the_page_shows_none(read) -> None:
    draft, _ = read(page(heading=""))
    assert draft
    assert texts(draft)[0] == TITLE


def test_bars_and_buttons_inside_the_box(draft_of) -> None:
    bars = "<p>发布时间：2024年5月6日 来源：示例市粮食局 【打印】 【关闭】</p>"
    draft = draft_of(
        page(f"<h2>{TITLE}</h2>{bars}{BODY}<p>【打印本页】【关闭窗口】</p>", heading="")
    )
    assert texts(draft)[1] == "一、反馈问题整改情况"
    assert texts(draft)[-1] == "整改情况：已补学，并长期坚持。"
    assert {fact.value for fact in draft.facts} >= {"2023-08-11", "示例市粮食局"}


def test_our_own_page(read) -> None:
    """What our templates write: labels of ours are attributes, the article is the notice."""
    own = f"""<html><body><nav>当前位置：首页</nav><main><article class="md-content">
    <aside><a>目录</a></aside><article class="notice__text" id="notice"><header>
    <h1>中共示例市粮食局党组<wbr>关于巡察整改<wbr>进展情况的通报</h1></header>
    <section><h2>一、反馈问题整改情况</h2><section class="issue"><div class="issue__head">
    <a class="issue__link" data-label="第 1 个问题"></a></div>
    <p class="issue__problem"><span>1.</span><span>存在问题：</span>学习不及时。</p>
    <div><p class="printed-label">整改情况：</p><ul class="measures"><li><span>（1）</span>补学：
    <ul><li><span>一是</span>补读；</li><li><span>二是</span>抽查。</li></ul></li></ul></div>
    </section></section></article></article></main><p>{"页脚，版权。" * 2}</p></body></html>"""
    draft, _ = read(own)
    assert draft
    assert texts(draft) == [
        TITLE,
        "一、反馈问题整改情况",
        "1.存在问题：学习不及时。",
        "整改情况：",
        "（1）补学：",
        "一是补读；",
        "二是抽查。",
    ]


# --- Elements


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲&nbsp;乙　丙</p>", ["甲 乙　丙"]),
        ("<p>第一行<br>第二行<br/>第三行</p>", ["第一行", "第二行", "第三行"]),
        ("<div>外<div>里</div>尾</div>", ["外", "里", "尾"]),
        ("<p>断在\n源文件里</p>", ["断在源文件里"]),
        ("<p>R&amp;D\ninvestment &lt;甲&gt;</p>", ["R&D investment <甲>"]),
        ("<p>面积5米<sup>2</sup>，H<sub>2</sub>O</p>", ["面积5米2，H2O"]),
        ("<p>甲<!-- 注释 -->乙<script>x()</script>丙</p>", ["甲乙丙"]),
        ("<pre>甲行\n\n乙行</pre>", ["甲行", "乙行"]),
        ("<pre>甲行<script>x()</script>\n乙行</pre>", ["甲行", "乙行"]),
        (
            "<pre>甲<br>乙<b>丙\n丁</b><p>戊</p>己</pre>庚\n辛",
            ["甲", "乙丙", "丁", "戊", "己", "庚辛"],
        ),
        ("<blockquote><p>引文</p></blockquote>", ["引文"]),
        ("<h3>（一）标题</h3><p>正文</p>", ["（一）标题", "正文"]),
        ("<ul><li>甲</li><li>乙<ul><li>丙</li></ul></li></ul>", ["甲", "乙", "丙"]),
        ("<table><tr><td><p>只有一格</p><p>两段</p></td></tr></table>", ["只有一格", "两段"]),
        ("<center><font color=red><b>粗</b>体</font></center>", ["粗体"]),
    ],
)
def test_elements(draft_of, body: str, expected: list[str]) -> None:
    assert seen(draft_of(in_box(body))) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>甲</li><li>乙</li></ol>", ["1. 甲", "2. 乙"]),
        (
            '<ol start="3"><li>甲</li><li value="7">乙</li><li>丙</li></ol>',
            ["3. 甲", "7. 乙", "8. 丙"],
        ),
        ('<ol type="a"><li>甲</li></ol>', ["a. 甲"]),
        ('<ol type="I" start="4"><li>甲</li></ol>', ["IV. 甲"]),
        ("<ol reversed><li>甲</li><li>乙</li></ol>", ["2. 甲", "1. 乙"]),
        (
            '<ol style="list-style-type: cjk-ideographic" start="10"><li>甲</li><li>乙</li></ol>',
            ["十、甲", "十一、乙"],
        ),
        ('<ol style="list-style: none"><li>甲</li></ol>', ["甲"]),
        ("<ol><li><p>甲</p><p>乙</p></li></ol>", ["1. 甲", "乙"]),
        ("<ol><li>（1）甲</li></ol>", ["（1）甲"]),
        ("<ol><li>甲</li><li></li></ol><p>后文</p>", ["1. 甲", "后文"]),
        ("<ol><li>甲</li><li><img src='a.png'></li></ol>后文", ["1. 甲", "后文"]),
        ("<ol><li hidden>暗</li><li>甲</li></ol><p>后文</p>", ["1. 甲", "后文"]),
        (
            "<ol><li style='visibility: hidden'>暗</li><li>甲</li></ol><p>后文</p>",
            ["2. 甲", "后文"],
        ),
    ],
)
def test_numbers_of_lists(read, body: str, expected: list[str]) -> None:
    draft, codes = read(in_box(body))
    assert draft
    assert seen(draft) == expected
    assert ("D945" in codes) is (expected[0][0] not in "甲（")


def test_hidden_text_is_dropped(draft_of, read) -> None:
    source = in_box('<p>看得见<span style="DISPLAY:none">看不见</span></p><p hidden>也不见</p>')
    assert seen(draft_of(source)) == ["看得见"]
    assert "D944" in read(source)[1]


@pytest.mark.parametrize(
    ("old", "new", "hidden"),
    [
        ("<td>台账不全</td>", "<td>台账不全</td><td style='display:none'>内码</td>", "内码"),
        ("<td>台账不全</td>", "<td>台账不全</td><td hidden>内码</td>", "内码"),
        ("</table>", "<tr hidden><td>3</td><td>丙</td></tr></table>", "3丙"),
        (
            "</table>",
            "<tbody style='visibility:hidden'><tr><td>3</td><td>丙</td></tr></tbody></table>",
            "3丙",
        ),
        ("<caption>", "<caption hidden>内码</caption><caption>", "内码"),
        ("台账不全", "台账不全<span style='display: none'>内码</span>", "内码"),
        ("</table>", "<script>x()</script></table>", ""),
    ],
)
def test_what_a_table_hides_is_no_cell(draft_of, old: str, new: str, hidden: str) -> None:
    usual, found = draft_of(in_box(LEDGER)), draft_of(in_box(LEDGER.replace(old, new)))
    assert [(line.row, line.column, line.text) for line in found.lines] == [
        (line.row, line.column, line.text) for line in usual.lines
    ]
    assert sorted(each.text for each in found.dropped) == sorted(
        [*(each.text for each in usual.dropped), *([hidden] if hidden else [])]
    )


def test_a_cell_that_only_cannot_be_seen_takes_up_its_room(draft_of) -> None:
    source = LEDGER.replace("<td>重新<br>登记</td>", "<td style='visibility:hidden'>内码</td>")
    found = draft_of(in_box(source.replace("<td></td>", "<td>已完成</td>")))
    assert [(line.column, line.text) for line in found.lines if line.row == 2] == [
        ("number", "2"),
        ("problem", "台账不全"),
        ("status", "已完成"),
    ]
    assert "内码" in [each.text for each in found.dropped]


def test_paragraphs_are_whole_unless_a_sentence_breaks_off(draft_of) -> None:
    draft = draft_of(
        in_box("<p>甲。</p><p>按照要求，逐项</p><p>落实到位。</p><p>乙。</p>丙。<br>丁。")
    )
    assert [line.whole for line in draft.lines][-6:] == [True, False, False, True, False, False]


# --- Tables

LEDGER = (
    "<table><caption>整改台账</caption><tr><th>序号</th><th>反馈问题</th><th>整改措施</th><th>完成情况</th></tr>"
    '<tr><td colspan="4">（一）党的领导方面</td></tr>'
    '<tr><td rowspan="2">1</td><td rowspan="2">学习不及时</td><td><p>（1）补学；</p></td>'
    '<td rowspan="2">已完成</td></tr><tr><td>（2）抽查。</td></tr>'
    "<tr><td>2</td><td>台账不全</td><td>重新<br>登记</td><td></td></tr></table>"
)


@pytest.mark.parametrize(
    ("cell", "status", "codes"),
    [
        ("<p>已完成</p><p>并长期坚持</p>", "已完成\n并长期坚持", []),
        ("<p>已完成</p><p>2023年8月</p>", "已完成", ["D401"]),
        ("已完成。<br>下一步继续巩固。", "已完成。", ["D401"]),
    ],
)
def test_of_a_cell_with_a_status_only_that_is_one(
    cell: str, status: str, codes: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(in_box(LEDGER.replace(">已完成<", f">{cell}<")), "utf-8")
    result = import_draft(path)
    assert result.notice
    issue = next(one for one in result.notice.issues() if one.problem == "学习不及时")
    assert issue.status
    assert issue.status.text == status
    assert [d.code for d in result.diagnostics if d.code == "D401"] == codes


def test_ledger(draft_of) -> None:
    draft = draft_of(in_box(LEDGER))
    assert [(line.row, line.column, line.text) for line in draft.lines if line.row] == [
        (1, "number", "1"),
        (1, "problem", "学习不及时"),
        (1, "measures", "（1）补学；"),
        (1, "status", "已完成"),
        (1, "measures", "（2）抽查。"),
        (2, "number", "2"),
        (2, "problem", "台账不全"),
        (2, "measures", "重新"),
        (2, "measures", "登记"),
    ]
    assert "（一）党的领导方面" in texts(draft)
    assert [dropped.text for dropped in draft.dropped if dropped.why == "表头"] == [
        "序号",
        "反馈问题",
        "整改措施",
        "完成情况",
    ]


def test_caption_of_a_table_is_kept(draft_of) -> None:
    assert "整改台账" in texts(draft_of(in_box(LEDGER)))


def test_other_table_is_flattened_and_a_doubt(read) -> None:
    body = "<table><tr><td>项目</td><td>数量</td></tr><tr><td>培训</td><td>3</td></tr></table>"
    draft, codes = read(in_box(body))
    assert draft
    assert seen(draft) == ["项目", "数量", "培训", "3"]
    assert "D942" in codes


def test_layout_table_is_transparent(draft_of, read) -> None:
    inner = "<table><tr><td>里面的文字</td></tr></table>"
    source = in_box(f"<table><tr><td>左</td><td>{inner}</td></tr></table>")
    assert seen(draft_of(source)) == ["左", "里面的文字"]
    assert "D942" not in read(source)[1]


# --- Data


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("序 号", "number"),
        ("反馈问题：", "problem"),
        ("整改时限（2023年）", "deadline"),
        ("责任领导", "owner"),
        ("整改目标", "details"),
        ("整改措施及完成情况", "measures"),
        ("完成情况", "status"),
        ("天气", None),
    ],
)
def test_column_of(header: str, column: str | None) -> None:
    assert column_of(header) == column


def test_columns_of() -> None:
    assert columns_of(["序号", "存在问题", "经办", "整改情况"]) == (
        "number",
        "problem",
        None,
        "measures",
    )
    assert columns_of(["序号", "姓名", "完成情况"]) is None
    assert columns_of(["存在问题"]) is None


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("索 引 号：", "index_number"),
        ("【发布机构】", "publisher"),
        ("公开方式", "disclosure"),
        ("成文日期", None),
        ("整改情况：", None),
    ],
)
def test_fact_of(label: str, name: str | None) -> None:
    assert fact_of(label) == name
    assert is_fact_label(label) is (label != "整改情况：")


def test_labelled() -> None:
    before, parts = labelled("公告 来源：甲局 发布时间：2023-08-10 ")
    assert before == "公告 "
    assert [(part.label, part.value) for part in parts] == [
        ("来源：", "甲局 "),
        ("发布时间：", "2023-08-10 "),
    ]


# --- Encodings and refusals


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-8", "gb18030"),  # the page lies
        ("no-such-code", "utf-8"),
    ],
)
def test_encodings(read, charset: str, encoding: str) -> None:
    draft, codes = read(page(BODY + "<p>朱镕基、㙍、𠮷。</p>", charset=charset).encode(encoding))
    assert draft
    assert texts(draft)[0] == TITLE
    assert texts(draft)[-1] == "朱镕基、㙍、𠮷。"
    assert ("D304" in codes) is (encoding in {"gb18030", "utf-16"})


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "D901"),
        (b" \n ", "D901"),
        (b"\x89PNG\r\n\x1a\n\0\0", "D902"),
        (b"<html><body><img src='a.png'></body></html>", "D940"),
        (b"%PDF-1.7", "D913"),
        ("一、情况\n整改：已补。".encode(), "D913"),
        (b"<!-- nothing -->", "D940"),
        (b"<div>" * 400 + "深处。".encode() + b"</div>" * 400, "D940"),
    ],
)
def test_refused(read, source: bytes, code: str) -> None:
    draft, codes = read(source)
    assert draft is None
    assert codes == [code]


def test_too_large(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_BYTES", 100)
    assert read(page()) == (None, ["D903"])


@pytest.mark.parametrize(
    "body",
    [
        "<p>打印" + "1" * 190 + "。</p>",
        "<p>来源：" + "大 中 小 1 " * 80 + "完</p>",
        "<p>" + "索引号" * 50_000 + "</p>",
        "<p>" + "来源：" * 50_000 + "</p>",
        "<td>" * 30_000,
        '<table><tr><td colspan="999999999" rowspan="999999999">甲</td></tr></table>',
        f'<table><tr><td colspan="{"9" * 5000}">甲</td></tr></table>',
        "<h1>甲" * 20_000,
    ],
)
def test_time_is_bounded(read, body: str) -> None:
    draft, codes = read(page(body))
    assert (draft is None) == ("D940" in codes)


def test_entities_are_not_expanded(read) -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "哈哈哈哈"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    draft, _ = read(page(BODY + "<p>&a;&b;结束。</p>").replace("<!DOCTYPE html>", bomb))
    assert draft
    assert "root:" not in "".join(texts(draft))
    assert "哈哈" not in texts(draft)[-1]


# --- Anything at all

PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<br>", "<div>", "</div>", "<table>", "</table>", "<tr>", "<td>", "</td>"),
        *(
            "<ul>",
            "<li>",
            "</ul>",
            "<b>",
            "</b>",
            '<div class="content">',
            "<span hidden>",
            "</span>",
        ),
        *("<th>序号</th>", "<th>存在问题</th>", "<th>整改情况</th>", '<td colspan="2">', "<h1>"),
        *(
            "一、",
            "整改情况：",
            "已完成。",
            "索引号：",
            "发布时间：2023-08-11",
            "打印",
            "，",
            "甲乙",
            " ",
        ),
        *(
            "来源：本网",
            "关闭",
            "<article>",
            "</article>",
            "&nbsp;",
            "<!-- c -->",
            "通报",
            "</table>",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(pieces=st.lists(PIECES, max_size=40))
@example(["<table>", "<th>序号</th>", "<tr>", "<th>序号</th>", "<th>序号</th>"])
@example(["<table><tbody>", "<td>甲</td>", "<tr>", "<td>乙</td>", "<td>丙</td>", "</tr>", "<td>丁"])
def test_nothing_is_lost(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    source = f"<html><body>{''.join(pieces)}</body></html>"
    path = tmp_path_factory.getbasetemp() / "any.html"
    path.write_text(source, "utf-8")
    doubts = Doubts(path.as_posix())
    draft = html.read(path, doubts)
    codes = [doubt.diagnostic.code for doubt in doubts.sorted()]
    if draft is None:
        assert codes == ["D940"]
        return
    assert characters(draft) == shown(source)
    assert all(line.number >= 1 for line in draft.lines)
