"""What a notice says about itself, taken from it before the site's address is known."""

from __future__ import annotations

from dataclasses import dataclass, replace

from site_builder.notice.model import Notice
from site_builder.views.metadata.nodes import (
    Node,
    correction_node,
    inspection_node,
    node,
    organization_node,
)

_MOST_KEYWORDS = 10
_WITHDRAWN = "已撤回"


@dataclass(frozen=True, slots=True)
class NoticeMetadata:
    """What a notice says about itself, each empty where it does not.

    `published` and `modified` are days (ISO): a notice does not say at which hour it was put up.
    `modified` is that of the last correction or of the withdrawal. `author`, `about` and
    `corrections` are the pieces of its JSON-LD that do not depend on the site's address.
    """

    title: str
    organization: str
    publisher: str
    published: str
    keywords: tuple[str, ...]
    document_number: str
    index_number: str
    author: Node
    about: Node
    corrections: tuple[Node, ...] = ()
    modified: str = ""
    status: str = ""


def notice_metadata(notice: Notice) -> NoticeMetadata:
    """Take from a notice what its page tells machines."""
    return replace(
        withdrawn_metadata(notice),
        keywords=_keywords(notice),
        document_number=notice.document_number or "",
        index_number=notice.index_number or "",
        author=organization_node(notice),
        about=inspection_node(notice),
        corrections=tuple(map(correction_node, notice.corrections)),
    )


def withdrawn_metadata(notice: Notice) -> NoticeMetadata:
    """Take from a notice what is told to machines even when it was withdrawn."""
    return NoticeMetadata(
        title=notice.title,
        organization=notice.organization,
        publisher=notice.publisher or notice.organization,
        published=notice.published.isoformat() if notice.published else "",
        keywords=(),
        document_number="",
        index_number="",
        author=node("GovernmentOrganization", name=notice.organization),
        about={},
        modified=_modified(notice),
        status=_WITHDRAWN if notice.withdrawn else "",
    )


def _keywords(notice: Notice) -> tuple[str, ...]:
    """The themes of most issues, the first ones first."""
    found: dict[str, int] = {}
    for issue in notice.issues():
        for tag in dict.fromkeys(issue.tags):
            found[tag] = found.get(tag, 0) + 1
    most = sorted(found, key=found.__getitem__, reverse=True)
    return tuple(most[:_MOST_KEYWORDS])


def _modified(notice: Notice) -> str:
    """The day of the last correction or of the withdrawal, ISO; "" without any."""
    days = [one.date for one in notice.corrections]
    days += [notice.withdrawn.date] if notice.withdrawn else []
    return max(days).isoformat() if days else ""
