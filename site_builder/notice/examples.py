"""One example of every field, for editors; with English keys, and translated to Chinese ones."""

from __future__ import annotations

from typing import Any

from pydantic.fields import FieldInfo

from site_builder.notice.base import Part, part_in
from site_builder.notice.contact import LABELS, Contact
from site_builder.notice.lifecycle import Correction, Withdrawal
from site_builder.notice.model import (
    SIGNATURE_KEYS,
    Inspection,
    Issue,
    IssueLabels,
    Measure,
    Notice,
    NoticeLabels,
    PrintedDate,
    PrintedPeriod,
    Section,
    SignatureLine,
    SignOff,
    Status,
    Waiver,
)

_ORGANIZATION = "中共示例县民政局党组"
_LABELS = {
    "problem": "存在问题：",
    "details": "具体表现：",
    "owner": "责任单位：",
    "deadline": "整改时限：",
    "status": "整改结果：",
    "measures": "整改情况：",
    "order": ["problem", "measures", "status"],
}
_ISSUE = {
    "number": "1.",
    "problem": "养老服务设施日常管理不到位。",
    "status": "已完成整改，并长期坚持。",
    "measures": ["（1）逐院检查设施，建立维修台账。", "（2）每季度抽查一次。"],
}
_CORRECTION = {
    "date": "2024-10-15",
    "what": "第1个问题的整改状态由“已完成”改为“阶段性完成”",
    "why": "发布时误将阶段性完成的问题列为已完成",
}
_WITHDRAWAL = {
    "date": "2024-11-02",
    "reason": "通报中的部分内容需要重新核实",
    "keep_text": False,
}
_SIGN_OFF = {
    "stage": "初审",
    "who": "审核人甲",
    "date": "2024-09-25",
    "hash": "sha256:" + "0" * 64,
}
_WAIVER = {"rule": "N301", "words": "3月30至今", "reason": "原文如此，照印出的公开"}

EXAMPLES: dict[type[Part], dict[str, Any]] = {
    Notice: {
        "id": "minzhengju-2024",
        "title": "中共示例县民政局党组关于县委巡察整改进展情况的通报",
        "letterhead": "示例县民政局",
        "edition": "（社会公开稿）",
        "organization": _ORGANIZATION,
        "region": "示例县",
        "published": "2024-09-30",
        "publisher": "示例县民政局",
        "index_number": "00000000/2024-00001",
        "document_number": "示民组〔2024〕7号",
        "disclosure": "主动公开",
        "labels": {"measures": "整改情况：", "contacts": "联系方式："},
        "inspection": {"body": "县委第一巡察组", "period": "2024年3月至5月"},
        "preamble": ["现将整改进展情况公布如下。"],
        "sections": [{"heading": "一、巡察反馈问题的整改情况", "issues": [_ISSUE]}],
        "closing": ["欢迎广大干部群众对整改情况进行监督。"],
        "contacts": {"phone": "0999-0345678", "email": "slxmzj@example.com"},
        "signature": {"issuer": _ORGANIZATION, "date": "2024年9月28日"},
        "state": "published",
        "publish_at": "2024-09-30 09:00+08:00",
        "corrections": [_CORRECTION],
        "withdrawn": _WITHDRAWAL,
        "superseded_by": "minzhengju-2024-2",
        "previous": "minzhengju-2023",
        "former_ids": ["mzj-2024"],
        "review": [_SIGN_OFF],
        "waivers": [_WAIVER],
    },
    Inspection: {
        "body": "县委第一巡察组",
        "round": "十四届县委第五轮巡察",
        "kinds": ["常规巡察"],
        "period": "2024年3月下旬至5月下旬",
        "feedback_date": "2024年6月18日",
    },
    IssueLabels: _LABELS,
    NoticeLabels: {**_LABELS, "contacts": "联系方式："},
    Section: {
        "heading": "一、巡察反馈问题的整改情况",
        "text": ["局党组逐条研究反馈意见。"],
        "issues": [_ISSUE],
        "sections": [{"heading": "（一）履行职能责任方面", "issues": [_ISSUE]}],
    },
    Issue: {
        **_ISSUE,
        "labels": {"measures": "整改措施："},
        "details": ["部分设施损坏后没有及时维修。"],
        "owner": "养老服务股",
        "deadline": "2024年12月底前",
        "tags": ["养老服务", "立行立改"],
        "follows": "minzhengju-2023#issue-3",
    },
    Status: {
        "text": "主体任务已经落实",
        "code": "phase_completed",
        "sustained": False,
        "place": "own",
    },
    Measure: {
        "marker": "（1）",
        "text": "完善制度。",
        "measures": ["①修订设施管理办法；", "②每季度抽查一次。"],
    },
    Contact: {"type": "phone", "value": "0999-0345678", "text": "电话：0999-0345678；"},
    SignatureLine: {"type": "date", "text": "2024年9月28日"},
    PrintedDate: {"text": "8月19日", "date": "2024-08-19"},
    PrintedPeriod: {"text": "3月下旬至6月下旬", "start": "2024-03-21", "end": "2024-06-28"},
    Correction: _CORRECTION,
    Withdrawal: _WITHDRAWAL,
    SignOff: _SIGN_OFF,
    Waiver: _WAIVER,
}

_SHORT_KEYS: dict[type[Part], dict[str, str]] = {
    Contact: {str(type_): chinese for type_, chinese in LABELS.items()},
    SignatureLine: {english: chinese for chinese, english in SIGNATURE_KEYS.items()},
}


def example(part: type[Part], name: str, *, chinese: bool) -> Any:
    """Return the example of a field, with keys of either language inside it."""
    value = EXAMPLES[part][name]
    return _in_chinese(part.model_fields[name], value) if chinese else value


def _in_chinese(field: FieldInfo, value: Any) -> Any:
    part = part_in(field.annotation)
    return value if part is None else _keys_in_chinese(part, value)


def _keys_in_chinese(part: type[Part], value: Any) -> Any:
    if isinstance(value, list):
        return [_keys_in_chinese(part, item) for item in value]
    if not isinstance(value, dict):
        return value
    fields, short = part.model_fields, _SHORT_KEYS.get(part, {})
    return {
        (fields[name].alias or name if name in fields else short[name]): (
            _in_chinese(fields[name], item) if name in fields else item
        )
        for name, item in value.items()
    }
