"""Where lines end within a contact, and where they do not: a rule a kind of break."""

from __future__ import annotations

import re

from site_builder.drafts.contact_labels import CONTACT_WORDS, contact_at, contacts_in
from site_builder.drafts.labels import label_at
from site_builder.drafts.wrapping import is_open

_DIGITS_END = re.compile(r"\d+$")
_DIGITS_START = re.compile(r"\d+")
_POSTCODE = 6  # digits
# Contacts that end without punctuation, and what parts one from the next.
_WITHOUT_END = {"phone", "sms", "fax", "email", "postcode", "link"}
_BETWEEN = "。；;，,、"
_VALUE_END = re.compile(r"[0-9A-Za-z@._\-]$")
_VALUE_START = re.compile(r"[0-9A-Za-z@._\-]")
_EMAIL_CUT = re.compile(r"[A-Za-z0-9]@(?:[A-Za-z0-9-]*|[A-Za-z0-9.-]*\.)$")
# x@example.c / om
_EMAIL_WHOLE = re.compile(r"@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$")
_EMAIL_REST = re.compile(r"(?:[a-z]{1,3}\.)?[a-z]{1,3}[。；;，,]?")
# Who is reached by a number, and nothing else: 甲村：0999-0123456
_NAMED = re.compile(
    r"[^\W\d_A-Za-z]{2,20}\s?[:：]\s?(?:[（(]?0\d{2,3}[）)]?[-－—– ]?\d{7,8}|1\d{10})[。；;，,]?"
)
_ASIDE = 40  # no label, and nothing in brackets beside a number, is longer


def is_whole_contact(text: str) -> bool:
    """A telephone number or an e-mail address ends without punctuation; an address may go on."""
    contact = contact_at(text)
    if _NAMED.fullmatch(text):
        return True
    return contact is not None and contact.type not in {"address", "visit"}


def ends_with_contact(text: str) -> bool:
    """Tell whether the last contact in a line has its value, and nothing begins behind it."""
    first = contact_at(text)
    label = next(reversed([*([first] if first else []), *contacts_in(text)]), None)
    if label is None or label.type not in _WITHOUT_END or is_open(text):
        return False
    value = text[label.end :].rstrip(_BETWEEN)
    return bool(value) and not any(char in value for char in _BETWEEN)


def breaks_contact(before: str, line: str) -> bool:
    """Tell whether a page broke a contact between its label and its value, or within one."""
    if label_at(line):
        return False
    if own := contact_at(line):
        return _completes_label(before, line[: own.end])
    if _bare_contact(before) or _cuts_postcode(before, line) or _cuts_label(before, line):
        return True
    if _EMAIL_CUT.search(before) and line[0].isascii() and line[0].isalpha():
        return True
    if _EMAIL_WHOLE.search(before) and _EMAIL_REST.match(line):
        return True
    closes = any(char in line[:_ASIDE] for char in "）)")
    return closes and is_open(before) and contact_at(before) is not None


def _cuts_label(before: str, line: str) -> bool:
    """Tell whether the label of a contact begins behind another one: …1234；传 / 真：…"""
    begun = before[max(map(before.rfind, _BETWEEN)) + 1 :]
    if not begun or len(begun) == len(before):
        return False
    label = contact_at(begun + line[:_ASIDE])
    return label is not None and label.end > len(begun)


def _completes_label(before: str, label: str) -> bool:
    """Tell whether a label that a line begins with is the end of a longer one: 电子 / 邮箱："""
    begun = before[max(map(before.rfind, _BETWEEN)) + 1 :]
    word = "".join((begun + label).rstrip(":： ").split())
    return bool(begun.strip()) and len(begun) < len(before) and word in CONTACT_WORDS


def _cuts_postcode(before: str, line: str) -> bool:
    """Tell whether a line completes the six digits of a postcode."""
    begun, rest = _DIGITS_END.search(before[-20:]), _DIGITS_START.match(line)
    if not (begun and rest) or len(begun[0]) + len(rest[0]) != _POSTCODE:
        return False
    labels = list(contacts_in(before))
    return bool(labels) and labels[-1].type == "postcode"


def breaks_value(before: str, line: str) -> bool:
    """Tell whether a line breaks a number or an e-mail address in two."""
    return _VALUE_END.search(before) is not None and _VALUE_START.match(line) is not None


def _bare_contact(text: str) -> bool:
    """Tell whether a line is the label of a contact alone: what it labels is on the next."""
    first = contact_at(text)
    labels = [*([first] if first else []), *contacts_in(text)]
    return any(label.end == len(text) for label in labels)
