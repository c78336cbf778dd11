"""What Material's search gets of a notice, until the site has a search of its own."""

from __future__ import annotations

from typing import TypedDict

from site_builder.notice.model import Notice
from site_builder.notice.text import issue_text
from site_builder.views import urls


class SearchEntry(TypedDict):
    """A document of Material's search index; `location` is relative to the site's root."""

    location: str
    title: str
    text: str


def search_entries(notice: Notice) -> list[SearchEntry]:
    """Return an entry for the notice itself and one for each of its issues."""
    page = urls.notice(notice.id)
    contacts = [contact.printed for contact in notice.contacts]
    about = [notice.organization, *notice.preamble, *notice.closing, *contacts]
    entries: list[SearchEntry] = [
        {"location": page, "title": notice.title, "text": " ".join(about)}
    ]
    for index, issue in enumerate(notice.issues(), start=1):
        entries.append(
            {
                "location": f"{page}#{urls.issue_anchor(index)}",
                "title": issue.problem,
                "text": " ".join(issue_text(issue, notice.labels)),
            }
        )
    return entries
