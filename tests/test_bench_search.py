"""The bench of the search measures what it says it measures."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.results import Run
from bench.search import report
from bench.search.__main__ import measure
from bench.search.browser import Answer, Asked, Limits, Session
from bench.search.comparison import Row
from bench.search.corpus import notices
from bench.search.issues import Issues
from bench.search.peers.ours import Ours
from bench.search.peers.registry import PEERS
from bench.search.queries import CLASSES, Query, queries
from bench.search.scoring import score
from bench.search.serving import Traffic
from bench.search.truth import holding, truth
from site_builder.notice.diagnostics import has_errors
from site_builder.outputs.search.folding import fold
from site_builder.reading.dump import dump_notice
from site_builder.reading.notice_file import read_notice


def issues_of(count: int, seed: int = 1) -> Issues:
    issues = Issues()
    for notice in notices(count, seed):
        issues.add(notice)
    return issues


def test_a_seed_gives_the_same_notices_and_a_large_corpus_begins_with_the_small_one() -> None:
    small, large = list(notices(3, 1)), list(notices(5, 1))
    assert small == large[:3]
    assert small != list(notices(3, 2))


def test_the_notices_are_sound(tmp_path: Path) -> None:
    for notice in notices(5, 1):
        path = tmp_path / f"{notice.id}.yml"
        path.write_text(dump_notice(notice), "utf-8")
        read = read_notice(path)
        assert not has_errors(read.diagnostics)
        assert read.notice == notice


def test_the_notices_vary() -> None:
    issues = issues_of(60)
    assert 18 * 60 < len(issues) < 22 * 60
    shares = {word: len(truth(word, issues)) / len(issues) for word in ("日", "校服", "示例")}
    assert shares["日"] > 0.8
    assert 0 < shares["校服"] < 0.2
    assert len({text[:30] for text in issues.texts}) > 0.3 * len(issues)


@given(
    st.lists(st.text("整改食堂 ，。R&d1Ａ", max_size=8), max_size=6),
    st.text("整改食R&d1Ａ，", max_size=3),
)
def test_truth_is_a_plain_in(texts: list[str], term: str) -> None:
    folded = [fold(text) for text in texts]
    wanted = fold(term)
    expected = [number for number, text in enumerate(folded) if wanted and wanted in text]
    assert holding(term, folded) == expected
    both = holding(f"{term} 整", folded)
    assert both == [n for n, text in enumerate(folded) if wanted in text and "整" in text]


def test_the_queries_are_of_all_classes_and_answered() -> None:
    issues = issues_of(4)
    asked = queries(issues, 1)
    assert asked == queries(issues, 1)
    assert {query.kind for query in asked} == set(CLASSES)
    assert len({query.text for query in asked}) == len(asked) >= 60
    for query in asked:
        found = truth(query.text, issues)
        assert found or query.kind == "handwritten", query
        assert query.wanted is None or query.wanted in found


def test_an_answer_is_held_against_the_truth() -> None:
    known = Query("词", "known", "b")
    whole = score(known, Answer(("a", "b"), total=2), frozenset("ab"))
    assert (whole.recall, whole.precision, whole.known, whole.total) == (1, 1, True, True)
    half = score(known, Answer(("x", "y", "z", "b")), frozenset("abc"))
    assert (half.recall, half.precision, half.known, half.total) == (1 / 3, 1 / 4, False, None)
    nothing = score(Query("词", "word"), Answer(total=0), frozenset())
    assert (nothing.recall, nothing.precision, nothing.known, nothing.total) == (
        None,
        None,
        None,
        True,
    )


def test_what_is_not_read_is_taken_at_its_total() -> None:
    many = frozenset(map(str, range(1000)))
    shown = tuple(map(str, range(30)))
    about = score(Query("词", "word"), Answer(shown, 985, approximate=True), many)
    assert (about.recall, about.precision, about.total) == (0.985, 1, True)
    assert score(Query("词", "word"), Answer(shown, 985), many).total is False
    assert score(Query("词", "word"), Answer(shown, 970, approximate=True), many).total is False


def test_the_tables_say_what_was_measured() -> None:
    asked = Asked(12.4, Traffic(requests=3, zipped=46_000, raw=90_000, zipped_of_search=17_000))
    slower = Asked(
        2_500, Traffic(requests=5, zipped=1_200_000, raw=2_000_000, zipped_of_search=18_000)
    )
    row = Row(
        "公开",
        build=Run(seconds=1.25, cpu=0.9, memory=52_000_000, resident=0),
        index_files=1200,
        index_bytes=5_250_000,
        session=Session([asked, slower], [asked], [Answer(("a",), 1)]),
        scores=[score(Query("词", "word"), Answer(("a",), 1), frozenset("a"))],
    )
    missing = Row("别家", failure="未安装（pip install 别家）")
    written = report.tables_of(report.Corpus(2000, 40_000, 9000.4, 70, [row, missing]))
    assert "## 2,000 份通报" in written
    assert "| 公开 | 1.000 | 1.000 | – | 1.000 | 0 |" in written
    assert "| 公开 | 623 KB / 1.2 MB | 18 KB / 18 KB |" in written
    assert "| 1.3 秒 / 2.5 秒 | 46 KB / 46 KB | 12 毫秒 / 12 毫秒 |" in written
    assert "| 公开 | 5.2 MB | 1,200 | 1.2 秒 | 900 毫秒 | 52.0 MB |" in written
    assert "| 公开 | 1.00 / 1.00 | – / – |" in written
    assert "- 别家：未安装（pip install 别家）" in written
    for table in written.split("\n\n"):
        assert len({line.count("|") for line in table.split("\n") if line[:1] == "|"}) <= 1
    assert written in report.document([report.Corpus(2000, 40_000, 9000.4, 70, [row, missing])], "")


def test_what_is_not_installed_has_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    pagefind = PEERS[1]
    monkeypatch.setattr(pagefind, "needs", ("no_such_module",))
    corpus = measure(1, 1, [pagefind], Limits())
    assert corpus.rows[0].failure == f"未安装（{pagefind.install}）"


@pytest.mark.browser
def test_our_search_answers_the_whole_set() -> None:
    # In a thread of its own, for this one may have a Playwright running.
    with ThreadPoolExecutor(1) as thread:
        corpus = thread.submit(measure, 2, 1, [Ours()], Limits(visits=1)).result()
    (row,) = corpus.rows
    assert row.failure is None
    assert len(row.scores) == corpus.queries
    wrong = [
        one.query.text
        for one in row.scores
        if {one.recall, one.precision, one.known, one.total} - {None, 1.0}
    ]
    assert wrong == []
    assert row.index_bytes > 1000
    assert row.session.firsts[0].traffic.zipped > row.session.firsts[0].traffic.zipped_of_search > 0
