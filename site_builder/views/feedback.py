"""How a citizen answers one issue: by the notice's own mailbox and phone, as far as it has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from site_builder.notice.contact import Contact, ContactType
from site_builder.views.links import contact_href

# Room to write, and below it what the letter is about.
_LETTER = "&body=" + quote("\r\n\r\n\r\n网址：", safe="")
_ISSUE, _OPINION = quote("个问题"), quote("的意见建议")


@dataclass(frozen=True, slots=True)
class Feedback:
    """The ways to answer an issue, each "" where the notice does not state it.

    `mailbox` begins an address (`mailto:…?subject=`) that a subject, `letter` and the address of
    the issue complete. `phone` is a whole one (`tel:…`), and `number` the words to show for it.
    `stated` says that there is any contact at all.
    """

    mailbox: str
    letter: str
    phone: str
    number: str
    stated: bool


def feedback(contacts: Iterable[Contact]) -> Feedback:
    """Find the first mailbox and the first phone among the contacts of a notice."""
    mailbox = phone = number = ""
    stated = False
    for contact in contacts:
        stated = True
        href = contact_href(contact, "")
        if contact.type is ContactType.EMAIL and href and not mailbox:
            mailbox = href
        elif contact.type is ContactType.PHONE and href and not phone:
            phone, number = href, contact.value.strip()
    return Feedback(mailbox, _LETTER, phone, number, stated)


def subject(title: str, index: int, number: str) -> str:
    """Return the subject of a letter about an issue, ready for an address.

    It names the notice, the issue counted through it, and its printed number where it has one.
    """
    return f"{_about(title)}{index}{_ISSUE}{_printed(number)}{_OPINION}"


@lru_cache(maxsize=1)
def _about(title: str) -> str:
    """Return the beginning of a subject; to quote it takes long, and all issues share it."""
    return quote(f"关于《{title}》第", safe="")


@lru_cache(maxsize=4096)
def _printed(number: str) -> str:
    """Return the number as part of a subject; most notices number their issues alike."""
    return quote(f"（{number.strip()}）", safe="") if number.strip() else ""
