"""Builds that go on from one of another kind: small or large, with or without positions, empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.outputs.search.plan import SMALL_SITE
from tests.support import build, make_project
from tests.test_warm import edited, notice, warm_equals_cold, write


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with the site's own search, and no notice yet."""
    folder = tmp_path / "project"
    edited(make_project(folder, {}), "  - search:\n      lang: zh\n", "")
    return folder


def let_there_be(count: int, project: Path) -> None:
    """Let there be so many notices, and no others."""
    for path in (project / "notices").glob("*.yml"):
        path.unlink()
    for number in range(count):
        write(project, number, notice(number))


@pytest.mark.parametrize("counts", [(1, -1, 2), (0, 1, 0), (1, -SMALL_SITE, 1)])
def test_a_site_becomes_small_and_large_again(
    project: Path, tmp_path: Path, counts: tuple[int, ...]
) -> None:
    for more in counts:
        let_there_be(SMALL_SITE + more, project)
        warm_equals_cold(project, tmp_path / "cold")


def test_positions_come_and_go(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A notice has four records.
    monkeypatch.setattr("site_builder.outputs.search.plan.EXACT_RECORDS", 4 * 60)
    for count in (60, 61, 59):
        let_there_be(count, project)
        warm_equals_cold(project, tmp_path / "cold")


def test_an_empty_site_that_moves_says_so_in_its_data(project: Path, tmp_path: Path) -> None:
    warm_equals_cold(project, tmp_path / "cold")
    edited(project / "mkdocs.yml", "https://example.com/", "https://example.org/")
    warm_equals_cold(project, tmp_path / "cold")


def test_what_single_edits_left_is_joined(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 3
    monkeypatch.setattr("site_builder.pipeline.known._MOST_SMALL", most)
    let_there_be(SMALL_SITE + 30, project)
    warm_equals_cold(project, tmp_path / "cold")

    def segments(ending: str) -> int:
        return len(list((project / ".cache").rglob(f"*{ending}")))

    before = {ending: segments(ending) for ending in (".data", ".index")}
    for number in range(3 * most):
        write(project, number, notice(number, seed=1))
        assert build(project / "mkdocs.yml") == 0
        for ending, count in before.items():
            assert segments(ending) <= count + most + 1
    warm_equals_cold(project, tmp_path / "cold")
