"""Seeded notices for the search: what the samples say, recombined, with other words in it.

A notice depends on the seed and its number alone, so a large corpus begins with the small one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bench.corpus import samples
from bench.search import vocabulary
from bench.search.variation import Variation
from site_builder.notice.contact import Contact, ContactType
from site_builder.notice.model import (
    Issue,
    Measure,
    Notice,
    NoticeLabels,
    Section,
    SignatureLine,
    Status,
)

_LABELS = tuple(
    NoticeLabels(problem=problem, status=status, measures=measures, contacts="联系方式：")
    for problem, status, measures in vocabulary.LABELS
)
_HEADINGS = ("（一）履行职责方面", "（二）廉洁风险方面", "（三）队伍和组织建设方面")
_T = TypeVar("_T")
_SENTENCE = re.compile(r"[^。]+。")
_STATUSES = {text: Status.model_validate(text) for text in vocabulary.STATUSES if text}


@dataclass(frozen=True)
class Found:
    """What an inspection found in the samples, and how it was rectified."""

    problem: str
    measures: tuple[str, ...]


def notices(count: int, seed: int) -> Iterator[Notice]:
    """Yield the notices of a corpus, one at a time."""
    material = _Material()
    for number in range(count):
        yield _notice(number, random.Random(f"{seed}/{number}"), material)


class _Material:
    """The parts of the samples; those named first are taken more often."""

    def __init__(self) -> None:
        read = samples()
        issues = [issue for notice in read for issue in notice.issues()]
        random.Random(0).shuffle(issues)
        self.found = [Found(issue.problem, tuple(_texts(issue.measures))) for issue in issues]
        self.sentences = [
            sentence
            for found in self.found
            for text in found.measures
            for sentence in _SENTENCE.findall(text)
        ]
        self.narrative = [text for notice in read for text in _narrative(notice.sections)]
        self.preambles = [notice.preamble for notice in read]
        self.closings = [notice.closing for notice in read]


def _texts(measures: tuple[Measure, ...]) -> Iterator[str]:
    for measure in measures:
        yield from filter(None, (measure.text,))
        yield from _texts(measure.measures)


def _narrative(sections: tuple[Section, ...]) -> Iterator[str]:
    for section in sections:
        yield from section.text
        yield from _narrative(section.sections)


def _notice(number: int, chance: random.Random, material: _Material) -> Notice:
    words = Variation(chance)
    organization = f"中共{words.region}{words.bureau}党组"
    phone = words.phone()
    return Notice(
        id=f"notice-{number:06}",
        title=f"{organization}关于{words.region[-1]}委巡察整改进展情况的通报",
        organization=organization,
        region=words.region,
        published=date(words.year, chance.randrange(1, 13), chance.randrange(1, 29)),
        document_number=f"示{words.bureau[0]}组〔{words.year}〕{number + 1}号",
        labels=_frequent(_LABELS, chance),
        preamble=tuple(words.of(text) for text in chance.choice(material.preambles)),
        sections=(
            Section(
                heading="一、履行巡察整改主体责任情况",
                text=tuple(words.of(text) for text in chance.sample(material.narrative, 2)),
            ),
            Section(
                heading="二、巡察反馈具体问题整改落实情况",
                sections=tuple(_sections(chance, words, material)),
            ),
        ),
        closing=tuple(words.of(text) for text in chance.choice(material.closings)),
        contacts=(Contact(type=ContactType.PHONE, value=phone, text=f"电话：{phone}。"),),
        signature=(SignatureLine(type="issuer", text=organization),),
    )


def _sections(chance: random.Random, words: Variation, material: _Material) -> Iterator[Section]:
    chosen = _without_repetition(material.found, chance.randrange(19, 22), chance)
    third = len(chosen) // 3
    for heading, part in zip(
        _HEADINGS, (chosen[:third], chosen[third : 2 * third], chosen[2 * third :]), strict=True
    ):
        issues = tuple(_issue(found, chance, words, material) for found in part)
        yield Section(heading=heading, issues=issues)


def _without_repetition(items: Sequence[Found], count: int, chance: random.Random) -> list[Found]:
    """Take some items, those in front more often, in any order."""
    drawn = sorted(enumerate(items), key=lambda item: -(chance.random() ** (1 + item[0])))
    taken = [item for _, item in drawn[:count]]
    chance.shuffle(taken)
    return taken


def _issue(found: Found, chance: random.Random, words: Variation, material: _Material) -> Issue:
    status = _frequent(vocabulary.STATUSES, chance)
    texts = [_recombined(text, chance, material) for text in found.measures]
    texts.insert(chance.randrange(len(texts) + 1), "")  # where our own sentences go
    return Issue(
        problem=_named(words.of(found.problem), chance, words),
        status=_STATUSES[status] if status else None,
        measures=tuple(
            Measure(
                marker=f"（{place}）", text=words.of(text) or words.sentence() + words.sentence()
            )
            for place, text in enumerate(texts, 1)
        ),
        tags=tuple(
            {_frequent(vocabulary.THEMES, chance): None, chance.choice(vocabulary.THEMES): None}
        ),
    )


def _named(problem: str, chance: random.Random, words: Variation) -> str:
    return words.place() + problem if chance.random() < 0.3 else problem


def _recombined(text: str, chance: random.Random, material: _Material) -> str:
    """Return a text of which some sentences come from other issues."""
    own = _SENTENCE.findall(text) or [text]
    return "".join(
        _frequent(material.sentences, chance) if chance.random() < 0.25 else sentence
        for sentence in own
    )


def _frequent(items: Sequence[_T], chance: random.Random) -> _T:
    return items[int(len(items) * chance.random() ** 2)]
