"""What pages and search need of a notice, made early so that the notice need not be kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from site_builder.notice.issue_text import printed_issues
from site_builder.notice.model import Notice
from site_builder.notice.values import split_reference
from site_builder.outputs.notices import NoticeBody, notice_body
from site_builder.outputs.search.records import Record, Shown, records_of, shown


@dataclass(frozen=True, slots=True)
class Prepared:
    """A notice's page without its frame, and what a search finds and shows of it."""

    body: NoticeBody
    records: list[Record]
    shown: Shown


def not_naming(notice: Notice, ids: frozenset[str]) -> Notice:
    """Return a notice without its references to others that are not public."""
    data = notice.model_dump(exclude_defaults=True)
    for name in ("superseded_by", "previous"):
        if data.get(name) in ids:
            del data[name]
    _unfollow(data.get("sections", ()), ids)
    return Notice.model_validate(data)


def _unfollow(sections: Iterable[dict[str, Any]], ids: frozenset[str]) -> None:
    for section in sections:
        for issue in section.get("issues", ()):
            if split_reference(issue.get("follows", "#issue-1"))[0] in ids:
                del issue["follows"]
        _unfollow(section.get("sections", ()), ids)


def prepare(notice: Notice) -> Prepared:
    """Prepare a notice."""
    issues = printed_issues(notice)
    found = records_of(notice, issues)
    return Prepared(notice_body(notice, issues), found, shown(notice, found))
