"""Every address of the site. An address once public never dies, so they are made here alone."""

from __future__ import annotations

NOTICES = "notices/"
ISSUES = "issues/"
CONTACTS = "contacts/"
ORGANIZATIONS = "organizations/"
REGIONS = "regions/"
YEARS = "years/"
STATUSES = "status/"
THEMES = "themes/"
KINDS = "kinds/"
SEARCH = "search/"
OPENSEARCH = "opensearch.xml"


def notice(notice_id: str) -> str:
    """Return the address of a notice's page, relative to the site's root."""
    return f"notices/{notice_id}/"


def issue_anchor(index: int) -> str:
    """Return the fragment of the issue counted `index` through its notice, from 1."""
    return f"issue-{index}"


def notice_list(page: int) -> str:
    """Return the address of a page of the list of notices; pages count from 1."""
    return NOTICES if page == 1 else f"notices/page/{page}/"


def file_of(url: str) -> str:
    """Return the file that serves an address."""
    return f"{url}index.html"


def to_root(url: str) -> str:
    """Return the relative way from an address up to the site's root, `` or `../` repeated."""
    return "../" * url.count("/")
