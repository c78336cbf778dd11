"""N421 to N425: marks of secrecy, of internal papers, and cases that were not announced."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.checks.data.names import NAME, SURNAMES, is_name
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Spot, Subject, once
from site_builder.notice.diagnostics import Severity

_SECRET = re.compile(
    r"[绝机秘]密\s?[★☆*＊]\s?(?:\d{1,2}\s?(?:年|个月)|长期)?|★\s?(?:\d{1,2}\s?(?:年|个月)|长期)"
    r"|密\s?级\s?[：:]\s?(?:绝密|机密|秘密|内部)"
    r"|[绝机秘](?<![^\0].)\s?密(?:级|文件)?(?=\0|\n)|[【\[（(](?:绝密|机密|秘密)[】\]）)](?=\0|\n)"
    r"|[【\[（(](?:(?<=》.)|(?<![^\0\n].))(?:绝密|机密|秘密)[】\]）)]"
)
_KEPT_INSIDE = "(?:内部(?:资料|文件|材料|使用)|工作秘密|不得外传|严禁外传|请勿外传)"
_INTERNAL = re.compile(
    r"内部(?:资料|文件|材料|情况|刊物)[，,、；;！!\s]{0,3}"
    r"(?:请?注意保存|请?妥善保管|(?:请勿|严禁|不得|禁止|切勿)(?:外传|外泄|公开|复制|转载)|不予公开|不对外公开)"
    r"|仅供(?:领导|内部)(?:参阅|参考|使用|传阅|阅知)"
    # Of the paper itself, not of one that is named: at the beginning or the end.
    rf"|[（(【\[](?<![^\0\n].){_KEPT_INSIDE}[）)】\]]|[（(【\[]{_KEPT_INSIDE}[）)】\]](?=[。；]?[\0\n])"
    r"|内(?<![^\0\n].)部(?:资料|文件|材料)(?=\0|\n)"
    r"|工(?<![^\0\n].)作秘密(?=\0|\n|\s?★)"
)
_NOT_PUBLIC = re.compile(r"不予公开|依申请公开|不公开|内部公开|党内公开|暂不公开|免予公开")
_PRINTED_CHOICE = re.compile(
    r"(?:公开(?:方式|属性|类别|类型|形式|选项|程度)|信息公开选项)\s?[：:]\s?(?:不予公开|依申请公开|不公开|免予公开)"
    r"|此件(?:不予公开|依申请公开|不公开|仅限内部)"
)
_PARTY_ONLY = re.compile(r"党内(?:公开|通报)(?:稿|版)?|内部稿|送审稿|讨论稿|征求意见稿|内部版")

_DISCIPLINE_WORDS = (
    *("立案审查调查", "审查调查", "采取留置", "被留置", "留置措施", "接受组织调查", "接受组织审查"),
    *("接受纪律审查", "接受监察调查", "接受审查调查"),
)
# Courts, police, hospitals and those who grant benefits have these words too.
_SHARED_WORDS = ("初步核实", "初核", "立案审查", "立案调查", "留置", "涉嫌", "接受调查")
# 审查调查业务 and the like are no case.
_NO_NOUN = "(?!问卷|业务|组|室|安全|人才|能力|程序|文书|规定|制度)"
_ANY_CASE = "|".join(
    f"{word}{_NO_NOUN}" if word.endswith(("审查", "调查")) else word
    for word in sorted((*_DISCIPLINE_WORDS, *_SHARED_WORDS), key=len, reverse=True)
)
_CASE = re.compile(_ANY_CASE)
_ANNOUNCED = re.compile(r"通报|公布|公告|通告|发布|公开曝光|已公开|对外公开|判决|判处")
_DISCIPLINE = re.compile(r"纪委|监委|纪检|监察|派驻|问题线索|巡察组移交|违纪|违法")
# What makes a case one of discipline, whatever words it is told in: who has it, what for, of whom.
_OF_DISCIPLINE = re.compile(
    r"纪委|监委|纪检|派驻|监察(?:机关|对象|调查)|问题线索|巡察组移交|违纪|贪污|受贿|行贿|挪用|侵占"
    r"|职务(?:犯罪|违法)|滥用职权|玩忽职守|党员|干部|公职|职工|书记|主任|会计|出纳|经理"
    r"|[局科股处镇乡县市区院校所站部]长"
)
# What is done to somebody, unlike 初步核实; with a whole name it is a case, if not one of these.
_DONE_TO_SOMEBODY = frozenset(("立案审查", "立案调查", "留置", "涉嫌", "接受调查"))
_OF_OTHERS = re.compile(
    r"罚|没收|吊销|再审|起诉|诉讼|申请|执行|一案|侦查|公安|执法|低保|救助|待遇|送达|患者|医|护"
    r"|无证|经营|占地|占用|违建|滥伐|环境|税"
)
# It has come to its end; where the name is covered as well, nobody is harmed.
_CONCLUDED = re.compile(r"处分|处罚|罚款|批评教育|诫勉|谈话提醒|调离|免职|了结|办结|不属实")
# Totals, and what a body lays down for such cases, are no case.
_COUNT = re.compile(
    r"\d{1,5}\s?(?:余|多)?(?:件|起|人|名|条|宗|例|个)"
    r"|[一二三四五六七八九十两]{1,3}(?:件|起|名|条|宗|人)"
)
_UNDER_WAY = re.compile(r"正在|目前|已|拟|将|仍在|尚在|进入|启动|移交|移送")
_PERSON_THEN_CASE = re.compile(
    rf"({NAME})(?:同志|等人?)?[，,]?(?:因|被|已|正在?|目前|现|也|曾|又|的|涉案|采取){{0,3}}"
    rf"(?:{_ANY_CASE})"
    rf"|(?:对|将|长|书记|主任|干部|党员|职工|经理|员|人|会计|出纳)({NAME})(?=[同的等违因被正已涉在收贪挪套骗侵虚私，、])"
    rf"|[{SURNAMES}](?:某某?|[×＊*]{{1,2}})(?![镇乡村县市局公])"
)
_NOT_A_CASE = re.compile(
    r"涉嫌(?:犯罪|违纪违法|违法犯罪|违纪|违法|职务犯罪)?的"
    r"|办法|规定|制度|程序|机制|流程|条例|培训|学习"
)
_ENDS = "。；！？\n"
_NEAR = 120


@rule(
    "N421",
    Severity.ERROR,
    title="密级标志",
    why="标有密级的文件不得上网，哪怕内容看来无妨；先要由定密的机关解密。",
    cure="停止发布，送保密审查；确已解密的，删去标志。",
)
def classification(subject: Subject) -> Iterator[Finding]:
    """Marks of classification as papers bear them; 保守国家秘密 in a sentence is none."""
    for spot in subject.find(_SECRET):
        yield Finding(spot.path, spot.start, spot.end, f"密级标志“{spot.words.strip()}”")


@rule(
    "N422",
    Severity.ERROR,
    title="内部资料的标志",
    why="“内部资料 注意保存”“工作秘密”等标志说明这份材料没有准备公开。",
    cure="确认发布的是社会公开稿；确可公开的，删去标志。",
)
def internal_papers(subject: Subject) -> Iterator[Finding]:
    """Marks of papers for internal use."""
    for spot in subject.find(_INTERNAL):
        yield Finding(spot.path, spot.start, spot.end, f"内部资料的标志“{spot.words.strip()}”")


@rule(
    "N423",
    Severity.ERROR,
    title="公开方式为不予公开或者依申请公开",
    why="公开方式写明不主动公开的，不能放到网上。",
    cure="核对审批单；批准公开的，改成“主动公开”，否则撤下这份通报。",
)
def not_public(subject: Subject) -> Iterator[Finding]:
    """A disclosure other than 主动公开."""
    if match := _NOT_PUBLIC.search(subject.notice.disclosure or ""):
        yield Finding(("disclosure",), *match.span(), f"公开方式是“{match[0]}”")
    for spot in subject.find(_PRINTED_CHOICE):
        yield Finding(spot.path, spot.start, spot.end, f"文中写明“{spot.words}”")


@rule(
    "N424",
    Severity.WARNING,
    title="不是社会公开稿",
    why="整改通报有党内通报稿和社会公开稿两种，内容详略不同；上网的只能是社会公开稿的定稿。",
    cure="核对后换成社会公开稿。",
)
def other_edition(subject: Subject) -> Iterator[Finding]:
    """The edition, or the title, of a paper that is not the public one."""
    for name in ("letterhead", "title", "edition"):
        for match in _PARTY_ONLY.finditer(getattr(subject.notice, name) or ""):
            yield Finding((name,), *match.span(), f"这是“{match[0]}”，不是社会公开稿")


@once
def _case_words(subject: Subject) -> list[Spot]:
    return list(subject.find(_CASE))


def _cases(subject: Subject, *, named: bool) -> Iterator[Finding]:
    """Yield case wording in sentences that announce nothing, about a person or about none."""
    last: tuple[object, int] | None = None
    for spot in _case_words(subject):
        start, end = _sentence(spot)
        if last == (spot.path, start):
            continue
        sentence = spot.text[start:end]
        if _ANNOUNCED.search(sentence):
            continue
        # 对涉嫌违法的企业约谈: who does that is no suspect.
        at = spot.start - start
        person = _person(sentence[at:] if sentence[:at].endswith("对") else sentence)
        if (person is not None) is not named or not _is_of_discipline(spot.words, sentence, person):
            continue
        if not named and not _tells_of_a_case(sentence, spot.words):
            continue
        last = spot.path, start
        yield Finding(
            spot.path, spot.start, spot.end, f"“{spot.words}”的情况没有说明已经通报、公布"
        )


def _sentence(spot: Spot) -> tuple[int, int]:
    low, high = max(0, spot.start - _NEAR), spot.end + _NEAR
    start = max((spot.text.rfind(mark, low, spot.start) for mark in _ENDS), default=-1) + 1
    ends = [at for mark in _ENDS if (at := spot.text.find(mark, spot.end, high)) >= 0]
    return max(start, low), min(ends, default=min(high, len(spot.text)))


def _is_of_discipline(words: str, sentence: str, person: str | None) -> bool:
    if words in _DISCIPLINE_WORDS or _OF_DISCIPLINE.search(sentence):
        return True
    return bool(person and words in _DONE_TO_SOMEBODY and not _OF_OTHERS.search(sentence))


def _person(sentence: str) -> str | None:
    """Return the name of whom a case is about, "" where it is covered, None if there is nobody."""
    covered = None
    for match in _PERSON_THEN_CASE.finditer(sentence):
        name = match[1] or match[2]
        if name and is_name(name):
            return name
        if not name and not _CONCLUDED.search(sentence):
            covered = ""
    return covered


def _tells_of_a_case(sentence: str, words: str) -> bool:
    if words == "涉嫌" or _COUNT.search(sentence) or _NOT_A_CASE.search(sentence):
        return False
    return bool(_DISCIPLINE.search(sentence) and _UNDER_WAY.search(sentence))


@rule(
    "N425",
    Severity.ERROR,
    title="点名而没有公布的案件",
    why="初核、立案审查调查的情况，有权机关公布之前不得公开；点了名的，还会妨碍办案、损害名誉。",
    cure="删去这一句；已经公布的，写明由谁何时通报。",
)
def named_cases(subject: Subject) -> Iterator[Finding]:
    """A person under initial check or investigation, in a sentence that announces nothing."""
    yield from _cases(subject, named=True)


@rule(
    "N426",
    Severity.WARNING,
    title="没有公布的案件",
    why="正在初核、审查调查的案件，有权机关公布之前不得公开。",
    cure="核对是否已经公布；没有的，删去或者只写件数。",
)
def unnamed_cases(subject: Subject) -> Iterator[Finding]:
    """A case under way that no number makes a total."""
    yield from _cases(subject, named=False)
