"""The import of PDFs: lines and pages joined, what is printed around the text dropped, refusals."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from xml.sax.saxutils import escape

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Draft
from site_builder.drafts.formats import pdf
from site_builder.drafts.formats.pdf_radicals import unified
from site_builder.drafts.importer import import_draft
from site_builder.notice.text import printed_text
from tests.support import all_squeezed

ROOT = Path(__file__).parent.parent
SPECIMENS = ROOT.parent / "shared" / "specimens"
CASES = sorted((ROOT / "tests" / "cases" / "drafts").glob("*.txt"))

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, TOP, SIZE, STEP = 80.0, 750.0, 12.0, 20.0
LONG = "经研究决定由办公室牵头制定方案并逐项抓好落实" * 4 + "。"

Draw = Callable[[canvas.Canvas], None]


@pytest.fixture(autouse=True, scope="module")
def font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def drawn(*pages: Draw) -> bytes:
    data = io.BytesIO()
    sheet = canvas.Canvas(data, pagesize=(WIDTH, HEIGHT))
    for draw in pages:
        sheet.setFont(FONT, SIZE)
        draw(sheet)
        sheet.showPage()
    sheet.save()
    return data.getvalue()


def printed(lines: Sequence[str], left: float = LEFT, top: float = TOP) -> Draw:
    def draw(sheet: canvas.Canvas) -> None:
        for index, line in enumerate(lines):
            sheet.drawString(left, top - STEP * index, line)

    return draw


def wrapped(text: str, width: int = 35) -> list[str]:
    return [text[i : i + width] for i in range(0, len(text), width)]


def read(data: bytes, path: Path) -> tuple[Draft | None, Doubts]:
    path.write_bytes(data)
    doubts = Doubts(path.as_posix())
    return pdf.read(path, doubts), doubts


@pytest.fixture
def draft_of(tmp_path: Path) -> Callable[[bytes], tuple[Draft, list[str]]]:
    def draft(data: bytes) -> tuple[Draft, list[str]]:
        result, doubts = read(data, tmp_path / "draft.pdf")
        codes = [doubt.diagnostic.code for doubt in doubts.sorted()]
        assert result, codes
        assert characters(result) == source_characters(data)
        return result, codes

    return draft


@pytest.fixture
def refused(tmp_path: Path) -> Callable[[bytes], str]:
    def code(data: bytes) -> str:
        result, doubts = read(data, tmp_path / "draft.pdf")
        assert result is None
        (doubt,) = doubts.sorted()
        assert doubt.diagnostic.severity == "error"
        assert doubt.diagnostic.hint
        return f"{doubt.diagnostic.code} {doubt.diagnostic.message}"

    return code


def source_characters(data: bytes) -> Counter[str]:
    """Count the visible characters of a PDF as the library itself reads them."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    text = "".join(texts).replace("\ufffe", "-").replace("\x02", "-")
    return Counter(unified(char) for char in text if not char.isspace())


def characters(draft: Draft) -> Counter[str]:
    texts = [
        *(line.text for line in draft.lines),
        *(fact.value for fact in draft.facts),
        *(dropped.text for dropped in draft.dropped),
    ]
    return Counter("".join("".join(texts).split()))


def texts(draft: Draft) -> list[str]:
    return [line.text for line in draft.lines]


# --- Whole notices, from text to PDF and back


def as_canvas(text: str, indent: str = "", blank: bool = True, width: int = 35) -> bytes:
    """Lines cut by counting, heads and numbers on every page: what a simple converter makes."""
    lines: list[str] = []
    for raw in text.split("\n"):
        if raw.strip():
            lines.extend(wrapped(indent + raw.strip(), width))
        elif blank:
            lines.append("")
    pages = [lines[i : i + 30] for i in range(0, len(lines), 30)]

    def page(number: int) -> Draw:
        def draw(sheet: canvas.Canvas) -> None:
            printed(pages[number])(sheet)
            sheet.drawCentredString(WIDTH / 2, 800, "示例市政务公开")
            sheet.drawCentredString(WIDTH / 2, 40, f"— {number + 1} —")

        return draw

    return drawn(*map(page, range(len(pages))))


def as_document(text: str, **style: float) -> bytes:
    """Paragraphs set by a program, as a word processor does."""
    data = io.BytesIO()
    usual = ParagraphStyle("usual", fontName=FONT, fontSize=12, leading=20, wordWrap="CJK", **style)
    story = [Paragraph(escape(raw.strip()), usual) for raw in text.split("\n") if raw.strip()]

    def around(sheet: canvas.Canvas, document: SimpleDocTemplate) -> None:
        sheet.setFont(FONT, 9)
        sheet.drawString(90, 800, "信息公开")
        sheet.drawRightString(500, 30, str(document.page))

    SimpleDocTemplate(data).build(story, onFirstPage=around, onLaterPages=around)
    return data.getvalue()


MAKERS: dict[str, Callable[[str], bytes]] = {
    "cut": as_canvas,
    "cut without blank lines": lambda text: as_canvas(text, blank=False),
    "cut and indented": lambda text: as_canvas(text, "　　", blank=False),
    "indented": lambda text: as_document(text, firstLineIndent=24),
    "justified": lambda text: as_document(text, firstLineIndent=24, alignment=4),
    "spaced": lambda text: as_document(text, spaceAfter=10),
}


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("start", ["000", "001"])
def test_specimen(start: str, maker: str, tmp_path: Path) -> None:
    found = sorted(SPECIMENS.glob(f"{start}_*.txt"))
    if not found:
        pytest.skip(f"no real notices beside the project: {SPECIMENS} has no {start}_*.txt")
    expected = import_draft(found[0], "same").notice
    path = tmp_path / "specimen.pdf"
    path.write_bytes(MAKERS[maker](found[0].read_text("utf-8")))
    notice = import_draft(path, "same").notice
    assert notice
    assert expected
    assert printed_text(notice) == printed_text(expected)
    # PDF programs print several spaces as one.
    assert all_squeezed(notice.model_dump(mode="json")) == all_squeezed(
        expected.model_dump(mode="json")
    )


@pytest.mark.parametrize("maker", ["indented", "spaced"])
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_golden_case_as_pdf(case: Path, maker: str, tmp_path: Path) -> None:
    text = case.read_text("utf-8")
    path = tmp_path / "case.pdf"
    path.write_bytes(MAKERS[maker](text))
    expected, notice = import_draft(case, "same").notice, import_draft(path, "same").notice
    assert expected
    assert notice
    assert printed_text(notice) == printed_text(expected)
    assert [issue.status for issue in notice.issues()] == [
        issue.status for issue in expected.issues()
    ]


# --- Lines and paragraphs


def test_lines_are_joined_and_spaces_of_latin_kept(draft_of) -> None:
    lines = [
        "　　一是推进 R&D 投入，加强与各企事业单位的沟通交流，切实提升数据质量，按照",
        "GB/T 1.1 的要求",
    ]
    draft, _ = draft_of(drawn(printed([*lines, "　　二是抽查。"])))
    assert (
        texts(draft)[0]
        == "一是推进 R&D 投入，加强与各企事业单位的沟通交流，切实提升数据质量，按照GB/T 1.1 的要求"
    )


CENTRED = "中共示例市粮食和物资储备局党组关于市委巡察整改进展情况的通报"
PROSE = "根据统一部署市委第二巡察组对局党组开展了巡察并反馈了意见" * 3


def test_a_centred_line_above_text_without_indents_is_a_paragraph(draft_of) -> None:
    room = (35 - len(CENTRED)) / 2 * SIZE
    body = wrapped(PROSE + "。") * 2

    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(LEFT + room, TOP, CENTRED)
        printed(body, top=TOP - STEP)(sheet)

    draft, _ = draft_of(drawn(draw))
    assert texts(draft)[0] == CENTRED


def test_paragraphs_of_one_line_do_not_hide_how_near_lines_are(draft_of) -> None:
    paragraphs = [[f"示例市甲区{CENTRED}"[:34]], *[wrapped(PROSE)] * 3]
    paragraphs += [[f"{number}.这一项已经整改完成并且报送了材料"] for number in range(1, 10)]
    places = []
    top = TOP
    for lines in paragraphs:
        places.append((lines, top))
        top -= STEP * (len(lines) - 1) + 1.5 * STEP

    def draw(sheet: canvas.Canvas) -> None:
        for lines, place in places:
            printed(lines, top=place)(sheet)

    draft, _ = draft_of(drawn(draw))
    assert texts(draft) == ["".join(lines) for lines in paragraphs]


def test_paragraph_goes_on_over_pages(draft_of) -> None:
    lines = wrapped("　　" + LONG)
    first = [*wrapped("　　" + LONG), *wrapped("　　" + LONG), *lines[:2]]
    draft, _ = draft_of(drawn(printed(first), printed([*lines[2:], "　　第二段。"])))
    assert texts(draft) == [LONG] * 3 + ["第二段。"]
    assert [line.whole for line in draft.lines] == [True] * 4
    assert [line.place for line in draft.lines][2:] == ["第1页第7行", "第2页第2行"]


def test_hyphen_at_the_end_of_a_line_stays(draft_of) -> None:
    draft, _ = draft_of(drawn(printed(["联系电话：0123-", "4567890"])))
    assert "".join(texts(draft)) == "联系电话：0123-4567890"


def test_raised_print_stays_in_its_line(draft_of) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        end = LEFT + pdfmetrics.stringWidth("面积为120米", FONT, SIZE)
        sheet.drawString(LEFT, TOP, "面积为120米")
        sheet.setFont(FONT, 7)
        sheet.drawString(end, TOP + 4.5, "2")
        sheet.setFont(FONT, SIZE)
        sheet.drawString(end + 5, TOP - 0.6, "以内。")
        sheet.drawString(LEFT, TOP - STEP, "第二行。")

    draft, _ = draft_of(drawn(draw))
    assert texts(draft) == ["面积为120米2以内。", "第二行。"]


def test_lines_are_ordered_by_place_not_by_time(draft_of) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(LEFT, TOP - STEP, "第二行。")
        sheet.drawString(LEFT + 48, TOP, "一行。")
        sheet.drawString(LEFT + 36, TOP, "第")

    assert texts(draft_of(drawn(draw))[0]) == ["第一行。", "第二行。"]


def test_print_on_the_same_place_is_read_once(tmp_path: Path) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(LEFT, TOP, "粗体标题的一行文字。")
        sheet.drawString(LEFT + 0.4, TOP, "粗体标题的一行文字。")

    draft, _ = read(drawn(draw), tmp_path / "bold.pdf")
    assert draft
    assert texts(draft) == ["粗体标题的一行文字。"]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_page(draft_of, angle: int) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        sheet.translate(WIDTH / 2, HEIGHT / 2)
        sheet.rotate(angle)
        printed(["第一行文字在这里。", "第二行文字在这里。"], -150, 100)(sheet)

    assert texts(draft_of(drawn(draw))[0]) == ["第一行文字在这里。", "第二行文字在这里。"]


def test_watermark_is_dropped(draft_of) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        printed(["正文的第一行文字。", "正文的第二行文字。"])(sheet)
        sheet.rotate(45)
        sheet.drawString(400, 300, "内部资料")

    draft, _ = draft_of(drawn(draw))
    assert texts(draft) == ["正文的第一行文字。", "正文的第二行文字。"]
    assert [(dropped.text, "水印" in dropped.why) for dropped in draft.dropped] == [
        ("内部资料", True)
    ]


def test_two_columns(draft_of) -> None:
    left = wrapped("左" + LONG, 16)[:8] * 2
    right = wrapped("右" + LONG, 16)[:8] * 2

    def draw(sheet: canvas.Canvas) -> None:
        sheet.drawString(
            LEFT, TOP + 40, "横跨两栏的一行很长很长的标题占满了整个版心的宽度一直到右边"
        )
        printed(left)(sheet)
        printed(right, LEFT + 225)(sheet)

    draft, codes = draft_of(drawn(draw))
    text = "".join(texts(draft))
    assert text.endswith("".join(left) + "".join(right))
    assert "D935" in codes


def test_columns_that_are_no_prose_are_a_doubt(draft_of) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        for index in range(6):
            sheet.drawString(LEFT, TOP - STEP * index, f"第{index}项" + "内容" * (index % 3))
            sheet.drawString(LEFT + 250, TOP - STEP * index, "责任" * (index % 4 + 1))

    draft, codes = draft_of(drawn(draw))
    assert "D943" in codes
    assert len(draft.lines) == 6


# --- What is printed around the text


@pytest.mark.parametrize(
    "form", ["— {} —", "- {} -", "{}", "第{}页", "第 {} 页 共 3 页", "{}/3", "－{}－", "· {} ·"]
)
def test_page_numbers_are_dropped(draft_of, form: str) -> None:
    def page(number: int) -> Draw:
        def draw(sheet: canvas.Canvas) -> None:
            printed(
                [f"第{'一二三'[number]}页的正文文字在这里。", "2", f"正文{'甲乙丙'[number]}。"]
            )(sheet)
            sheet.drawString(LEFT, TOP - 4 * STEP, "最后一行" + "子丑寅"[number])
            sheet.drawCentredString(WIDTH / 2, 40, form.format(number + 1))

        return draw

    draft, _ = draft_of(drawn(page(0), page(1), page(2)))
    assert {dropped.why for dropped in draft.dropped} == {"页码"}
    assert [dropped.text for dropped in draft.dropped] == [form.format(n) for n in (1, 2, 3)]
    assert "".join(texts(draft)).count("2") == 3
    assert "".join(texts(draft)).count("最后一行") == 3


@pytest.mark.parametrize("numbers", [("i", "ii", "iii"), ("Ⅰ", "Ⅱ", "Ⅲ")])
def test_roman_page_numbers_are_dropped(draft_of, numbers: Sequence[str]) -> None:
    def page(number: str) -> Draw:
        def draw(sheet: canvas.Canvas) -> None:
            printed([f"这一页的正文{number * 3}就在这里。", "没有别的文字。"])(sheet)
            sheet.drawCentredString(WIDTH / 2, 40, number)

        return draw

    draft, _ = draft_of(drawn(*map(page, numbers)))
    assert [dropped.text for dropped in draft.dropped] == list(numbers)


def test_heads_of_odd_and_even_pages_are_dropped(draft_of) -> None:
    def page(number: int) -> Draw:
        def draw(sheet: canvas.Canvas) -> None:
            printed([f"每页都不相同的正文{chr(0x4E00 + 50 * number + n)}。" for n in range(4)])(
                sheet
            )
            head = "示例市科技局" if number % 2 else f"巡察整改通报 {number}"
            if number:
                sheet.drawString(LEFT if number % 2 else 400, 805, head)

        return draw

    draft, _ = draft_of(drawn(*map(page, range(9))))
    assert Counter(dropped.why for dropped in draft.dropped) == {"页眉或页脚": 8}
    assert not [text for text in texts(draft) if "巡察整改通报" in text]


def test_line_that_only_two_pages_begin_with_stays(draft_of) -> None:
    pages = [["整改情况：" if n in (1, 3) else f"开头{'甲乙丙丁戊己'[n]}。"] for n in range(6)]
    draft, _ = draft_of(drawn(*map(printed, pages)))
    assert not draft.dropped
    assert texts(draft).count("整改情况：") == 2


def test_label_that_most_pages_begin_with_stays(draft_of) -> None:
    def page(number: int) -> Draw:
        def draw(sheet: canvas.Canvas) -> None:
            sheet.drawString(LEFT, TOP + 2 * STEP, "整改措施及成效：")
            printed([f"（{number}）每页各不相同的措施{'甲乙丙丁戊己'[number]}。"])(sheet)

        return draw

    draft, _ = draft_of(drawn(*map(page, range(6))))
    assert not draft.dropped
    assert texts(draft).count("整改措施及成效：") == 6


# --- Tables


LEDGER = [
    ["序号", "反馈问题", "责任单位", "整改措施", "完成情况"],
    ["1", "学习不及时", "办公室", "（1）补学三次；", "已完成"],
    ["2", "台账不规范", "财务科", "（1）重新登记；", "阶段性完成"],
]
GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), FONT, 10)]


def with_table(*tables: Sequence[Sequence[str]], spans: Sequence[object] = ()) -> bytes:
    data = io.BytesIO()
    usual = ParagraphStyle("usual", fontName=FONT, fontSize=12, leading=20, wordWrap="CJK")
    story: list[object] = [Paragraph("整改台账如下。", usual)]
    for index, table in enumerate(tables):
        story += [PageBreak()] if index else []
        story.append(Table(table, colWidths=[50, 120, 60, 140, 80], style=[*GRID, *spans]))
    story.append(Paragraph("欢迎监督。", usual))
    SimpleDocTemplate(data).build(story)
    return data.getvalue()


def cells(draft: Draft) -> list[tuple[int | None, str | None, str]]:
    return [(line.row, line.column, line.text) for line in draft.lines]


def test_ledger(draft_of) -> None:
    table = [*LEDGER, ["3", "公车管理不严\n制度不健全", "办公室", "修订制度，\n公开用车", "已完成"]]
    draft, codes = draft_of(with_table(table))
    assert cells(draft)[:7] == [
        (None, None, "整改台账如下。"),
        (1, "number", "1"),
        (1, "problem", "学习不及时"),
        (1, "owner", "办公室"),
        (1, "measures", "（1）补学三次；"),
        (1, "status", "已完成"),
        (2, "number", "2"),
    ]
    assert cells(draft)[-1] == (None, None, "欢迎监督。")
    assert [text for row, column, text in cells(draft) if row == 3 and column == "problem"]
    assert {dropped.why for dropped in draft.dropped} == {"表头"}
    assert "D942" not in codes


def test_ledger_over_two_pages(draft_of) -> None:
    rest = [["", "", "", "（2）整改到位。", ""], ["3", "没有公开", "政工科", "已公开", "已完成"]]
    draft, _ = draft_of(with_table(LEDGER, rest))
    assert [text for row, column, text in cells(draft) if (row, column) == (2, "measures")] == [
        "（1）重新登记；",
        "（2）整改到位。",
    ]
    assert (3, "problem", "没有公开") in cells(draft)


def test_cell_that_a_page_broke_goes_on_where_it_began(draft_of) -> None:
    begun = ["3", "没有公开", "政工科", "（1）已在门户网站公", "已完成"]
    rest = [
        ["", "", "", "开；\n（2）接受监督。\n（3）回访。", ""],
        ["4", "没有台账", "办公室", "已补", "已完成"],
    ]
    draft, _ = draft_of(with_table([*LEDGER, begun], rest))
    assert [(column, text) for row, column, text in cells(draft) if row == 3] == [
        ("number", "3"),
        ("problem", "没有公开"),
        ("owner", "政工科"),
        ("measures", "（1）已在门户网站公开；"),
        ("measures", "（2）接受监督。"),
        ("measures", "（3）回访。"),
        ("status", "已完成"),
    ]


def test_line_of_a_cell_that_ends_in_a_sentence_goes_on(draft_of) -> None:
    row = ["3", "没有公开", "政工科", "一是已公开，\n共有\n210条。二是接受", "已完成"]
    draft, _ = draft_of(with_table([*LEDGER, row]))
    told = [text for row, column, text in cells(draft) if (row, column) == (3, "measures")]
    assert told == ["一是已公开，共有210条。二是接受"]


def test_ledger_with_cells_over_several_rows(draft_of) -> None:
    table = [*LEDGER[:2], ["", "", "", "（2）抽查两次。", ""], LEDGER[2]]
    spans = [("SPAN", (column, 1), (column, 2)) for column in (0, 1, 2, 4)]
    draft, _ = draft_of(with_table(table, spans=spans))
    assert (1, "measures", "（2）抽查两次。") in cells(draft)
    assert (2, "number", "2") in cells(draft)


def test_ledger_with_group_headings(draft_of) -> None:
    table = [*LEDGER[:2], ["（一）党的领导方面", "", "", "", ""], LEDGER[2]]
    draft, _ = draft_of(with_table(table, spans=[("SPAN", (0, 2), (-1, 2))]))
    assert (None, None, "（一）党的领导方面") in cells(draft)
    assert (2, "problem", "台账不规范") in cells(draft)


def test_other_table_is_flattened_and_a_doubt(draft_of) -> None:
    table = [["项目", "数量", "单位", "说明", "备注"], ["培训", "3", "次", "全部完成", "无"]]
    draft, codes = draft_of(with_table(table))
    assert texts(draft)[1:-1] == [*table[0], *table[1]]
    assert "D942" in codes


# --- Characters


def test_radicals_become_characters() -> None:
    assert [unified(char) for char in "⼀⼈⻓⻛龜A一"] == list("一人长风龜A一")
    assert unified("⺈") == "⺈"


# --- Refusals


def picture() -> ImageReader:
    from PIL import Image

    return ImageReader(Image.new("L", (60, 80), 200))


def scan(sheet: canvas.Canvas) -> None:
    sheet.drawImage(picture(), 0, 0, WIDTH, HEIGHT)


def test_scan_is_refused(refused) -> None:
    message = refused(drawn(scan, scan, scan))
    assert message.startswith("D933")
    assert "3 页" in message


def test_scanned_pages_are_named(refused) -> None:
    text = printed(["这一页是可以读取的文字，有好几个字。"])
    message = refused(drawn(text, scan, text, scan))
    assert message.startswith("D934")
    assert "第 2、4 页" in message


def test_recognised_text_is_a_doubt(draft_of) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        scan(sheet)
        text = sheet.beginText(LEFT, TOP)
        text.setTextRenderMode(3)
        text.textLine("这是文字识别软件认出来的一行文字。")
        sheet.drawText(text)

    assert "D936" in draft_of(drawn(draw))[1]


def test_picture_beside_text_is_a_doubt(draft_of) -> None:
    def draw(sheet: canvas.Canvas) -> None:
        printed(["正文的文字，旁边有一张图片。"])(sheet)
        sheet.drawImage(picture(), 100, 100, 400, 400)

    assert "D939" in draft_of(drawn(draw))[1]


def test_password(refused) -> None:
    data = io.BytesIO()
    sheet = canvas.Canvas(data, encrypt="secret")
    sheet.drawString(100, 100, "text")
    sheet.save()
    assert refused(data.getvalue()).startswith("D931")


def test_too_many_pages(refused) -> None:
    with closing(pypdfium2.PdfDocument.new()) as document:
        for _ in range(pdf.MAX_PAGES + 1):
            document.new_page(100, 100)
        data = io.BytesIO()
        document.save(data)
    assert refused(data.getvalue()).startswith("D932")


def test_too_large(refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_BYTES", 100)
    assert refused(b"%PDF-1.4" + b" " * 200).startswith("D903")


def test_too_slow(refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_SECONDS", -1)
    assert refused(drawn(printed(["文字"]))).startswith("D930")


def test_page_with_too_much_text(refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_builder.drafts.formats.pdf_glyphs.MAX_CHARACTERS", 5)
    assert "第 1 页" in refused(drawn(printed(["六个字的文字"])))


def test_no_text_and_no_picture(refused) -> None:
    assert refused(drawn(lambda sheet: None)).startswith("D901")


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnonsense", b"no pdf"])
def test_damaged(refused, data: bytes) -> None:
    assert refused(data).startswith("D930")


@pytest.mark.parametrize("data", [b"PK\x03\x04 no pdf", b"<html></html>"])
def test_misnamed(refused, data: bytes) -> None:
    assert refused(data).startswith("D913")


def test_cut_off(tmp_path: Path) -> None:
    data = as_canvas("第一行。\n第二行。")
    for share in range(1, 10):
        result, doubts = read(data[: len(data) * share // 10], tmp_path / "cut.pdf")
        assert result or [
            doubt for doubt in doubts.sorted() if doubt.diagnostic.severity == "error"
        ]


# --- Anything at all

PIECES = [
    "一、",
    "（一）",
    "整改情况：",
    "已完成。",
    "学习",
    "2023",
    "R&D ",
    "第3页",
    "1",
    "—",
    "）",
    "，",
]
LINES = st.lists(st.lists(st.sampled_from(PIECES), max_size=7).map("".join), max_size=12)


@settings(max_examples=60, deadline=None)
@given(pages=st.lists(LINES, min_size=1, max_size=4), left=st.sampled_from([LEFT, 30.0]))
def test_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory, pages: list[list[str]], left: float
) -> None:
    data = drawn(*(printed(page, left) for page in pages))
    draft, doubts = read(data, tmp_path_factory.getbasetemp() / "any.pdf")
    if draft is None:
        assert [doubt.diagnostic.code for doubt in doubts.sorted()] == ["D901"]
        return
    assert characters(draft) == Counter("".join("".join(map("".join, pages)).split()))
    numbers = [line.number for line in draft.lines]
    assert numbers == sorted(set(numbers))
