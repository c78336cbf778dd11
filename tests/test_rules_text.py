"""What the rules about text and contacts tell apart, string by string."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.checks import rules
from site_builder.checks.data.area_codes import AREA_CODES, EIGHT_DIGITS, PROVINCE_OF
from site_builder.checks.data.places import POSTCODES, city_in, province_in
from site_builder.checks.data.traditional import TRADITIONAL
from site_builder.checks.data.wordlist import DOUBLED, INNOCENT_BEFORE, TYPOS
from site_builder.checks.rule import RULES, Finding
from site_builder.checks.settings import Settings
from site_builder.checks.subject import Subject, once
from site_builder.notice.model import Notice
from tests.support import is_linear

assert rules.__path__  # importing it registers the rules
OURS = sorted(code for code in RULES if code[1] in "345")


def subject(text: str, settings: Settings | None = None, **fields: object) -> Subject:
    notice = Notice.model_validate(
        {"id": "a", "title": "示例", "organization": "示例县", "preamble": [text], **fields}
    )
    return Subject(notice, settings or Settings())


def found(code: str, text: str, words: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    settings = Settings(words=words)
    return [text[f.start : f.end] for f in RULES[code].check(subject(text, settings))]


def mended(code: str, text: str) -> str:
    """Put the fixes of a rule into a text."""
    fixes: list[Finding] = list(RULES[code].check(subject(text)))
    for finding in sorted(fixes, key=lambda finding: -finding.start):
        if finding.fix is not None:
            text = text[: finding.start] + finding.fix + text[finding.end :]
    return text


# Text


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("加强领导,压实责任", [","]),
        ("加强领导, 压实责任", [","]),
        ("“一岗双责”,层层压实", [","]),
        ("占比50%,居全市前列", [","]),
        ("整改情况:", [":"]),
        ("电话:0999-0123456", [":"]),
        ("共3200套,补充1.6万件", [","]),
        ("整改完成.", ["."]),
        ("卡尔.马克思", ["."]),
        ("精神--落实", ["--"]),
        ("等等......", ["......"]),
        ("一.加强领导", []),
        ("8:30—12:00，3:7，1,234.5", []),
        ("https://a.cn/b?c=1;d=2,3", []),
        ("R&D,GDP", []),
        ("共12&nbsp;卷", []),
        ("每月1-2次", []),
    ],
)
def test_half_width_marks(text, marks):
    assert found("N306", text) == marks


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("**一是**整理", ["**", "**"]),
        ("核对**原件", ["**"]),
        ("**2023年**完成", ["**", "**"]),
        ("138****1234，李**，12**34，张**、王**", []),
        ("尾号**5678", []),
        ("a * b", []),
    ],
)
def test_stars_are_told_from_masks(text, marks):
    assert found("N304", text) == marks


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("《甲办法《乙办法》", ["《"]),
        ("甲》乙", ["》"]),
        ("（甲（乙）", ["（"]),
        ("“甲”乙”", ["”"]),
        ("示办〔2023年", ["〔"]),
        ("1）甲；（2）乙；一）丙", []),
        ("《甲（试行）》“乙‘丙’”", []),
        ("（甲)", []),
        ("it’s", []),
    ],
)
def test_pairs(text, marks):
    assert found("N310", text) == marks


def test_a_quotation_may_run_over_paragraphs():
    whole = subject("", preamble=["他说：“甲。", "“乙。", "丙。”"])
    assert not list(RULES["N310"].check(whole))
    broken = subject("", preamble=["他说：“甲。", "乙。"], closing=["丙。”"])
    assert len(list(RULES["N310"].check(broken))) == 2


@pytest.mark.parametrize(
    "text",
    [
        *("目的的确定", "进行了了解", "存在在建项目", "温和和气", "以及及时", "一是是否按时"),
        "各部门部门预算",
    ],
)
def test_what_is_doubled_by_right(text):
    assert not found("N313", text)


@pytest.mark.parametrize("character", DOUBLED)
def test_doubled_characters(character):
    assert found("N313", f"甲{character}{character}乙") == [character * 2]


@pytest.mark.parametrize(("wrong", "right"), TYPOS.items())
def test_typos(wrong, right):
    assert wrong in found("N317", f"要{wrong}。")
    assert not found("N317", f"要{right}。")
    for following in INNOCENT_BEFORE.get(wrong, ""):
        assert not found("N317", f"要{wrong}{following}。")


@pytest.mark.parametrize(
    "text", ["既使群众满意，又使干部放心", "激发韧性", "档案按装订顺序整理", "对帐篷逐一登记"]
)
def test_what_only_looks_like_a_wrong_word(text):
    assert not found("N317", text)


def test_the_words_of_a_project():
    words = {"帮扶": "结对帮扶", "贫困户": "脱贫户", "大力": ""}
    assert found("N318", "结对帮扶，帮扶贫困户，大力", words) == ["帮扶", "贫困户", "大力"]
    assert not found("N318", "帮扶贫困户")
    assert found("N318", "甲(.*乙", {"(.*": "丙"}) == ["(.*"]


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("N303", "整\u200b理\ufeff", "整理"),
        ("N304", "**一是**整理**", "一是整理"),
        ("N306", "甲,乙;丙:丁?戊!己.", "甲，乙；丙：丁？戊！己。"),
        ("N307", "办法(试行)", "办法（试行）"),
        ("N308", '落实"双减"', "落实“双减”"),
        ("N309", "办法（试行)", "办法（试行）"),
        ("N311", "示办[2022]14号、示办（2023）5号", "示办〔2022〕14号、示办〔2023〕5号"),
        ("N312", "甲，，乙。。", "甲，乙。"),
        ("N315", "２０２３年", "2023年"),
    ],
)
def test_fixes(code, wrong, right):
    assert mended(code, wrong) == right
    assert not found(code, right)


def test_a_notice_in_traditional_characters_is_meant_so():
    assert found("N316", "召開會議" + "部署工作" * 40) == ["開會議"]
    assert not found("N316", "召開會議部署書記講話要點")


@given(st.lists(st.text("甲乙（）《》“”,.*的 1", max_size=20), min_size=1, max_size=6))
def test_what_is_kept_is_that_of_the_notice_asked_for(texts):
    parts = once(lambda one: [text for _, text in one.parts])
    subjects = [subject(f"甲{text}") for text in texts]
    for one in (*subjects, *reversed(subjects)):
        assert one.text == "".join(f"{text}\0" for text in parts(one))
        assert one.parts == tuple(map(one.part, range(len(parts(one)))))


HOSTILE = (
    "1",
    "（",
    "*",
    " ",
    "a@",
    "《",
    "“",
    "(",
    "1 ",
    "6222 ",
    "村1组",
    "单元1",
    "的",
    "，",
    "涉嫌李",
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_no_rule_is_slow_on_hostile_text(unit):
    triggers = "女岁单元家住患残疾学生举报人护照秘密内部资料立案，不公开"

    def check(count):
        hostile = subject(triggers, closing=[unit * (count // len(unit)) + "终"])
        for code in OURS:
            for _ in RULES[code].check(hostile):
                pass

    assert is_linear(check, 10_000)


# Contacts


def contact_codes(region: str | None = None, **contact: str) -> set[str]:
    whole = subject("示例", region=region, contacts=[contact])
    return {code for code in OURS if code[1] == "5" for _ in RULES[code].check(whole)}


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("0999-0123456", set()),
        ("0999-0123456、0123457", set()),
        ("0999—0123456转801", set()),
        ("0999-0123456-801", set()),
        ("（0999）0123456", set()),
        ("+86-999-0123456", set()),
        ("0999 012 3456", set()),
        ("０９９９－０１２３４５６", set()),
        ("010-12345678", set()),
        ("12345", set()),
        ("0999-12345", set()),
        ("400-123-4567", set()),
        ("5550123", {"N501"}),
        ("5550123 5550124", {"N501"}),
        ("0123-5550123", {"N502"}),
        ("010-1234567", {"N503"}),
        ("0999-012345", {"N503"}),
        ("555012", {"N503"}),
        ("138001380001", {"N503"}),
        ("13800138000", {"N504"}),
        ("0999-012****", {"N511"}),
    ],
)
def test_telephones(value, codes):
    assert contact_codes(phone=value) == codes


@pytest.mark.parametrize(
    ("value", "is_right"),
    [
        ("a@example.com", True),
        ("a.b-c_1@mail.example.com、d@example.cn", True),
        ("a@example.com（请注明来意）", True),
        ("a＠example.com", False),
        ("a@example", False),
        ("a@example..com", False),
        ("a @example.com", False),
        ("a@example。com", False),
        ("example.com", False),
    ],
)
def test_mailboxes(value, is_right):
    assert contact_codes(email=value) == (set() if is_right else {"N506"})


@pytest.mark.parametrize(
    ("region", "contact", "codes"),
    [
        ("广东省清远市", {"postcode": "511500"}, set()),
        ("广东省清远市", {"postcode": "100000"}, {"N508"}),
        ("内蒙古自治区", {"postcode": "137400"}, set()),
        ("示例县", {"postcode": "100000"}, set()),
        ("广东省清远市", {"phone": "0763-5550123"}, set()),
        ("广东省清远市", {"phone": "0762-5550123"}, {"N509"}),
        ("广东省示例县", {"phone": "0762-5550123"}, set()),
        ("广东省示例县", {"phone": "0799-5550123"}, {"N509"}),
        ("四川省眉山市", {"phone": "028-12345678"}, set()),
        ("广东省驻北京市办事处", {"phone": "010-12345678"}, set()),
    ],
)
def test_places(region, contact, codes):
    assert contact_codes(region, **contact) == codes


def test_places_are_known_for_sure_or_not_at_all():
    assert province_in("清远市清城区") == "广东"
    assert province_in("清远市、韶关市") == "广东"
    assert city_in("清远市、韶关市") is None
    assert province_in("北京市、广东省") is None
    assert province_in("示例县") is None


# Data


def test_area_codes():
    assert len(PROVINCE_OF) == sum(map(len, AREA_CODES.values()))
    assert set(AREA_CODES) == set(POSTCODES)
    assert set(PROVINCE_OF) >= EIGHT_DIGITS
    for code in PROVINCE_OF:
        assert len(code) == (3 if code[1] in "12" else 4)
        assert code.startswith("0")


def test_traditional_characters_are_those_that_simplified_text_never_has():
    assert len(set(TRADITIONAL)) == len(TRADITIONAL) > 1000
    for character in TRADITIONAL:
        with pytest.raises(UnicodeEncodeError):
            character.encode("gb2312")
