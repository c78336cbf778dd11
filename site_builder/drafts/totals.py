"""Totals that a notice prints, held against the issues and statuses found: only ever a doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.passage import Passage
from site_builder.notice.model import Issue
from site_builder.notice.status import StatusCode, read_status

_UNIT = r"(?:个|项|条)"
_SENTENCE = re.compile(r"[^。！!]+")
_TOTAL = re.compile(
    rf"(?:反馈|指出|发现|涉及|查出|共|合计)[^，。；;\d]{{0,12}}?(?P<count>\d{{1,4}})\s?{_UNIT}"
    r"(?:方面)?(?:的)?(?:具体|突出|主要)?(?:问题|事项|任务)"
)
_OF_STATUS = re.compile(
    rf"(?:^|(?<=[，,、；;：:（(]))(?:其中)?[，,]?(?P<wording>[^\d，,。；;：:、（）()]{{2,12}}?)(?:的)?"
    rf"(?:问题)?(?:有)?\s?(?P<count>\d{{1,4}})\s?{_UNIT}(?!月|小时|百分)"
)
_FIELDS = re.compile(rf"\d+\s?{_UNIT}方面")


def check_totals(texts: Iterable[Passage], issues: Sequence[Issue], doubts: Doubts) -> None:
    """Hold each sentence that prints totals against the issues that it speaks of.

    A notice without any recognised issue has a doubt of its own, and statuses that no issue
    prints are not in dispute.
    """
    if not issues:
        return
    codes = Counter(issue.status_code for issue in issues)
    for text in texts:
        for match in _SENTENCE.finditer(text.text):
            _check(text.cut(match.start(), match.end()), len(issues), codes, doubts)


def _check(sentence: Passage, found: int, codes: Counter[StatusCode], doubts: Doubts) -> None:
    total = _TOTAL.search(sentence.text)
    if total is None or _FIELDS.search(total[0]):
        return
    printed = int(total["count"])
    if printed != found:
        doubts.add("D413", sentence.start + total.start(), printed=printed, found=found)
    parts = [
        (match, reading.code)
        for match in _OF_STATUS.finditer(sentence.text, total.end())
        if (reading := read_status(match["wording"]))
    ]
    for match, code in parts:
        stated = codes[code]
        if codes[StatusCode.UNSTATED] < found and int(match["count"]) != stated:
            at = sentence.start + match.start("wording")
            words = {"wording": match["wording"], "printed": match["count"], "found": stated}
            doubts.add("D414", at, **words)
    summed = sum(int(match["count"]) for match, _ in parts)
    if parts and summed > printed:
        doubts.add("D415", sentence.start + total.start(), total=printed, printed=summed)
