"""A site made on a Dask cluster is the same to the byte, workers killed or not.

Clusters are processes of their own, on this machine alone.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from distributed import Client

from site_builder import workshop
from site_builder.cli import main
from site_builder.executors import cluster, on_dask, sight
from site_builder.executors.address import cluster_address
from site_builder.executors.cluster import UnusableClusterError, connect
from site_builder.executors.sight import Make, Places, make
from site_builder.workshop import WorkersLostError, Workshop
from tests.support import build, many_notices_project, tree

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


class LocalCluster:
    """A scheduler and workers without nannies, so that whoever is killed stays away."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self._environment = {**os.environ, **settings}
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._begin("scheduler", "--port", "0", "--no-show")
        self.address = str(self._wait_for(self._address)).removeprefix("tcp://")

    @property
    def url(self) -> str:
        return f"dask://{self.address}"

    def add(self, number: int, *options: str) -> None:
        options = options or ("--nthreads", "1")
        local = ("--local-directory", str(self._folder))
        for _ in range(number):
            self.workers.append(self._begin("worker", self.address, "--no-nanny", *local, *options))
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(len(self.workers), timeout=120)

    def living(self) -> int:
        """Return how many workers have not ended."""
        return [worker.poll() for worker in self.workers].count(None)

    def kill(self, number: int) -> None:
        for worker in self.workers[:number]:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        del self.workers[:number]

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _begin(self, kind: str, *options: str) -> subprocess.Popen[bytes]:
        own = ("--scheduler-file", str(self._file)) if kind == "scheduler" else ()
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--host", "127.0.0.1"]
        return subprocess.Popen(
            [*command, "--no-dashboard", *own, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self._environment,
            cwd=self._folder,
        )

    def _address(self) -> str:
        try:
            return str(json.loads(self._file.read_text("utf-8"))["address"])
        except (OSError, ValueError):
            return ""

    def _wait_for(self, what: Callable[[], str]) -> str:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if found := what():
                return found
            time.sleep(0.05)
        raise AssertionError("the scheduler does not start")


@contextmanager
def local_cluster(folder: Path, workers: int, **settings: str) -> Iterator[LocalCluster]:
    folder.mkdir()
    started = LocalCluster(folder, **settings)
    try:
        if workers:
            started.add(workers)
        yield started
    finally:
        started.end()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return many_notices_project(tmp_path / "project")


@contextmanager
def at_step(number: int, act: Callable[[], None]) -> Iterator[None]:
    """Do something as soon as the n-th step of a build is begun."""
    steps = count(1)
    begin = Workshop.map

    def begin_and_act(self: Workshop, *arguments: Any, **options: Any) -> Iterator[Any]:
        results = begin(self, *arguments, **options)
        if next(steps) == number:
            act()
        return results

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workshop, "map", begin_and_act)
        yield
    assert next(steps) > number


def build_on(url: str, config: Path, site: Path) -> int:
    # Otherwise there would be nothing left for the cluster to do.
    shutil.rmtree(config.parent / ".cache", ignore_errors=True)
    return main(["build", "-f", str(config), "--site-dir", str(site), "--executor", url])


def here(config: Path) -> dict[str, bytes]:
    """The site as this machine makes it."""
    assert build(config) == 0
    return tree(config.parent / "site")


def test_a_cluster_makes_the_same_site_again_and_again(tmp_path: Path, project: Path) -> None:
    site = tmp_path / "site"
    with local_cluster(tmp_path / "dask", 3) as dask:
        assert build_on(dask.url, project, site) == 0
        assert tree(site) == here(project)
        # The workers are those of before, and what they know of a notice is out of date.
        changed = project.parent / "notices" / "n007.yml"
        changed.write_text(changed.read_text("utf-8").replace("修订制度", "重订制度"), "utf-8")
        assert build_on(dask.url, project, site) == 0
        assert tree(site) == here(project)
    assert [path.name for path in tmp_path.glob(".*")] == []


@pytest.mark.parametrize(("step", "killed"), [(1, 1), (3, 2), (5, 1)])
def test_workers_may_be_killed(tmp_path: Path, project: Path, step: int, killed: int) -> None:
    site = tmp_path / "site"
    with local_cluster(tmp_path / "dask", 3) as dask:
        with at_step(step, lambda: dask.kill(killed)):
            assert build_on(dask.url, project, site) == 0
        assert len(dask.workers) == 3 - killed
    assert tree(site) == here(project)


def test_a_worker_may_come_later(tmp_path: Path, project: Path) -> None:
    site = tmp_path / "site"

    def exchange() -> None:
        dask.add(1)
        dask.kill(1)

    with local_cluster(tmp_path / "dask", 1) as dask, at_step(3, exchange):
        assert build_on(dask.url, project, site) == 0
    assert tree(site) == here(project)


def lose_all(dask: LocalCluster, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(on_dask, "NOBODY_FOR", 1.0)
    # As if it were long: whoever waits has lost patience before the cluster is given up.
    patch.setattr(workshop, "_PATIENCE", 0.01)
    dask.kill(3)


def lose_scheduler(dask: LocalCluster, patch: pytest.MonkeyPatch) -> None:
    dask.scheduler.kill()


@pytest.mark.parametrize(
    ("lose", "words"),
    [(lose_all, "没有工作节点了"), (lose_scheduler, "与 Dask 的调度器断开了")],
)
def test_a_lost_cluster_is_told_and_leaves_the_old_site(
    tmp_path: Path,
    project: Path,
    lose: Callable[[LocalCluster, pytest.MonkeyPatch], None],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    old = here(project)
    with (
        local_cluster(tmp_path / "dask", 3) as dask,
        at_step(3, lambda: lose(dask, monkeypatch)),
    ):
        assert build_on(dask.url, project, project.parent / "site") == 1
    said = capsys.readouterr().err
    assert "没有生成网站：" in said
    assert words in said
    assert tree(project.parent / "site") == old


def slowly(numbers: list[int], seconds: float) -> list[int]:
    time.sleep(seconds)
    return numbers


def test_a_slow_task_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "_PATIENCE", 0.01)
    sent: list[Callable[..., Any]] = []
    submit = on_dask.Cluster.submit

    def noted(self: on_dask.Cluster, executor: Any, function: Any, *arguments: Any) -> Any:
        sent.append(function)
        return submit(self, executor, function, *arguments)

    monkeypatch.setattr(on_dask.Cluster, "submit", noted)
    with local_cluster(tmp_path / "dask", 1) as dask:
        connected = on_dask.Cluster.at(dask.address, 30, make(()))
        with Workshop(connected.executors()) as local:
            assert list(local.map(slowly, [1, 2], 0.5, size=1)) == [1, 2]
    # Nobody was sent to look, who would have stood in line behind it.
    assert sent == [slowly, slowly]


def nothing() -> str:
    return "done"


def test_a_call_needs_no_arguments(tmp_path: Path) -> None:
    with local_cluster(tmp_path / "dask", 1) as dask:
        connected = on_dask.Cluster.at(dask.address, 30, make(()))
        try:
            assert connected.executors()[0].submit(nothing).result(60) == "done"
        finally:
            connected.close()


def test_what_kills_its_workers_is_given_up(tmp_path: Path) -> None:
    once = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    with local_cluster(tmp_path / "dask", 3, **once) as dask:
        connected = on_dask.Cluster.at(dask.address, 30, make(()))
        try:
            deadly = connected.executors()[0].submit(eval, "__import__('os')._exit(1)")
            with pytest.raises(WorkersLostError, match="一再意外结束"):
                deadly.result(60)
        finally:
            connected.close()
        # The scheduler knows of a worker's end before the system does.
        deadline = time.monotonic() + 10
        while dask.living() > 1 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert dask.living() == 1


def other_make(libraries: tuple[str, ...]) -> Make:
    """What this process would be made of, had it another NumPy."""
    found = make(libraries)
    return found._replace(versions={**found.versions, "numpy": "0.1"})


def test_a_worker_of_other_make_that_comes_later_is_not_used(
    tmp_path: Path,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    old = here(project)
    # Such a worker was not there when all were looked at.
    monkeypatch.setattr(cluster, "make", other_make)
    with local_cluster(tmp_path / "dask", 1) as dask:
        assert build_on(dask.url, project, project.parent / "site") == 1
    said = capsys.readouterr().err
    assert "后来加入集群的工作节点的 numpy" in said
    assert tree(project.parent / "site") == old


# What is found out before anything is written


def places(folder: Path) -> Places:
    config = many_notices_project(folder / "project")
    return Places(config, config.parent / "notices", folder / "public" / "site")


def refused(dask: LocalCluster, asked: Places) -> str:
    with pytest.raises(UnusableClusterError) as caught:
        connect(dask.address, asked)
    assert not asked.site.exists()
    left = list(asked.site.parent.iterdir()) if asked.site.parent.exists() else []
    assert left == []
    return str(caught.value)


def test_an_unfit_cluster_is_refused(tmp_path: Path) -> None:
    asked = places(tmp_path)
    with local_cluster(tmp_path / "dask", 0) as dask:
        assert "没有工作节点" in refused(dask, asked)
        dask.add(1)
        elsewhere = asked._replace(notices=tmp_path / "elsewhere")
        assert f"看不到 {tmp_path / 'elsewhere'}" in refused(dask, elsewhere)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sight, "make", other_make)
            assert "numpy 是" in (said := refused(dask, asked))
            assert "这里是 0.1" in said
        connect(dask.address, asked).close()
        dask.add(1, "--nthreads", "2")
        assert "有 2 个线程" in refused(dask, asked)


def test_workers_without_the_program_are_refused(tmp_path: Path) -> None:
    absent = tmp_path / "absent.py"
    absent.write_text("import sys\nsys.modules['site_builder'] = None\n", encoding="utf-8")
    with local_cluster(tmp_path / "dask", 0) as dask:
        dask.add(1, "--nthreads", "1", "--preload", str(absent))
        assert "运行不了公开" in refused(dask, places(tmp_path))


def test_a_cluster_that_is_not_there(
    tmp_path: Path,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = tmp_path / "site"
    assert build_on(f"dask://127.0.0.1:{port}", project, site) == 2
    assert f"连不上 Dask 的调度器 127.0.0.1:{port}" in capsys.readouterr().err
    assert not site.exists()


def test_without_dask_it_is_said_how_to_get_it(
    tmp_path: Path,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "site_builder.executors.on_dask", None)
    assert build_on("dask://127.0.0.1:1", project, tmp_path / "site") == 2
    assert "pip install --require-hashes -r constraints.txt" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        *("", "dask", "dask://", "dask://host", "dask://host:x", "tcp://host:1", "dask://host:1/x"),
        *("dask://me@host:1", "dask://host:1?x", "dask://:1", "dask://[::1:1", "dask://host:99999"),
    ],
)
def test_an_address_that_is_none(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["build", "--executor", text])
    assert "dask://主机:端口" in capsys.readouterr().err


def test_addresses() -> None:
    assert cluster_address("dask://10.0.0.1:8786") == "10.0.0.1:8786"
    assert cluster_address("dask://[::1]:8786") == "[::1]:8786"
