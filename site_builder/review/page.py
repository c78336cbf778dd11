"""The review page: one HTML file that needs nothing else, neither script nor network."""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.drafts.doubts import Doubt
from site_builder.drafts.importer import Reading
from site_builder.outputs.pages import environment
from site_builder.review.layout import review


def review_page(reading: Reading, doubts: Sequence[Doubt], draft: str, target: str) -> str:
    """Return the whole page; `draft` and `target` are how the two files are named."""
    page = review(reading, doubts, draft, target)
    return environment().get_template("review.html").render(page=page)
