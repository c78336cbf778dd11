"""A notice as a row of paragraphs, as it is handed to other systems: nothing on it but its words.

A page arranges a notice for reading on the site; here it is a document again, from letterhead to
signature, with the words of each paragraph marked for what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from site_builder.notice.contact import Contact
from site_builder.notice.issue_text import label, part_order
from site_builder.notice.model import Issue, Measure, Notice, NoticeLabels, Section
from site_builder.notice.outline import LEVELS, level_of
from site_builder.views.links import contact_href

BlockKind: TypeAlias = Literal[
    "letterhead",
    "title",
    "edition",
    "text",
    "heading",
    "issue",
    "label",
    "measure",
    "contact",
    "issuer",
    "signatory",
    "date",
    "other",
]
Role: TypeAlias = Literal["text", "number", "label", "problem", "link"]
HEAD: tuple[BlockKind, ...] = ("letterhead", "title", "edition")
SIGNATURE: tuple[BlockKind, ...] = ("issuer", "signatory", "date", "other")

# Other systems can do nothing with a map, and drop what they do not know.
_SCHEMES = ("tel:", "mailto:", "http:", "https:")
_ISSUE_LEVEL = LEVELS["item"]


@dataclass(frozen=True, slots=True)
class Words:
    """Words within a paragraph; `href` is where a link leads."""

    text: str
    role: Role = "text"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, in lines: more than one only where the text itself has line breaks.

    `depth` counts from 1 down the headings, and from 0 down the measures. `outline` is the level
    in the outline of official documents (1 is 一、) that a heading is printed as, 0 for the rest.
    """

    kind: BlockKind
    lines: tuple[tuple[Words, ...], ...]
    depth: int = 0
    outline: int = 0


def document(notice: Notice) -> tuple[Block, ...]:
    """Return the whole notice in printed order."""
    return tuple(block for block in _blocks(notice) if block.lines)


def _blocks(notice: Notice) -> Iterator[Block]:
    if notice.letterhead:
        yield _block("letterhead", Words(notice.letterhead))
    yield _block("title", Words(notice.title))
    if notice.edition:
        yield _block("edition", Words(notice.edition))
    yield from _paragraphs(notice.preamble)
    for section in notice.sections:
        yield from _section(section, notice.labels, 1)
    yield from _paragraphs(notice.closing)
    if notice.contacts and notice.labels.contacts:
        yield _block("label", Words(notice.labels.contacts, "label"))
    for contact in notice.contacts:
        yield _block("contact", *_contact(contact, notice.title))
    for line in notice.signature:
        yield _block(line.type, Words(line.text))


def _block(kind: BlockKind, *words: Words, depth: int = 0, outline: int = 0) -> Block:
    return Block(kind, tuple(_lines(words)), depth, outline)


def _lines(words: tuple[Words, ...]) -> Iterator[tuple[Words, ...]]:
    """Cut words where their text has line breaks; blank lines are dropped."""
    line: list[Words] = []
    for some in words:
        first, *more = some.text.splitlines()
        line.append(Words(first, some.role, some.href))
        for rest in more:
            yield from _filled(line)
            line = [Words(rest, some.role, some.href)]
    yield from _filled(line)


def _filled(line: list[Words]) -> Iterator[tuple[Words, ...]]:
    if any(words.text.strip() for words in line):
        yield tuple(words for words in line if words.text)


def _paragraphs(texts: tuple[str, ...]) -> Iterator[Block]:
    return (_block("text", Words(text)) for text in texts)


def _section(section: Section, labels: NoticeLabels, depth: int) -> Iterator[Block]:
    if section.heading:
        outline = level_of(section.heading) or depth
        yield _block("heading", Words(section.heading), depth=depth, outline=outline)
    yield from _paragraphs(section.text)
    for issue in section.issues:
        yield from _issue(issue, labels, depth + 1)
    for inner in section.sections:
        yield from _section(inner, labels, depth + 1)


def _issue(issue: Issue, labels: NoticeLabels, depth: int) -> Iterator[Block]:
    outline = level_of(issue.number or "") or _ISSUE_LEVEL
    head = [Words(issue.number, "number")] if issue.number else []
    order = part_order(labels, issue)
    if order[0] != "problem" and head:
        yield _block("issue", *head, depth=depth, outline=outline)
        head = []
    for part in order:
        before = label(part, labels, issue)
        labelled = [Words(before, "label")] if before else []
        match part:
            case "problem":
                words = [*head, *labelled, Words(issue.problem, "problem")]
                yield _block("issue", *words, depth=depth, outline=outline)
            case "details" if issue.details:
                first, *more = issue.details
                yield _block("text", *labelled, Words(first))
                yield from _paragraphs(tuple(more))
            case "owner" if issue.owner:
                yield _block("text", *labelled, Words(issue.owner))
            case "deadline" if issue.deadline:
                yield _block("text", *labelled, Words(issue.deadline.text))
            case "status" if issue.status and issue.status.place == "own":
                yield _block("text", *labelled, Words(issue.status.text))
            case "measures" if issue.measures:
                if labelled:
                    yield _block("label", *labelled)
                yield from _measures(issue.measures, 0)


def _measures(measures: tuple[Measure, ...], depth: int) -> Iterator[Block]:
    for one in measures:
        marker = [Words(one.marker, "number")] if one.marker else []
        text = [Words(one.text)] if one.text else []
        yield _block("measure", *marker, *text, depth=depth)
        yield from _measures(one.measures, depth + 1)


def _contact(contact: Contact, title: str) -> Iterator[Words]:
    before, value, after = contact.printed.partition(contact.value)
    href = contact_href(contact, f"关于《{title}》的意见建议") or ""
    linked = href.startswith(_SCHEMES)
    for words in (
        Words(before),
        Words(value, "link", href) if linked else Words(value),
        Words(after),
    ):
        if words.text:
            yield words
