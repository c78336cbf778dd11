"""N401 to N406, N411: numbers that stand for a person, outside the contact block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.checks.data.numbers import is_card, is_id, looks_like_id, luhn, mask, plain
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Spot, Subject, once
from site_builder.notice.diagnostics import Severity

# A digit before the lookbehind lets the search skip to it; every repetition is bounded.
_GAP = r"[ \u00a0\u3000\-–—－]?"
_ID = re.compile(rf"[1-8１-８](?<!\d.)(?:{_GAP}\d){{16}}{_GAP}[\dXxＸｘ](?!\d)(?![A-Za-z])")
_OLD_ID = re.compile(r"[1-8](?<!\d.)\d{14}(?![\dA-Za-z])")
_MOBILE = re.compile(
    r"[1１](?<![\dA-Za-z_.＊*=].)[3-9３-９]\d"
    rf"{_GAP}\d{{4}}{_GAP}\d{{4}}(?![\dA-Za-z_*＊]|\.\d)"
)
_ABROAD = re.compile(r"(?:\+|00)86[ \-]?$")
_CARD = re.compile(
    r"[2-69](?<![\dA-Za-z].)(?:\d{15,18}|\d{3}(?:[ \u00a0\-]\d{4}){3}(?:[ \u00a0\-]?\d{1,3})?)"
    r"(?![\dA-Za-z])"
)
_PERMIT = r"(?:护照|通行证|回乡证|台胞证)"
_PERMIT_NUMBER = r"[A-Z](?<![A-Za-z0-9].)(?:\d{8}|[A-Z]\d{7})(?![A-Za-z0-9])"
_PASSPORT = re.compile(
    rf"{_PERMIT}[^。；\n\0]{{0,16}}?({_PERMIT_NUMBER})|({_PERMIT_NUMBER})(?=的?号?的?(?:因[公私])?{_PERMIT})"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Z][·•・. \-]?"
    r"(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9警学挂港澳领使]|[DF][A-HJ-NP-Z0-9]\d{4}|\d{5}[DF])"
    r"(?![A-Za-z0-9])"
)
# What a number is called that stands for no person.
_CODED = re.compile(
    r"(?:编号|编码|单号|订单|代码|案号|批号|条码|序号|文号|流水号|索引号|项目号|备案号|登记号|许可证号?|合同号?|发票号码?"
    r"|统计号|资产号|标识码?|识别号|设备号|商品码)(?:[（(][^（）()\0]{0,20}[）)])?[为是：:\s]{0,3}$"
)
_FIGURE = re.compile(r"\s?(?:余|多)?(?:万|亿)?(?:元|美元|吨|平方米|立方米|公里|千瓦时|度|人次|亩)")
_CARD_WORDS = re.compile(
    r"卡号|银行卡|储蓄卡|借记卡|信用卡|社保卡|一卡通|账户|账号|帐户|帐号|存折|开户"
)
_OFFICIAL_CAR = re.compile(
    r"公务用车|公务车|公车|执法车|警车|救护车|消防车|校车|环卫车|洒水车|应急车|单位车辆"
)


def _is_prose(spot: Spot) -> bool:
    """Tell whether this is outside the contact block, whose own numbers are there to be public."""
    return spot.path[0] not in ("contacts", "labels")


def _before(spot: Spot, size: int = 30) -> str:
    return spot.text[max(0, spot.start - size) : spot.start]


def _ids(subject: Subject) -> Iterator[tuple[Spot, str]]:
    for spot in subject.find_number(_ID):
        number = plain(spot.words)
        if looks_like_id(number) and not _CODED.search(_before(spot)):
            yield spot, number


@rule(
    "N401",
    Severity.ERROR,
    title="居民身份证号码",
    why="完整的身份证号码属于个人信息，公开后无法收回；曾有单位因此被通报。",
    cure="确需列出的，遮盖出生日期等中间的数字，只留前2位和后3位。",
)
def resident_ids(subject: Subject) -> Iterator[Finding]:
    """Resident ID numbers of 18 digits: region, birth date and check digit are right."""
    for spot, number in _ids(subject):
        if is_id(number):
            yield Finding(
                spot.path,
                spot.start,
                spot.end,
                "这是一个完整的身份证号码",
                f"改成“{mask(number, 2, 3)}”，或者删去。",
            )


@rule(
    "N402",
    Severity.WARNING,
    title="像身份证号码的数字",
    why="15位的旧身份证号码，或者抄错一位的身份证号码，同样会泄露个人信息。",
    cure="核对这是什么号码；是身份证号码的，遮盖中间的数字或者删去。",
)
def doubtful_ids(subject: Subject) -> Iterator[Finding]:
    """Old numbers of 15 digits, and 18 digits whose check digit alone is wrong."""
    for spot, number in _ids(subject):
        if not is_id(number):
            yield Finding(
                spot.path,
                spot.start,
                spot.end,
                "像是身份证号码（地区、出生日期都对，校验码不对）",
                f"是身份证号码的，改成“{mask(number, 2, 3)}”，或者删去。",
            )
    for spot in subject.find_number(_OLD_ID):
        if looks_like_id(spot.words) and not _CODED.search(_before(spot)):
            yield Finding(
                spot.path,
                spot.start,
                spot.end,
                "像是15位的旧身份证号码",
                f"是身份证号码的，改成“{mask(spot.words, 2, 3)}”，或者删去。",
            )


@rule(
    "N403",
    Severity.ERROR,
    title="手机号码",
    why="联系方式以外的手机号码多是办事群众或者干部个人的，属于个人信息。",
    cure="遮盖中间4位，或者删去；是监督电话的，写进“联系方式”。",
)
def mobiles(subject: Subject) -> Iterator[Finding]:
    """Mobile numbers that the contact block does not give."""
    found = list(filter(_is_prose, subject.find_number(_MOBILE)))
    contacts = subject.notice.contacts if found else ()
    own = {plain(m[0]) for contact in contacts for m in _MOBILE.finditer(contact.printed)}
    for spot in found:
        number = plain(spot.words)
        before = _before(spot)
        if number in own or (spot.path[0] == "closing" and not contacts):
            continue
        if _CODED.search(before) or _FIGURE.match(spot.text, spot.end):
            continue
        country = _ABROAD.search(before)
        start = spot.start - (len(country[0]) if country else 0)
        yield Finding(
            spot.path,
            start,
            spot.end,
            "联系方式以外有完整的手机号码",
            f"改成“{mask(number, 3, 4)}”，或者删去。",
        )


@rule(
    "N404",
    Severity.ERROR,
    title="银行卡号",
    why="完整的银行卡号属于敏感个人信息，公开后会被用来诈骗。",
    cure="只留前4位和后4位，或者删去。",
)
def bank_cards(subject: Subject) -> Iterator[Finding]:
    """Bank card numbers: a known issuer, its length, and the Luhn check."""
    for spot in subject.find_number(_CARD):
        number = plain(spot.words)
        before = _before(spot)
        if not is_card(number) or _CODED.search(before) or _is_resident(number):
            continue
        # UnionPay numbers speak for themselves; others might be any number of that length.
        if number.startswith("62") or _CARD_WORDS.search(before):
            yield Finding(
                spot.path,
                spot.start,
                spot.end,
                "这是一个完整的银行卡号",
                f"改成“{mask(number, 4, 4)}”，或者删去。",
            )


def _is_resident(number: str) -> bool:
    return len(number) == 18 and luhn(number) and is_id(number)


@rule(
    "N405",
    Severity.ERROR,
    title="护照、通行证号码",
    why="完整的证件号码属于个人信息，公开后无法收回。",
    cure="只留前2位和后2位，或者删去。",
)
def passports(subject: Subject) -> Iterator[Finding]:
    """Passport and permit numbers behind the name of the document."""
    found = subject.find(_PASSPORT) if subject.screen.has_capitals else ()
    for spot in found:
        number = spot.match[1] or spot.match[2]
        if _CODED.search(spot.words, 0, len(spot.words) - len(number)):
            continue
        yield Finding(
            spot.path,
            spot.end - len(number),
            spot.end,
            "这是一个完整的证件号码",
            f"改成“{mask(number, 2, 2)}”，或者删去。",
        )


@once
def _all_plates(subject: Subject) -> list[Spot]:
    if not subject.screen.has_capitals:
        return []
    return list(subject.find(_PLATE))


def _plates(subject: Subject, *, official: bool) -> Iterator[Finding]:
    for spot in _all_plates(subject):
        if sum(character.isdigit() for character in spot.words) < 2:
            continue
        if bool(_OFFICIAL_CAR.search(_before(spot))) is official:
            yield Finding(
                spot.path,
                spot.start,
                spot.end,
                "这是公务车辆的号牌" if official else "这是完整的机动车号牌",
                f"改成“{_masked_plate(spot.words)}”，或者删去。",
            )


def _masked_plate(plate: str) -> str:
    return plate[:2] + "*" * (len(plate) - 4) + plate[-2:]


@rule(
    "N406",
    Severity.ERROR,
    title="机动车号牌",
    why="凭号牌可以查到车主，属于个人信息。",
    cure="遮盖中间几位，或者删去。",
)
def plates(subject: Subject) -> Iterator[Finding]:
    """Number plates of vehicles, those of new energy included."""
    yield from _plates(subject, official=False)


@rule(
    "N411",
    Severity.WARNING,
    title="公务车辆的号牌",
    why="公务车辆的号牌一般不必公开；执法、涉密用车的不得公开。",
    cure="确认可以公开；不必列出的，遮盖中间几位或者删去。",
)
def official_plates(subject: Subject) -> Iterator[Finding]:
    """Number plates of cars that the words before them call official."""
    yield from _plates(subject, official=True)
