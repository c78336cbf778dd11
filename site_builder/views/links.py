"""What a contact links to: only addresses that are surely what they seem become links."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from site_builder.library import EntryContact
from site_builder.notice.contact import Contact, ContactType

_PHONE = re.compile(r"\+?[\d\-－—()（）\s]{3,}")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_WEB = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_PLACES = (ContactType.ADDRESS, ContactType.VISIT)

# What has a meaning in addresses or may not stand there; browsers quote the rest themselves.
_QUOTED = {code: quote(chr(code), safe="") for code in range(128)}
_TO_QUOTE = re.compile(
    "[" + re.escape("".join(chr(code) for code, to in _QUOTED.items() if to != chr(code))) + "]"
)


def quoted_for_browsers(text: str) -> str:
    """Make text part of an address on a page; a Chinese letter stays one, not nine characters."""
    return text.translate(_QUOTED) if _TO_QUOTE.search(text) else text


def contact_href(
    contact: Contact | EntryContact, subject: str, quoted: Callable[[str], str] = quote
) -> str | None:
    """Return the address a contact links to, None where it is nothing that can be followed.

    `subject` becomes the subject of an e-mail. Outside of pages an address has to be ASCII, and so
    it is unless `quoted` is another way to make text part of it.
    """
    value = contact.value.strip()
    if contact.type in _PLACES:
        # Opens the phone's own map; no map service is named or asked.
        return f"geo:0,0?q={quoted(value)}"
    address = _address(contact.type, value)
    if address and contact.type is ContactType.EMAIL:
        return f"{address}?subject={quoted(subject)}"
    return address


@lru_cache(maxsize=4096)  # of a notice each is asked for by its page, its letters and its tags
def _address(type_: ContactType, value: str) -> str | None:
    match type_:
        case ContactType.PHONE if _PHONE.fullmatch(value):
            return "tel:" + _dialled(value)
        case ContactType.SMS if _PHONE.fullmatch(value):
            return "sms:" + _dialled(value)
        case ContactType.EMAIL if _EMAIL.fullmatch(value):
            return "mailto:" + value
        case ContactType.LINK if _WEB.fullmatch(value):
            return value
        case _:
            return None


def _dialled(value: str) -> str:
    """Keep digits and hyphens, the separators that RFC 3966 allows."""
    return re.sub(r"[^\d+-]", "", re.sub(r"[－—]", "-", value))
