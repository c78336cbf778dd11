"""Files packed ahead: how servers with our settings send them, and what others make of them."""

from __future__ import annotations

import gzip
import shutil
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from site_builder.cli import main
from site_builder.compressing import compress_folder, packed_as
from site_builder.integrity.inventory import seal
from site_builder.outputs.compressed import Encoding
from site_builder.outputs.security.servers import SERVERS, server_settings
from site_builder.publishing.order import Step, step_of
from site_builder.selfcheck.survey import survey
from tests.servers import program, serving
from tests.support import ROOT, tree

UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress}
ENDINGS = {"gzip": "gz", "br": "br"}
# What Debian has with each server: nginx has Brotli as a module of its own.
BEST = {"nginx": "gzip", "apache": "br", "caddy": "br"}
PATHS = {
    "": "text/html; charset=utf-8",
    "notices/": "text/html; charset=utf-8",
    "404.html": "text/html; charset=utf-8",
    "assets/gongkai/site.*.css": "text/css; charset=utf-8",
    "feed.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json",
    "data/notices.json": "application/json",
}


@pytest.fixture(scope="module")
def packed(sample_site: Path) -> Iterator[Path]:
    """The sample site with packed files, where servers started by root may read it."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        site = Path(shutil.copytree(sample_site, Path(name, "site")))
        compress_folder(site, tuple(Encoding))
        seal(site)
        yield site


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, packed: Path) -> Iterator[tuple[str, str]]:
    """The kind and the address of a real server with our settings."""
    kind: str = request.param
    program(kind)
    place = packed.parent / kind
    place.mkdir()
    settings = place / SERVERS[kind].file
    arguments = ["headers", kind, "-f", str(ROOT / "mkdocs.yml"), "--site-dir", str(packed)]
    assert main([*arguments, "-o", str(settings)]) == 0
    with serving(kind, packed, settings, place) as address:
        yield kind, address


def file_at(site: Path, path: str) -> str:
    """Return the file that an address leads to; `*` stands for what tells its content."""
    if "*" in path:
        return next(site.glob(path)).relative_to(site).as_posix()
    return f"{path}index.html" if path.endswith("/") or not path else path


def ask(address: str, accepted: str) -> tuple[dict[str, list[str]], bytes]:
    request = urllib.request.Request(address, headers={"Accept-Encoding": accepted})
    with urllib.request.urlopen(request) as answer:
        headers = {name.lower(): answer.headers.get_all(name) for name in answer.headers}
        return headers, answer.read()


@pytest.mark.parametrize(("path", "kind"), PATHS.items())
@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate, br, zstd"])
def test_what_is_packed_is_sent_as_it_lies_there(
    server: tuple[str, str], packed: Path, path: str, kind: str, accepted: str
) -> None:
    name, address = server
    file = file_at(packed, path)
    headers, body = ask(address + (file if "*" in path else path), accepted)
    encoding = BEST[name] if "br" in accepted else "gzip"
    assert headers["content-encoding"] == [encoding]
    assert headers["content-type"] == [kind]
    assert "Accept-Encoding" in ", ".join(headers["vary"])
    assert body == (packed / f"{file}.{ENDINGS[encoding]}").read_bytes()
    assert UNPACK[encoding](body) == (packed / file).read_bytes()


@pytest.mark.parametrize("path", PATHS)
def test_who_cannot_unpack_gets_the_file(server: tuple[str, str], packed: Path, path: str) -> None:
    file = file_at(packed, path)
    headers, body = ask(server[1] + (file if "*" in path else path), "identity")
    assert "content-encoding" not in headers
    assert body == (packed / file).read_bytes()


def test_what_is_not_there_is_told_packed_too(server: tuple[str, str], packed: Path) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        ask(f"{server[1]}gone/", "gzip")
    body = caught.value.read()
    if caught.value.headers["Content-Encoding"] == "gzip":
        body = gzip.decompress(body)
    assert caught.value.code == 404
    assert body == (packed / "404.html").read_bytes()


def test_a_served_site_verifies_packed_files_and_all(
    server: tuple[str, str], packed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", server[1]]) == 0
    assert str(len(tree(packed)) - 1) in capsys.readouterr().out.replace(",", "")


# Settings


@pytest.mark.parametrize("kind", SERVERS)
def test_settings_speak_of_brotli_only_where_there_is_some(kind: str) -> None:
    with_it = server_settings(kind, "default-src 'self'", "/", tuple(Encoding))
    without = server_settings(kind, "default-src 'self'", "/", (Encoding.GZ,))
    sending = {
        "nginx": "# brotli_static on;",
        "apache": '.br" -f',
        "caddy": "precompressed br gzip",
    }
    assert sending[kind] in with_it
    assert sending[kind] not in without


def test_the_home_page_tells_what_a_site_has(packed: Path, sample_site: Path) -> None:
    assert packed_as(packed) == (Encoding.GZ, Encoding.BR)
    assert packed_as(sample_site) == ()


# Other commands


@pytest.mark.parametrize("ending", ["gz", "br"])
@pytest.mark.parametrize(
    ("path", "step"),
    [
        ("index.html", Step.HOME),
        ("notices/a/index.html", Step.PAGES),
        ("notices/index.html", Step.LISTS),
        ("search/index.js", Step.LISTS),
        ("search/text-0a1b2c.js", Step.SEARCH),
        ("feed.xml", Step.FEEDS),
    ],
)
def test_a_packed_file_is_uploaded_with_the_other(path: str, step: Step, ending: str) -> None:
    """Before it, and readers would see a page that leads to what is not there yet."""
    assert step_of(path, new=False) is step
    assert step_of(f"{path}.{ending}", new=False) is step
    assert step_of(f"{path}.{ending}", new=True) is step_of(path, new=True)


def test_what_was_packed_by_others_is_data() -> None:
    assert step_of("files/a.tar.gz", new=False) is Step.DATA


def test_the_self_check_finds_the_same(packed: Path, sample_site: Path) -> None:
    assert survey(packed, 1) == survey(sample_site, 1)
