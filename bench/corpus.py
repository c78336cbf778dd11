"""Seeded notices made from originals, and a notice as the Markdown that other tools take."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from site_builder.checks.run import check_notice
from site_builder.checks.settings import Settings
from site_builder.notice.diagnostics import has_errors
from site_builder.notice.lifecycle import State
from site_builder.notice.model import Issue, Measure, Notice, Section
from site_builder.reading.notice_file import NoticeFile, find_notice_files, read_notice
from site_builder.views.document import Block, document

ROOT = Path(__file__).parent.parent
_NUMBERED = "notice-{:06}"
_DEEPEST = 6  # heading of Markdown
# What ties a notice to others or keeps it back: a variation stands alone, and is public.
_ALONE = {
    "state": State.PUBLISHED,
    "publish_at": None,
    "corrections": (),
    "withdrawn": None,
    "superseded_by": None,
    "previous": None,
    "former_ids": (),
    "review": (),
}


def samples(folder: Path = ROOT / "notices") -> list[Notice]:
    """Return the notices of a folder, by default the project's own.

    Those with an error are left out, for it would stop a build.
    """
    files = map(read_notice, find_notice_files(folder))
    return [file.notice for file in files if file.notice and _is_sound(file, file.notice)]


def notices(count: int, seed: int, originals: Sequence[Notice]) -> Iterator[Notice]:
    """Yield variations of the originals: other orders of issues and sentences, other figures."""
    chance = random.Random(seed)
    for number in range(count):
        notice = originals[number % len(originals)]
        yield notice.model_copy(
            update={
                **_ALONE,
                "id": _NUMBERED.format(number),
                "title": f"{notice.title}（第{number}号）",
                "sections": tuple(_shuffled(section, chance) for section in notice.sections),
            }
        )


def edited(notice: Notice, turn: int) -> Notice:
    """Return a notice with one sentence more in one issue, another one each turn.

    A notice without issues gets the sentence behind its preamble.
    """
    sentence = f"第{turn}次补充：又复核{turn}项。"
    issues = list(notice.issues())
    if not issues:
        return notice.model_copy(update={"preamble": (*notice.preamble, sentence)})
    old = issues[turn % len(issues)]
    new = old.model_copy(update={"measures": (*old.measures, Measure(text=sentence))})
    sections = tuple(_exchanged(section, old, new) for section in notice.sections)
    return notice.model_copy(update={"sections": sections})


def as_markdown(notice: Notice, *, whole: bool = False) -> str:
    """Return a notice as a page of Markdown, all its text in order, a heading an issue.

    `whole` gives the issues the ids that they have on our pages, and what follows the last one a
    heading of its own: all that a search is judged by.
    """
    body = notice.model_copy(update={"closing": (), "contacts": (), "signature": ()})
    end = notice.model_copy(
        update={"letterhead": None, "edition": None, "preamble": (), "sections": ()}
    )
    numbers = count(1)
    paragraphs = [_paragraph(block, numbers if whole else None) for block in document(body)]
    paragraphs += ["## 结语"] if whole else []
    paragraphs += [_paragraph(block) for block in document(end) if block.kind != "title"]
    return "\n\n".join(paragraphs) + "\n"


def project(folder: Path, config: str) -> Path:
    """Lay out an empty MkDocs project."""
    for part in ("content", "notices"):
        (folder / part).mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    (folder / "content" / "index.md").write_text("# 首页\n", "utf-8")
    return folder


def _is_sound(file: NoticeFile, notice: Notice) -> bool:
    found = check_notice(notice, file.text, file.path.name, Settings(), blocking=True).diagnostics
    return not has_errors([*file.diagnostics, *found])


def _shuffled(section: Section, chance: random.Random) -> Section:
    issues = [_varied(issue, chance) for issue in section.issues]
    chance.shuffle(issues)
    inner = tuple(_shuffled(part, chance) for part in section.sections)
    return section.model_copy(update={"issues": tuple(issues), "sections": inner})


def _varied(issue: Issue, chance: random.Random) -> Issue:
    measures = tuple(
        measure.model_copy(update={"text": f"{measure.text}共{chance.randrange(1, 999)}次。"})
        if measure.text
        else measure
        for measure in issue.measures
    )
    return issue.model_copy(update={"measures": measures, "follows": None})


def _exchanged(section: Section, old: Issue, new: Issue) -> Section:
    return section.model_copy(
        update={
            "issues": tuple(new if issue is old else issue for issue in section.issues),
            "sections": tuple(_exchanged(part, old, new) for part in section.sections),
        }
    )


def _paragraph(block: Block, numbers: Iterator[int] | None = None) -> str:
    text = "\n".join("".join(words.text for words in line) for line in block.lines)
    # A number that is printed apart from its problem is a block of its own.
    is_issue = any(words.role == "problem" for line in block.lines for words in line)
    if not is_issue and block.kind not in {"title", "heading"}:
        return text
    level = 1 if block.kind == "title" else min(block.depth + 1, _DEEPEST)
    anchor = f" {{#issue-{next(numbers)}}}" if numbers and is_issue else ""
    return f"{'#' * level} {' '.join(text.split())}{anchor}"
