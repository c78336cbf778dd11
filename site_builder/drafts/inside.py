"""A status that no label names, but the words of an issue print: 该问题已完成整改。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.passage import Passage
from site_builder.notice.model import Status
from site_builder.notice.outline import inline_markers, marker_at_start
from site_builder.notice.status import fold, read_status

# （已完成整改） behind the problem, and 【已完成】 before it.
_BRACKETS = re.compile(r"[（(【\[〔](?P<wording>[^（）()【】\[\]〔〕]{2,24})[）)】\]〕]")
_EDGE = re.compile(r"[\s。：:；;，,]*")
# What speaks of the whole issue, not of one measure.
_WHOLE = re.compile(
    r"(?:(?:目前|现|截至目前|截止目前|至此)[，,]?)?(?:该|此|本)(?:项|个)?(?:反馈)?"
    r"(?:问题|整改任务|整改事项|整改工作|任务|事项|信访件)[^。；;！!]{2,40}"
)
_SENTENCE = re.compile(r"[^。；;！!]+[。；;！!]?")
_SINCE = re.compile(r"^(?:目前|截至目前|截止目前|现|至此)[，,]?")
_OF_RECTIFYING = "整改"  # 已完成 alone may speak of a measure


@dataclass(frozen=True, slots=True)
class _Found:
    """A status printed; `surely`: nothing but the whole issue can be meant."""

    words: Passage
    surely: bool


def status_inside(problem: Passage, measures: Sequence[Passage], doubts: Doubts) -> Status | None:
    """Return the status that problem or measures print, None if none or several that differ."""
    found = [*_in_brackets(problem), *_behind(problem), *_in_measures(measures)]
    sure = [one for one in found if one.surely]
    readings = {one.words.text: read_status(one.words.text) for one in sure}
    if len({reading.code for reading in readings.values() if reading}) > 1:
        doubts.add("D410", sure[0].words.start, wordings="、".join(f"“{w}”" for w in readings))
        return None
    if not sure:
        for one in found:
            doubts.add("D416", one.words.start, wording=one.words.text)
        return None
    doubts.add("D403", sure[0].words.start, wording=sure[0].words.text)
    return Status.model_validate({"text": sure[0].words.text, "place": "inside"})


def _in_brackets(problem: Passage) -> Iterator[_Found]:
    for match in _BRACKETS.finditer(problem.text):
        at_edge = _EDGE.fullmatch(problem.text, match.end()) or match.start() == 0
        words = problem.cut(match.start("wording"), match.end("wording"))
        if at_edge and read_status(words.text):
            yield _Found(words, surely=True)


def _behind(problem: Passage) -> Iterator[_Found]:
    """A sentence behind the problem that is nothing but a status: 巡检流于形式。已完成。"""
    sentences = list(_sentences(problem))
    if len(sentences) > 1 and read_status(sentences[-1].text):
        yield _Found(sentences[-1], surely=True)


def _sentences(passage: Passage) -> Iterator[Passage]:
    for match in _SENTENCE.finditer(passage.text):
        yield passage.cut(match.start(), match.end()).stripped()


def _in_measures(measures: Sequence[Passage]) -> Iterator[_Found]:
    for index, paragraph in enumerate(measures):
        alone = marker_at_start(paragraph.text) is None
        if alone and read_status(paragraph.text):
            yield _Found(paragraph, surely=index in {0, len(measures) - 1})
            continue
        sentences = list(_sentences(paragraph))
        if index == 0 and alone and sentences and read_status(sentences[0].text):
            yield _Found(sentences[0], surely=True)
        yield from _of_whole_issue(sentences)
        if index == len(measures) - 1 and len(sentences) > 1:
            yield from _at_end(paragraph, sentences[-1])


def _of_whole_issue(sentences: Sequence[Passage]) -> Iterator[_Found]:
    for sentence in sentences:
        match = _WHOLE.search(sentence.text)
        if match and read_status(match[0]):
            # The sentence as printed, if it says nothing else.
            words = sentence if read_status(sentence.text) else sentence.cut(match.start())
            yield _Found(words.stripped(), surely=True)


def _at_end(paragraph: Passage, last: Passage) -> Iterator[_Found]:
    """The last sentence may speak of the issue, or of the last measure alone.

    One that stands behind all others in brackets, as （正在整改）, speaks of the issue.
    """
    if _WHOLE.search(last.text) or not read_status(last.text):
        return
    if _BRACKETS.fullmatch(last.text):
        yield _Found(last, surely=True)
        return
    of_issue = _OF_RECTIFYING in fold(last.text)
    counted = marker_at_start(paragraph.text) or any(inline_markers(paragraph.text))
    yield _Found(last, surely=of_issue and (not counted or bool(_SINCE.match(last.text))))
