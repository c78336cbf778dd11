"""What is rendered in a quicker way than the plain one is the same as that, to the byte."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import segno
from hypothesis import HealthCheck, given, settings
from markupsafe import Markup

from site_builder import workshop
from site_builder.notice.issue_text import printed_issues
from site_builder.notice.model import Measure, Notice
from site_builder.outputs.cards import ADDRESS
from site_builder.outputs.notices import notice_body
from site_builder.outputs.pages import environment
from site_builder.outputs.qr_modules import Modules, modules
from site_builder.views.notice_page import IssueView, SectionView, notice_page
from tests.strategies import notices
from tests.support import NOTICE, build, make_project, tree


def rendered(notice: Notice) -> str:
    """Render a notice's page by the templates alone, all at once and with its own words."""
    page = notice_page(notice, printed_issues(notice))
    of_issue: Any = environment().get_template("issue.html").module
    of_section: Any = environment().get_template("section.html").module
    together = Markup("").join

    def listed(measures: Iterable[Measure]) -> Markup:
        items = [of_issue.measure_item(one, listed(one.measures)) for one in measures]
        return Markup(of_issue.measure_list(together(items))) if items else Markup("")

    def card(issue: IssueView) -> Markup:
        own = issue.printed.issue
        inside = of_issue.issue_parts(own.number, [*parts(issue)], listed(own.measures))
        foot = of_issue.issue_foot(issue, page.feedback, ADDRESS.decode())
        return Markup(of_issue.issue_head(issue) + inside + foot)

    def item(issue: IssueView) -> Markup:
        own = issue.printed.issue
        return Markup(of_section.contents_issue(issue.anchor, (own.number or "") + own.problem))

    def block(section: SectionView) -> Markup:
        inside = [*map(card, section.issues), *map(block, section.sections)]
        return Markup(of_section.section_block(section, together(inside)))

    def contents(sections: Sequence[SectionView]) -> Markup:
        items = []
        for one in sections:
            issues = together(map(item, one.issues))
            inside = Markup(of_section.contents_issues(issues)) if one.issues else Markup("")
            inside += contents(one.sections) if one.sections else ""
            items.append(of_section.contents_section(one, inside))
        return Markup(of_section.contents_list(together(items)))

    return (
        environment()
        .get_template("notice.html")
        .render(
            page=page,
            contents=contents(page.sections),
            sections=together(map(block, page.sections)),
        )
    )


def parts(issue: IssueView) -> Iterator[dict[str, Any]]:
    own = issue.printed.issue
    for part in issue.printed.order.parts:
        paragraphs = part.words(own)
        if paragraphs or (part.name == "measures" and own.measures):
            yield {"name": part.name, "label": part.label, "paragraphs": paragraphs}


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(notices())
def test_a_page_made_of_moulds_is_the_rendered_page(notice: Notice) -> None:
    there = notice.model_copy(update={"withdrawn": None})
    made = b"".join(notice_body(there, printed_issues(there)).content).decode()
    # The moulds have neither blank lines nor indents, which show nowhere.
    assert re.sub(r"\s*\n\s*", "\n", made) == re.sub(r"\s*\n\s*", "\n", rendered(notice))


def test_qr_codes_of_every_length_are_those_of_segno() -> None:
    chance = random.Random(1)
    for length in range(1, 190):
        data = bytes(chance.randrange(256) for _ in range(length))
        code = segno.make_qr(data, error="m", mode="byte", mask=4, boost_error=False)
        assert rows(modules(data)) == [list(row) for row in code.matrix], length


def rows(code: Modules) -> list[list[int]]:
    ends = range(code.width, code.width * (code.side + 1), code.width)
    return [[code.bits >> end - 1 - x & 1 for x in range(code.side)] for end in ends]


def test_one_worker_and_two_write_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: dict[str, str | bytes] = {
        f"n-{number}.yml": NOTICE.replace("示例局", f"第{number % 5}局").replace(
            "不严", f"{number}次"
        )
        + f"published: 2023-0{number % 9 + 1}-07\nregion: 示例市\n"
        for number in range(2 * workshop.CHUNK + 1)
    }
    monkeypatch.setattr(workshop, "SMALL", 0)
    sites = []
    for workers in (1, 2):
        monkeypatch.setattr("os.cpu_count", lambda workers=workers: workers)
        config = make_project(tmp_path / str(workers), texts)
        assert build(config) == 0
        sites.append(tree(tmp_path / str(workers) / "site"))
    one, two = sites
    assert one.keys() == two.keys()
    assert not [name for name in one if one[name] != two[name]]
    assert {"notices/page/2/index.html", "organizations/index.html"} <= one.keys()
