"""To try patterns only where they can match finds the same as to try them everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.checks.numbering import Item, Numbers, printed
from site_builder.checks.rule import RULES, Finding
from site_builder.checks.rules import numbers
from site_builder.checks.screen import Screen
from site_builder.checks.settings import Settings
from site_builder.checks.subject import Subject
from site_builder.notice.model import Issue, Measure, Notice, Section
from site_builder.notice.outline import KINDS, LEVELS, Marker, inline_markers
from tests.strategies import WITHIN, notices_in_any_state
from tests.test_rules import patterns

# Every character that some rule looks for, and beginnings, middles and ends of what they find.
CHARACTERS = (
    "0123456789０１２٣.-–—－/%％ \t\u00a0\u3000\n年月日号至到、，。；：:;,!?（）()《》“”‘’〔〕[]【"
    "】〖件个项条起是的了在第一二三十①㉑★☆密级京A1DxX*_#`~<>&@\u200b\ue000\ufffd開内女男岁患村"
)
PHRASES = (
    """
2023年2月30日|2023年11月31日|3月5日至8日|2月29日|二月三十日|2月底|13月底|2018625日|2018年625日
20188月1日|3月30至今|2023.13.05|2023-2-30|1 月 32 号|13912345678|139 1234 5678
１３９１２３４５６７８|11010519491231002X|0999-0123456|6222 0212 3456 7890 123
1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X|护照E12345678|京A12345|收到12件，办结13件|办结率120%
反馈35个问题，完成50个|其中占60%、70%|该问题已完成整改|家住示例县甲村3组12号|贫困户李建国,女
举报人王小明反映|张伟患有肺癌|学生李小红因|密 级：内部|机密★10年|内部资料 注意保存|不予公开
王建国涉嫌违纪被立案|单元301室|截至2099年1月1日|2099年3月1日|公示期为2022年1月1日至5日
（待填甲）|示办[2022]14号|的的|进行进行|，，|**|__甲__|## 甲|[甲](http://a)|<b>|&nbsp;|......
。（1）|；①|：一是|。第一，|帐号|甲--乙|(试行)|"双减"|《甲《乙》》
""".strip()
    .replace("\n", "|")
    .split("|")
)
TEXTS = st.lists(
    st.text(CHARACTERS, max_size=12) | st.sampled_from(PHRASES), min_size=1, max_size=12
).map("".join)
# Of every script: what rules look for with \d.
DIGITS = [char for char in map(chr, range(0x110000)) if char.isdecimal()]
SETTINGS = Settings(
    today=date(2024, 5, 1), words={"帐号": "账号", "的": ""}, official_mail=True, require_review=3
)


class Everywhere(Screen):
    """A screen that screens nothing."""

    has_capitals = True

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return pattern.finditer(self.text)

    def matches_near(
        self, pattern: re.Pattern[str], places: Sequence[int]
    ) -> Iterator[re.Match[str]]:
        return pattern.finditer(self.text)

    def numbers(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return pattern.finditer(self.text)


def notice_of(texts: list[str]) -> Notice:
    """Return a notice that holds the texts where rules look for them."""
    words = [text for text in texts if text.strip()] or ["甲"]
    measures = [
        Measure(marker=f"（{number}）", text=text) for number, text in enumerate(words, start=1)
    ]
    issue = Issue(number="1.", problem=words[0], details=words, measures=measures)
    bare = Issue(problem=words[-1], measures=[Measure(text=text) for text in words])
    nested = [Measure(marker="一是", text=words[0], measures=measures)]
    return Notice(
        id="a",
        title="甲",
        organization="乙",
        published=date(2023, 6, 15),
        preamble=["".join(words) * 3, *words],
        sections=[
            Section(
                heading="一、甲",
                text=words,
                issues=[issue, bare, Issue(problem="甲", measures=nested)],
            )
        ],
        closing=words,
        contacts=[{"phone": words[0]}, {"email": words[0]}],
    )


def found(subject: Subject) -> dict[str, list[Finding]]:
    return {code: list(rule.check(subject)) for code, rule in RULES.items()}


@WITHIN
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_every_rule_finds_the_same(texts):
    notice = notice_of(texts)
    screened, plain = Subject(notice, SETTINGS), Subject(notice, SETTINGS)
    vars(plain)["screen"] = Everywhere(plain.text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "_runs_plainly", lambda _: False)
        expected = found(plain)
    assert found(screened) == expected


@WITHIN
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_every_pattern_matches_the_same(texts):
    text = "\0".join(["甲" * 200, *texts, "甲" * 200, "".join(texts), ""])
    screen = Screen(text)
    for name, pattern in patterns():
        if not re.search(r"\\Z|\$|\^", pattern.pattern):
            near = [match.span() for match in screen.matches(pattern)]
            assert near == [match.span() for match in pattern.finditer(text)], name


@WITHIN
@given(
    TEXTS,
    st.integers(0, 30),
    st.integers(11, 19),
    st.sampled_from(["", " ", "-", "\u3000"]),
    st.sampled_from(DIGITS),
)
def test_no_long_number_is_overlooked(text, before, digits, gap, digit):
    whole = f"{text}{'甲' * before}{gap.join(digit * digits)}{text}"
    eleven = re.compile(r"\d(?:[ \u00a0\u3000\-–—－]?\d){10}")
    near = [match.span() for match in Screen(whole).numbers(eleven)]
    assert near == [match.span() for match in eleven.finditer(whole)]


@WITHIN
@given(notices_in_any_state())
def test_the_text_is_that_of_the_pieces(notice):
    subject = Subject(notice)
    assert subject.text == "".join(f"{text}\0" for _, text in subject.parts)


@WITHIN
@given(TEXTS)
def test_a_list_that_runs_plainly_holds_no_markers(text):
    if text.strip() and numbers._runs_plainly([Measure(marker="（1）", text=text)]):
        assert not list(inline_markers(text))


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_numbers_of_every_kind_can_be_followed(kind):
    run = Numbers({})
    for value in (1, 3, 40, 2, 2):
        marker = Marker(kind, str(value), value, 0, 1)
        list(run.add(Item((), 0, 1, marker)))
        list(run.add(Item((), 0, 1, None, "甲")))
    assert LEVELS[kind]
    assert isinstance(printed(kind, 3), tuple)


def test_bullets_count_nothing():
    run = Numbers({})
    bullet = Item((), 0, 1, Marker("bullet", "★", 0, 0, 1))
    assert not [slip for _ in range(3) for slip in run.add(bullet)]
