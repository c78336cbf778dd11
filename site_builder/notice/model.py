"""The notice: an ordered tree that loses nothing of the document.

Every field declares its Chinese key and its description beside it; the JSON Schema, the
field table in docs/notice-format.md and the messages follow from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, StrictBool, field_validator, model_validator

from site_builder.notice.base import Label, Paragraphs, Part, Text, Words, fault, filled_in, key
from site_builder.notice.contact import Contact, one_a_line
from site_builder.notice.dates import parse_date, parse_period
from site_builder.notice.lifecycle import Correction, State, StateField, Withdrawal, settled
from site_builder.notice.outline import split_marker
from site_builder.notice.status import StatusCode, read_status
from site_builder.notice.values import ID_PATTERN as ID_PATTERN
from site_builder.notice.values import ExactDate, IssueReference, Moment, NoticeId

# Windows cannot hold a folder of these names, and /notices/ has lists under the last two.
RESERVED_IDS = frozenset(
    ["con", "prn", "aux", "nul", "page", "by-organization"]
    + [f"{d}{n}" for d in ("com", "lpt") for n in range(10)]
)


class PrintedDate(Part):
    """A date as printed (`8月19日` may be all there is), and the day it is known to be."""

    text: Text = key("原文", "通报中印出的日期，可以不确切")
    date: ExactDate | None = key("日期", "确切的日期；原文写明年月日的会自动识别", None)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any) -> Any:
        data = filled_in(data, "text")
        if isinstance(data, dict) and not {"date", "日期"} & data.keys():
            text = data.get("text", data.get("原文"))
            if isinstance(text, str):
                return {**data, "date": parse_date(text)}
        return data


class PrintedPeriod(Part):
    """A period as printed (`3月下旬至6月下旬`), and its first and last day where known."""

    text: Text = key("原文", "通报中印出的起止时间，可以不确切")
    start: ExactDate | None = key("开始", "确切的第一天", None)
    end: ExactDate | None = key("结束", "确切的最后一天", None)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any) -> Any:
        data = filled_in(data, "text")
        if isinstance(data, dict) and not {"start", "开始", "end", "结束"} & data.keys():
            text = data.get("text", data.get("原文"))
            if isinstance(text, str):
                start, end = parse_period(text)
                return {**data, "start": start, "end": end}
        return data


class Inspection(Part):
    """Who inspected the body, when, and when it was told."""

    body: Text | None = key("巡察机构", "如“市委第六巡察组”", None)
    round: Text | None = key("轮次", "如“十四届第五轮巡察”", None)
    kinds: Words = key("类型", "常规、专项、回头看、联动、提级，可有多个", ())
    period: PrintedPeriod | None = key("巡察时间", "起止时间，可以不确切", None)
    feedback_date: PrintedDate | None = key("反馈时间", "向被巡察单位反馈的日期", None)


class Status(Part):
    """How far an issue is rectified, as printed, and the code beside it.

    The code comes from the vocabulary. A wording that it does not have needs one by hand.
    """

    text: Text = key("表述", "通报中印出的原样文字")
    code: StatusCode = key("代码", "状态代码；常见表述会自动识别，识别不了的须人工填写")
    sustained: StrictBool = key("长期坚持", "是否注明长期坚持", False)
    place: Literal["own", "inside", "elsewhere"] = key(
        "位置", "own：单独印出；inside：写在问题或措施的文字里；elsewhere：印在通报别处", "own"
    )

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any) -> Any:
        data = filled_in(data, "text")
        if isinstance(data, dict) and not {"code", "代码"} & data.keys():
            text = data.get("text", data.get("表述"))
            if isinstance(text, str) and text.strip():
                reading = read_status(text)
                if reading is None:
                    raise fault(
                        "status_wording",
                        f"状态表述“{text}”不在词表中，程序不会猜测它的含义",
                        f"补上代码，写成 {{表述: {text}, 代码: …}}；代码可为 "
                        f"{'、'.join(StatusCode)}。",
                        at="text",
                    )
                if not {"sustained", "长期坚持"} & data.keys():
                    data["sustained"] = reading.sustained
                return {**data, "code": reading.code}
        return data


# The same few wordings stand in all notices, and a status is never changed.
@lru_cache(maxsize=100)
def _status_of(wording: str) -> Status | None:
    return Status.model_validate(wording) if read_status(wording) else None


def measure_words(text: str) -> dict[str, str]:
    """Return the fields of a measure written as a text. Nearly all are, so the way is short."""
    marker, rest = split_marker(text)
    if not marker:
        return {"text": text}
    return {"marker": marker, "text": rest} if rest.strip() else {"marker": text}


def measure_fields(data: Any) -> Any:
    """Return the fields of a measure however it is written, its marker apart from its text."""
    if isinstance(data, str):
        return measure_words(data)
    data = filled_in(data, "text")
    if not isinstance(data, dict) or {"marker", "序号"} & data.keys():
        return data
    name = "内容" if "内容" in data else "text"
    if isinstance(text := data.get(name), str):
        marker, rest = split_marker(text)
        if marker:
            words = {"marker": marker, name: rest} if rest.strip() else {"marker": text}
            return {**data, name: None, **words}
    return data


class Measure(Part):
    """One measure, with its marker as printed and the measures below it."""

    marker: Text | None = key("序号", "印出的序号，如（1）、一是、①", None)
    text: Text | None = key("内容", "措施的文字", None)
    measures: tuple[Measure, ...] = key("分项", "下一级措施", ())

    @model_validator(mode="before")
    @classmethod
    def read(cls, data: Any) -> Any:
        """Take a measure however it is written."""
        return measure_fields(data)

    @model_validator(mode="after")
    def not_empty(self) -> Measure:
        """Refuse a measure without words."""
        if self.marker is None and self.text is None:
            raise fault("blank_measure", "这条措施没有文字", "写上措施，或者删去这一条。")
        return self


IssuePart = Literal["problem", "details", "owner", "deadline", "status", "measures"]
PRINTED_ORDER: tuple[IssuePart, ...] = (
    "problem",
    "details",
    "owner",
    "deadline",
    "status",
    "measures",
)


class IssueLabels(Part):
    """The labels as printed before the parts of an issue; `""` where none is printed."""

    problem: Label | None = key("存在问题", "印在问题之前，如“存在问题：”", None)
    details: Label | None = key("问题表现", "印在问题表现之前", None)
    owner: Label | None = key("责任单位", "印在责任单位之前，如“责任单位：”", None)
    deadline: Label | None = key("整改时限", "印在整改时限之前，如“整改时限：”", None)
    status: Label | None = key("整改结果", "印在状态之前，如“整改结果：”", None)
    measures: Label | None = key("整改落实情况", "印在措施之前，如“整改情况：”", None)
    order: tuple[IssuePart, ...] | None = key(
        "顺序", "各部分印出的先后，与通常不同时才写；通常为 " + "、".join(PRINTED_ORDER), None
    )

    @model_validator(mode="after")
    def _each_once(self) -> IssueLabels:
        if self.order and len(set(self.order)) < len(self.order):
            raise fault("order", "“顺序”里有重复的名称", "每个名称只写一次。", at="order")
        return self


class NoticeLabels(IssueLabels):
    """The labels that hold for the whole notice, unless an issue says otherwise."""

    contacts: Label | None = key("联系方式", "印在联系方式之前，如“联系方式：”", None)


class Issue(Part):
    """What the inspection found (一个问题) and how it was rectified."""

    number: Text | None = key("序号", "印出的序号，如“1.”；须加英文引号", None)
    labels: IssueLabels = key("用语", "这个问题的标签与全文不同时才写", IssueLabels())
    problem: Text = key("存在问题", "问题本身，不含标签")
    details: Paragraphs = key("问题表现", "问题之下的说明段落", ())
    owner: Text | None = key("责任单位", "责任领导、责任单位或科室", None)
    deadline: PrintedDate | None = key("整改时限", "整改的期限", None)
    status: Status | None = key("整改结果", "印出的状态；没有印出就不写，程序不会推断", None)
    measures: tuple[Measure, ...] = key("整改落实情况", "整改措施，可逐级嵌套", ())
    tags: Words = key("标签", "主题词，不印在正文里；立行立改也写在这里", ())
    follows: IssueReference | None = key(
        "承接", "上一份通报里的同一个问题，如 kejiju-2023#issue-3", None
    )

    @field_validator("status", mode="before")
    @classmethod
    def _usual_status(cls, value: object) -> object:
        """Take a wording that is surely sound as the status that it was the last time."""
        return (type(value) is str and value.isprintable() and _status_of(value)) or value

    @property
    def status_code(self) -> StatusCode:
        """The code of the printed status; `unstated` where none is printed."""
        return self.status.code if self.status else StatusCode.UNSTATED


class Section(Part):
    """A chapter or a group of issues, to any depth."""

    heading: Text | None = key("小标题", "印出的标题，含序号，如“一、…”", None)
    text: Paragraphs = key("正文", "标题之下的段落", ())
    issues: tuple[Issue, ...] = key("问题", "这一部分的问题", ())
    sections: tuple[Section, ...] = key("章节", "下一级章节", ())

    @model_validator(mode="after")
    def _not_empty(self) -> Section:
        if not (self.heading or self.text or self.issues or self.sections):
            raise fault("blank_section", "这一节没有内容", "写上内容，或者删去这一节。")
        return self


SIGNATURE_KEYS = {
    "单位": "issuer",
    "签名": "signatory",
    "日期": "date",
    "其他": "other",
}


class SignatureLine(Part):
    """One line below the document, as printed.

    Short form: `{单位: 中共示例市委}`.
    """

    type: Literal["issuer", "signatory", "date", "other"] = key("类型", "这一行是什么")
    text: Text = key("原文", "这一行的原样文字")

    @model_validator(mode="before")
    @classmethod
    def _long_form(cls, data: Any) -> Any:
        if not isinstance(data, dict) or {"type", "类型"} & data.keys():
            return data
        if len(data) > 1:
            raise fault(
                "signature_keys",
                f"落款的一条里有{len(data)}项（{'、'.join(data)}）",
                "每项另起一条，前面各加“- ”。",
                at=list(data)[1],
            )
        for name, text in data.items():
            type_ = SIGNATURE_KEYS.get(name, name)
            if type_ not in SIGNATURE_KEYS.values():
                raise fault(
                    "signature_key",
                    f"落款里不认识“{name}”",
                    f"可用的有：{'、'.join([*SIGNATURE_KEYS, *SIGNATURE_KEYS.values()])}。",
                    at=name,
                )
            if not isinstance(text, str):
                raise fault(
                    "signature_text", f"落款“{name}”不是文字", "给内容加上英文引号。", at=name
                )
            return {"type": type_, "text": text}
        return data


Stage = Literal["初审", "复审", "终审"]
STAGES: tuple[Stage, ...] = ("初审", "复审", "终审")


class SignOff(Part):
    """One sign-off of 三审三校: who passed which content, and when. Never public.

    `hash` is the fingerprint of the content that was signed (`notice.fingerprint`).
    """

    stage: Stage = key("环节", "哪一审")
    who: Text = key("审核人", "谁审的")
    date: ExactDate = key("日期", "哪一天审的")
    hash: Text = key("指纹", "审的是哪些内容；由 site-builder sign 写入，不要手改")


class Waiver(Part):
    """A rule that is set aside for this notice, and why. Never public.

    Without a `reason` it has no effect; what is then said about it is a matter of the checks.
    """

    rule: Text = key("规则", "规则的代码，如 N301")
    reason: Text | None = key("理由", "为什么这里可以不按规则来；没有理由的豁免不起作用", None)
    words: Text | None = key("文字", "只豁免这几个字；不写就豁免整份通报中的这条规则", None)


def _id_is_usable(value: object) -> object:
    if isinstance(value, str) and value in RESERVED_IDS:
        raise fault("reserved_id", f"编号“{value}”是保留名称", "换一个编号，例如加上年份。")
    return value


class Notice(Part):
    """One 巡察整改进展情况的通报 as published, and what is known about it."""

    id: Annotated[str, BeforeValidator(_id_is_usable)] = key(
        "编号",
        "网址中的名称：小写字母、数字和连字符；不写时用文件名",
        pattern=ID_PATTERN,
        max_length=100,
    )
    title: Text = key("标题", "通报的标题")
    letterhead: Text | None = key("文头", "印在标题之上的文字", None)
    edition: Text | None = key("版本", "如“（社会公开稿）”", None)
    organization: Text = key("单位", "发布通报的党组织")
    region: Text | None = key("地区", "所在的省、市、县（区）", None)
    published: ExactDate | None = key("发布日期", "在网上公开的日期", None)
    publisher: Text | None = key("发布机构", "与单位不同时才写", None)
    index_number: Text | None = key("索引号", "信息索引号", None)
    document_number: Text | None = key("文号", "如“示科组〔2023〕7号”", None)
    disclosure: Text | None = key("公开方式", "如“主动公开”", None)
    labels: NoticeLabels = key("用语", "各部分之前印出的标签", NoticeLabels())
    inspection: Inspection = key("巡察", "巡察的基本情况", Inspection())
    preamble: Paragraphs = key("前言", "标题之后、第一章之前的段落", ())
    sections: tuple[Section, ...] = key("章节", "通报的正文", ())
    closing: Paragraphs = key("结语", "最后一章之后、联系方式之前的段落", ())
    contacts: Annotated[tuple[Contact, ...], BeforeValidator(one_a_line)] = key(
        "联系方式", "监督联系方式，按印出的先后", ()
    )
    signature: Annotated[tuple[SignatureLine, ...], BeforeValidator(one_a_line)] = key(
        "落款", "单位、签名、日期，按印出的先后", ()
    )
    state: StateField = key(
        "发布状态", "草稿、已发布或已撤回；不写就是已发布。草稿不会公开", State.PUBLISHED
    )
    publish_at: Moment | None = key(
        "定时发布", "到这个时间才公开，必须写明时区，如 2026-12-01 09:00+08:00", None
    )
    corrections: tuple[Correction, ...] = key(
        "更正", "发布以后改动了什么、为什么改；显示在网页上", ()
    )
    withdrawn: Withdrawal | None = key("撤回", "何时、为何撤回；网址保留，正文默认不再显示", None)
    superseded_by: NoticeId | None = key("被替代", "替代这一份的新通报的编号", None)
    previous: NoticeId | None = key("上次通报", "同一单位、同一次巡察的上一份通报的编号", None)
    former_ids: tuple[NoticeId, ...] = key(
        "曾用编号", "以前公开时用过的编号；旧网址会转到新网址", ()
    )
    review: tuple[SignOff, ...] = key(
        "审核", "审核记录（三审三校），由 site-builder sign 写入；不公开", ()
    )

    waivers: tuple[Waiver, ...] = key("豁免", "检查时不按某条规则来的地方，写明理由；不公开", ())

    @model_validator(mode="before")
    @classmethod
    def _settle(cls, data: Any) -> Any:
        return settled(data)

    def issues(self) -> Iterator[Issue]:
        """Yield every issue, in document order."""
        found: list[Issue] = []
        _add_issues(found, self.sections)
        return iter(found)


def _add_issues(found: list[Issue], sections: tuple[Section, ...]) -> None:
    for section in sections:
        found += section.issues
        _add_issues(found, section.sections)
