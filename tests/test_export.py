"""`site-builder export`: what other systems, a signatory and the archive get is the notice, whole.

Fragments go through sanitisers like those of the editors that they are pasted into, Word files
through python-docx, LibreOffice and our own import, archives through a new folder and a browser.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import nh3
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from hypothesis import given, settings
from lxml import html as lxml_html
from playwright.sync_api import Browser

from site_builder.archive import CannotPackError, pack
from site_builder.cli import main
from site_builder.drafts.doubts import Doubts
from site_builder.drafts.formats import docx as docx_reader
from site_builder.drafts.importer import import_draft
from site_builder.integrity.inventory import seal
from site_builder.notice.model import Notice
from site_builder.notice.text import printed_text
from site_builder.outputs.fragment import fragment
from site_builder.outputs.manifest import Listed, manifest
from site_builder.outputs.word import word_file
from site_builder.reading.dump import dump_notice
from site_builder.reading.notice_file import find_notice_files, parse_notice, read_notice
from site_builder.reading.project import read_project
from site_builder.views.document import document
from tests.import_shapes import TITLE, printed_notices
from tests.strategies import WITHIN, notices
from tests.support import NOTICE, ROOT, build, make_project, squeezed, tree
from tests.test_print import A4, CHARACTERS, HAN, HEIGHT, LETTER, LINES, MM, poppler

FEWER = settings(WITHIN, max_examples=50)
SAMPLES = find_notice_files(ROOT / "notices")
# What every editor keeps; more is dropped by some.
COMMON_TAGS = {"h2", "h3", "h4", "h5", "h6", "p", "br", "strong", "a"}
TABLE_TAGS = {"table", "caption", "tbody", "tr", "th", "td", "hr"}
PRIVATE_USE = re.compile("[\uf000-\uf0ff]")  # pictures of symbol fonts, in a Word file


def parsed(text: str, notice_id: str = "a") -> Notice:
    notice, faults = parse_notice(text, notice_id)
    assert notice, faults
    return notice


def sample(path: Path) -> Notice:
    notice = read_notice(path).notice
    assert notice
    return notice


@pytest.fixture(scope="module")
def real(specimens: Path) -> list[Notice]:
    """The real notices, from their drafts by way of YAML."""
    found = []
    for path in sorted(specimens.glob("*.txt")):
        read = import_draft(path).notice
        assert read
        found.append(parsed(dump_notice(read), read.id))
    return found


LETTER_NOTICE = parsed(LETTER)


@given(notices())
@FEWER
def test_a_document_has_all_the_words_and_no_other(notice: Notice) -> None:
    shown = "".join(w.text for block in document(notice) for line in block.lines for w in line)
    assert squeezed(shown) == printed_text(notice)


def test_a_blank_label_is_no_paragraph() -> None:
    notice = parsed(NOTICE + "labels: {contacts: ' ', measures: ' ', problem: ' '}\n")
    assert [b.kind for b in document(notice)][-3:] == ["measure", "measure", "contact"]
    check_fragment(notice)
    check_word(notice)


# Fragments


def soup_of(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def text_of(html: str) -> str:
    return squeezed(soup_of(html).get_text())


def headings(html: str) -> list[tuple[str, str]]:
    return [(tag.name, squeezed(tag.get_text())) for tag in soup_of(html).select("h2,h3,h4,h5,h6")]


def bare(html: str) -> str:
    """Do what the strictest of editors do: no attribute but an address, no tag but the common."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for element in list(root.iter()):
        for name in set(element.attrib) - {"href"}:
            del element.attrib[name]
        if element.tag in {"script", "style"}:
            element.drop_tree()
        elif element is not root and element.tag not in COMMON_TAGS:
            element.drop_tag()
    return str(lxml_html.tostring(root, encoding="unicode"))


def check_fragment(notice: Notice) -> None:
    html = fragment(notice)
    tags = soup_of(html).find_all(True)
    assert {tag.name for tag in tags} <= COMMON_TAGS
    assert {name for tag in tags for name in tag.attrs} <= {"style", "href"}
    words = printed_text(notice)
    for cleaned in (
        html,
        nh3.clean(html),
        nh3.clean(html, attributes={"a": {"href"}}),
        nh3.clean(html, tags={"p"}, attributes={}),
        bare(html),
    ):
        assert text_of(cleaned) == words
    assert headings(nh3.clean(html)) == headings(html) == headings(bare(html))
    assert "style=" not in nh3.clean(html)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_fragment_survives_sanitisers(path: Path) -> None:
    notice = sample(path)
    check_fragment(notice)
    html = nh3.clean(fragment(notice))
    links = [str(a["href"]) for a in soup_of(html).select("a")]
    assert {link.partition(":")[0] for link in links} == {"tel", "mailto"}
    found = [text for _, text in headings(html)]
    assert found[0] == squeezed(notice.title)
    for issue in notice.issues():
        assert any(text.endswith(squeezed(issue.problem)) for text in found)


def test_real_notices_survive_sanitisers(real: list[Notice]) -> None:
    for notice in real:
        check_fragment(notice)
        labels = {tag.get_text() for tag in soup_of(fragment(notice)).select("strong")}
        assert notice.labels.measures in labels


@given(notices())
@FEWER
def test_any_notice_survives_sanitisers(notice: Notice) -> None:
    check_fragment(notice)


def test_headings_of_a_fragment_go_down_without_a_gap() -> None:
    def levels(html: str) -> list[int]:
        return [int(name[1]) for name, _ in headings(html)]

    assert levels(fragment(LETTER_NOTICE)) == [2, 3, 4, 5, 4, 5, 3]
    assert levels(fragment(LETTER_NOTICE, title=False)) == [2, 3, 4, 3, 4, 2]


def test_a_fragment_without_its_title_has_all_else() -> None:
    for path in SAMPLES:
        notice = sample(path)
        words = printed_text(notice).replace(squeezed(notice.title), "", 1)
        assert text_of(fragment(notice, title=False)) == words


def test_facts_stand_before_the_notice_in_a_table_of_their_own() -> None:
    notice = sample(SAMPLES[0])
    html = fragment(notice, facts=True)
    assert {tag.name for tag in soup_of(html).find_all(True)} <= COMMON_TAGS | TABLE_TAGS
    for cleaned in (html, nh3.clean(html)):
        table, _, rest = cleaned.partition("<hr>")
        assert text_of(rest) == printed_text(notice)
        rows = soup_of(table).select("tr")
        assert ["发布日期", "2023-08-21"] in [
            [cell.get_text() for cell in row.select("th,td")] for row in rows
        ]
    assert not soup_of(fragment(notice)).select("table")


def test_a_line_break_in_a_text_stays_one() -> None:
    notice = parsed(NOTICE.replace("制度执行不严", '"制度不严\\n执行不力"'))
    assert "1.制度不严<br>执行不力</h" in fragment(notice)


# Word files


def opened(data: bytes) -> docx.document.Document:
    return docx.Document(BytesIO(data))


def check_word(notice: Notice) -> None:
    data = word_file(notice)
    written = opened(data)
    assert squeezed("".join(p.text for p in written.paragraphs)) == printed_text(notice)
    assert data == word_file(notice)
    draft = docx_reader.read_data(data, Doubts("a.docx"))
    assert draft
    read = squeezed("".join(line.text for line in draft.lines))
    assert read == PRIVATE_USE.sub("\ufffd", printed_text(notice))


@given(notices())
@FEWER
def test_a_word_file_has_all_the_words_and_no_other(notice: Notice) -> None:
    check_word(notice)


def test_real_notices_as_word_files(real: list[Notice]) -> None:
    for notice in (*real, *map(sample, SAMPLES)):
        check_word(notice)


def test_paragraphs_have_styles_after_the_outline() -> None:
    written = opened(word_file(LETTER_NOTICE))
    found = {p.text.replace("\n", ""): p.style.name for p in written.paragraphs if p.style}
    assert found.pop(HAN * 60) == "Normal"
    assert found == {
        LETTER_NOTICE.title: "Title",
        "一、黑体标题": "Heading 1",
        "（一）楷体标题": "Heading 2",
        "1.制度执行不严": "Heading 3",
        "已完成整改，并长期坚持。": "Normal",
        "（1）修订制度。": "Normal",
        "（2）学习。": "Normal",
        "一是甲。": "Normal",
        "二是乙。": "Normal",
        "没有序号的标题": "Heading 2",
        "1.仿宋标题": "Heading 3",
        HAN * 3: "Normal",
        "（二）没有上级的标题": "Heading 2",
        HAN: "Normal",
        "0999-0123456": "Normal",
        "中共示例市示例局党组": "Signature",
        "2023年8月18日": "Date",
    }
    fonts = {}
    for style in written.styles:
        properties = style.element.find(qn("w:rPr"))
        slots = None if properties is None else properties.find(qn("w:rFonts"))
        if slots is not None:
            assert len(set(slots.attrib.values())) == 1, "one font in all four slots"
            fonts[style.name] = slots.get(qn("w:eastAsia"))
    assert fonts == {
        "Title": "方正小标宋简体",
        "版本": "楷体_GB2312",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
        "单页码": "宋体",
        "双页码": "宋体",
    }
    (usual,) = written.styles.element.iterfind(f"{qn('w:docDefaults')}//{qn('w:rFonts')}")
    assert usual.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_the_page_is_that_of_the_standard() -> None:
    written = opened(word_file(LETTER_NOTICE))
    (section,) = written.sections
    page = [section.page_width, section.page_height]
    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(size.mm, 1) for size in page + margins if size] == [210, 297, 37, 35, 28, 26]
    normal = written.styles["Normal"].paragraph_format
    assert normal.line_spacing.pt == 28.95
    assert normal.first_line_indent.pt == 32
    assert written.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (line,) = footer.paragraphs
        assert re.fullmatch(r"— \d —", line.text)
        fields = line._p.findall(f".//{qn('w:instrText')}")
        assert [field.text.strip() for field in fields] == ["PAGE"]
        assert line.style
        assert line.style.element.find(f".//{qn('w:jc')}").get(qn("w:val")) == side
        assert line.style.font.size
        assert line.style.font.size.pt == 14


def test_a_word_file_names_neither_author_nor_time() -> None:
    data = word_file(LETTER_NOTICE)
    about = opened(data).core_properties
    assert about.title == LETTER_NOTICE.title
    assert about.language == "zh-CN"
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.created is about.modified is None
    archive = ZipFile(BytesIO(data))
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "docProps/app.xml" not in archive.namelist()


def test_a_word_file_is_the_same_in_another_process(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from site_builder.outputs.word import word_file;"
        "from site_builder.reading.notice_file import read_notice;"
        "sys.stdout.buffer.write(word_file(read_notice(pathlib.Path(sys.argv[1])).notice))"
    )
    other = subprocess.run(
        [sys.executable, "-c", code, str(SAMPLES[0])],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert other.stdout == word_file(sample(SAMPLES[0]))


def test_a_long_title_breaks_before_what_it_is_about() -> None:
    title = opened(word_file(LETTER_NOTICE)).paragraphs[0]
    assert title.text == "中共示例市示例局党组\n关于巡察整改进展情况的通报"
    short = parsed(LETTER.replace("中共示例市示例局党组关于巡察", "关于巡察"))
    assert "\n" not in opened(word_file(short)).paragraphs[0].text


# Word files on paper


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """How to call LibreOffice."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        pytest.skip("LibreOffice is not installed, so that no Word file can be laid out")
    profile = tmp_path_factory.mktemp("office").as_uri()
    return [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]


def laid_out(office: list[str], notice: Notice, folder: Path) -> list[list[tuple[float, str]]]:
    """Return the lines of each page, with their middles in points; an empty last line is none."""
    (folder / "notice.docx").write_bytes(word_file(notice))
    subprocess.run(
        [*office, "--outdir", str(folder), str(folder / "notice.docx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    paper = str(folder / "notice.pdf")
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", poppler("pdfinfo", paper))
    assert size
    assert (float(size[1]), float(size[2])) == pytest.approx(A4, abs=0.5)
    soup = BeautifulSoup(poppler("pdftotext", "-bbox-layout", paper, "-"), "lxml")
    pages = []
    for page in soup.select("page"):
        rows: dict[float, list[tuple[float, str]]] = {}
        for word in page.select("word"):
            left, top, right, bottom = (
                float(str(word[name])) for name in ("xmin", "ymin", "xmax", "ymax")
            )
            # LibreOffice would not print what hangs into the margin.
            assert left >= 28 * MM - 0.5
            assert right <= (28 + 156) * MM + 0.5
            middle = (top + bottom) / 2
            row = next((one for one in rows if abs(one - middle) < 10), middle)
            rows.setdefault(row, []).append((left, word.get_text()))
        pages.append(
            [(row, "".join(text for _, text in sorted(rows[row]))) for row in sorted(rows)]
        )
    return pages


def check_pages(pages: list[list[tuple[float, str]]], notice: Notice) -> None:
    """The pages bear their numbers, outside, and else the notice."""
    shown = ""
    for number, lines in enumerate(pages, start=1):
        assert lines[-1][1].replace(" ", "") == f"—{number}—"
        # 7 mm below the text block begins the line of the number, 14 pt high.
        assert lines[-1][0] == pytest.approx((37 + 225 + 7) * MM + 7, abs=2)
        shown += "".join(text for _, text in lines[:-1])
    assert Counter(squeezed(shown)) == Counter(printed_text(notice))


def test_a_page_holds_22_lines_of_28_characters(office: list[str], tmp_path: Path) -> None:
    pages = laid_out(office, LETTER_NOTICE, tmp_path)
    check_pages(pages, LETTER_NOTICE)
    full = pages[1][:-1]
    assert len(full) == LINES
    assert {len(text) for _, text in full} == {CHARACTERS}
    pitch = (full[-1][0] - full[0][0]) / (LINES - 1)
    assert pitch == pytest.approx(HEIGHT / LINES, abs=0.05)
    # The first page has the title in two lines and an empty one below it.
    assert len(pages[0]) - 1 in (LINES - 1, LINES)


def test_real_notices_are_laid_out(office: list[str], real: list[Notice], tmp_path: Path) -> None:
    for notice in real:
        pages = laid_out(office, notice, tmp_path)
        check_pages(pages, notice)
        lines = [len(page) - 1 for page in pages[:-1]]
        assert max(lines) == LINES
        assert len(pages[-1]) - 1 > len(notice.signature), "who signs stands alone on a page"


# Round trip


def imported_again(notice: Notice, folder: Path) -> Notice:
    path = folder / "notice.docx"
    path.write_bytes(word_file(notice))
    again = import_draft(path, notice.id)
    assert again.notice, [d.message for d in again.diagnostics]
    return again.notice


def test_real_notices_come_back_from_word_as_they_were(real: list[Notice], tmp_path: Path) -> None:
    for notice in real:
        assert imported_again(notice, tmp_path) == notice


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_come_back_from_word(path: Path, tmp_path: Path) -> None:
    """What is not printed does not come back, nor where the closing words begin, which follow an
    issue without a heading of their own in one of them."""
    notice = sample(path)
    again = imported_again(notice, tmp_path)
    assert printed_text(again) == printed_text(notice)
    assert (again.contacts, again.signature) == (notice.contacts, notice.signature)
    assert (again.labels, again.inspection) == (notice.labels, notice.inspection)
    before, after = list(notice.issues()), list(again.issues())
    assert [issue.status for issue in after] == [issue.status for issue in before]
    for one, other in zip(before[:-1], after[:-1], strict=True):
        assert other == one.model_copy(update={"tags": ()})
    last = after[-1].measures[: len(before[-1].measures)]
    assert after[-1].problem == before[-1].problem
    assert last == before[-1].measures


@given(printed_notices())
@FEWER
def test_notices_in_usual_shapes_come_back_from_word(
    tmp_path_factory: pytest.TempPathFactory, notice: Notice
) -> None:
    again = imported_again(notice, tmp_path_factory.getbasetemp())
    # Their strategy leaves unsaid what the preamble says of the inspection; the import does not.
    assert again.model_copy(update={"inspection": notice.inspection}) == notice


@given(notices())
@FEWER
def test_no_word_of_any_notice_is_lost_on_the_way(
    tmp_path_factory: pytest.TempPathFactory, notice: Notice
) -> None:
    """Words of chance are seldom taken for what they were, but if taken for a notice, all of them.

    Bold marks of Markdown are left out by every import, and symbol fonts have characters that no
    other font has.
    """
    named = notice.model_copy(
        update={"title": TITLE, "organization": "甲局", "letterhead": None, "edition": None}
    )
    path = tmp_path_factory.getbasetemp() / "chance.docx"
    path.write_bytes(word_file(named))
    again = import_draft(path)
    if again.notice:
        words = PRIVATE_USE.sub("\ufffd", printed_text(named)).replace("**", "")
        assert printed_text(again.notice) == words
    else:
        # No sections, then: never a word too many or too few.
        assert "D900" not in {d.code for d in again.diagnostics}


# The command


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_project(tmp_path, {"minzhengju-2024.yml": NOTICE})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return "".join(capsys.readouterr())


@pytest.mark.parametrize("form", ["fragment", "docx"])
def test_a_notice_is_exported(project: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    name = {"fragment": "minzhengju-2024.html", "docx": "minzhengju-2024.docx"}[form]
    assert main(["export", form, "minzhengju-2024"]) == 0
    assert f"已写出 {name}" in said(capsys)
    data = (project / name).read_bytes()
    notice = parsed(NOTICE)
    assert data == {"fragment": fragment(notice).encode(), "docx": word_file(notice)}[form]

    assert main(["export", form, "minzhengju-2024"]) == 0
    assert "已是最新" in said(capsys)
    (project / name).write_bytes(b"other")
    assert main(["export", form, "minzhengju-2024"]) == 2
    assert "加 --force" in said(capsys)
    assert (project / name).read_bytes() == b"other"
    assert main(["export", form, "notices/minzhengju-2024.yml", "--force"]) == 0
    assert (project / name).read_bytes() == data
    assert main(["export", form, "minzhengju-2024", "-o", "content/a.x", "-f", "mkdocs.yml"]) == 0
    assert (project / "content" / "a.x").read_bytes() == data
    assert not list(project.rglob(".*.new"))


def test_the_options_of_a_fragment(project: Path) -> None:
    assert main(["export", "fragment", "minzhengju-2024", "--no-title", "--facts"]) == 0
    html = (project / "minzhengju-2024.html").read_text(encoding="utf-8")
    assert "<table" in html
    assert parsed(NOTICE).title not in html


LIVES = {
    "state: draft": "是草稿",
    "publish_at: 2999-01-02 09:00+08:00": "定于 2999-01-02 09:00 发布",
    "publish_at: 1999-01-02 09:00+08:00": "",
    "withdrawn: {date: 2024-02-02, reason: 核实}": "已于 2024-02-02 撤回",
    "superseded_by: minzhengju-2025": "已被 minzhengju-2025 替代",
    "corrections: [{date: 2024-02-02, what: 甲, why: 乙}]": "",
}


@pytest.mark.parametrize("life", LIVES)
def test_who_makes_a_fragment_of_what_is_not_public_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], life: str
) -> None:
    """It is made to be pasted into a public site, where nothing holds a draft back."""
    path = project / "notices" / "minzhengju-2024.yml"
    path.write_text(f"{life}\n{NOTICE}", encoding="utf-8")
    for _ in ("written", "already there"):
        assert main(["export", "fragment", "minzhengju-2024"]) == 0
        told = capsys.readouterr().err
        assert ("提醒：这份通报" in told) == bool(LIVES[life])
        assert LIVES[life] in told
    assert main(["export", "docx", "minzhengju-2024"]) == 0
    assert capsys.readouterr().err == ""


def test_a_notice_is_found_by_the_id_in_its_file(project: Path) -> None:
    (project / "notices" / "b.yml").write_text("id: jiaoyuju-2023\n" + NOTICE, encoding="utf-8")
    assert main(["export", "fragment", "jiaoyuju-2023"]) == 0
    assert (project / "jiaoyuju-2023.html").is_file()


REFUSED = {
    "minzhenju-2024": "没有编号为“minzhenju-2024”的通报。相近的有：minzhengju-2024",
    "minzheng": "相近的有：minzhengju-2024",
    "MINZHENGJU-2024": "相近的有：minzhengju-2024",
    "2019": "编号就是通报的网址里的名称",
    "../x": "没有编号为“../x”的通报",
    "": "没有编号为“”的通报",
    "notices/nix.yml": "找不到通报文件 notices/nix.yml",
}


@pytest.mark.parametrize("form", ["fragment", "docx"])
@pytest.mark.parametrize("wanted", REFUSED)
def test_an_unknown_notice_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], form: str, wanted: str
) -> None:
    before = tree(project)
    assert main(["export", form, wanted]) == 2
    assert REFUSED[wanted] in said(capsys)
    assert tree(project) == before


def test_a_notice_with_faults_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "notices" / "minzhengju-2024.yml"
    path.write_text(NOTICE.replace("title:", "titel:"), encoding="utf-8")
    before = tree(project)
    for form in ("fragment", "docx"):
        assert main(["export", form, "minzhengju-2024"]) == 1
        found = said(capsys)
        assert "minzhengju-2024.yml:1:1: 错误 N104" in found
        assert "没有导出" in found
    assert tree(project) == before


def test_a_notice_that_is_not_found_may_be_in_a_file_that_cannot_be_read(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = project / "notices" / "b.yml"
    broken.write_text("id: jiaoyuju-2023\n" + NOTICE.replace("title:", "titel:"), encoding="utf-8")
    assert main(["export", "docx", "jiaoyuju-2023"]) == 2
    assert f"有 1 份文件读不了，编号可能写在里面：{Path('notices/b.yml')}" in said(capsys)


def test_what_is_not_signed_may_be_printed_for_it_and_not_published(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = project / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("- gongkai", "- gongkai: {require_review: 3}"), encoding="utf-8")
    assert main(["export", "fragment", "minzhengju-2024"]) == 1
    assert "N701" in said(capsys)
    assert main(["export", "docx", "minzhengju-2024"]) == 0


@pytest.mark.parametrize("form", ["fragment", "docx", "zip"])
def test_a_place_that_cannot_be_written_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(project / "mkdocs.yml") == 0
    capsys.readouterr()
    call = ["export", form, *(["minzhengju-2024"] if form != "zip" else [])]
    before = tree(project)
    assert main([*call, "-o", "nix/a"]) == 2
    assert "找不到文件夹 nix" in said(capsys)
    assert main([*call, "-o", "content"]) == 2
    assert "content 是文件夹" in said(capsys)
    assert main([*call, "-f", "nix.yml"]) == 2
    assert "找不到配置文件 nix.yml" in said(capsys)

    def denied(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "replace", denied)
    assert main([*call, "-o", "a.x"]) == 2
    found = said(capsys)
    assert "a.x 读不了或写不了：没有权限" in found
    assert "Traceback" not in found
    assert tree(project) == before


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
@pytest.mark.parametrize("form", ["fragment", "docx", "zip"])
def test_a_pipe_or_a_device_stays_what_it_is(
    project: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    """What is exported takes the place of what was there, and so it would of /dev/null."""
    os.mkfifo(project / "pipe")
    call = ["export", form, *(["minzhengju-2024"] if form != "zip" else []), "-o", "pipe"]
    assert build(project / "mkdocs.yml") == 0
    for arguments in (call, [*call, "--force"]):
        assert main(arguments) == 2
        assert "不是普通的文件" in said(capsys)
        assert (project / "pipe").is_fifo()


def test_a_project_without_notices_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", "docx", "a"]) == 2
    assert "找不到通报文件夹 notices" in said(capsys)
    (tmp_path / "notices").mkdir()
    assert main(["export", "docx", "a"]) == 2
    assert "文件夹是空的" in said(capsys)
    assert main(["export", "zip"]) == 2
    assert "找不到配置文件 mkdocs.yml" in said(capsys)


def test_without_python_docx_the_cure_is_named(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    assert main(["export", "docx", "minzhengju-2024"]) == 2
    assert "照 README 的“安装和生成”再装一遍" in said(capsys)
    assert not (project / "minzhengju-2024.docx").exists()


def test_a_format_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["export"])
    assert stop.value.code == 2
    assert "缺少参数：格式" in said(capsys)


# Archives


@pytest.fixture
def built(project: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    for hidden in (".git/config", ".venv/a", "content/.draft.md", "notices/.cache/a.yml"):
        (project / hidden).parent.mkdir(parents=True, exist_ok=True)
        (project / hidden).write_text("x", encoding="utf-8")
    (project / "content" / "说明.txt").write_text("说明", encoding="utf-8")
    assert build(project / "mkdocs.yml") == 0
    (project / "site" / ".nojekyll").touch()
    capsys.readouterr()
    return project


def unpacked(archive: Path, folder: Path) -> dict[str, bytes]:
    with ZipFile(archive) as opened_archive:
        opened_archive.extractall(folder)
    return tree(folder)


def test_an_archive_holds_site_manifest_and_sources(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "zip"]) == 0
    archive = built / "site.zip"
    printed = said(capsys)
    assert f"SHA-256：{hashlib.sha256(archive.read_bytes()).hexdigest()}" in printed
    assert "不要公开" in printed
    files = unpacked(archive, built / "out")
    listed = json.loads(files.pop("manifest.json"))
    paths = [file["path"] for file in listed["files"]]
    assert paths == sorted(files)
    assert listed["count"] == len(files)
    for file in listed["files"]:
        data = files[file["path"]]
        assert file["size"] == len(data)
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
    site = {f"site/{name}": data for name, data in tree(built / "site").items()}
    del site["site/.nojekyll"]
    assert {name: data for name, data in files.items() if name.startswith("site/")} == site
    assert [name for name in files if name.startswith("sources/")] == [
        "sources/content/index.md",
        "sources/content/说明.txt",
        "sources/mkdocs.yml",
        "sources/notices/minzhengju-2024.yml",
    ]
    readme = files["README.txt"].decode("utf-8-sig")
    assert readme.startswith("示例站点\r\n")
    assert "index.html" in readme


def test_the_way_to_verify_that_the_readme_names_works(built: Path) -> None:
    assert main(["export", "zip"]) == 0
    files = unpacked(built / "site.zip", built / "out")
    readme = files["README.txt"].decode("utf-8-sig")
    match = re.search(r'python3 -c "(.*)"', readme)
    assert match

    def verify() -> str:
        call = [sys.executable, "-W", "ignore", "-c", match[1]]
        return subprocess.run(
            call, cwd=built / "out", capture_output=True, text=True, check=True
        ).stdout

    assert verify() == ""
    (built / "out" / "site" / "index.html").write_text("x", encoding="utf-8")
    (built / "out" / "sources" / "mkdocs.yml").unlink()
    assert verify().split() == ["site/index.html", "sources/mkdocs.yml"]


def test_what_an_import_left_beside_notices_is_not_packed(built: Path) -> None:
    notices = built / "notices"
    for name in ("a.review.html", "a.yml.bak", "a.yml.bak2"):
        (notices / name).write_text("旧的", encoding="utf-8")
    os.utime(notices, ns=(10**18, 10**18))
    assert main(["export", "zip"]) == 0
    names = [name for name in ZipFile(built / "site.zip").namelist() if "/notices/a." in name]
    assert names == []


def test_the_sources_in_an_archive_make_the_same_notices(built: Path) -> None:
    assert main(["export", "zip"]) == 0
    unpacked(built / "site.zip", built / "out")
    assert build(built / "out" / "sources" / "mkdocs.yml") == 0
    again = built / "out" / "sources" / "site" / "notices" / "minzhengju-2024" / "index.html"
    page = built / "site" / "notices" / "minzhengju-2024" / "index.html"
    assert again.read_bytes() == page.read_bytes()


def test_an_archive_depends_on_its_files_alone(built: Path) -> None:
    assert main(["export", "zip", "-o", "a.zip"]) == 0
    for path in (*built.rglob("*.html"), built / "mkdocs.yml"):
        os.utime(path, ns=(10**18, 10**18))
        path.chmod(0o600)
    later = 2 * 10**18
    os.utime(built / "site" / "index.html", ns=(later, later))
    assert main(["export", "zip", "-o", "b.zip"]) == 0
    assert (built / "a.zip").read_bytes() == (built / "b.zip").read_bytes()
    infos = ZipFile(built / "a.zip").infolist()
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    chinese = next(info for info in infos if "说明" in info.filename)
    assert chinese.flag_bits & 0x800


def test_what_else_a_build_needs_is_packed(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = (built / "mkdocs.yml").read_text(encoding="utf-8")
    (built / "base.yml").write_text(
        base.replace("name: material", "name: material\n  custom_dir: overrides").replace(
            "- gongkai", "- gongkai: {words: words.yml}"
        ),
        encoding="utf-8",
    )
    (built / "mkdocs.yml").write_text("INHERIT: base.yml\n", encoding="utf-8")
    (built / "words.yml").write_text("登陆: 登录\n", encoding="utf-8")
    (built / "overrides").mkdir()
    (built / "overrides" / "a.html").write_text("", encoding="utf-8")
    assert build(built / "mkdocs.yml") == 0
    before = {name: (built / name).read_bytes() for name in ("base.yml", "mkdocs.yml", "words.yml")}
    for name in before:
        assert main(["export", "zip", "-o", name, "--force"]) == 2
        assert "就是要打包的" in said(capsys)
    assert main(["export", "zip", "-o", "overrides/a.zip"]) == 2
    assert "在要打包的文件夹" in said(capsys)
    assert {name: (built / name).read_bytes() for name in before} == before
    assert main(["export", "zip"]) == 0
    names = ZipFile(built / "site.zip").namelist()
    for name in ("base.yml", "mkdocs.yml", "words.yml", "overrides/a.html"):
        assert f"sources/{name}" in names


def test_an_archive_is_refused_without_a_site(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "zip"]) == 2
    assert "先运行 site-builder build" in said(capsys)
    assert not (project / "site.zip").exists()


@pytest.mark.parametrize("change", ["edited", "added", "removed", "configured"])
def test_an_archive_is_refused_when_the_site_is_older(
    built: Path, capsys: pytest.CaptureFixture[str], change: str
) -> None:
    now = time.time_ns() + 10**9
    notice = built / "notices" / "minzhengju-2024.yml"
    match change:
        case "edited":
            os.utime(notice, ns=(now, now))
        case "added":
            (built / "notices" / "b.yml").write_text(NOTICE, encoding="utf-8")
            os.utime(built / "notices" / "b.yml", ns=(now, now))
        case "removed":
            (built / "content" / "说明.txt").unlink()
            os.utime(built / "content", ns=(now, now))
        case "configured":
            os.utime(built / "mkdocs.yml", ns=(now, now))
    assert main(["export", "zip"]) == 2
    found = said(capsys)
    assert "在网站生成之后改动过" in found
    assert not (built / "site.zip").exists()


def test_names_that_mean_something_else_elsewhere_are_refused(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a\\..\\..\\b.html", "c:a.html", "a\nb.html"):
        path = built / "site" / name
        path.write_text("x", encoding="utf-8")
        assert main(["export", "zip"]) == 2
        assert "的文件名里有不能用的字符" in said(capsys)
        path.unlink()
    (built / "site" / os.fsdecode(b"\xff.html")).write_text("x", encoding="utf-8")
    assert main(["export", "zip"]) == 2
    assert "文件名不是 UTF-8" in said(capsys)
    assert not (built / "site.zip").exists()


@pytest.mark.parametrize(
    "name", ["con.md", "Aux", "lpt1.tar.gz", "nul/a.md", "名称.", "名称 ", "文件夹./a.md"]
)
def test_names_that_windows_cannot_hold_are_refused(
    built: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = built / "content" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x", encoding="utf-8")
    assert main(["export", "zip"]) == 2
    assert "的文件名里有不能用的字符，或者是 Windows 保留的名称" in said(capsys)
    assert not (built / "site.zip").exists()


def test_names_that_are_one_on_windows_are_refused(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("A.txt", "a.txt"):
        (built / "content" / name).write_text("x", encoding="utf-8")
    if len(list((built / "content").glob("[aA].txt"))) != 2:
        pytest.skip("nor can they both be here")
    assert build(built / "mkdocs.yml") == 0
    assert main(["export", "zip"]) == 2
    assert "site/A.txt 和 site/a.txt 只有大小写不同" in said(capsys)


def test_a_site_that_is_not_as_it_was_built_is_refused(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The archive has a manifest of its own, which would vouch for whatever is in it."""
    page, added = built / "site" / "404.html", built / "site" / "shell.php"
    data = page.read_bytes()

    def refused() -> str:
        assert main(["export", "zip"]) == 2
        assert not list(built.glob("*.zip"))
        assert not list(built.glob(".*.new"))
        return said(capsys)

    page.write_bytes(data[:-1] + b"x")
    assert "与它的清单不一致：404.html" in refused()
    page.unlink()
    assert "与它的清单不一致：404.html" in refused()
    page.write_bytes(data)
    added.write_text("x")
    assert "与它的清单不一致：shell.php" in refused()
    added.unlink()
    (built / "site" / "manifest.json").rename(built / "kept.json")
    assert "没有清单" in refused()
    (built / "kept.json").rename(built / "site" / "manifest.json")
    assert main(["export", "zip"]) == 0


def test_hidden_files_of_a_site_are_no_part_of_what_is_packed(built: Path) -> None:
    hidden = built / "content" / ".well-known" / "security.txt"
    hidden.parent.mkdir()
    hidden.write_text("Contact: mailto:a@example.com", encoding="utf-8")
    config = built / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text + "exclude_docs: '!.well-known'\n", encoding="utf-8")
    assert build(config) == 0
    assert (built / "site" / ".well-known" / "security.txt").is_file()
    assert main(["export", "zip"]) == 0
    assert not [name for name in ZipFile(built / "site.zip").namelist() if "well-known" in name]


def test_links_out_of_the_project_are_refused(
    built: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    secret.write_text("x", encoding="utf-8")
    for target in (secret, secret.parent, built / "site" / "notices"):
        link = built / "site" / "link"
        link.symlink_to(target)
        assert main(["export", "zip"]) == 2
        assert "是指向别处的链接" in said(capsys)
        link.unlink()
    assert main(["export", "zip", "-o", "site/a.zip"]) == 2
    assert "在要打包的文件夹" in said(capsys)


def test_a_fault_half_way_leaves_what_was_there(
    built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (built / "site.zip").write_bytes(b"old")

    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("site_builder.archive.manifest", full)
    assert main(["export", "zip"]) == 2
    assert "已经存在" in said(capsys)
    assert main(["export", "zip", "--force"]) == 2
    assert "site.zip 读不了或写不了：磁盘满了" in said(capsys)
    assert (built / "site.zip").read_bytes() == b"old"
    assert not list(built.glob(".*.new"))


def test_ten_thousand_files_take_little_time_and_memory(tmp_path: Path) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    folder = tmp_path / "site"
    folder.mkdir()
    for number in range(100):
        (folder / f"{number}").mkdir()
        for inner in range(100):
            (folder / f"{number}" / f"{inner}.html").write_text("页" * 500, encoding="utf-8")
    with (folder / "large.bin").open("wb") as large:
        large.truncate(200_000_000)
    (folder / "index.html").write_text("x", encoding="utf-8")
    seal(folder)
    later = time.time_ns() + 10**9
    os.utime(folder / "index.html", ns=(later, later))
    code = (
        "import pathlib, sys; from site_builder.archive import pack;"
        "from site_builder.reading.project import read_project;"
        "p = pack(read_project(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2]));"
        "print(p.site_count);"
        "status = pathlib.Path('/proc/self/status');"
        "print(status.read_text() if status.exists() else '')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(config), str(tmp_path / "a.zip")],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert int(done.stdout.split()[0]) == 10_003
    if most := re.search(r"VmHWM:\s+(\d+) kB", done.stdout):
        assert int(most[1]) < 100_000
    assert ZipFile(tmp_path / "a.zip").testzip() is None


def test_packing_can_be_called_by_itself(built: Path) -> None:
    project = read_project(built / "mkdocs.yml")
    packed = pack(project, built / "a.zip")
    assert packed.size == (built / "a.zip").stat().st_size
    shutil.rmtree(built / "site")
    with pytest.raises(CannotPackError):
        pack(project, built / "a.zip")


def test_a_manifest_is_sorted_however_files_come() -> None:
    files = [Listed("b", 2, "22"), Listed("a/甲.html", 1, "11")]
    assert manifest(files) == manifest(reversed(files))
    data = json.loads(manifest(files))
    assert [file["path"] for file in data["files"]] == ["a/甲.html", "b"]
    assert (data["count"], data["size"], data["algorithm"]) == (2, 3, "sha256")


@pytest.mark.browser
def test_an_archive_opens_from_a_disk(built: Path, browser: Browser) -> None:
    assert main(["export", "zip"]) == 0
    unpacked(built / "site.zip", built / "out")
    page = browser.new_page()
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url))
    page.goto((built / "out" / "site" / "index.html").as_uri())
    page.goto((built / "out" / "site" / "notices" / "minzhengju-2024" / "index.html").as_uri())
    assert squeezed(page.locator("article#notice").inner_text()) == printed_text(parsed(NOTICE))
    assert page.locator("article#notice").evaluate("e => getComputedStyle(e).display") == "block"
    assert all(url.startswith("file:") for url in outside)
    page.close()


@pytest.mark.browser
def test_a_fragment_opens_from_a_disk(project: Path, browser: Browser) -> None:
    assert main(["export", "fragment", "minzhengju-2024"]) == 0
    page = browser.new_page()
    page.goto((project / "minzhengju-2024.html").as_uri())
    assert squeezed(page.locator("body").inner_text()) == printed_text(parsed(NOTICE))
    page.close()
