"""Numbers and names that may not be public are found at their place; near misses never are."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.checks import rules
from site_builder.checks.data.numbers import (
    id_check,
    is_card,
    is_id,
    looks_like_id,
    luhn,
    mask,
    plain,
)
from site_builder.checks.rule import RULES
from site_builder.checks.subject import Subject
from site_builder.notice.model import Notice

assert rules.__path__  # importing it registers the rules
OURS = sorted(code for code in RULES if code.startswith("N4"))
BEFORE = st.sampled_from(("", "号码", "登记为：", "（", "共3件，", "A类，", "“"))
BEHIND = st.sampled_from(("", "。", "已登记", "）", "，3件", "”", "、"))


def subject(text: str) -> Subject:
    return Subject(
        Notice.model_validate(
            {
                "id": "a",
                "title": "示例",
                "organization": "示例县",
                "preamble": [f"甲{text}"],
                "contacts": [{"phone": "13700137000", "text": "电话：13700137000"}],
            }
        )
    )


def found(text: str, codes: list[str] = OURS) -> list[tuple[str, str]]:
    whole = subject(text)
    return [
        (code, f"甲{text}"[finding.start : finding.end])
        for code in codes
        for finding in RULES[code].check(whole)
    ]


@st.composite
def ids(draw: st.DrawFn) -> str:
    region = draw(st.sampled_from(("110105", "440802", "510104", "650102", "320583", "622901")))
    birth = draw(st.dates(date(1920, 1, 1), date(2020, 12, 31)))
    first = f"{region}{birth:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return first + id_check(first)


@st.composite
def cards(draw: st.DrawFn) -> str:
    size = draw(st.sampled_from((16, 17, 19)))
    first = "62" + "".join(
        draw(st.lists(st.sampled_from("0123456789"), min_size=size - 3, max_size=size - 3))
    )
    return next(f"{first}{last}" for last in "0123456789" if luhn(f"{first}{last}"))


def mobiles() -> st.SearchStrategy[str]:
    return st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True).filter(lambda n: n != "13700137000")


def spaced(number: str, *sizes: int, by: str) -> str:
    groups, at = [], 0
    for size in sizes:
        groups.append(number[at : at + size])
        at += size
    return by.join(groups)


@given(ids(), BEFORE, BEHIND, st.sampled_from(("", " ", "-")), st.booleans())
def test_resident_ids_are_found_however_they_are_printed(number, before, behind, by, is_wide):
    printed = spaced(number, 6, 8, 4, by=by)
    if is_wide:
        printed = "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in printed)
    assert ("N401", printed) in found(f"{before}{printed}{behind}")
    assert plain(printed) == number


@given(ids(), st.sampled_from("0123456789X"))
def test_a_wrong_check_digit_is_a_doubt_only(number, last):
    wrong = number[:17] + last
    if wrong != number:
        codes = {code for code, _ in found(f"号码{wrong}。")}
        assert "N401" not in codes
        assert "N402" in codes


@given(ids(), mobiles(), cards())
def test_masked_numbers_are_never_found(number, mobile, card):
    text = f"号码{mask(number, 2, 3)}、手机{mask(mobile, 3, 4)}、银行卡{mask(card, 4, 4)}。"
    assert not found(text)


@given(mobiles(), BEFORE, BEHIND, st.sampled_from(("", " ", "-")))
def test_mobiles_are_found_however_they_are_printed(number, before, behind, by):
    printed = spaced(number, 3, 4, 4, by=by)
    assert found(f"{before}{printed}{behind}", ["N403"]) == [("N403", printed)]


@given(mobiles())
def test_longer_numbers_and_amounts_are_no_mobiles(number):
    for text in (
        f"1{number}",
        f"{number}0",
        f"{number}.50",
        f"{number}元",
        f"编号{number}",
        f"A{number}",
    ):
        assert not found(text, ["N403"]), text


@given(cards(), BEFORE, BEHIND)
def test_bank_cards_are_found(number, before, behind):
    if len(number) != 18 or not is_id(number):
        assert found(f"{before}{number}{behind}", ["N404"]) == [("N404", number)]
    last = str((int(number[-1]) + 1) % 10)
    assert not found(f"卡号{number[:-1]}{last}", ["N404"])


@pytest.mark.parametrize("number", ["4111111111111111", "5500005555555559", "3530111333300000"])
def test_other_issuers_need_the_word(number):
    assert found(f"银行卡{number}", ["N404"]) == [("N404", number)]
    assert not found(f"数字{number}", ["N404"])


def test_checks():
    assert is_id("11010519491231002X")
    assert not looks_like_id("110105194913310021")
    assert not looks_like_id("990105194912310021")
    assert not looks_like_id("110005194912310021")
    assert not is_card("62")
    assert mask("13812345678", 3, 4) == "138****5678"


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("护照E12345678已收", "N405", "E12345678"),
        ("通行证号码：C12345678。", "N405", "C12345678"),
        ("粤A12345超速", "N406", "粤A12345"),
        ("粤AD12345", "N406", "粤AD12345"),
        ("粤B·12D45", "N406", "粤B·12D45"),
        ("京A1234警", "N406", "京A1234警"),
        ("公务用车粤A12345", "N411", "粤A12345"),
        ("家住甲村3组12号", "N407", "家住甲村3组12号"),
        ("丙村五组7号", "N407", "村五组7号"),
        ("患者李小明（男，45岁）", "N408", "李小明"),
        ("姓名：王小红，性别女", "N408", "王小红"),
        ("信访人张建国来信", "N408", "张建国"),
        ("李大山患肝癌", "N409", "李大山患肝癌"),
        ("学生王晓明，", "N410", "王晓明"),
        ("机密★长期", "N421", "机密★长期"),
        ("密级：秘密", "N421", "密级：秘密"),
        ("内部文件，请勿外传", "N422", "内部文件，请勿外传"),
        ("公开方式：依申请公开", "N423", "公开方式：依申请公开"),
        ("原局长李明涉嫌受贿。", "N425", "涉嫌"),
        ("县纪委正在对问题线索开展初核。", "N426", "初核"),
    ],
)
def test_words_that_give_somebody_away(text, code, words):
    assert (code, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "立案2件，党纪处分3人，诫勉0人",
        "移交问题线索5条，初步核实3件，对2名干部立案审查调查",
        "原局长李明涉嫌受贿，已由县纪委监委通报",
        "经初步核实，资金已拨付；经镇初核、县复核",
        "对涉嫌违纪违法的及时移送，保守国家秘密，涉密计算机（机密级）",
        "关爱未成年人和残疾人，救助患有重大疾病的职工，徐州患有尘肺病的职工",
        "李某某（男，45岁）、学生王某、患者张某因病住院",
        "学生张贴作品、学生周边、举报人陈述、患者满意",
        "示例路12号办公楼，乙小区3号楼，公租房幸福花园3栋2单元501室",
        "川A股、粤ICP备12345678号、京B2-20050118、京津冀",
        "统一社会信用代码12440300455750123Q、914403001922038216",
        "订单号202301011234567890，索引号11440300MB2D12345X/2023-00012",
        "任命王小明同志为主任，局长张明、副局长李华、王强参加",
        "信息公开指南，依申请公开12件，不予公开3件，内部资料管理办法",
        "向本单位电话13700137000反映",
    ],
)
def test_ordinary_words_are_clean(text):
    assert not found(text)


def test_messages_repeat_no_number_and_no_name():
    for text in (
        "号码11010519491231002X",
        "手机13800138000",
        "患者李小明（男，45岁）",
        "李大山患肝癌",
    ):
        findings = [one for code in OURS for one in RULES[code].check(subject(text))]
        assert findings
        for finding in findings:
            said = finding.message + finding.hint
            secret = f"甲{text}"[finding.start : finding.end]
            assert secret
            assert secret not in said
            assert finding.fix is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        # What spaces and half-width commas once hid from the search.
        ("N421", "密 级：内部"),
        ("N421", "密\u3000级：机密"),
        ("N408", "贫困户李建国,女"),
    ],
)
def test_odd_spacing_hides_nothing(code, text):
    assert found(text, [code])
