"""Whatever a file holds: no traceback, no hang, and nothing of it becomes markup."""

from __future__ import annotations

import csv
import json
import os
import random
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from site_builder.checks.run import check_notice
from site_builder.checks.settings import Settings
from site_builder.cli import main
from site_builder.notice.diagnostics import has_errors
from site_builder.notice.model import Notice
from site_builder.reading.limits import MAX_FAULTS, MAX_ISSUES, MAX_TEXT
from site_builder.reading.notice_file import find_notice_files, parse_notice, read_notice
from site_builder.reading.yaml_limits import MAX_KEYS, MAX_VALUES
from tests.fuzzing import HOSTILE, SITE, must_be_as_harmless, mutated, structure, tried
from tests.strategies import notices
from tests.support import NOTICE, build, make_project, served, whole_page
from tests.test_security import complaints, watched

HEAD = "标题: 甲\n单位: 乙\n"
BOUNDED = settings(
    deadline=timedelta(seconds=10),
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# In pieces, or hardly anything that Hypothesis makes of itself would be YAML.
PIECES = (
    *("标题: ", "单位: ", "章节:\n", "问题:\n", "- ", "  ", "\n", "存在问题: ", "整改结果: ", "甲"),
    *("联系方式:\n", "电话: ", "前言: |\n", "{", "}", "[", "]", ",", '"', "'", "&a ", "*a", "!t "),
    *("---\n", "...\n", "? ", "<<: ", "#", "0x1F", "1.5", "no", "2023-02-30", "编号: "),
)


@BOUNDED
@given(st.text() | st.lists(st.sampled_from((*PIECES, *HOSTILE)), max_size=60).map("".join))
def test_any_text_is_a_notice_or_is_refused_with_a_reason(text: str) -> None:
    tried(text)
    tried(HEAD + text)


@BOUNDED
@given(st.integers(0, 2**32))
def test_a_mutated_notice_is_as_harmless_as_any(seed: int) -> None:
    tried(mutated(random.Random(seed)))


@settings(BOUNDED, max_examples=40)
@given(notices())
def test_any_notice_is_as_harmless_as_one_without_signs(notice: Notice) -> None:
    must_be_as_harmless(whole_page(notice, SITE).data.decode(), notice)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", bytes(range(256)), "甲".encode("gbk") * 9, b"%"])
@settings(deadline=timedelta(seconds=5), max_examples=40)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, more: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.yml"
    path.write_bytes(data + more)
    file = read_notice(path)
    assert (file.notice is None) == has_errors(file.diagnostics)


# A whole site


def hostile_notice(number: int, word: str) -> str:
    """Return a notice with a word wherever a text may stand, and behind a harmless beginning."""

    def said(words: str) -> str:
        return f"{words}{word}"

    return quoted(
        {
            "title": said(f"第{number}号通报"),
            "letterhead": said("文头"),
            "edition": said("版本"),
            "organization": said(f"中共示例{number}局党组"),
            "region": said("示例市"),
            "published": f"2024-01-{number % 28 + 1:02}",
            "publisher": said("发布者"),
            "index_number": said("索引"),
            "document_number": said("文号"),
            "disclosure": said("公开"),
            "labels": {
                "measures": said("整改："),
                "status": said("结果："),
                "contacts": said("联系"),
            },
            "inspection": {
                "body": said("第一组"),
                "round": said("第一轮"),
                "kinds": [said("常规")],
                "period": said("三月"),
                "feedback_date": said("八月"),
            },
            "preamble": [said("前言")],
            "sections": [
                {
                    "heading": said("一、标题"),
                    "text": [said("正文")],
                    "issues": [
                        {
                            "number": said("1."),
                            "problem": said("存在问题"),
                            "details": [said("表现")],
                            "owner": said("责任单位"),
                            "deadline": said("年底前"),
                            "status": {"text": said("已完成"), "code": "completed"},
                            "measures": [
                                said("（1）措施"),
                                {"text": said("二"), "measures": [said("三")]},
                            ],
                            "tags": [said("主题")],
                        }
                    ],
                }
            ],
            "closing": [said("结语")],
            "contacts": [
                {"phone": "0999-0123456", "text": said("电话：0999-0123456")},
                {"address": said("示例路")},
                {"type": "other", "value": said("别的")},
            ],
            "signature": [{"issuer": said("单位")}, {"date": said("某日")}],
        }
    )


def quoted(value: Any) -> str:
    """Return JSON that is YAML too: no pair of surrogates, and nothing bare that YAML forbids."""
    text = json.dumps(value, ensure_ascii=False)
    return re.sub("[\x85\u2028\u2029\ufeff]", lambda sign: f"\\u{ord(sign[0]):04x}", text)


# All that a text may hold, of what means something to an output.
WORDS = [
    word
    for word in HOSTILE
    if parse_notice(quoted({"title": f"甲{word}", "organization": "乙"}), "x")[0]
]


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_of(tmp_path_factory.mktemp("hostile"), WORDS)


@pytest.fixture(scope="module")
def benign_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_of(tmp_path_factory.mktemp("benign"), ["口令" for _ in WORDS])


def site_of(folder: Path, words: list[str]) -> Path:
    texts: dict[str, str | bytes] = {
        f"n{i:03}.yml": hostile_notice(i, word) for i, word in enumerate(words)
    }
    config = make_project(folder, texts)
    config.write_text(
        config.read_text("utf-8").replace("  - search:\n      lang: zh\n", ""), "utf-8"
    )
    assert build(config) == 0
    return folder / "site"


def test_pages_of_notices_have_the_elements_of_harmless_ones(
    hostile_site: Path, benign_site: Path
) -> None:
    for path in sorted(hostile_site.glob("notices/n*/index.html")):
        name = path.relative_to(hostile_site)
        hostile, benign = (
            lxml.html.document_fromstring((site / name).read_text("utf-8"))
            for site in (hostile_site, benign_site)
        )
        word = WORDS[int(path.parent.name[1:])]
        assert structure(hostile) == structure(benign), repr(word)
        for root in (hostile, benign):
            for data in root.xpath("//script[not(@src)]"):
                assert data.get("type") == "application/ld+json"
                assert shape(json.loads(data.text))
        assert squeezed_title(hostile).startswith("第")


def squeezed_title(root: Any) -> str:
    return "".join(root.findtext(".//title").split())


def shape(value: Any) -> Any:
    """Return the keys of JSON without any values."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    return [shape(one) for one in value] if isinstance(value, list) else type(value).__name__


def test_no_other_page_has_an_element_that_harmless_ones_have_not(
    hostile_site: Path, benign_site: Path
) -> None:
    """Lists are as many as there are different names, so that only the kinds can be compared."""

    def kinds(site: Path) -> set[tuple[str, tuple[str, ...]]]:
        return {
            (str(element.tag), tuple(sorted(element.attrib)))
            for path in site.rglob("*.html")
            for element in lxml.html.document_fromstring(path.read_text("utf-8")).iter()
        }

    assert (
        not kinds(hostile_site)
        - kinds(benign_site)
        - {
            # What there is only where there is more than one of a kind, or a name is shared.
            ("a", ("href", "rel")),
            ("nav", ("aria-label", "class")),
        }
    )


def test_data_and_feeds_are_read_by_their_parsers(hostile_site: Path, benign_site: Path) -> None:
    count = 0
    for path in sorted(hostile_site.rglob("*")):
        twin = benign_site / path.relative_to(hostile_site)
        if path.suffix == ".xml":
            root = lxml.etree.parse(path)
            if twin.exists():
                tags = Counter(element.tag for element in root.iter())
                other = Counter(element.tag for element in lxml.etree.parse(twin).iter())
                assert tags.keys() == other.keys(), path
        elif path.suffix == ".json" and path.name != "manifest.json":
            found = json.loads(path.read_bytes())
            if path.match("data/notices/*.json"):
                assert shape(found) == shape(json.loads(twin.read_bytes())), path
        elif path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as stream:
                rows = list(csv.reader(stream))
            with twin.open(encoding="utf-8-sig", newline="") as stream:
                assert [len(row) for row in rows] == [len(row) for row in csv.reader(stream)], path
            assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+@\t\r＝＋＠")]
        else:
            continue
        count += 1
    assert count > len(WORDS)


@pytest.mark.browser
def test_no_word_of_a_notice_runs_in_a_browser(hostile_site: Path, browser: Browser) -> None:
    with served(hostile_site) as address:
        page = watched(browser)
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        for url in ("", "notices/", "contacts/", "themes/", "search/?q=存在问题", "issues/"):
            page.goto(address + url)
            page.wait_for_load_state("networkidle")
        for path in sorted(hostile_site.glob("notices/n*/")):
            page.goto(f"{address}notices/{path.name}/")
        page.goto(f"{address}search/?q=<img src=x onerror=alert(1)>")
        page.wait_for_selector("#search-results[data-query]")
        assert complaints(page) == []
        page.context.close()


# Files that never end, or lead elsewhere


def refused(path: Path, *, code: str = "N100") -> str:
    file = read_notice(path)
    assert file.notice is None
    (found,) = file.diagnostics
    assert found.code == code
    return f"{found.message}。{found.hint}"


def test_a_pipe_among_the_notices_is_told_and_not_waited_for(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes in folders")
    config = make_project(tmp_path, {"a.yml": NOTICE})
    os.mkfifo(tmp_path / "notices" / "b.yml")
    assert "管道" in refused(tmp_path / "notices" / "b.yml")
    assert build(config) == 1
    assert "notices/b.yml" in capfd.readouterr().err
    for options in ([], ["--fix"], ["--format", "json"]):
        assert main(["check", "-f", str(config), *options]) == 1


def test_a_device_is_told(tmp_path: Path) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no devices in folders")
    (tmp_path / "b.yml").symlink_to("/dev/zero")
    assert "指向别处的链接" in refused(tmp_path / "b.yml")
    assert "管道、设备" in refused(Path("/dev/zero"))


def test_a_link_to_elsewhere_is_refused_and_one_within_is_followed(tmp_path: Path) -> None:
    outside = tmp_path / "secret.yml"
    outside.write_text(NOTICE, "utf-8")
    folder = tmp_path / "notices"
    folder.mkdir()
    (folder / "a.yml").symlink_to(outside)
    (folder / "b.yml").symlink_to(folder / "real.txt")
    (folder / "real.txt").write_text(NOTICE, "utf-8")
    (folder / "c.yml").symlink_to(folder / "no-such-file")
    (folder / "d.yml").symlink_to(folder / "d.yml")
    assert [path.name for path in find_notice_files(folder)] == [f"{n}.yml" for n in "abcd"]
    assert "不该公开" in refused(folder / "a.yml")
    assert read_notice(folder / "b.yml").notice
    assert "找不到" in refused(folder / "c.yml")
    assert "绕成了圈" in refused(folder / "d.yml")


def test_the_notices_may_lie_in_a_folder_that_is_a_link(tmp_path: Path) -> None:
    real = tmp_path / "disk"
    real.mkdir()
    (real / "a.yml").write_text(NOTICE, "utf-8")
    (tmp_path / "notices").symlink_to(real, target_is_directory=True)
    (path,) = find_notice_files(tmp_path / "notices")
    assert read_notice(path).notice


@pytest.mark.parametrize(
    "id_", ["../x", "/etc/passwd", "a/b", "a\\b", ".", "..", "a..b/", "%2e", "C:"]
)
def test_an_id_leads_out_of_no_folder(id_: str) -> None:
    notice, faults = parse_notice(f"{HEAD}id: {json.dumps(id_)}\n", "x")
    assert notice is None
    assert [fault.code for fault in faults] == ["N111"]


# Limits


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("前言:\n- " + "甲" * (MAX_TEXT + 1), "一段文字有 100,001 字"),
        ("章节:\n- 问题:\n" + "  - 存在问题: 甲\n" * (MAX_ISSUES + 1), "5,000 个以上的问题"),
        ("前言:\n" + "- 甲\n" * MAX_VALUES, "超过 120,000 项"),
        ("前言: [" + "甲," * MAX_VALUES + "]", "超过 120,000 项"),
        ("用语:\n" + "".join(f"  k{i}: 甲\n" for i in range(MAX_KEYS + 1)), "有 201 个键"),
    ],
)
def test_too_much_is_told(body: str, cause: str) -> None:
    notice, faults = parse_notice(HEAD + body, "x")
    assert notice is None
    assert [fault.code for fault in faults] == ["N114"]
    assert cause in faults[0].message
    assert faults[0].hint


def test_what_is_within_the_limits_is_a_notice() -> None:
    text = f"{HEAD}前言:\n- {'甲' * MAX_TEXT}\n章节:\n- 问题:\n" + "  - 存在问题: 甲\n" * MAX_ISSUES
    notice, faults = parse_notice(text, "x")
    assert notice, faults
    assert sum(1 for _ in notice.issues()) == MAX_ISSUES


def test_of_very_many_slips_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text(f"{HEAD}前言:\n" + "- !a 甲\n" * 1000, "utf-8")
    found = read_notice(path).diagnostics
    assert len(found) == MAX_FAULTS + 1
    assert found[-1].code == "N114"
    assert "还有 800 处" in found[-1].message


def test_of_very_many_findings_of_a_rule_the_first_are_told() -> None:
    text = f"{HEAD}前言:\n- 甲{'（' * 50_000}\n"
    notice, _ = parse_notice(text, "x")
    assert notice
    found = check_notice(notice, text, "x.yml", Settings(today=date(2024, 6, 1))).diagnostics
    assert max(Counter(one.code for one in found).values()) == 1000


def test_one_broken_file_in_a_hundred_stops_the_build_and_all_are_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = {f"n{number:04}.yml": "标题：甲\n" for number in range(50, 1000, 100)}
    sound = {f"n{number:04}.yml": NOTICE for number in range(1000)}
    config = make_project(tmp_path, {**sound, **broken})
    assert build(config) == 1
    said = capfd.readouterr().err
    assert sorted(broken) == sorted(name for name in sound if f"notices/{name}:" in said)
    assert not (tmp_path / "site").exists()
    assert not list(tmp_path.glob(".site*"))
