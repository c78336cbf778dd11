"""How a citizen answers one issue: by the notice's own mailbox and phone, as far as it has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from site_builder.notice.contact import Contact, ContactType
from site_builder.views.links import contact_href, quoted_for_browsers

# Room to write, and below it what the letter is about.
_LETTER = "&body=" + quoted_for_browsers("\r\n\r\n\r\n网址：")


@dataclass(frozen=True, slots=True)
class Feedback:
    """The ways to answer an issue, each "" where the notice does not state it.

    `mailbox` begins an address (`mailto:…?subject=关于《…》第`) that the ordinal and the subject of
    an issue, `letter`, and the address of the issue complete. `phone` is a whole one (`tel:…`), and
    `number` the words to show for it. `stated` says that there is any contact at all.
    """

    mailbox: str
    letter: str
    phone: str
    number: str
    stated: bool


def feedback(contacts: Iterable[Contact], title: str) -> Feedback:
    """Find the first mailbox and the first phone among the contacts of a notice of this title."""
    mailbox = phone = number = ""
    stated = False
    for contact in contacts:
        stated = True
        if contact.type is ContactType.EMAIL and not mailbox:
            mailbox = contact_href(contact, f"关于《{title}》第", quoted_for_browsers) or ""
        elif contact.type is ContactType.PHONE and not phone:
            phone, number = contact_href(contact, "") or "", contact.value.strip()
    return Feedback(mailbox, _LETTER, phone, number if phone else "", stated)


def end_of_subject(number: str, ordinal: int) -> str:
    """Return how the subject of a letter about an issue ends, ready for an address.

    Before it stand the notice and the ordinal of the issue in it; it names the printed number where
    there is one that says something else.
    """
    says_more = number.strip().rstrip(".．、") not in ("", str(ordinal))
    printed = quoted_for_browsers(f"（{number.strip()}）") if says_more else ""
    return f"个问题{printed}的意见建议"
