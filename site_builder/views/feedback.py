"""How a citizen answers one issue: by the notice's own mailbox and phone, as far as it has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from site_builder.notice.contact import Contact, ContactType
from site_builder.views.links import contact_href, quoted_for_browsers

# Room to write, and below it what the letter is about.
_LETTER = "&body=" + quoted_for_browsers("\r\n\r\n\r\n网址：")


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
        if contact.type is ContactType.EMAIL and not mailbox:
            mailbox = contact_href(contact, "") or ""
        elif contact.type is ContactType.PHONE and not phone:
            phone, number = contact_href(contact, "") or "", contact.value.strip()
    return Feedback(mailbox, _LETTER, phone, number if phone else "", stated)


def subject_beginning(title: str) -> str:
    """Return how the subjects of letters about the issues of one notice begin; it names that."""
    return quoted_for_browsers(f"关于《{title}》第")


def subject(beginning: str, ordinal: str, number: str) -> str:
    """Return the subject of a letter about an issue, ready for an address.

    It names the issue counted through the notice, and its printed number where it has one.
    """
    return f"{beginning}{ordinal}个问题{_printed(number)}的意见建议"


@lru_cache(maxsize=4096)
def _printed(number: str) -> str:
    """Return the number as part of a subject; most notices number their issues alike."""
    return quoted_for_browsers(f"（{number.strip()}）") if number.strip() else ""
