"""`mkdocs serve` on the project's own files, as somebody who writes uses it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.support import ROOT, hears_ctrl_c

# So long a busy machine may take.
PATIENCE = 120


class Serving:
    """A server that runs, and what it has said."""

    def __init__(self, project: Path, temporary: Path, *options: str) -> None:
        self.project = project
        self._said = temporary / "said"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._address = f"127.0.0.1:{free.getsockname()[1]}"
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", self._address, *options]
        known = {**os.environ, "TMPDIR": str(temporary), "NO_MKDOCS_2_WARNING": "1"}
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(
                command,
                cwd=project,
                env=known,
                stdout=said,
                stderr=subprocess.STDOUT,
                preexec_fn=hears_ctrl_c,
            )

    def page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://{self._address}/{path}", timeout=PATIENCE) as answer:
            # Without the script that MkDocs puts in, which knows what time it is.
            return str(answer.read().decode().rpartition("<script>")[0])

    def said(self) -> str:
        return self._said.read_text("utf-8")

    def soon(self, is_so: Callable[[], bool]) -> bool:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if is_so():
                    return True
            except (URLError, ConnectionError):
                pass
            time.sleep(0.1)
        return False


@pytest.fixture(params=[(), ("--clean",)], ids=["usual", "clean"])
def serving(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Serving]:
    project, temporary = tmp_path / "project", tmp_path / "temporary"
    for name in ("content", "notices"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "mkdocs.yml", project)
    temporary.mkdir()
    server = Serving(project, temporary, *request.param)
    try:
        assert server.soon(lambda: "通报" in server.page("")), server.said()
        yield server
    finally:
        server.process.send_signal(signal.SIGINT)
        try:
            server.process.wait(PATIENCE)
        finally:
            server.process.kill()
            server.process.wait()
    assert [path.name for path in temporary.iterdir()] == ["said"]


def test_an_edit_is_shown_and_a_fault_stops_nothing(serving: Serving) -> None:
    notice = next((serving.project / "notices").glob("*.yml"))
    page = f"notices/{notice.stem}/"
    shown, good = serving.page(page), notice.read_text("utf-8")
    assert "<h1>数据开放</h1>" in serving.page("data/")

    notice.write_text(good + "标题: [\n", "utf-8")
    assert serving.soon(lambda: "改好以后会自动刷新" in serving.said()), serving.said()
    assert f"notices/{notice.name}:" in serving.said()
    assert serving.page(page) == shown

    notice.write_text(good.replace("关于", "关于最近一次", 1), "utf-8")
    assert serving.soon(lambda: "关于最近一次" in serving.page(page)), serving.said()

    config = serving.project / "mkdocs.yml"
    told, settings = serving.said(), config.read_text("utf-8")
    config.write_text(settings + "extra: [\n", "utf-8")
    assert serving.soon(lambda: serving.said().count("改好以后会自动刷新") == 2), serving.said()
    assert "mkdocs.yml:" in serving.said().removeprefix(told)
    assert "Traceback" not in serving.said()
    assert "关于最近一次" in serving.page(page)
