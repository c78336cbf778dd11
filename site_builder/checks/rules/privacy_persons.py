"""N407 to N410: homes, health and minors: what words, not numbers, give away of a person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from site_builder.checks.data.names import FULL_NAME, NAME, SURNAMES, is_name
from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Spot, Subject
from site_builder.notice.diagnostics import Severity
from site_builder.notice.text import Path

_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4})"
_LIVES = re.compile(
    rf"(?:家住|现住|住址|家庭地址|户籍地|户籍所在地|居住地|居住在|住在)址?(?:为|是|：|:)?"
    rf"[^。；，、\n\0]{{0,40}}?{_NUMBER}(?:-{_NUMBER})?(?:号楼|号|栋|幢|单元|室|组|社|队|弄|座)"
    rf"(?:[^。；，、\n\0]{{0,12}}?{_NUMBER}(?:号|室|户|单元))?"
)
_FLAT = re.compile(
    r"(?:小区|花园|公寓|家园|新村|新城|苑|府|里|湾|庭|居)"
    rf"[^。；，、\n\0]{{0,4}}?{_NUMBER}(?:栋|幢|号楼|座){_NUMBER}单元{_NUMBER}(?:室|号|户)?"
)
_VILLAGE = re.compile(
    rf"村[^。；，、\n\0]{{0,8}}?{_NUMBER}(?:村民小组|小组|组|社|队){_NUMBER}号"
    # Of wells, bridges and plots there are numbers too.
    r"(?!机?井|泵|路灯|桥|塘|渠|涵|闸|坝|地块|大棚|台区|变压|变电|配电|杆|公厕|垃圾|监控|充电|点位|网格|楼|路|线)"
)
# Housing of the body itself, what it lets, and what serves all: these are places, not homes.
_ASSET = re.compile(
    r"周转房|公租房|廉租房|公房|门面|商铺|店铺|资产|房产|国有|办公|仓库|厂房|出租|租赁"
    r"|改造为|服务站|服务中心|服务点|居委会|村委会|党群|活动室|活动中心|日间照料|驿站|卫生室|卫生站|警务室|物业|书屋"
)
# A group of a village, or a whole building, is many homes, unless somebody is said to live there.
_IS_MANY_HOMES = re.compile(r"(?:组|社|队|号楼|栋|幢|座)\Z")
_SOMEBODY = re.compile(rf"[{SURNAMES}](?:某|[×＊*])|({FULL_NAME})(?=[，。、；（(的等同家])")

_PERSON = (
    r"(?:患者|病人|病患|伤者|死者|学生|考生|受害人|被害人|当事人|信访人|举报人|投诉人|控告人|检举人|上访人"
    r"|贫困户|低保户|低保对象|五保户|特困户|村民|居民|群众|矫正对象|戒毒人员|救助对象|帮扶对象|残疾人)"
)
_NAMED = re.compile(
    rf"(?:{_PERSON}|姓名[：:为]\s?)({NAME})"
    r"[，,（(；;]\s?(?:男|女|\d{1,3}岁|现年|生于|出生于|身份证|家住|住址|性别|汉族)"
)
# Whoever it is; of officials who are appointed, and of models, sex and birth are announced.
_DESCRIBED = re.compile(
    rf"({NAME})[，,（(]\s?(?:男|女)[，,、]\s?(?:[\u4e00-\u9fff]{{1,3}}族[，,、]\s?)?"
    r"(?:\d{1,3}周?岁|(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?出?生|现年|生于|出生|身份证|家?住)"
)
_ANNOUNCED = re.compile(
    r"任命|任职|任前|拟任|聘任|聘请|选聘|提拔|考察对象|先进|模范|表彰|典型|专家|记者"
)
_INFORMANT = re.compile(
    rf"(?:举报人|信访人|投诉人|控告人|检举人|上访人|反映人)({NAME})(?=[，。、；（(的]|反映|来电|来信|实名)"
    rf"|({FULL_NAME})(?=实名举报)"
)
_KIN = r"(?:同志|同学|老师)?(?:之|的)?(?:父亲?|母亲?|妻子?|丈夫|儿子?|女儿?|孩子)?"
_DISEASE = (
    r"(?:身?患有?|确诊(?:为|患有?)?|罹患)"
    r"[^，。；、\n\0]{0,12}?(?:病|癌|瘤|炎|症|HIV|艾滋|残疾)"
)
_ILL = re.compile(rf"({NAME}){_KIN}[，,]?(?:因|曾|长期|自幼|被|经)?{_DISEASE}")
_OF_THE_ILL = re.compile(
    rf"(?:患(?<=[病癌瘤炎症]患)者|残疾(?:人|军人|儿童|学生|职工))({FULL_NAME})"
    r"(?=[，。、；：（(的等同家已办发送申]|\0)"
)
_CERTIFICATE = re.compile(r"残疾人?证[^。；\n\0\d]{0,8}[1-8]\d{16}[\dXx]\d{1,2}B?\d?(?!\d)")
_CHILD = lazily(
    rf"(?:未成年人|未成年子女|儿童|孤儿|幼儿|女童|男童|学生|同学)({NAME})"
    r"(?=[，。、；（(）)]|同学|等\d|因|被|的(?:监护|父|母|家长))"
)
_YOUNG = lazily(rf"({NAME})[（(，,]\s?(?:男|女)?[，,、]?\s?(?:[1-9]|1[0-7])(?:周)?岁")


def _prose(subject: Subject, pattern: re.Pattern[str]) -> Iterator[Spot]:
    """Yield the matches in the document itself; addresses of the body are in its contacts."""
    for spot in subject.find(pattern):
        if spot.path[0] in ("preamble", "sections", "closing", "title"):
            yield spot


def _named(subject: Subject, pattern: re.Pattern[str]) -> Iterator[tuple[Spot, str]]:
    for spot in _prose(subject, pattern):
        name = next(filter(None, spot.match.groups()))
        if is_name(name):
            yield spot, name


def _covered(name: str) -> str:
    return f"{name[0]}某某" if len(name) > 2 else f"{name[0]}某"


@rule(
    "N407",
    Severity.ERROR,
    title="家庭住址",
    why="写到村组门牌、楼栋单元的住址可以找到本人，属于个人信息。",
    cure="只写到乡镇（街道），或者删去。",
)
def home_addresses(subject: Subject) -> Iterator[Finding]:
    """Homes below the township: a house, a flat, a number in a village."""
    by_text: defaultdict[Path, list[Spot]] = defaultdict(list)
    for pattern in (_LIVES, _FLAT, _VILLAGE):
        for spot in _prose(subject, pattern):
            around = spot.text[max(0, spot.start - 25) : spot.end + 12]
            if _is_a_home(spot) if pattern is _LIVES else not _ASSET.search(around):
                by_text[spot.path].append(spot)
    for spots in by_text.values():
        end = 0
        for spot in sorted(spots, key=lambda spot: spot.start):
            # 家住甲村3组12号 is found by its beginning and by its end.
            if spot.start >= end:
                yield Finding(spot.path, spot.start, spot.end, "这是具体到门牌的住址")
                end = spot.end


def _is_a_home(spot: Spot) -> bool:
    if not _IS_MANY_HOMES.search(spot.words):
        return True
    return any(
        not found[1] or is_name(found[1])
        for around in (spot.text[max(0, spot.start - 8) : spot.start], spot.text[spot.end :][:12])
        for found in _SOMEBODY.finditer(around)
    )


@rule(
    "N408",
    Severity.ERROR,
    title="姓名连同个人情况",
    why="姓名与性别、年龄、证件、住址并列，或者写出举报人的姓名，就能认定是谁。",
    cure="姓名改成“某某”，个人情况删去；举报人、信访人的姓名不得公开。",
)
def named_persons(subject: Subject) -> Iterator[Finding]:
    """Full names of citizens with what identifies them, and names of informants."""
    described = [
        one for one in _named(subject, _DESCRIBED) if not _ANNOUNCED.search(_around(one[0]))
    ]
    seen = set()
    for spot, name in (*_named(subject, _NAMED), *described):
        at = spot.start + spot.match[0].rindex(name)
        if (spot.path, at) in seen:
            continue
        seen.add((spot.path, at))
        yield Finding(
            spot.path,
            at,
            at + len(name),
            "姓名与个人情况写在一起",
            f"改成“{_covered(name)}”，个人情况删去。",
        )
    for spot, name in _named(subject, _INFORMANT):
        yield Finding(
            spot.path,
            spot.end - len(name),
            spot.end,
            "写出了举报人、信访人的姓名",
            f"改成“{_covered(name)}”，或者删去。",
        )


def _around(spot: Spot) -> str:
    return spot.text[max(0, spot.start - 20) : spot.end + 40]


@rule(
    "N409",
    Severity.ERROR,
    title="个人的病情、残疾",
    why="病情、残疾属于敏感个人信息，连同姓名公开，会使本人受到歧视。",
    cure="姓名改成“某某”并删去病名，或者整句不写。",
)
def health(subject: Subject) -> Iterator[Finding]:
    """Illness or disability of a person who is named."""
    found = [*_named(subject, _ILL)]
    ill = found if found and _tells_of_illness(subject) else []
    for spot, name in (*ill, *_named(subject, _OF_THE_ILL)):
        yield Finding(
            spot.path,
            spot.start,
            spot.end,
            "写出了姓名和病情",
            f"姓名改成“{_covered(name)}”，病名删去。",
        )
    for spot in _prose(subject, _CERTIFICATE):
        yield Finding(spot.path, spot.start, spot.end, "这是完整的残疾证号码", "删去号码。")


def _tells_of_illness(subject: Subject) -> bool:
    text = subject.text
    # Every notice speaks of 隐患, many of 患者.
    return "确诊" in text or text.count("患") > text.count("隐患") + text.count("患者")


@rule(
    "N410",
    Severity.WARNING,
    title="未成年人的姓名",
    why="未成年人的姓名和能够认出他的情况，一般不得公开。",
    cure="姓名改成“某某”，或者删去。",
)
def minors(subject: Subject) -> Iterator[Finding]:
    """Full names of children and pupils."""
    seen = set()
    for pattern in (_CHILD, _YOUNG):
        for spot, name in _named(subject, pattern):
            at = spot.start + spot.match[0].rindex(name)
            if (spot.path, at) in seen:
                continue
            seen.add((spot.path, at))
            yield Finding(
                spot.path,
                at,
                at + len(name),
                "像是未成年人的姓名",
                f"改成“{_covered(name)}”，或者删去。",
            )
