"""The model: its keys in two languages, its words in printed order, its diagnostics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from site_builder.notice import contact
from site_builder.notice.base import FILLED, Part
from site_builder.notice.contact import CHINESE_TYPES, Contact, ContactType
from site_builder.notice.diagnostics import Diagnostic, Severity, has_errors, in_reading_order
from site_builder.notice.issue_text import issue_text, label, part_order, printed_issues
from site_builder.notice.model import (
    PRINTED_ORDER,
    RESERVED_IDS,
    SIGNATURE_KEYS,
    Issue,
    IssueLabels,
    Measure,
    Notice,
    NoticeLabels,
    PrintedDate,
    PrintedPeriod,
    Section,
    SignatureLine,
    Status,
)
from site_builder.notice.status import StatusCode
from site_builder.notice.text import printed_pieces, printed_text
from site_builder.notice.words import printed_words
from tests.strategies import WITHIN, notices, texts

NAMES = {
    "Inspection": "body=巡察机构 round=轮次 kinds=类型 period=巡察时间 feedback_date=反馈时间",
    "PrintedDate": "text=原文 date=日期",
    "PrintedPeriod": "text=原文 start=开始 end=结束",
    "Status": "text=表述 code=代码 sustained=长期坚持 place=位置",
    "Measure": "marker=序号 text=内容 measures=分项",
    "IssueLabels": "problem=存在问题 details=问题表现 owner=责任单位 deadline=整改时限 "
    "status=整改结果 measures=整改落实情况 order=顺序",
    "NoticeLabels": "problem=存在问题 details=问题表现 owner=责任单位 deadline=整改时限 "
    "status=整改结果 measures=整改落实情况 order=顺序 contacts=联系方式",
    "Issue": "number=序号 labels=用语 problem=存在问题 details=问题表现 owner=责任单位 "
    "deadline=整改时限 status=整改结果 measures=整改落实情况 tags=标签 "
    "follows=承接",
    "Section": "heading=小标题 text=正文 issues=问题 sections=章节",
    "SignatureLine": "type=类型 text=原文",
    "Correction": "date=日期 what=内容 why=原因",
    "Withdrawal": "date=日期 reason=原因 keep_text=保留正文",
    "SignOff": "stage=环节 who=审核人 date=日期 hash=指纹",
    "Waiver": "rule=规则 reason=理由 words=文字",
    "Contact": "type=类型 value=内容 text=原文",
    "Notice": "id=编号 title=标题 letterhead=文头 edition=版本 organization=单位 region=地区 "
    "published=发布日期 publisher=发布机构 index_number=索引号 document_number=文号 "
    "disclosure=公开方式 labels=用语 inspection=巡察 preamble=前言 sections=章节 closing=结语 "
    "contacts=联系方式 signature=落款 state=发布状态 publish_at=定时发布 corrections=更正 "
    "withdrawn=撤回 superseded_by=被替代 previous=上次通报 former_ids=曾用编号 review=审核 "
    "waivers=豁免",
}


def _parts(model: type[Part] = Part) -> Iterator[type[Part]]:
    for part in model.__subclasses__():
        yield part
        yield from _parts(part)


PARTS = sorted(_parts(), key=lambda part: part.__name__)


def _notice(**fields) -> Notice:
    return Notice(**{"id": "a", "title": "标题", "organization": "单位", **fields})


def _issue(**fields) -> Issue:
    return Issue.model_validate(fields)


class TestKeys:
    """A key once published is in people's files: renaming one has to be meant."""

    def test_every_field_has_its_two_names(self):
        found = {
            part.__name__: " ".join(f"{name}={f.alias}" for name, f in part.model_fields.items())
            for part in PARTS
        }
        assert found == NAMES

    @pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
    def test_every_field_has_one_chinese_key_and_a_description(self, part):
        aliases = [field.alias for field in part.model_fields.values()]
        assert len(set(aliases)) == len(aliases)
        for field in part.model_fields.values():
            assert re.fullmatch(r"[\u4e00-\u9fff]{2,6}", field.alias)
            assert field.validation_alias == field.serialization_alias == field.title
            assert re.search(r"[\u4e00-\u9fff]", field.description)

    @pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
    def test_no_part_takes_an_unknown_key(self, part):
        with pytest.raises(ValidationError) as caught:
            part.model_validate({"没有的": "甲"})
        kinds = {error["type"] for error in caught.value.errors()}
        assert kinds & {"extra_forbidden", "contact_type", "signature_key"}

    def test_every_contact_type_has_one_chinese_name(self):
        assert sorted(CHINESE_TYPES.values()) == sorted(ContactType)
        assert set(contact.LABELS) == set(ContactType)

    @pytest.mark.parametrize("name", [*CHINESE_TYPES, *map(str, ContactType)])
    def test_every_contact_type_has_its_short_form(self, name):
        read = Contact.model_validate({name: "甲"})
        assert read == Contact(type=CHINESE_TYPES.get(name, name), value="甲")

    @pytest.mark.parametrize("name", [*SIGNATURE_KEYS, *SIGNATURE_KEYS.values()])
    def test_every_signature_line_has_its_short_form(self, name):
        read = SignatureLine.model_validate({name: "甲"})
        assert read == SignatureLine(type=SIGNATURE_KEYS.get(name, name), text="甲")

    def test_a_notice_cannot_be_changed(self):
        with pytest.raises(ValidationError, match="frozen"):
            _notice().title = "另一个"  # type: ignore[misc]


class TestIds:
    @pytest.mark.parametrize("id_", ["a", "2023", "kejiju-2023", "a_b-c", "x" * 100])
    def test_good(self, id_):
        assert _notice(id=id_).id == id_

    @pytest.mark.parametrize(
        "id_",
        [
            *("", "A", "科技局", "a b", "-a", "a-", "a--b", "a/b", "..", "a.b", "a\n", "x" * 101),
            *sorted(RESERVED_IDS),
        ],
    )
    def test_bad(self, id_):
        with pytest.raises(ValidationError):
            _notice(id=id_)

    def test_what_windows_or_our_own_pages_take_is_reserved(self):
        assert {"con", "nul", "com1", "lpt9", "page"} <= RESERVED_IDS


class TestOneFormOfEach:
    """What YAML cannot tell apart is the same value, however it was made."""

    def test_an_exact_date_is_always_known(self):
        assert PrintedDate(text="2023年8月10日", date=None) == PrintedDate(text="2023年8月10日")
        assert PrintedDate(text="2023年8月10日").date == date(2023, 8, 10)

    def test_an_exact_period_is_always_known(self):
        text = "2023年3月1日至5月20日"
        period = PrintedPeriod(text=text, start=None, end=None)
        assert period == PrintedPeriod(text=text)
        assert (period.start, period.end) == (date(2023, 3, 1), date(2023, 5, 20))

    def test_one_day_by_hand_leaves_the_other_unknown(self):
        period = PrintedPeriod(text="2023年3月1日至5月20日", start=date(2023, 3, 2))
        assert (period.start, period.end) == (date(2023, 3, 2), None)

    @WITHIN
    @given(texts())
    def test_a_measure_given_as_text_keeps_its_words(self, text):
        measure = Measure.model_validate(text)
        assert (measure.marker or "") + (measure.text or "") == text
        assert Measure(marker=None, text=text) == measure

    @pytest.mark.parametrize("text", ["（1）", "① ", "一是\n"])
    def test_a_measure_may_be_a_mere_marker(self, text):
        measure = Measure.model_validate({"内容": text, "分项": ["甲"]})
        assert (measure.marker, measure.text) == (text, None)

    @pytest.mark.parametrize("part", [Measure, Section])
    def test_nothing_at_all_is_refused(self, part):
        with pytest.raises(ValidationError, match="没有"):
            part()


class TestStatus:
    def test_by_vocabulary(self):
        status = Status.model_validate("阶段性完成整改，并持续推进")
        assert (status.code, status.sustained) == ("phase_completed", False)

    def test_by_hand_against_the_vocabulary(self):
        status = Status(text="已完成整改，并长期坚持", code=StatusCode.IN_PROGRESS)
        assert (status.code, status.sustained) == ("in_progress", False)

    @pytest.mark.parametrize("text", ["立行立改", "基本到位", "。"])
    def test_a_wording_is_never_guessed(self, text):
        with pytest.raises(ValidationError, match="不在词表中"):
            Status.model_validate(text)


@given(st.text())
@example(" ")
@example("\x1f")
@example("甲\x7f")
@example("甲\ufffe")
@example("\u3000")
def test_texts_are_refused_as_their_pattern_says(text):
    try:
        Section(heading=text)
    except ValidationError as error:
        assert not re.fullmatch(FILLED, text)
        (fault,) = error.errors()
        assert fault["type"] == "string_pattern_mismatch"
        assert fault["ctx"] == {"pattern": FILLED}
    else:
        assert re.fullmatch(FILLED, text)


class TestPrintedText:
    """The oracle walks the notice with no help of the code under test."""

    @WITHIN
    @given(notices())
    def test_every_text_is_there_in_its_order(self, notice):
        printed, at = printed_text(notice), 0
        for words in _words(notice):
            squeezed = "".join(words.split())
            found = printed.find(squeezed, at)
            assert found == at, f"{squeezed!r} is not next in {printed[at : at + 50]!r}"
            at = found + len(squeezed)
        assert at == len(printed)

    @WITHIN
    @given(notices())
    def test_quicker_walks_find_the_same_words(self, notice):
        pieces = [piece.text for piece in printed_pieces(notice)]
        assert printed_words(notice) == pieces
        for printed in printed_issues(notice):
            assert printed.words == issue_text(printed.issue, notice.labels)
            assert printed.text == "".join(printed.words)
        assert [one.issue for one in printed_issues(notice)] == list(notice.issues())

    def test_labels_are_printed_before_what_they_name(self):
        labels = NoticeLabels(problem="存在问题：", status="结果：", measures="措施：")
        issue = _issue(number="1.", problem="甲", status="已完成", measures=["（1）乙"])
        words = ["1.", "存在问题：", "甲", "结果：", "已完成", "措施：", "（1）", "乙"]
        assert [word for word in issue_text(issue, labels) if word] == words

    def test_a_label_of_an_absent_part_is_not_printed(self):
        words = "".join(issue_text(Issue(problem="甲"), NoticeLabels(status="结果：")))
        assert words == "甲"

    def test_a_status_printed_elsewhere_is_not_printed_again(self):
        status = Status(text="已完成", code=StatusCode.COMPLETED, place="inside")
        issue = Issue(problem="甲", status=status)
        assert "".join(issue_text(issue, NoticeLabels(status="结果："))) == "甲"

    @pytest.mark.parametrize(
        ("of_notice", "of_issue", "printed"),
        [(None, None, ""), ("甲：", None, "甲："), ("甲：", "", ""), (None, "乙：", "乙：")],
    )
    def test_an_issue_may_have_another_label_or_none(self, of_notice, of_issue, printed):
        issue = Issue(problem="问", labels=IssueLabels(owner=of_issue))
        assert label("owner", NoticeLabels(owner=of_notice), issue) == printed

    def test_an_issue_may_have_another_order(self):
        issue = Issue(problem="问", labels=IssueLabels(order=("measures",)))
        whole = NoticeLabels(order=("status", "problem"))
        assert part_order(whole, issue)[:3] == ("measures", "problem", "details")
        plain = part_order(whole, Issue(problem="问"))
        assert plain == ("status", "problem", "details", "owner", "deadline", "measures")

    def test_no_order_is_the_usual_one(self):
        assert part_order(NoticeLabels(), Issue(problem="问")) == PRINTED_ORDER

    def test_an_order_names_each_part_once(self):
        with pytest.raises(ValidationError, match="重复"):
            IssueLabels(order=("problem", "problem"))

    def test_issues_come_in_document_order(self):
        inner = Section(heading="内", issues=(Issue(problem="2"),))
        outer = Section(issues=(Issue(problem="1"),), sections=(inner,))
        after = Section(issues=(Issue(problem="3"),))
        found = [issue.problem for issue in _notice(sections=[outer, after]).issues()]
        assert found == ["1", "2", "3"]


def _words(notice: Notice) -> Iterator[str]:
    head = (notice.letterhead, notice.title, notice.edition, *notice.preamble)
    yield from filter(None, head)
    for section in notice.sections:
        yield from _section_words(section, notice.labels)
    yield from notice.closing
    yield (notice.labels.contacts or "") if notice.contacts else ""
    yield from (line.text if line.text is not None else line.value for line in notice.contacts)
    yield from (line.text for line in notice.signature)


def _section_words(section: Section, labels: NoticeLabels) -> Iterator[str]:
    yield section.heading or ""
    yield from section.text
    for issue in section.issues:
        yield issue.number or ""
        yield from _issue_words(issue, labels)
    for inner in section.sections:
        yield from _section_words(inner, labels)


def _issue_words(issue: Issue, labels: NoticeLabels) -> Iterator[str]:
    status = issue.status if issue.status and issue.status.place == "own" else None
    parts: dict[str, list[str]] = {
        "problem": [issue.problem],
        "details": list(issue.details),
        "owner": [issue.owner] if issue.owner else [],
        "deadline": [issue.deadline.text] if issue.deadline else [],
        "status": [status.text] if status else [],
        "measures": [word for measure in issue.measures for word in _measure_words(measure)],
    }
    first = issue.labels.order or labels.order or ()
    for name in sorted(parts, key=lambda name: first.index(name) if name in first else 99):
        own = getattr(issue.labels, name)
        if parts[name]:
            yield (own if own is not None else getattr(labels, name)) or ""
            yield from parts[name]


def _measure_words(measure: Measure) -> Iterator[str]:
    yield from filter(None, (measure.marker, measure.text))
    for inner in measure.measures:
        yield from _measure_words(inner)


class TestDiagnostics:
    @staticmethod
    def _one(file="a.yml", line=1, column=1, code="N101", severity=Severity.ERROR):
        return Diagnostic(code, severity, file, line, column, "因", "方")

    def test_only_errors_stop_a_build(self):
        mild = [self._one(severity=Severity.WARNING), self._one(severity=Severity.INFO)]
        assert not has_errors([])
        assert not has_errors(mild)
        assert has_errors([*mild, self._one()])

    def test_reading_order_counts_numbers_as_numbers(self):
        ordered = [
            self._one("a.yml", 2, 9),
            self._one("a.yml", 2, 10),
            self._one("a.yml", 10, 1, "N101"),
            self._one("a.yml", 10, 1, "N102"),
            self._one("b.yml", 1, 1),
        ]
        assert in_reading_order(reversed(ordered)) == ordered

    def test_as_json(self):
        assert self._one("x.yml", 3, 4).as_dict() == {
            "code": "N101",
            "severity": "error",
            "file": "x.yml",
            "line": 3,
            "column": 4,
            "message": "因",
            "hint": "方",
            "length": 1,
        }


@given(notice=notices())
@WITHIN
def test_a_notice_comes_back_from_its_json(notice: Notice) -> None:
    """So that it can be kept in few bytes between two steps of a build."""
    assert Notice.model_validate_json(notice.model_dump_json(exclude_defaults=True)) == notice
