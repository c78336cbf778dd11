"""What is rendered in a quicker way than the plain one is the same as that, to the byte."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import segno
from hypothesis import HealthCheck, given, settings
from markupsafe import Markup

from site_builder import workshop
from site_builder.notice.model import Measure, Notice
from site_builder.outputs.cards import IssueCards
from site_builder.outputs.pages import environment
from site_builder.outputs.qr_modules import modules
from site_builder.views.feedback import Feedback
from site_builder.views.notice_page import IssueView, SectionView, notice_page
from tests.strategies import notices
from tests.support import NOTICE, build, make_project, tree


def issues_of(sections: Iterable[SectionView]) -> Iterator[IssueView]:
    for section in sections:
        yield from section.issues
        yield from issues_of(section.sections)


def rendered(issue: IssueView, feedback: Feedback) -> Markup:
    macros: Any = environment().get_template("issue.html").module

    def listed(measures: Iterable[Measure]) -> Markup:
        items = [macros.measure_item(one, listed(one.measures)) for one in measures]
        return macros.measure_list(Markup("").join(items)) if items else Markup("")

    measures = [measure for part in issue.parts for measure in part.measures]
    card: Markup = macros.issue_card(issue, feedback, listed(measures))
    return card


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(notices())
def test_a_filled_card_is_a_rendered_card(notice: Notice) -> None:
    page = notice_page(notice)
    cards = IssueCards(page.feedback)
    for issue in issues_of(page.sections):
        assert cards.card(issue) == rendered(issue, page.feedback)


def test_qr_codes_of_every_length_are_those_of_segno() -> None:
    chance = random.Random(1)
    for length in range(1, 190):
        data = bytes(chance.randrange(256) for _ in range(length))
        code = segno.make_qr(data, error="m", mode="byte", mask=4, boost_error=False)
        assert modules(data) == ["".join(map(str, row)) for row in code.matrix], length


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
