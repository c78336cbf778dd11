"""A reading of a draft → the view of its review page."""

from __future__ import annotations

from collections.abc import Sequence

from site_builder import __version__
from site_builder.drafts.doubts import Doubt
from site_builder.drafts.importer import Reading
from site_builder.drafts.summary import by_reason, summarise
from site_builder.notice.model import Notice
from site_builder.review.blocks import blocks
from site_builder.review.doubt_views import counts, doubt_views, weighs
from site_builder.review.fields import chinese_name, fields
from site_builder.review.view import ReviewPage


def review(reading: Reading, doubts: Sequence[Doubt], draft: str, target: str) -> ReviewPage:
    """Lay out the page; `draft` and `target` are how the two files are named."""
    notice = reading.notice
    summary = summarise(notice)
    views = doubt_views(reading, doubts)
    return ReviewPage(
        title=notice.title,
        draft=draft.encode("utf-8", "replace").decode(),
        target=target,
        version=__version__,
        fields=tuple(fields(notice)),
        facts=tuple((chinese_name(Notice, fact.name), fact.value) for fact in reading.facts),
        statuses=tuple((str(code), name, count) for code, name, count in summary.stated),
        totals=(
            ("问题", summary.issues),
            ("措施", summary.measures),
            ("联系方式", len(summary.contacts)),
        ),
        counts="、".join(counts(doubts)),
        doubts=tuple(view for view in views if not view.marked and weighs(view)),
        infos=tuple(view for view in views if not view.marked and not weighs(view)),
        blocks=tuple(blocks(reading, doubts, views)),
        first_doubt=next((view.number for view in views if weighs(view)), 0),
        left_out=tuple((why, tuple(all_)) for why, all_ in by_reason(reading.left_out).items()),
    )
