"""A served site against its manifest: what readers get, fetched file by file.

The address of a page is its folder's, so that is asked for first, and the file itself only if
something else comes: a server may be made to show another file there.
"""

from __future__ import annotations

import hashlib
import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import IO
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from site_builder.integrity.comparing import Finding, Kind, in_order
from site_builder.integrity.inventory import Tick, in_threads
from site_builder.outputs.manifest import NAME, SIGNATURE, Listed
from site_builder.reading.disk import reason

MOST_MANIFEST_BYTES = 256_000_000
_THREADS = 8
_SECONDS = 30.0
# How long one file may take in all, for a server may also send a byte now and then.
_MOST_SECONDS = 600.0
_TRIES = 3
_PAUSE = 0.5
_PIECE = 1 << 16
_GONE = {404, 410}
_LATER = {429, 500, 502, 503, 504}
_INDEX = "index.html"
_PORTS = {"http": 80, "https": 443}


class CannotFetchError(Exception):
    """Something does not come; the words are Chinese. `status` is what the server said, or 0."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.status = status


class _TooLongError(Exception):
    """More bytes than there should be."""


class _WithinHost(urllib.request.HTTPRedirectHandler):
    """Follows redirects to the same host alone, and never from https to http."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        before, after = urlsplit(req.full_url), urlsplit(urljoin(req.full_url, newurl))
        upgraded = before.scheme == "http" and after.scheme == "https"
        same_port = (before.port or _PORTS[before.scheme]) == (
            after.port or _PORTS.get(after.scheme)
        )
        if after.hostname != before.hostname or not (
            upgraded or (after.scheme == before.scheme and same_port)
        ):
            raise CannotFetchError(f"转到了别处 {newurl}，没有跟过去", code)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Served:
    """A site at an address, as people write or copy it.

    Raises:
        CannotFetchError: it is none.
    """

    def __init__(self, url: str) -> None:
        self.url = _as_asked_for(url)
        # http and https alone: whatever else urllib knows, such as file, is not asked for.
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            _WithinHost(),
        ):
            self._opener.add_handler(handler)

    def get(self, path: str, most: int) -> bytes:
        """Return a file.

        Raises:
            CannotFetchError: it does not come, or has more bytes than `most`.
        """
        try:
            return b"".join(self._pieces(path, most))
        except _TooLongError as error:
            raise CannotFetchError(f"超过 {most:,} 字节") from error

    def compare(
        self, files: Mapping[str, Listed], data: bytes, tick: Tick | None = None
    ) -> list[Finding]:
        """Return what differs from a manifest with these bytes; added files cannot be seen."""
        found = list(filter(None, [self._compare_manifest(data)]))
        # Pages far apart in turn, so that no folder of a server is asked for all at once.
        names = sorted(files)
        done = in_threads(lambda name: self._compare(files[name]), names, tick, _THREADS)
        found += filter(None, done)
        return in_order(found)

    def _compare_manifest(self, data: bytes) -> Finding | None:
        try:
            if self.get(NAME, len(data)) != data:
                return Finding(Kind.CHANGED, NAME, "与依据的清单不同")
        except CannotFetchError as error:
            if error.status in _GONE:
                return Finding(Kind.MISSING, NAME)
            return Finding(Kind.CHANGED, NAME, "与依据的清单不同")
        return None

    def _compare(self, file: Listed) -> Finding | None:
        if file.path.endswith(f"/{_INDEX}") or file.path == _INDEX:
            address = file.path.removesuffix(_INDEX)
            if self._differs(address, file) is None:
                return None
            exact = self._differs(file.path, file)
            if exact is None:
                return Finding(Kind.CHANGED, file.path, f"文件没有变，网址 /{address} 显示的不是它")
            return exact
        return self._differs(file.path, file)

    def _differs(self, path: str, file: Listed) -> Finding | None:
        digest, size = hashlib.sha256(), 0
        try:
            for piece in self._pieces(path, file.size):
                digest.update(piece)
                size += len(piece)
        except _TooLongError:
            return Finding(Kind.CHANGED, file.path, f"比原来的 {file.size:,} 字节长")
        except CannotFetchError as error:
            kind = Kind.MISSING if error.status in _GONE else Kind.UNREAD
            return Finding(kind, file.path, str(error) if kind is Kind.UNREAD else "")
        if size != file.size:
            return Finding(Kind.CHANGED, file.path, f"原来 {file.size:,} 字节，现在 {size:,} 字节")
        if digest.hexdigest() != file.sha256:
            return Finding(Kind.CHANGED, file.path, "大小相同，内容不同")
        return None

    def _pieces(self, path: str, most: int) -> list[bytes]:
        for attempt in range(1, _TRIES + 1):
            try:
                return self._fetch(path, most)
            except CannotFetchError as error:
                if attempt == _TRIES or (error.status and error.status not in _LATER):
                    raise
                time.sleep(_PAUSE * attempt)
        raise AssertionError

    def _fetch(self, path: str, most: int) -> list[bytes]:
        request = urllib.request.Request(
            self.url + quote(path),
            headers={"Cache-Control": "no-cache", "User-Agent": "gongkai-verify"},
        )
        deadline = time.monotonic() + _MOST_SECONDS
        try:
            with self._opener.open(request, timeout=_SECONDS) as response:
                pieces: list[bytes] = []
                size = 0
                while piece := response.read(_PIECE):
                    pieces.append(piece)
                    size += len(piece)
                    if size > most:
                        raise _TooLongError
                    if time.monotonic() > deadline:
                        raise TimeoutError
                return pieces
        except urllib.error.HTTPError as error:
            error.close()
            raise CannotFetchError(f"服务器答复 {error.code}", error.code) from error
        except TimeoutError as error:
            raise CannotFetchError("服务器没有在限定的时间里答复") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise CannotFetchError(_why(error)) from error


def _as_asked_for(url: str) -> str:
    """Return the address of a site's folder in ASCII, from that of the site or of its home page."""
    try:
        parts = urlsplit(url)
        port = "" if parts.port is None else f":{parts.port}"
        name = (parts.hostname or "").encode("idna").decode()
        host = parts.netloc if parts.netloc.isascii() else name + port
    except ValueError as error:  # no number for a port, or a name that no host can have
        raise CannotFetchError(
            f"“{url}”不是能用的网址。检查主机名和端口，写成 https://example.com/ 的样子。"
        ) from error
    path = quote(parts.path.removesuffix(f"/{_INDEX}"), safe="/%")
    return urlunsplit((parts.scheme, host, path if path.endswith("/") else f"{path}/", "", ""))


def _why(error: Exception) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return "服务器没有在限定的时间里答复"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"证书不对：{cause.verify_message}"
    if isinstance(cause, ConnectionRefusedError):
        return "连不上服务器"
    if isinstance(cause, socket.gaierror):
        return "找不到这个主机，检查网址和网络"
    if isinstance(cause, ConnectionError):
        return "服务器断开了连接"
    return f"连接出错：{reason(cause) if isinstance(cause, OSError) else cause}"


def signature_of(site: Served) -> bytes:
    """Return the signature that lies beside a served manifest; raises as `Served.get` does."""
    return site.get(SIGNATURE, 10_000)
