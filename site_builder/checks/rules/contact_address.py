"""N505 to N510: mailboxes, postcodes, web addresses, and whether they fit the place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from site_builder.checks.data.area_codes import AREA_CODES, PROVINCE_OF
from site_builder.checks.data.mail import FREE_MAIL
from site_builder.checks.data.places import POSTCODES, city_in, province_in
from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.rules.contact import contacts, numbers_of
from site_builder.checks.subject import Subject
from site_builder.notice.contact import ContactType
from site_builder.notice.diagnostics import Severity

# A blank before the sign belongs to the mailbox, which it breaks.
_PIECE = lazily(r"[^、；;，,/\s或和（）()]+(?:\s(?=[@＠.．])[^、；;，,/\s或和（）()]+){0,3}")
_MAIL = lazily(
    r"[A-Za-z0-9](?:[A-Za-z0-9._%+\-]{0,62}[A-Za-z0-9_])?"
    r"@[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9\-]{1,63}){0,6}\.[A-Za-z]{2,24}"
)
_LINK = lazily(r"https?://[A-Za-z0-9\u4e00-\u9fff][^\s，。；、（）“”＠]*", re.IGNORECASE)
_KNOWN_PREFIXES = frozenset(" ".join(POSTCODES.values()).split()) | {"99"}
_DOMESTIC = frozenset("0123456789")


def _mailboxes(value: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each mailbox of a contact begins and ends, and its words."""
    found = [(m.start(), m.end(), m[0]) for m in _PIECE.finditer(value)]
    with_sign = [piece for piece in found if "@" in piece[2] or "＠" in piece[2]]
    # Without the sign there is no telling where one ends.
    yield from with_sign or [(0, len(value), value)]


def _where(subject: Subject) -> str:
    notice = subject.notice
    return notice.region or f"{notice.organization} {notice.title}"


@rule(
    "N505",
    Severity.WARNING,
    title="用免费邮箱收意见",
    why="免费邮箱谁都可以注册，群众分不清真假；本单位规定监督邮箱须用机关邮箱。",
    cure="换成本单位的机关邮箱（多以 .gov.cn 结尾）。",
)
def free_mailbox(subject: Subject) -> Iterator[Finding]:
    """A mailbox of a free provider, where the project wants official ones."""
    if not subject.settings.official_mail:
        return
    for path, contact, offset in contacts(subject, ContactType.EMAIL):
        for start, end, words in _mailboxes(contact.value):
            domain = unicodedata.normalize("NFKC", words).rpartition("@")[2].lower()
            if domain.strip("。.") in FREE_MAIL:
                yield Finding(
                    path,
                    offset + start,
                    offset + end,
                    f"监督邮箱是免费邮箱（{domain}）",
                )


@rule(
    "N506",
    Severity.WARNING,
    title="邮箱地址写法不对",
    why="全角的＠、中文标点、空格或者缺了“.”的邮箱，信寄不出去。",
    cure="照实际能用的邮箱写，全部用半角字符。",
)
def mail_syntax(subject: Subject) -> Iterator[Finding]:
    """Mailboxes that no mail can be sent to."""
    for path, contact, offset in contacts(subject, ContactType.EMAIL):
        if "*" in contact.value or "＊" in contact.value:
            continue
        for start, end, words in _mailboxes(contact.value):
            if _MAIL.fullmatch(words) and ".." not in words:
                continue
            narrow = unicodedata.normalize("NFKC", words).replace("。", ".")
            right = narrow if _MAIL.fullmatch(narrow) and ".." not in narrow else None
            yield Finding(
                path,
                offset + start,
                offset + end,
                f"“{words}”不是邮箱地址",
                f"改成“{right}”。" if right else "",
                right,
            )


@rule(
    "N507",
    Severity.WARNING,
    title="邮政编码不对",
    why="邮政编码是6位数字；位数不对、开头没有这个省份的，信会退回。",
    cure="核对邮政编码。",
)
def postcode_form(subject: Subject) -> Iterator[Finding]:
    """A postcode that is not six digits, or begins as none does."""
    for path, contact, offset in contacts(subject, ContactType.POSTCODE):
        digits = unicodedata.normalize("NFKC", contact.value).strip()
        if not (len(digits) == 6 and _DOMESTIC.issuperset(digits)):
            message = f"“{contact.value}”不是6位数字"
        elif digits[:2] not in _KNOWN_PREFIXES:
            message = f"没有以“{digits[:2]}”开头的邮政编码"
        else:
            continue
        yield Finding(path, offset, offset + len(contact.value), message)


@rule(
    "N508",
    Severity.WARNING,
    title="邮政编码不是本省的",
    why="邮政编码的前两位是省份；与通报的地区不符，多为抄错，信会寄到别省。",
    cure="核对邮政编码和地区。",
)
def postcode_elsewhere(subject: Subject) -> Iterator[Finding]:
    """A postcode of another province than the one the notice names."""
    province = province_in(_where(subject))
    if province is None:
        return
    for path, contact, offset in contacts(subject, ContactType.POSTCODE):
        digits = unicodedata.normalize("NFKC", contact.value).strip()
        prefix = digits[:2]
        if len(digits) != 6 or prefix not in _KNOWN_PREFIXES or prefix == "99":
            continue
        if prefix not in POSTCODES[province].split():
            yield Finding(
                path, offset, offset + len(contact.value), f"“{digits}”不是{province}的邮政编码"
            )


@rule(
    "N509",
    Severity.WARNING,
    title="区号不是本地的",
    why="区号与通报的地区不符，群众会打到别的城市。",
    cure="核对区号和地区。",
)
def area_code_elsewhere(subject: Subject) -> Iterator[Finding]:
    """An area code of another province or city than the one the notice names."""
    where = _where(subject)
    province, city = province_in(where), city_in(where)
    if province is None:
        return
    for path, offset, numbers in numbers_of(subject, ContactType.PHONE, ContactType.FAX):
        for number in numbers:
            code = number.area_code
            if code is None or code not in PROVINCE_OF or number.is_special:
                continue
            served = "、".join(AREA_CODES[PROVINCE_OF[code]][code])
            if PROVINCE_OF[code] == province and (city is None or code in city[1]):
                continue
            yield Finding(
                path,
                offset + number.start,
                offset + number.end,
                f"区号{code}是{served}的，通报的地区是“{city[0] if city else province}”",
            )


@rule(
    "N510",
    Severity.WARNING,
    title="网址写法不对",
    why="网址要以 http:// 或 https:// 开头，中间没有空格和中文标点，否则点不开。",
    cure="写出完整的网址。",
)
def link_syntax(subject: Subject) -> Iterator[Finding]:
    """Web addresses without a scheme, with another one, or with Chinese punctuation."""
    for path, contact, offset in contacts(subject, ContactType.LINK):
        if not _LINK.fullmatch(contact.value.strip()):
            yield Finding(
                path, offset, offset + len(contact.value), f"“{contact.value}”不是完整的网址"
            )
