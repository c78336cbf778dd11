"""A site is the same whoever makes it: this process, other executors, workers that are killed."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder import workshop
from site_builder.workshop import (
    LEAST_CHUNK,
    WorkersLostError,
    Workshop,
    keep_only_for,
    kept,
)
from tests.strategies import WITHIN
from tests.support import build, hears_ctrl_c, many_notices_project, tree

SPAWN = multiprocessing.get_context("spawn")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

OTHERS: dict[str, Callable[[], list[Executor]]] = {
    "threads": lambda: [ThreadPoolExecutor(4)],
    "a process that was spawned": lambda: [ProcessPoolExecutor(1, mp_context=SPAWN)],
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return many_notices_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def undisturbed(project: Path) -> dict[str, bytes]:
    """The site as this process makes it, alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.cpu_count", lambda: 1)
        assert build(project) == 0
    return tree(project.parent / "site")


def build_anew(config: Path) -> int:
    """Build without what the build before left."""
    shutil.rmtree(config.parent / ".cache", ignore_errors=True)
    return build(config)


@pytest.mark.parametrize("executors", OTHERS.values(), ids=OTHERS)
def test_any_executor_makes_the_same_site(
    project: Path,
    undisturbed: dict[str, bytes],
    executors: Callable[[], list[Executor]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Workshop, "for_items", lambda *_: Workshop(executors()))
    assert build_anew(project) == 0
    assert tree(project.parent / "site") == undisturbed


@contextmanager
def killing(at: int, most: int) -> Iterator[list[int]]:
    """Kill so many workers at the n-th step of a build; yield which."""
    killed: list[int] = []
    steps = count(1)
    begin = Workshop.map

    def begin_and_kill(self: Workshop, *arguments: Any, **options: Any) -> Iterator[Any]:
        results = begin(self, *arguments, **options)
        if next(steps) == at:
            for process in multiprocessing.active_children()[:most]:
                assert process.pid
                os.kill(process.pid, signal.SIGKILL)
                killed.append(process.pid)
        return results

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workshop, "map", begin_and_kill)
        yield killed


@POSIX
@pytest.mark.parametrize(("step", "most"), [(1, 1), (3, 2), (5, 1)])
def test_a_killed_worker_is_replaced(
    project: Path,
    undisturbed: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    step: int,
    most: int,
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    with killing(step, most) as killed:
        assert build_anew(project) == 0
    assert len(killed) == most
    assert tree(project.parent / "site") == undisturbed


# The workshop by itself


def doubled(numbers: list[int]) -> list[int]:
    return [2 * number for number in numbers]


def nothing(numbers: list[int]) -> None:
    """Do nothing."""


def deadly(numbers: list[int], folder: Path, times: int) -> list[int]:
    """Kill whoever does the chunk with 5 in it, so many times."""
    if 5 in numbers:
        for number in range(times):
            mark = folder / str(number)
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
    return doubled(numbers)


@POSIX
def test_what_a_killed_worker_had_not_done_is_done_by_another(tmp_path: Path) -> None:
    numbers = list(range(20))
    with Workshop.for_items(1000, workers=2) as local:
        found = local.map(deadly, numbers, tmp_path, workshop.MOST_LOSSES, size=2)
        later = local.map(doubled, numbers, size=3)
        assert list(found) == doubled(numbers)
        assert list(later) == doubled(numbers)
    assert len(list(tmp_path.iterdir())) == workshop.MOST_LOSSES


@POSIX
def test_a_chunk_that_kills_every_worker_ends_the_work(tmp_path: Path) -> None:
    with Workshop.for_items(1000, workers=2) as local:
        found = local.map(deadly, list(range(20)), tmp_path, 99, size=2)
        assert [next(found), next(found), next(found), next(found)] == [0, 2, 4, 6]
        with pytest.raises(WorkersLostError, match="一再意外结束"):
            next(found)
    assert len(list(tmp_path.iterdir())) == workshop.MOST_LOSSES + 1


@POSIX
def test_a_worker_killed_between_two_steps_is_replaced() -> None:
    with Workshop.for_items(1000, workers=2) as local:
        numbers = list(range(9))
        assert list(local.map(doubled, numbers, size=2)) == doubled(numbers)
        for process in multiprocessing.active_children():
            process.kill()
            process.join()
        local.start(nothing, numbers)
        assert list(local.map(doubled, numbers, size=2)) == doubled(numbers)


@POSIX
def test_a_build_whose_workers_all_die_says_so_and_leaves_the_old_site(
    project: Path,
    undisturbed: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(workshop, "MOST_LOSSES", 0)
    with killing(3, 1):
        assert build_anew(project) == 1
    assert "没有生成网站：工作进程一再意外结束" in capsys.readouterr().err
    assert tree(project.parent / "site") == undisturbed


def test_a_fault_of_a_chunk_is_the_caller_s() -> None:
    with Workshop([ThreadPoolExecutor(2)]) as threads:
        found = threads.map(doubled, [None], size=1)
        with pytest.raises(TypeError):
            next(found)


def test_what_is_kept_is_kept_for_one_build() -> None:
    mine = kept()
    assert keep_only_for("one")
    mine["notice"] = 1
    assert not keep_only_for("one")
    assert mine == {"notice": 1}
    assert keep_only_for("other")
    assert mine == {}


class Broken(Executor):
    """Takes a task just when it breaks, and forgets it; later it says that it is broken."""

    def __init__(self) -> None:
        self.taken = 0

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **options: Any) -> Any:
        self.taken += 1
        if self.taken > 1:
            raise BrokenExecutor
        return Future()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Do nothing."""


def test_a_task_taken_by_an_executor_that_just_broke_is_done_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workshop, "_PATIENCE", 0.01)
    with Workshop([Broken()], lambda: ThreadPoolExecutor(1)) as renewed:
        assert list(renewed.map(doubled, [1, 2], size=1)) == [2, 4]


def test_what_nobody_asks_for_any_more_is_waited_for(tmp_path: Path) -> None:
    with Workshop([ThreadPoolExecutor(1)], beside=ThreadPoolExecutor(1)) as workshop:
        workshop.map(touched_late, [tmp_path / "a", tmp_path / "b"], size=1)
        workshop.map(failing, [1])
        workshop.beside(touched_late, [tmp_path / "c"])
        workshop.wait()
        assert {path.name for path in tmp_path.iterdir()} == {"a", "b", "c"}


def touched_late(paths: list[Path]) -> list[None]:
    time.sleep(0.1)
    for path in paths:
        path.touch()
    return []


def failing(numbers: list[int]) -> list[None]:
    raise ValueError(numbers)


class Here(Executor):
    """Does everything at once, and notes how many items it was given each time."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **options: Any) -> Any:
        self.sizes.append(len(arguments[0]))
        done: Future[Any] = Future()
        done.set_result(function(*arguments))
        return done


@given(st.integers(0, 700), st.integers(1, 9), st.sampled_from([1, 5, 64]))
@WITHIN
def test_every_worker_gets_about_as_much(items: int, workers: int, size: int) -> None:
    executors = [Here() for _ in range(workers)]
    with Workshop(executors) as workshop:
        assert list(workshop.map(doubled, range(items), size=size)) == list(range(0, 2 * items, 2))
    sizes = [one for executor in executors for one in executor.sizes]
    assert max(sizes, default=0) <= size
    least = min(LEAST_CHUNK, size)
    assert len([one for one in sizes if one < least]) <= 1
    if size > least and items >= least * workers:
        for executor in executors:
            assert sum(executor.sizes) <= items / workers + len(executor.sizes)


AT_WORK = """
import sys, time
from pathlib import Path
from site_builder.workshop import Workshop

def work(paths):
    paths[0].touch()
    time.sleep(60)
    return []

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    with Workshop.for_items(100, workers=2) as workshop:
        try:
            list(workshop.map(work, [folder / f"{n}" for n in range(2)], size=1))
        except KeyboardInterrupt:
            print("interrupted")
"""


@pytest.mark.skipif(os.name != "posix", reason="a signal is sent to a group of processes")
def test_workers_end_without_a_word_when_a_terminal_sends_ctrl_c(tmp_path: Path) -> None:
    script = tmp_path / "at_work.py"
    script.write_text(AT_WORK, "utf-8")
    process = subprocess.Popen(
        [sys.executable, script, tmp_path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hears_ctrl_c,
    )
    try:
        while not all((tmp_path / name).exists() for name in "01"):
            assert process.poll() is None
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        assert process.communicate(timeout=30) == ("interrupted\n", "")
    finally:
        process.kill()
