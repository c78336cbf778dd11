"""The import of Word files: what Word prints is read, the rest is reported, nothing is lost."""

from __future__ import annotations

import os
import re
import stat
import struct
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Draft, DraftLine
from site_builder.drafts.formats import doc, docx
from site_builder.drafts.formats.docx_numerals import FORMATS, numeral
from site_builder.drafts.formats.docx_package import MAX_FILE_BYTES
from site_builder.drafts.importer import import_draft
from site_builder.notice.diagnostics import Diagnostic

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases" / "drafts"
SPECIMENS = ROOT.parent / "shared" / "specimens"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": W,
        "r": R,
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
SETTINGS = settings(max_examples=150, deadline=None)


class Read(NamedTuple):
    draft: Draft | None
    said: tuple[Diagnostic, ...]

    @property
    def lines(self) -> tuple[DraftLine, ...]:
        assert self.draft, [d.message for d in self.said]
        return self.draft.lines

    @property
    def texts(self) -> list[str]:
        return [line.text for line in self.lines]

    @property
    def dropped(self) -> list[tuple[str, str]]:
        assert self.draft
        return [(each.text, each.why) for each in self.draft.dropped]

    @property
    def codes(self) -> list[str]:
        return [d.code for d in self.said]

    def message(self, code: str) -> str:
        return next(d.message for d in self.said if d.code == code)


def packed(parts: dict[str, str | bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def word_parts(body: str, **others: str) -> dict[str, str | bytes]:
    """Return the parts of a Word file; `others` are parts by the last word of their relation."""
    relations = "".join(
        f'<Relationship Id="{name}" Type="{R}/{re.sub("[0-9]", "", name)}" Target="{name}.xml"/>'
        for name in others
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = f'<Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/>'
    return {
        "_rels/.rels": f'<Relationships xmlns="{package}">{main}</Relationships>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{package}">{relations}</Relationships>'
        ),
        **{
            f"word/{name}.xml": text.replace(" NS", f" {NAMESPACES}", 1)
            for name, text in others.items()
        },
    }


def read_bytes(data: bytes) -> Read:
    doubts = Doubts("draft.docx")
    draft = docx.read_data(data, doubts)
    said = tuple(doubt.diagnostic for doubt in doubts.sorted())
    assert (draft is None) is any(d.severity == "error" for d in said)
    return Read(draft, said)


def read(body: str, **others: str) -> Read:
    return read_bytes(packed(word_parts(body, **others)))


def p(*texts: str, properties: str = "") -> str:
    runs = "".join(text if text.startswith("<") else r(text) for text in texts)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{escape(text)}</w:t></w:r>"


# --- Real notices, which stay outside the project, as Word files made from them


def specimen(start: str) -> Path:
    found = sorted(SPECIMENS.glob(f"{start}_*.txt"))
    if not found:
        pytest.skip(f"no real notices beside the project: {SPECIMENS} has no {start}_*.txt")
    return found[0]


def save_document(path: Path, paragraphs: Sequence[str]) -> Path:
    document = python_docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))
    return path


@pytest.mark.parametrize("start", ["000", "001"])
@pytest.mark.parametrize("form", ["a line a paragraph", "line breaks"])
def test_specimen_is_the_same_from_word(tmp_path: Path, start: str, form: str) -> None:
    text = specimen(start)
    lines = text.read_text("utf-8").replace("\x0c", "").split("\n")
    paragraphs = lines if form == "a line a paragraph" else ["\n".join(lines)]
    plain = import_draft(text, "x")
    word = import_draft(save_document(tmp_path / "draft.docx", paragraphs), "x")
    assert word.notice == plain.notice
    assert word.notice is not None
    assert Counter(d.code for d in word.diagnostics) == Counter(d.code for d in plain.diagnostics)


@pytest.mark.parametrize("case", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_golden_case_is_the_same_from_word(tmp_path: Path, case: Path) -> None:
    paragraphs = case.read_text("utf-8").split("\n")
    word = import_draft(save_document(tmp_path / "draft.docx", ["\n".join(paragraphs)]), "x")
    assert word.notice == import_draft(case, "x").notice


# --- Paragraphs


def test_all_that_is_printed_is_read_in_order() -> None:
    result = read(
        p("一", "<w:r><w:tab/></w:r>", "<w:hyperlink r:id='x'>" + r("二") + "</w:hyperlink>")
        + p(
            f"<w:smartTag>{r('三')}</w:smartTag>",
            f"<w:sdt><w:sdtContent>{r('四')}</w:sdtContent></w:sdt>",
        )
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{p('五')}</w:sdtContent></w:sdt>"
        + p("<w:r><w:t>0763</w:t><w:noBreakHyphen/><w:t>12</w:t><w:softHyphen/><w:t>34</w:t></w:r>")
        + p("<w:fldSimple w:instr='DATE'>" + r("六") + "</w:fldSimple>")
        + f"<w:customXml>{p('七')}</w:customXml>"
        + f"<mc:AlternateContent><mc:Choice Requires='x'>{p('八')}</mc:Choice>"
        f"<mc:Fallback>{p('八')}</mc:Fallback></mc:AlternateContent>"
        + f"<x:new xmlns:x='urn:new'>{p('九')}</x:new>"
    )
    assert result.texts == ["一\t二", "三四", "五", "0763-1234", "六", "七", "八", "九"]
    assert all(line.whole for line in result.lines)
    assert [line.place for line in result.lines][:2] == ["第1段", "第2段"]
    assert result.codes == []


def test_strict_word_files_are_read() -> None:
    parts = word_parts(p("甲"))
    strict = {name: str(text).replace(W, STRICT) for name, text in parts.items()}
    assert read_bytes(packed({**strict})).texts == ["甲"]


def test_line_breaks_part_a_paragraph() -> None:
    result = read(p("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/></w:r>") + p("丙"))
    assert [(line.text, line.whole, line.place) for line in result.lines] == [
        ("甲", False, "第1段"),
        ("乙", False, "第1段"),
        ("丙", True, "第2段"),
    ]
    assert [line.number for line in result.lines] == [1, 2, 3]


def test_a_paragraph_that_breaks_off_is_not_whole() -> None:
    result = read(p("经研究，") + p("决定如下。") + p("标题") + p("下一段，完。"))
    assert [line.whole for line in result.lines] == [False, False, True, True]


def field_run(kind: str) -> str:
    return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"


def told(instruction: str) -> str:
    return f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"


def test_fields_show_their_results() -> None:
    inner = field_run("begin") + told("PAGE") + field_run("separate") + r("9") + field_run("end")
    result = read(
        p(field_run("begin"), told("IF "), inner, told(" > 1"), field_run("separate"), "甲")
        + p("乙", field_run("end"), "丙")
        + p(field_run("begin"), told(r" EQ \o\ac(○,3) "), field_run("end"), "丁")
        + p(field_run("begin"), told(r"SYMBOL 254 \f Wingdings"), field_run("end"), "戊")
        + p(field_run("begin"), told(r"EQ \f(1,2)"), field_run("end"), "己")
    )
    assert result.texts == ["甲", "乙丙", "③丁", "☑戊", "己"]
    assert result.dropped == [("9", "域代码"), (r"\f(1,2)", "域代码")]
    assert result.codes == ["D922", "D922"]


def test_a_table_of_contents_is_dropped() -> None:
    toc = p(field_run("begin"), told(r"TOC \o"), field_run("separate"), "一、甲…1")
    gallery = "<w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
    result = read(
        toc
        + p("二、乙…2", field_run("end"))
        + p("正文")
        + f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{p('目录项')}</w:sdtContent></w:sdt>"
    )
    assert result.texts == ["正文"]
    assert result.dropped == [("一、甲…1", "目录"), ("二、乙…2", "目录"), ("目录项", "目录")]
    assert set(result.codes) == {"D921"}


def test_tracked_changes_are_accepted_and_reported() -> None:
    result = read(
        p(
            "甲",
            f"<w:ins w:id='1'>{r('乙')}</w:ins>",
            "<w:del w:id='2'><w:r><w:delText>丙</w:delText></w:r></w:del>",
        )
        + p(
            f"<w:moveFrom w:id='3'>{r('丁')}</w:moveFrom>",
            f"<w:moveTo w:id='4'>{r('戊')}</w:moveTo>",
        )
        + p("前", properties="<w:rPr><w:del w:id='5'/></w:rPr>")
        + p("后")
        + p(
            "<w:del w:id='6'><w:r><w:delText>全删</w:delText></w:r></w:del>",
            properties="<w:rPr><w:del w:id='7'/></w:rPr>",
        )
        + p("末")
    )
    assert result.texts == ["甲乙", "戊", "前后", "末"]
    assert [text for text, _ in result.dropped] == ["丙", "丁", "全删"]
    assert "取了 1 处插入，去掉了 1 处删除" in result.message("D920")
    assert [d.line for d in result.said if d.code == "D920"] == [1, 2, 4]


def test_hidden_text_is_dropped_and_reported() -> None:
    styles = (
        "<w:styles NS>"
        "<w:style w:type='character' w:styleId='H'><w:rPr><w:vanish/></w:rPr></w:style>"
        "<w:style w:type='character' w:styleId='I'><w:basedOn w:val='H'/></w:style></w:styles>"
    )
    result = read(
        p(
            "甲",
            r("藏", "<w:vanish/>"),
            r("现", "<w:vanish w:val='0'/>"),
            r("隐", "<w:rStyle w:val='I'/>"),
        ),
        styles=styles,
    )
    assert result.texts == ["甲现"]
    assert result.dropped == [("藏", "隐藏文字"), ("隐", "隐藏文字")]
    assert result.codes == ["D922", "D922"]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('框一')}{p('框二')}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    result = read(p("先") + p(drawn, "甲") + p("乙", drawn))
    assert result.texts == ["先", "框一", "框二", "甲", "乙", "框一", "框二"]
    assert result.lines[1].place == "第2段的文本框"
    assert result.codes == ["D924", "D924"]
    assert result.lines[3].place == "第2段"


def test_pictures_and_objects_are_reported() -> None:
    result = read(
        p("甲", "<w:r><w:drawing><a:graphic><pic:pic/></a:graphic></w:drawing></w:r>")
        + p("<w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject/></w:object></w:r>")
        + p("<w:r><w:pict><v:shape><v:textpath string='内部资料'/></v:shape></w:pict></w:r>")
    )
    assert result.texts == ["甲"]
    assert [d.message for d in result.said if d.code == "D923"] == [
        "第1段：这里有图片 1 个，没有导入",
        "第1段之后：这里有嵌入的对象 1 个，没有导入",
    ]
    assert result.dropped == [("内部资料", "艺术字或图形中的文字")]


def test_only_pictures_is_no_draft() -> None:
    picture = p("<w:r><w:drawing><pic:pic/></w:drawing></w:r>")
    assert set(read(picture).codes) == {"D919", "D923"}


def test_equations_ruby_and_placeholders() -> None:
    base = f"<w:rubyPr/><w:rt>{r('chá')}</w:rt><w:rubyBase>{r('察')}</w:rubyBase>"
    ruby = f"<w:r><w:ruby>{base}</w:ruby></w:r>"
    shown = f"<w:sdtContent>{r('点此输入')}</w:sdtContent>"
    hint = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>{shown}</w:sdt>"
    result = read(p("占", "<m:oMath><m:r><m:t>25%</m:t></m:r></m:oMath>", ruby, hint))
    assert result.texts == ["占25%察"]
    assert result.dropped == [("chá", "注音"), ("点此输入", "没有填写的提示")]
    assert "“25%”" in result.message("D924")


def test_symbols_become_characters_only_where_that_is_certain() -> None:
    result = read(
        p(
            "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>",
            "甲",
            r("\uf0fc", "<w:rFonts w:ascii='Wingdings'/>"),
            "<w:r><w:sym w:font='Nobody' w:char='F041'/></w:r>",
        )
    )
    assert result.texts == ["☑甲✓\ufffd"]
    assert "Nobody F041" in result.message("D926")


def test_notes_comments_headers_and_footers_are_reported() -> None:
    mark = "<w:r><w:footnoteRef/></w:r>"
    page = f"<w:fldSimple w:instr='PAGE'>{r('1')}</w:fldSimple>"
    result = read(
        p(
            "甲",
            "<w:r><w:footnoteReference w:id='2'/></w:r>",
            "乙",
            "<w:r><w:endnoteReference w:id='3' w:customMarkFollows='1'/><w:t>※</w:t></w:r>",
            "<w:r><w:commentReference w:id='0'/></w:r>",
        )
        + "<w:sectPr><w:headerReference r:id='header1'/><w:headerReference r:id='header2'/>"
        "<w:footerReference r:id='footer1'/>"
        "<w:footnotePr><w:numFmt w:val='decimalEnclosedCircle'/></w:footnotePr></w:sectPr>",
        footnotes=f"<w:footnotes NS><w:footnote w:id='0' w:type='separator'>{p('—')}</w:footnote>"
        f"<w:footnote w:id='2'>{p(mark, '据统计')}</w:footnote></w:footnotes>",
        endnotes=f"<w:endnotes NS><w:endnote w:id='3'>{p('※附言')}</w:endnote></w:endnotes>",
        comments=f"<w:comments NS><w:comment w:id='0'>{p('请核实')}</w:comment></w:comments>",
        header1=f"<w:hdr NS>{p('内部文件')}</w:hdr>",
        header2=f"<w:hdr NS>{p('内部文件')}</w:hdr>",
        footer1=f"<w:ftr NS>{p('— ', page, ' —')}</w:ftr>",
    )
    assert result.texts == ["甲乙"]
    assert sorted(result.dropped) == sorted(
        [
            ("①", "脚注或尾注的记号"),
            ("①据统计", "脚注"),
            ("※", "脚注或尾注的记号"),
            ("※附言", "尾注"),
            ("请核实", "批注"),
            ("内部文件", "页眉"),
            ("内部文件", "页眉"),
            ("— 1 —", "页脚"),
        ]
    )
    messages = [d.message for d in result.said]
    assert "第1段的脚注：没有导入脚注：“①据统计”" in messages
    assert len([m for m in messages if "内部文件" in m]) == 1


def test_text_of_a_diagram_is_reported() -> None:
    result = read(
        p("甲", "<w:r><w:drawing><dgm:relIds r:dm='diagramData'/></w:drawing></w:r>"),
        diagramData="<dgm:dataModel NS><a:t>组长</a:t><a:t>副组长</a:t></dgm:dataModel>",
    )
    assert result.dropped == [("组长\n副组长", "图示里的文字")]
    assert "图示（SmartArt）" in result.message("D923")


# --- Automatic numbers


def level(index: int, form: str, text: str, extra: str = "", start: int = 1) -> str:
    return (
        f"<w:lvl w:ilvl='{index}'><w:start w:val='{start}'/><w:numFmt w:val='{form}'/>{extra}"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )


def numbering(*levels: str, lists: str = "") -> str:
    lists = lists or "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
    form = f"<w:abstractNum w:abstractNumId='7'>{''.join(levels)}</w:abstractNum>"
    return f"<w:numbering NS>{form}{lists}</w:numbering>"


def n(text: str, index: int = 0, number: int = 1) -> str:
    own = f"<w:numPr><w:ilvl w:val='{index}'/><w:numId w:val='{number}'/></w:numPr>"
    return p(text, properties=own)


def numbered(body: str, *levels: str, lists: str = "", styles: str = "<w:styles NS/>") -> list[str]:
    result = read(body, numbering=numbering(*levels, lists=lists), styles=styles)
    return [text.replace("\t", " ") for text in result.texts]


OFFICIAL = (
    level(0, "chineseCounting", "%1、", "<w:suff w:val='nothing'/>"),
    level(1, "chineseCounting", "（%2）", "<w:suff w:val='nothing'/>"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "（%4）", "<w:suff w:val='space'/>"),
)


def test_numbers_of_an_official_document() -> None:
    levels = [0, 1, 2, 2, 1, 2, 3, 3, 0, 1, 2]
    body = "".join(n("甲", index) for index in levels)
    assert numbered(body, *OFFICIAL) == [
        *("一、甲", "（一）甲", "1. 甲", "2. 甲", "（二）甲", "1. 甲", "（1） 甲", "（2） 甲"),
        *("二、甲", "（一）甲", "1. 甲"),
    ]


def test_numbers_restart_as_their_levels_say() -> None:
    levels = (
        level(0, "decimal", "%1."),
        level(1, "decimal", "%2)"),
        level(2, "decimal", "%3;", "<w:lvlRestart w:val='0'/>"),
        level(3, "decimal", "%4,", "<w:lvlRestart w:val='1'/>"),
    )
    order = [0, 1, 2, 3, 1, 2, 3, 0, 1, 2, 3]
    printed = [text.split()[0] for text in numbered("".join(n("甲", i) for i in order), *levels)]
    assert printed == ["1.", "1)", "1;", "1,", "2)", "2;", "2,", "2.", "1)", "3;", "1,"]


def test_lists_of_one_form_count_on_unless_they_say_where_they_start() -> None:
    lists = "".join(
        f"<w:num w:numId='{number}'><w:abstractNumId w:val='7'/>{override}</w:num>"
        for number, override in (
            (1, ""),
            (2, ""),
            (3, "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>"),
            (4, f"<w:lvlOverride w:ilvl='0'>{level(0, 'upperRoman', '%1)')}</w:lvlOverride>"),
        )
    )
    body = "".join(n("甲", 0, number) for number in (1, 2, 3, 3, 1, 4))
    printed = numbered(body, level(0, "decimal", "%1."), lists=lists)
    assert [text.split()[0] for text in printed] == ["1.", "2.", "5.", "6.", "7.", "VIII)"]


def test_numbers_from_styles() -> None:
    styles = (
        "<w:styles NS>"
        "<w:style w:type='paragraph' w:styleId='A'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr>"
        "</w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='B'><w:basedOn w:val='A'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='C'><w:basedOn w:val='A'/>"
        "<w:pPr><w:numPr><w:ilvl w:val='2'/></w:numPr></w:pPr></w:style>"
        "</w:styles>"
    )
    levels = (
        level(0, "chineseCountingThousand", "%1、", "<w:pStyle w:val='A'/>"),
        level(1, "decimal", "%2.", "<w:pStyle w:val='B'/>"),
        level(2, "lowerLetter", "%3)"),
    )
    off = "<w:pStyle w:val='A'/><w:numPr><w:numId w:val='0'/></w:numPr>"
    body = "".join(p("甲", properties=f"<w:pStyle w:val='{name}'/>") for name in "ABBCA")
    assert numbered(body + p("甲", properties=off), *levels, styles=styles) == [
        *("一、 甲", "1. 甲", "2. 甲", "a) 甲", "二、 甲", "甲"),
    ]


def test_numbers_of_several_levels() -> None:
    levels = (
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "lowerRoman", "%1-%3"),
    )
    body = n("甲") + n("甲", 1) + n("甲", 2) + n("甲", 1)
    assert numbered(body, *levels) == ["I. 甲", "1.1 甲", "I-i 甲", "1.2 甲"]


def test_doubtful_numbers_are_reported() -> None:
    parts = numbering(level(0, "klingon", "%1."), level(1, "decimal", "%1.%2"))
    result = read(n("甲", 1) + n("乙"), numbering=parts)
    assert result.texts == ["1.1\t甲", "2.\t乙"]
    assert [d.line for d in result.said if d.code == "D925"] == [1, 1, 2, 2]
    assert "“klingon”" in result.message("D925")


def test_bullets_and_lone_numbers_are_printed() -> None:
    bullet = level(0, "bullet", "\uf0b7", "<w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr>")
    assert numbered(n("甲"), bullet) == ["• 甲"]
    assert numbered(n("甲") + n("") + n("乙"), level(0, "decimal", "%1.")) == [
        *("1. 甲", "2. ", "3. 乙"),
    ]


def test_a_list_by_its_style() -> None:
    styles = (
        "<w:styles NS><w:style w:type='numbering' w:styleId='L'><w:pPr><w:numPr>"
        "<w:numId w:val='2'/></w:numPr></w:pPr></w:style></w:styles>"
    )
    parts = (
        "<w:numbering NS>"
        "<w:abstractNum w:abstractNumId='1'><w:numStyleLink w:val='L'/></w:abstractNum>"
        "<w:abstractNum w:abstractNumId='2'><w:styleLink w:val='L'/>"
        f"{level(0, 'decimalZero', '%1.')}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>"
        "<w:num w:numId='2'><w:abstractNumId w:val='2'/></w:num></w:numbering>"
    )
    result = read(n("甲", 0, 1) + n("甲", 0, 2), numbering=parts, styles=styles)
    assert result.texts == ["01.\t甲", "02.\t甲"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九"}),
        (
            "chineseCountingThousand",
            {10: "十", 100: "一百", 101: "一百零一", 110: "一百一十", 1010: "一千零一十"},
        ),
        ("japaneseCounting", {11: "十一", 21: "二十一"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 12: "壹拾贰"}),
        ("ideographTraditional", {1: "甲", 10: "癸"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳"}),
        ("decimalFullWidth", {12: "１２"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA"}),
        ("lowerRoman", {4: "iv", 1994: "mcmxciv"}),
        ("decimal", {0: "0", -3: "-3"}),
        ("none", {5: ""}),
    ],
)
def test_numerals(form: str, expected: dict[int, str]) -> None:
    assert {value: numeral(value, form) for value in expected} == expected


@given(st.integers(-10, 10**9), st.sampled_from(sorted(FORMATS)))
def test_numerals_are_short(value: int, form: str) -> None:
    assert len(numeral(value, form) or "") <= 40


def test_unknown_numeral() -> None:
    assert numeral(3, "klingon") is None


# --- Tables


def table(*rows: Sequence[str], grid: str = "") -> str:
    """Return a table; a cell may begin with its properties: {span=2}, {merge}, {on}."""
    return (
        f"<w:tbl>{grid}"
        + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def cell(text: str) -> str:
    found = re.match(r"\{(\w+)=?(\d*)\}", text)
    kinds = {
        "span": f"<w:gridSpan w:val='{found[2] if found else ''}'/>",
        "merge": "<w:vMerge w:val='restart'/>",
        "on": "<w:vMerge/>",
    }
    properties = f"<w:tcPr>{kinds[found[1]]}</w:tcPr>" if found else ""
    rest = text[found.end() :] if found else text
    paragraphs = "".join(p(each) if each else "<w:p/>" for each in rest.split("\n"))
    return f"<w:tc>{properties}{paragraphs}</w:tc>"


HEADS = ("序号", "问题", "整改措施", "责任单位", "整改时限")


def cells_of(result: Read) -> list[tuple[int | None, str | None, str]]:
    return [(line.row, line.column, line.text) for line in result.lines]


def test_ledger() -> None:
    result = read(
        table(
            ("{span=5}整改台账",),
            HEADS,
            ("{span=5}一、党的领导方面",),
            ("1", "学习不及时", "补学三次。\n建立制度。", "{merge}办公室", "2023年6月"),
            HEADS,
            ("2", "{merge}记录不全", "补记。", "{on}", "{merge}长期"),
            ("", "{on}", "培训。", "", "{on}"),
        )
    )
    assert cells_of(result) == [
        (None, None, "整改台账"),
        (None, None, "一、党的领导方面"),
        (1, "number", "1"),
        (1, "problem", "学习不及时"),
        (1, "measures", "补学三次。"),
        (1, "measures", "建立制度。"),
        (1, "owner", "办公室"),
        (1, "deadline", "2023年6月"),
        (2, "number", "2"),
        (2, "problem", "记录不全"),
        (2, "measures", "补记。"),
        (2, "deadline", "长期"),
        (2, "measures", "培训。"),
    ]
    assert result.lines[3].place == "表1第4行"
    assert [why for _, why in result.dropped] == ["表头"] * 5 + ["重复的表头"] * 5
    assert "跨 2 行" not in "".join(result.codes)


def test_ledger_becomes_issues(tmp_path: Path) -> None:
    body = (
        p("中共示例市粮食局党组关于巡察整改进展情况的通报")
        + n("整改落实情况")
        + table(HEADS, ("1", "学习不及时", "补学。\n建章。", "办公室", "长期"))
        + p("联系方式：电话：0763-1234567。")
    )
    path = tmp_path / "ledger.docx"
    path.write_bytes(packed(word_parts(body, numbering=numbering(*OFFICIAL))))
    notice = import_draft(path, "x").notice
    assert notice
    (issue,) = notice.issues()
    assert (issue.number, issue.problem, len(issue.measures)) == ("1", "学习不及时", 2)
    assert notice.sections[0].heading == "一、整改落实情况"


def test_a_paragraph_of_very_many_lines_is_read_whole() -> None:
    many = "".join(f"<w:t>{i}</w:t><w:br/>" for i in range(60_000))
    assert len(read(p(f"<w:r>{many}</w:r>")).lines) == 60_000


def test_ledger_with_headers_in_two_rows_and_unknown_columns() -> None:
    result = read(
        table(
            ("{merge}序号", "{merge}反馈问题", "{span=2}整改情况", "{merge}星级"),
            ("{on}", "{on}", "整改措施", "整改结果", "{on}"),
            ("1", "甲", "乙", "已完成", "五星"),
        )
    )
    assert cells_of(result)[2:] == [
        (1, "measures", "乙"),
        (1, "status", "已完成"),
        (1, None, "五星"),
    ]
    assert "“星级”" in result.message("D927")


def test_numbers_and_shared_cells_of_a_ledger() -> None:
    rows = (
        f"<w:tr><w:tc>{n('')}</w:tc>{cell(problem)}{cell(owner)}{cell('补学')}</w:tr>"
        for problem, owner in (("甲", "{merge}办公室"), ("乙", "{on}"))
    )
    head = f"<w:tr>{''.join(map(cell, ('序号', '问题', '责任单位', '整改措施')))}</w:tr>"
    result = read(
        f"<w:tbl>{head}{''.join(rows)}</w:tbl>", numbering=numbering(level(0, "decimal", "%1"))
    )
    assert [
        (row, text.strip()) for row, column, text in cells_of(result) if column == "number"
    ] == [(1, "1"), (2, "2")]
    assert [text for _, column, text in cells_of(result) if column == "owner"] == ["办公室"]
    assert "“责任单位”一格跨 2 行" in result.message("D928")


def test_table_of_facts() -> None:
    result = read(
        table(
            ("索 引 号：", "001-2023", "发布机构", "甲局"),
            ("名称", "关于整改的通报", "发布日期", "2023年8月10日"),
        )
        + p("正文")
    )
    assert result.draft
    assert [(fact.name, fact.value) for fact in result.draft.facts] == [
        ("index_number", "001-2023"),
        ("publisher", "甲局"),
        ("published", "2023年8月10日"),
    ]
    assert ("关于整改的通报", "文件信息，通报里没有放它的地方") in result.dropped
    assert result.texts == ["正文"]


def test_labels_in_front_of_the_values() -> None:
    one = [("问题", "学习不及时"), ("整改措施", "补学。"), ("责任领导", "甲")]
    result = read(table(*one, *one))
    assert [line[:2] for line in cells_of(result)] == [
        (row, column) for row in (1, 2) for column in ("problem", "measures", "owner")
    ]


def test_other_tables_are_flattened_row_by_row() -> None:
    result = read(
        table(("电话", "0763-1234567"), ("地址", "甲路\n乙号")) + table(("正文一",), ("正文二",))
    )
    assert result.texts == ["电话\t0763-1234567", "地址", "甲路", "乙号", "正文一", "正文二"]
    assert result.codes == ["D942"]
    assert [line.place for line in result.lines][-1] == "表2第2行"


def test_deleted_rows_and_covered_cells_are_dropped() -> None:
    row = f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell('删')}{cell('去')}</w:tr>"
    result = read(
        f"<w:tbl><w:tr>{cell('{merge}甲')}{cell('乙')}</w:tr><w:tr>{cell('{on}盖住')}{cell('丙')}</w:tr>{row}</w:tbl>"
    )
    assert result.texts == ["甲\t乙", "丙"]
    assert result.dropped == [
        ("盖住", "合并的单元格里不显示的文字"),
        ("删", "修订中已删除的表格行"),
        ("去", "修订中已删除的表格行"),
    ]


@pytest.mark.parametrize(
    ("value", "texts"), [("", ["甲"]), (" w:val='1'", ["甲"]), (" w:val='0'", ["甲", "乙"])]
)
def test_hidden_rows_are_dropped(value: str, texts: list[str]) -> None:
    row = f"<w:tr><w:trPr><w:hidden{value}/></w:trPr>{cell('乙')}</w:tr>"
    result = read(f"<w:tbl><w:tr>{cell('甲')}</w:tr>{row}</w:tbl>")
    assert result.texts == texts
    assert result.dropped == ([] if "乙" in texts else [("乙", "隐藏的表格行")])


# --- Files that are not read


def with_part(name: str, text: str | bytes) -> bytes:
    return packed({**word_parts(p("甲")), name: text})


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "WordDocument".encode("utf-16-le")
BOMB = b"<w:p/>" * 2_000_000
DTD = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"plain", "D913", "别的文件"),
        (b"%PDF-1.4", "D913", "PDF"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "D912", "密码"),
        (OLE, "D913", ".doc"),
        (packed(word_parts(p("甲")))[:-30], "D911", "不完整"),
        (b"PK\3\4" + b"\0" * 100, "D911", "不完整"),
        (packed({"a.txt": "甲"}), "D911", "没有正文"),
        (packed({"_rels/.rels": "<x/>", "word/document.xml": "<html/>"}), "D913", "Office"),
        (with_part("word/document.xml", "<w:document"), "D915", "XML"),
        (with_part("word/document.xml", '<?xml version="1.0" encoding="X"?><a/>'), "D915", "编码"),
        (with_part("word/document.xml", DTD + f"<w:document xmlns:w='{W}'/>"), "D915", "DTD"),
        (with_part("word/_rels/document.xml.rels", DTD + "<a>&e;</a>"), "D915", "DTD"),
        (with_part("word/document.xml", f"{DTD}<a/>".encode("utf-16")), "D915", "DTD"),
        (with_part("word/document.xml", "<a>" * 5000 + "</a>" * 5000), "D915", "嵌套"),
        (with_part("word/document.xml", BOMB), "D914", "压缩比"),
        (with_part("../evil.xml", "x"), "D911", "文件名"),
        (with_part("word\\evil.xml", "x"), "D911", "文件名"),
        (packed({f"{i}": "" for i in range(10_001)}), "D914", "太多"),
        (packed(word_parts("")), "D901", "空"),
        (packed(word_parts("<w:p/>")), "D901", "空"),
    ],
)  # fmt: skip
def test_refused(data: bytes, code: str, says: str) -> None:
    result = read_bytes(data)
    assert result.draft is None
    assert [d.code for d in result.said if d.severity == "error"] == [code]
    assert says in result.message(code)


def test_sizes_are_judged_before_anything_is_unpacked() -> None:
    data = bytearray(packed(word_parts(p("甲"))))
    entry = data.index(b"PK\1\2")
    struct.pack_into("<L", data, entry + 24, 250_000_000)
    assert read_bytes(bytes(data)).codes == ["D914"]


def test_locked_zip_and_damaged_parts() -> None:
    data = bytearray(packed(word_parts(p("甲"))))
    locked = data.copy()
    locked[locked.index(b"PK\1\2") + 8] |= 1
    assert read_bytes(bytes(locked)).codes == ["D912"]
    name = data.index(b"word/document.xml")
    data[name + 30 : name + 40] = b"\xff" * 10
    assert read_bytes(bytes(data)).codes == ["D911"]


@pytest.mark.parametrize(("folder", "kind"), [("xl", "Excel"), ("ppt", "PowerPoint")])
def test_other_office_files_are_told_apart(folder: str, kind: str) -> None:
    parts = word_parts("")
    parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace("word/document", f"{folder}/main")
    result = read_bytes(packed(parts))
    assert result.codes == ["D913"]
    assert kind in result.message("D913")


def test_large_file(tmp_path: Path) -> None:
    path = tmp_path / "large.docx"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    assert [d.code for d in import_draft(path).diagnostics] == ["D903"]


def test_relations_that_lead_nowhere_do_not_matter() -> None:
    parts = word_parts(p("甲"))
    parts["word/_rels/document.xml.rels"] = str(parts["word/_rels/document.xml.rels"]).replace(
        "</Relationships>",
        f'<Relationship Id="n" Type="{R}/numbering" Target="NULL"/>'
        f'<Relationship Id="s" Type="{R}/styles" Target="http://x" TargetMode="External"/>'
        "</Relationships>",
    )
    assert read_bytes(packed(parts)).texts == ["甲"]


def test_macro_files_are_read_the_same(tmp_path: Path) -> None:
    lines = (CASES / "inline-ordinals.txt").read_text("utf-8").split("\n")
    path = save_document(tmp_path / "draft.docx", lines)
    notice = import_draft(path, "x").notice
    assert notice
    assert import_draft(path.rename(path.with_suffix(".docm")), "x").notice == notice


# --- Anything at all

TEXTS = st.text("甲乙丙。，：1 9一（）、\uf0fc", min_size=1, max_size=6)


def changed(text: str, how: str) -> str:
    return {
        "plain": r(text),
        "ins": f"<w:ins w:id='1'>{r(text)}</w:ins>",
        "del": f"<w:del w:id='1'><w:r><w:delText>{text}</w:delText></w:r></w:del>",
        "hidden": r(text, "<w:vanish/>"),
        "link": f"<w:hyperlink>{r(text)}</w:hyperlink>",
        "field": f"<w:fldSimple w:instr='X'>{r(text)}</w:fldSimple>",
        "toc": f"<w:fldSimple w:instr='TOC'>{r(text)}</w:fldSimple>",
        "open": field_run("begin") + r(text),
        "result": field_run("separate") + r(text),
        "closed": field_run("end") + r(text),
        "box": f"<w:r><w:pict><w:txbxContent>{p(text)}</w:txbxContent></w:pict></w:r>",
        "ruby": f"<w:r><w:ruby><w:rt>{r(text)}</w:rt><w:rubyBase/></w:ruby></w:r>",
        "math": f"<m:oMath><m:r><m:t>{text}</m:t></m:r></m:oMath>",
        "break": f"<w:r><w:br/><w:t>{text}</w:t></w:r>",
        "sdt": f"<w:sdt><w:sdtPr/><w:sdtContent>{r(text)}</w:sdtContent></w:sdt>",
    }[how]


KINDS_OF_RUN = (
    *("plain", "ins", "del", "hidden", "link", "field", "toc", "open", "result", "closed", "box"),
    *("ruby", "math", "break", "sdt"),
)
RUNS = st.builds(changed, TEXTS, st.sampled_from(KINDS_OF_RUN))
MARKS = st.sampled_from(["", "<w:rPr><w:del w:id='1'/></w:rPr>", "<w:rPr><w:vanish/></w:rPr>"])
PARAGRAPHS = st.builds(
    lambda runs, mark: p(*runs, properties=mark), st.lists(RUNS, max_size=4), MARKS
)
HEADERS = st.sampled_from(
    ["问题", "整改措施", "序号", "责任单位", "备注", "索引号", "发布机构", "甲"]
)


def whole_table(rows: list[list[tuple[str, str]]], tracked: str) -> str:
    def one(head: str, content: str, kind: int) -> str:
        merged = ("", "<w:vMerge w:val='restart'/>", "<w:vMerge/>", "<w:gridSpan w:val='2'/>")[kind]
        words = p(head) if head else ""
        return f"<w:tc><w:tcPr>{merged}</w:tcPr>{words}{content}<w:p/></w:tc>"

    lines = ["".join(one(h, c, (len(c) + i) % 4) for i, (h, c) in enumerate(row)) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{tracked}{line}</w:tr>" for line in lines) + "</w:tbl>"


CELLS = st.tuples(HEADERS | st.just(""), PARAGRAPHS | st.just(""))
TABLES = st.builds(
    whole_table,
    st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4),
    st.sampled_from(["", "", "<w:trPr><w:del w:id='1'/></w:trPr>"]),
)
BLOCKS = st.lists(PARAGRAPHS | TABLES, max_size=6).map("".join)


@SETTINGS
@given(BLOCKS)
def test_no_character_is_lost_or_added(body: str) -> None:
    result = read(p("始") + body)
    draft = result.draft
    assert draft
    parts = [
        *(x.text for x in draft.lines),
        *(x.value for x in draft.facts),
        *(x.text for x in draft.dropped),
    ]
    got = Counter("".join("".join(parts).split()).replace("\ufffd", "\uf0fc"))
    texts = re.findall(r"<(?:w:t|w:delText|m:t)>([^<]*)<", p("始") + body)
    assert got == Counter("".join("".join(texts).split()))
    numbers = [line.number for line in draft.lines]
    assert numbers == sorted(set(numbers))
    assert all(line.place and "\n" not in line.text for line in draft.lines)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=40), st.floats(0, 1), st.booleans())
def test_damaged_files_are_read_or_refused(noise: bytes, place: float, over: bool) -> None:
    data = packed(word_parts(p("甲") + table(HEADS, HEADS)))
    at = int(place * len(data))
    damaged = data[:at] + noise + data[at + (len(noise) if over else 0) :]
    read_bytes(damaged)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damaged_xml_is_read_or_refused(data: st.DataObject) -> None:
    body = p("甲", properties="<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>") + table(
        HEADS, HEADS
    )
    parts = word_parts(body, numbering=numbering(*OFFICIAL), styles="<w:styles NS/>")
    name = data.draw(st.sampled_from(sorted(parts)))
    text = str(parts[name])
    at = data.draw(st.integers(0, len(text)))
    noise = data.draw(
        st.sampled_from(["", "9", "-1", "99999999999999", "x", "<a/>", "'", "½", "<w:p>"])
    )
    parts[name] = text[:at] + noise + text[at + data.draw(st.integers(0, 3)) :]
    read_bytes(packed(parts))


# --- Old Word files, by LibreOffice


def old_word(tmp_path: Path, data: bytes = OLE) -> Read:
    path = tmp_path / "稿件 1.doc"
    path.write_bytes(data)
    doubts = Doubts(path.as_posix())
    draft = doc.read(path, doubts)
    return Read(draft, tuple(doubt.diagnostic for doubt in doubts.sorted()))


def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "soffice"
    program.write_text(
        f"#!{sys.executable}\nimport sys, time, os\nout = sys.argv[-2]\n{script}\n", "utf-8"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with a #! line")
def test_old_word_file_is_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    converted = tmp_path / "converted"
    converted.write_bytes(packed(word_parts(p("甲"))))
    copy = (
        "import shutil; os.makedirs(out); "
        f"shutil.copy({str(converted)!r}, os.path.join(out, 'draft.docx'))"
    )
    install(tmp_path, monkeypatch, copy)
    result = old_word(tmp_path)
    assert result.texts == ["甲"]
    assert result.codes == ["D918"]


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with a #! line")
@pytest.mark.parametrize(
    ("script", "says"),
    [("sys.exit(3)", "状态 3"), ("pass", "打不开"), ("time.sleep(60)", "超过 1 秒")],
)
def test_conversion_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, says: str
) -> None:
    monkeypatch.setattr(doc, "MAX_SECONDS", 1.0)
    install(tmp_path, monkeypatch, script)
    result = old_word(tmp_path)
    assert result.codes == ["D917"]
    assert says in result.message("D917")


def test_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "find_program", lambda: None)
    assert old_word(tmp_path).codes == ["D916"]


def test_what_only_looks_like_an_old_word_file(tmp_path: Path) -> None:
    assert old_word(tmp_path, packed(word_parts(p("甲")))).texts == ["甲"]
    assert old_word(tmp_path, b"<html>").message("D913").endswith("网页")
    assert old_word(tmp_path, OLE + "EncryptedPackage".encode("utf-16-le")).codes == ["D912"]
    flagged = bytearray(OLE)
    flagged[512:514], flagged[523] = b"\xec\xa5", 1
    assert old_word(tmp_path, bytes(flagged)).codes == ["D912"]
    assert old_word(tmp_path, b"").codes == ["D901"]


@pytest.mark.parametrize("suffix", [".doc", ".wps", ".rtf"])
def test_real_libreoffice(tmp_path: Path, suffix: str) -> None:
    program = doc.find_program()
    if program is None:
        pytest.skip("LibreOffice is not installed: old Word files are only tried with a stand-in")
    lines = (CASES / "status-before-measures.txt").read_text("utf-8").split("\n")
    source = save_document(tmp_path / "draft.docx", lines)
    kind = ".rtf" if suffix == ".rtf" else ".doc"
    subprocess.run(
        [program, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--convert-to", kind[1:], "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    old = source.with_suffix(kind)
    if suffix != kind:
        old = old.rename(old.with_suffix(suffix))
    result = import_draft(old, "x")
    assert result.notice == import_draft(source, "x").notice
    assert result.notice is not None
    assert "D918" in {d.code for d in result.diagnostics}
