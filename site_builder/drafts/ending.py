"""What stands behind the last section of a draft, as it is gathered paragraph by paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field

from site_builder.drafts.contact_labels import introduction_at
from site_builder.drafts.passage import Passage
from site_builder.notice.contact import Contact, ContactType
from site_builder.notice.model import SignatureLine


@dataclass(slots=True)
class Ending:
    """What stands behind the last section; `body` is what stands before it all."""

    body: list[Passage]
    closing: list[Passage] = field(default_factory=list)
    label: Passage | None = None
    contacts: list[Contact] = field(default_factory=list)
    signature: list[tuple[str, Passage]] = field(default_factory=list)

    def signature_lines(self) -> tuple[SignatureLine, ...]:
        """Return the signature as the notice holds it."""
        return tuple(
            SignatureLine.model_validate({"type": type_, "text": line.text})
            for type_, line in self.signature
        )

    def close(self, passage: Passage) -> None:
        """Add closing words; a label met before them turns out to be no label but words."""
        if self.label:
            self.closing.append(self.label)
            self.label = None
        if passage.stripped().text:
            self.closing.append(passage.stripped())

    def introduce(self, before: Passage) -> None:
        """Part closing words from what introduces the contacts: 联系方式："""
        if not before.text.strip() or self.contacts:
            return
        begin = introduction_at(before.text, len(before.text))
        if begin is None:
            self.close(before)
            return
        if before.text[:begin].strip():
            self.close(before.cut(0, begin))
        if self.label:
            self.close(before.cut(0, 0))
        self.label = before.cut(begin).stripped()

    def add(self, type_: ContactType, printed: Passage, value: str) -> None:
        """Add a contact, with the words printed around its value if there are any."""
        text = printed.text.strip()
        contact = Contact(type=type_, value=value, text=None if text == value else text)
        self.contacts.append(contact)
