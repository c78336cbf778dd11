"""The pieces of linked data (JSON-LD) that follow from a notice alone."""

from __future__ import annotations

from typing import Any, TypeAlias

from site_builder.notice.contact import ContactType
from site_builder.notice.lifecycle import Correction
from site_builder.notice.model import Notice
from site_builder.views.links import contact_href

# What a piece of JSON-LD is: names to values, of which empty ones are left out.
Node: TypeAlias = dict[str, Any]

_CHANNELS = {
    ContactType.PHONE: "telephone",
    ContactType.FAX: "faxNumber",
    ContactType.EMAIL: "email",
}


def node(type_: str, **values: Any) -> Node:
    """Return a JSON-LD node without what is empty."""
    return {"@type": type_, **{name: value for name, value in values.items() if value}}


def organization_node(notice: Notice) -> Node:
    """Return the organization, with the ways to reach it."""
    return node(
        "GovernmentOrganization", name=notice.organization, contactPoint=_contact_point(notice)
    )


def _contact_point(notice: Notice) -> Node | None:
    """The phones, faxes and mailboxes that are surely what they seem, as printed."""
    found: dict[str, list[str]] = {}
    for contact in notice.contacts:
        name = _CHANNELS.get(contact.type)
        if name and (contact.type == ContactType.FAX or contact_href(contact, "")):
            found.setdefault(name, []).append(contact.value.strip())
    if not found:
        return None
    values = {name: each[0] if len(each) == 1 else each for name, each in found.items()}
    return node("ContactPoint", contactType="监督联系方式", **values)


def inspection_node(notice: Notice) -> Node:
    """Return the inspection, as far as the notice states anything of it."""
    inspection = notice.inspection
    period = inspection.period
    about = node(
        "Event",
        description="、".join(inspection.kinds),
        organizer=inspection.body and node("Organization", name=inspection.body),
        startDate=period and period.start and period.start.isoformat(),
        endDate=period and period.end and period.end.isoformat(),
    )
    if not inspection.round and len(about) == 1:
        return {}
    return {**about, "name": inspection.round or "巡察"}


def correction_node(correction: Correction) -> Node:
    """Return what was corrected, when and why."""
    return node(
        "CorrectionComment",
        datePublished=correction.date.isoformat(),
        text=f"{correction.what}（原因：{correction.why}）",
    )
