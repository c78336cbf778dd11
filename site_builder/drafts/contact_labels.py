"""The labels of contacts, as data: a new wording is one line here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from site_builder.notice.contact import ContactType

# A line a type; spaces inside a word (电　话) do not matter.
_WORDS_OF: dict[ContactType, str] = {
    ContactType.PHONE: (
        "电话 电话号码 联系电话 监督电话 举报电话 值班电话 咨询电话 办公电话 "
        "受理电话 反馈电话 固定电话 座机 来电 来电反映 热线 热线电话 监督热线 "
        "举报热线 监督举报电话 举报监督电话 监督联系电话 联系监督电话 监督受理电话 投诉电话 "
        "投诉举报电话 意见反馈电话 咨询监督电话 纪检监督电话 "
        "来电请拨 来电请拨打 请拨打 可拨打 请致电 可致电 拨打 致电 拨打电话"
    ),
    ContactType.SMS: (
        "短信 短信手机号 短信手机号码 手机短信 手机 手机号 手机号码 短信号码 值班手机"
    ),
    ContactType.ADDRESS: (
        "地址 通信地址 通讯地址 联系地址 邮寄地址 邮政地址 邮政信箱 邮政信箱地址 "
        "专用邮政信箱 来信地址 信函地址 信件地址 单位地址 办公地址 收信地址 "
        "信箱地址 来信来访地址 来信 来函 信函 来信请寄 来函请寄 信函请寄 信件请寄 邮寄至 寄送地址"
    ),
    ContactType.POSTCODE: "邮编 邮政编码",
    ContactType.EMAIL: (
        "邮箱 电子邮箱 电子邮箱地址 电子邮件 电子信箱 联系邮箱 监督邮箱 举报邮箱 "
        "邮箱地址 电邮 E-mail Email"
    ),
    ContactType.FAX: "传真 传真号码 传真电话",
    ContactType.PERSON: "联系人 联系人员 收件人",
    ContactType.VISIT: (
        "来访地址 接访地址 来访 来访接待地点 来访接待地址 接待地址 接待地点 来访地点"
    ),
    ContactType.BOX: "意见箱 意见箱地址 意见箱位置 意见箱设置地点 举报箱",
    ContactType.HOURS: "受理时间 接访时间 办公时间 工作时间 接待时间 来访时间 受理期限 接听时间",
    ContactType.UNTIL: "受理截止 受理截止时间 受理截止日期 截止时间 截止日期",
    ContactType.LINK: (
        "网址 网站 举报网站 举报网址 网上举报 网络举报 网络举报平台 官方网站 门户网站"
    ),
    ContactType.OTHER: (
        "二维码 微信 微信号 微信公众号 公众号 QQ QQ号 监督平台 邮寄单位 受理单位 "
        "受理部门 联系单位 联系部门"
    ),
}
CONTACT_WORDS: dict[str, ContactType] = {
    word: type_ for type_, words in _WORDS_OF.items() for word in words.split()
}
_FOLDED = {word.lower(): type_ for word, type_ in CONTACT_WORDS.items()}


def _choice(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(r"\s{0,6}".join(map(re.escape, word)) for word in longest_first)


# Without a colon, a value in words may follow these; the others are words of prose as well.
_BEFORE_WORDS = _choice(
    word
    for word, type_ in CONTACT_WORDS.items()
    if type_ in {ContactType.ADDRESS, ContactType.VISIT} and len(word) >= 4
)
_ASIDE = r"(?:（[^（）]{1,20}）|\([^()]{1,20}\))?"
# A value follows behind a colon, or at once if it is a number or an address in Latin letters.
_LABEL = (
    rf"(?:(?P<word>{_choice(CONTACT_WORDS)})\s?{_ASIDE}(?:\s?[:：]|(?=\s{{0,3}}[0-9A-Za-z]))"
    rf"|(?P<bare>{_BEFORE_WORDS})\s?(?=[^\W\d_A-Za-z])(?![为是和与及或等、的])"
    # 来信示例县某路1号: what follows reads as an address does.
    r"|(?P<letter>来信|来函|信函)\s?"
    r"(?=[^\W\d_A-Za-z]{1,8}[省市县区镇乡][^，。；、：:]{1,30}[号楼室层](?:\W|$)))"
)
# An office may be named before what it is reached by: 党办电话：0999-…, 校长信箱：xz@…
_OF_OFFICE: dict[str, tuple[ContactType, str]] = {
    "电话": (ContactType.PHONE, r"[（(]?\d"),
    "热线": (ContactType.PHONE, r"[（(]?\d"),
    "传真": (ContactType.FAX, r"[（(]?\d"),
    "邮箱": (ContactType.EMAIL, r"[A-Za-z0-9._%+-]{1,64}@"),
    "信箱": (ContactType.EMAIL, r"[A-Za-z0-9._%+-]{1,64}@"),
}
_MAIL = r"(?:电子)?邮件(?:至|到)?(?=\s?[A-Za-z0-9._%+-]{1,64}@)"
_OFFICE = (
    # What was done about a telephone is no name of an office, nor is what 意见箱：一楼大厅 says.
    r"(?<![箱址间人点][:：])(?P<office>(?!公布|公开|公示|设立|开设|开通|畅通|布|开|设|立|通)[^\W\d_A-Za-z]{1,8}(?:"
    + "|".join(rf"{word}(?=\s?[:：]\s?{value})" for word, (_, value) in _OF_OFFICE.items())
    + r"))\s?[:：]"
    # Behind this word nothing but an e-mail address makes it a label.
    rf"|(?P<mail>{_MAIL})"
)
_NUMBER = r"(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十])[)）.．、]|[①②③④⑤⑥⑦⑧⑨]|\d{1,2}[)）])"
_AT_START = re.compile(rf"\s*(?:{_NUMBER}\s*)?(?:{_LABEL}|{_OFFICE})", re.IGNORECASE)
_ANYWHERE = re.compile(
    rf"(?:^|(?<=[\s；;。，,：:、（()）！!？?])|(?<=[^\d\s]\.)"
    # A page may have lost the space behind a number or an e-mail address.
    rf"|(?<=\d)(?=[^\W\d_A-Za-z])|(?<=\.com)|(?<=\.cn)|(?<=\.net)"
    # In the middle of a sentence: …请在工作日拨打0999-…，或发送邮件至…
    rf"|(?=(?:拨打|致电)\s?0\d{{2}})|(?={_MAIL})"
    # Nothing but a label reads so, wherever it stands: a page may have lost the space before it.
    r"|(?=(?:电子邮[箱件]|电子信箱|(?:联系|监督|举报)电话|邮政编码|(?:通[信讯]|邮[政寄])地址)\s?[:：]))"
    rf"(?:{_NUMBER}\s*)?(?:{_LABEL}|{_OFFICE})",
    re.IGNORECASE,
)
# What stands before all contacts: 联系方式：
_INTRODUCTION = (
    r"(?:意见建议)?(?:监督|联系|反馈|举报|受理|反映|公开)*(?:方式|渠道|途径|电话|信息)(?:如下|为)?"
)
_INTRODUCED = re.compile(
    rf"(?:^|(?<=[。；，,;！!\s])|(?<=[^\d\s]\.))(?P<words>{_INTRODUCTION}\s?[:：])"
)
_INTRODUCTION_LINE = re.compile(rf"{_INTRODUCTION}\s?[:：]?")


@dataclass(frozen=True, slots=True)
class ContactLabel:
    """A label found: the type of contact, where the label begins and where its value does."""

    type: ContactType
    start: int
    end: int


def _label(match: re.Match[str]) -> ContactLabel:
    if match["mail"]:
        return ContactLabel(ContactType.EMAIL, match.start(), match.end())
    if office := match["office"]:
        return ContactLabel(_OF_OFFICE[office[-2:]][0], match.start(), match.end())
    word = "".join((match["word"] or match["bare"] or match["letter"]).split()).lower()
    return ContactLabel(_FOLDED[word], match.start(), match.end())


def contact_at(line: str) -> ContactLabel | None:
    """Return the label of a contact that a line begins with, if any."""
    match = _AT_START.match(line)
    return _label(match) if match else None


def contacts_in(text: str) -> Iterator[ContactLabel]:
    """Yield the labels of contacts in a paragraph, in order."""
    return map(_label, _ANYWHERE.finditer(text))


def introduction_at(text: str, before: int) -> int | None:
    """Return where the words that introduce all contacts begin, if they end at `before`."""
    for match in _INTRODUCED.finditer(text, max(before - 30, 0), before):
        if not text[match.end("words") : before].strip():
            return match.start("words")
    return None


def is_introduction(line: str) -> bool:
    """Tell whether a line is nothing but the words that introduce the contacts."""
    return len(line) <= 20 and _INTRODUCTION_LINE.fullmatch(line) is not None
