"""A web server of this machine alone that keeps account of what it sent."""

from __future__ import annotations

import functools
import http.server
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Traffic:
    """Some answers of the server added up, in bytes: compressed, as sent, and for the search."""

    requests: int
    zipped: int
    raw: int
    zipped_of_search: int


class Site:
    """A folder that is served; `sent` lists the files, in the order of sending."""

    def __init__(self, folder: Path, address: str, sent: list[Path]) -> None:
        self.folder = folder
        self.address = address
        self.sent = sent
        self._zipped: dict[Path, int] = {}

    def traffic(self, sent: Sequence[Path], of_search: Callable[[str], bool]) -> Traffic:
        """Add up what was sent; compressing is left for here, as it would slow the sending."""
        sizes = {path: self._size(path) for path in sent}
        return Traffic(
            len(sent),
            sum(sizes[path] for path in sent),
            sum(path.stat().st_size for path in sent),
            sum(sizes[path] for path in sent if of_search(self._name(path))),
        )

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _size(self, path: Path) -> int:
        if path not in self._zipped:
            self._zipped[path] = _zipped_size(path)
        return self._zipped[path]


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """Serve a folder until the end of the block."""
    sent: list[Path] = []
    handler = functools.partial(_Handler, folder.resolve(), sent)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Site(folder.resolve(), f"http://127.0.0.1:{server.server_port}", sent)
        server.shutdown()


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, sent: list[Path], *arguments: object) -> None:
        self._folder = folder
        self._sent = sent
        super().__init__(*arguments, directory=str(folder))  # type: ignore[arg-type]

    def send_response(self, code: int, message: str | None = None) -> None:
        if code == http.HTTPStatus.OK:
            path = self._folder / unquote(urlsplit(self.path).path).lstrip("/")
            self._sent.append(path / "index.html" if path.is_dir() else path)
        super().send_response(code, message)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _zipped_size(path: Path) -> int:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    size = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            size += len(packer.compress(block))
    return size + len(packer.flush())
