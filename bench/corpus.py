"""The project's own sample notices, and a notice as the Markdown that other tools take."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from site_builder.notice.model import Issue, Measure, Notice, NoticeLabels, Section
from site_builder.reading.notice_file import find_notice_files, read_notice

ROOT = Path(__file__).parent.parent


def samples() -> list[Notice]:
    read = [read_notice(path).notice for path in find_notice_files(ROOT / "notices")]
    return [notice for notice in read if notice]


def as_markdown(notice: Notice, *, whole: bool = False) -> str:
    """Return a notice as a page of Markdown, a heading an issue.

    `whole` adds the printed labels, gives the issues the ids that they have on our pages, and
    what follows the last one a heading of its own: all that a search is judged by.
    """
    return "\n\n".join(_Page(notice, whole).lines()) + "\n"


def project(folder: Path, config: str) -> Path:
    """Lay out an empty MkDocs project."""
    for part in ("content", "notices"):
        (folder / part).mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    (folder / "content" / "index.md").write_text("# 首页\n", "utf-8")
    return folder


class _Page:
    def __init__(self, notice: Notice, whole: bool) -> None:
        self._notice = notice
        self._whole = whole
        self._numbers = count(1)

    def lines(self) -> Iterator[str]:
        yield f"# {self._notice.title}"
        yield from self._notice.preamble
        for section in self._notice.sections:
            yield from self._section(section, 2)
        if self._whole:
            yield "## 结语"
        yield from self._notice.closing
        for contact in self._notice.contacts:
            yield contact.printed
        for line in self._notice.signature:
            yield line.text

    def _section(self, section: Section, level: int) -> Iterator[str]:
        yield f"{'#' * level} {section.heading}"
        yield from section.text
        for issue in section.issues:
            yield from self._issue(issue, "#" * (level + 1))
        for part in section.sections:
            yield from self._section(part, level + 1)

    def _issue(self, issue: Issue, hashes: str) -> Iterator[str]:
        labels = self._notice.labels if self._whole else NoticeLabels(status="整改结果：")
        anchor = f" {{#issue-{next(self._numbers)}}}" if self._whole else ""
        yield f"{hashes} {issue.number or ''}{labels.problem or ''}{issue.problem}{anchor}"
        if issue.status:
            yield f"{labels.status or ''}{issue.status.text}"
        if labels.measures:
            yield labels.measures
        yield from _measures(issue.measures)


def _measures(measures: tuple[Measure, ...]) -> Iterator[str]:
    for measure in measures:
        yield f"{measure.marker or ''}{measure.text or ''}"
        yield from _measures(measure.measures)
