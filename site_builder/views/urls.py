"""Every address of the site. An address once public never dies, so they are made here alone."""

from __future__ import annotations

import re
from base64 import b32encode
from functools import cache
from hashlib import blake2s

from site_builder.views.spelling import spelling

NOTICES = "notices/"
ISSUES = "issues/"
CONTACTS = "contacts/"
OPEN = "open/"
ORGANIZATIONS = "organizations/"
REGIONS = "regions/"
YEARS = "years/"
STATUSES = "status/"
THEMES = "themes/"
KINDS = "kinds/"
SEARCH = "search/"
OPENSEARCH = "opensearch.xml"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
DATA = "data/"
NOTICE_JSON = "data/notices/"
FEED = "feed"
STATUS_FEED = "feed-status"
NOTICES_BY_ORGANIZATION = "notices/by-organization/"
_MOST_PINYIN = 60


def notice(notice_id: str) -> str:
    """Return the address of a notice's page, relative to the site's root."""
    return f"notices/{notice_id}/"


def issue_anchor(index: int | str) -> str:
    """Return the fragment of the issue counted `index` through its notice, from 1."""
    return f"issue-{index}"


def correction_anchor(number: int) -> str:
    """Return the fragment of a correction of a notice, counted from the oldest, from 1."""
    return f"correction-{number}"


def organization(name: str) -> str:
    """Return the address of an organization's page."""
    return f"{ORGANIZATIONS}{slug(name)}/"


def notice_json(notice_id: str) -> str:
    """Return the address of a notice as JSON."""
    return f"{NOTICE_JSON}{notice_id}.json"


def page_of(url: str, page: int) -> str:
    """Return the address of a page of the list that begins at `url`; pages count from 1."""
    return url if page == 1 else f"{url}page/{page}/"


@cache
def slug(name: str) -> str:
    """Return the ASCII name of anything in addresses: its pinyin, for people, and a hash.

    It depends on the name alone, whatever else there is; the hash keeps names of one sound apart.
    """
    spelt = re.sub(r"[^a-z0-9]+", "", spelling(name).lower())[:_MOST_PINYIN]
    digest = b32encode(blake2s(name.encode(), digest_size=5).digest()).decode().lower()
    return f"{spelt}-{digest}" if spelt else digest


def file_of(url: str) -> str:
    """Return the file that serves an address."""
    return f"{url}index.html"


def to_root(url: str) -> str:
    """Return the relative way from an address up to the site's root, `` or `../` repeated."""
    return "../" * url.count("/")
