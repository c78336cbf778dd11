"""How organizations are reached: the contacts of the newest notice of each that has any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from site_builder.library import Entry, Library
from site_builder.notice import contact as types
from site_builder.views import urls
from site_builder.views.facets import Group, grouped
from site_builder.views.links import contact_href
from site_builder.views.paging import PagedList, Paging

NO_REGION = "未注明地区"


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A contact: our name for its type, its value, and where that links to."""

    name: str
    value: str
    href: str | None


@dataclass(frozen=True, slots=True)
class OrganizationContacts:
    """An organization's contacts, and the notice that states them; none without a notice."""

    organization: str
    url: str
    lines: tuple[ContactLine, ...]
    notice_title: str
    notice_url: str


@dataclass(frozen=True, slots=True)
class RegionContacts:
    """The organizations of a region that stand on one page."""

    region: str
    organizations: tuple[OrganizationContacts, ...]


@dataclass(frozen=True, slots=True)
class ContactList:
    """One page of the contacts of all organizations."""

    title: str
    paging: Paging
    regions: tuple[RegionContacts, ...]


def organization_contacts(entries: Iterable[Entry], organization: str) -> OrganizationContacts:
    """Make the view of an organization's contacts from its notices, the newest first."""
    url = urls.organization(organization)
    entry = next((entry for entry in entries if entry.contacts), None)
    if entry is None:
        return OrganizationContacts(organization, url, (), "", "")
    subject = f"致{organization}：关于巡察整改的意见建议"
    lines = tuple(
        ContactLine(types.LABELS[contact.type], contact.value, contact_href(contact, subject))
        for contact in entry.contacts
    )
    return OrganizationContacts(organization, url, lines, entry.title, urls.notice(entry.id))


def contact_lists(library: Library) -> Iterator[PagedList[ContactList]]:
    """Yield the list of the contacts of all organizations, by region."""
    groups = next(groups for kind, groups in grouped(library) if kind.key == "organization")
    standing = [(group, _region(group, library)) for group in groups if group.shown.notice_count]
    ordered = sorted(standing, key=_place)  # by name within a region, for so they come

    def view(paging: Paging) -> ContactList:
        regions = tuple(
            RegionContacts(
                region or NO_REGION,
                tuple(
                    organization_contacts(group.entries(library), group.value) for group, _ in own
                ),
            )
            for region, own in groupby(ordered[paging.span], itemgetter(1))
        )
        return ContactList("监督联系方式", paging, regions)

    yield PagedList(urls.CONTACTS, len(ordered), view)


def _region(group: Group, library: Library) -> str:
    """The region that the organization's newest notice with one states."""
    regions = (library.listed[place].region for place in group.places)
    return next(filter(None, regions), "")


def _place(one: tuple[Group, str]) -> tuple[bool, str, str]:
    _, region = one
    return not region, urls.slug(region), region
