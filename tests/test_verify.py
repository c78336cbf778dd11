"""`site-builder verify` names exactly what was changed, is missing or was added."""

from __future__ import annotations

import base64
import hashlib
import http.server
import json
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.cli import main
from site_builder.integrity import served as served_module
from site_builder.integrity.inventory import seal
from site_builder.integrity.minisign import BadSignatureError, PublicKey, SecretKey
from site_builder.outputs.manifest import Listed, NotAManifestError, manifest, read_manifest
from tests.strategies import WITHIN
from tests.support import NOTICE, build, make_project, served, tree

KEY = SecretKey(bytes(range(8)), bytes(range(32)))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site with its manifest; no build is needed to verify one."""
    folder = tmp_path / "site"
    for name, text in {
        "index.html": "首页",
        "404.html": "没有",
        "notices/a/index.html": "甲",
        "notices/b/index.html": "乙",
        "assets/a b%.css": "x{}",
        "data/空.json": "",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    seal(folder)
    return folder


def verify(*arguments: object) -> tuple[int, str]:
    """Run the command; return its status and its words."""
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO

    out = StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        status = main(["verify", *map(str, arguments)])
    return status, out.getvalue()


def found(*arguments: object) -> set[tuple[str, str]]:
    """Return kinds and paths of what is found."""
    status, text = verify(*arguments, "--format", "json")
    findings = {(one["kind"], one["path"]) for one in json.loads(text)["findings"]}
    assert status == (1 if findings else 0)
    return findings


# The manifest


@pytest.mark.parametrize("command", ["site-builder", "mkdocs"])
def test_both_commands_write_the_manifest(tmp_path: Path, command: str) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    if command == "mkdocs":
        (tmp_path / "site" / ".git").mkdir(parents=True)
        (tmp_path / "site" / ".git" / "x").write_text("left alone by MkDocs, none of the build's")
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config)], check=True
        )
    else:
        assert build(config) == 0
    files = tree(tmp_path / "site")
    data = files.pop("manifest.json")
    files.pop(".git/x", None)
    facts = [
        Listed(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items()
    ]
    assert read_manifest(data) == tuple(sorted(facts))
    assert data == manifest(facts)
    expected = {("added", ".git/x")} if command == "mkdocs" else set()
    assert found(tmp_path / "site") == expected


def test_hidden_files_of_ones_own_are_in_the_manifest(tmp_path: Path) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    (tmp_path / "content" / ".well-known").mkdir()
    (tmp_path / "content" / ".well-known" / "security.txt").write_text("x")
    text = config.read_text(encoding="utf-8")
    config.write_text(text + "exclude_docs: '!.well-known'\n", encoding="utf-8")
    assert build(config) == 0
    assert b".well-known/security.txt" in (tmp_path / "site" / "manifest.json").read_bytes()
    assert found(tmp_path / "site") == set()


@pytest.mark.parametrize(
    "name", ["manifest.json", "manifest.json.minisig", "a:b.pdf", "a\\b.txt", "\udcff.pdf"]
)
def test_names_that_cannot_be_are_refused(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    try:
        (tmp_path / "content" / name).write_text("x")
    except OSError:
        pytest.skip("nor can they be here")
    assert build(config) == 1
    said = capsys.readouterr().err
    assert "请给它改名" in said
    assert repr(name)[1:-1] in said
    assert not (tmp_path / "site").exists()


BROKEN = [
    b"",
    b"[]",
    b"null",
    b"\xff",
    b"[" * 100_000,
    json.dumps({"format": "gongkai-manifest-2", "algorithm": "sha256", "files": []}).encode(),
    manifest([Listed("a", 1, "0" * 64)]).replace(b'"count": 1', b'"count": 2'),
    manifest([Listed("a", 7, "0" * 64)]).replace(b'"size": 7', b'"size": 8', 1),
]
PATHS = [
    "../x",
    "/x",
    "a/../x",
    "a//x",
    "",
    ".",
    "a/",
    "a\\x",
    "C:x",
    "a\nx",
    "a/..",
    "..",
    "./a",
    7,
]


@pytest.mark.parametrize("data", BROKEN)
def test_what_is_no_manifest_is_refused(data: bytes, site: Path) -> None:
    with pytest.raises(NotAManifestError):
        read_manifest(data)
    (site / "manifest.json").write_bytes(data)
    status, said = verify(site)
    assert status == 2
    assert "不是这个程序写的清单" in said


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_leads_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(NotAManifestError):
        read_manifest(manifest([Listed(path, 1, "0" * 64)]))


@pytest.mark.parametrize(
    "file",
    [
        Listed("a", -1, "0" * 64),
        Listed("a", True, "0" * 64),
        Listed("a", 1, "0" * 63),
        Listed("a", 1, "A" * 64),
    ],
)
def test_facts_that_cannot_be_are_refused(file: Listed) -> None:
    with pytest.raises(NotAManifestError):
        read_manifest(manifest([file]))
    with pytest.raises(NotAManifestError):
        read_manifest(manifest([Listed("a", 1, "0" * 64)] * 2))


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["C"], exclude_characters="/\\:"), min_size=1)
        .filter(lambda name: name not in {".", ".."})
        .flatmap(lambda name: st.sampled_from([name, f"a/{name}", f"{name}/b.html"])),
        st.integers(0, 10**12),
        max_size=5,
    )
)
@WITHIN
def test_a_manifest_comes_back(sizes: dict[str, int]) -> None:
    files = [
        Listed(name, size, hashlib.sha256(name.encode()).hexdigest())
        for name, size in sizes.items()
    ]
    assert read_manifest(manifest(files)) == tuple(sorted(files))


# A folder


def test_a_site_as_it_was_built_is_sound(site: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    status, said = verify(site)
    assert status == 0
    assert "核对了 6 个文件：与清单完全一致。" in said
    assert "--manifest" in said
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_exactly_what_differs_is_named(site: Path) -> None:
    page = site / "notices" / "a" / "index.html"
    page.write_bytes(page.read_bytes()[:-1] + b"x")  # one byte, and the size is the same
    (site / "404.html").unlink()
    (site / "data" / "空.json").write_text("1")
    (site / "notices" / "shell.php").write_text("x")
    (site / ".hidden").write_text("x")
    assert found(site) == {
        ("changed", "notices/a/index.html"),
        ("changed", "data/空.json"),
        ("missing", "404.html"),
        ("added", "notices/shell.php"),
        ("added", ".hidden"),
    }
    status, said = verify(site)
    assert status == 1
    assert said.splitlines()[:5] == [
        "被改动  data/空.json（原来 0 字节，现在 1 字节）",
        "被改动  notices/a/index.html（大小相同，内容不同）",
        "缺少  404.html",
        "多出  .hidden",
        "多出  notices/shell.php",
    ]


def test_any_one_byte_is_found(site: Path) -> None:
    for path in [path for path in site.rglob("*") if path.is_file() and path.stat().st_size]:
        data = path.read_bytes()
        for at in {0, len(data) // 2, len(data) - 1}:
            path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            status, said = verify(site)
            if path.name == "manifest.json":
                assert status in (0, 1, 2), said  # see the test of a manifest kept apart
            else:
                assert found(site) == {("changed", path.relative_to(site).as_posix())}
        path.write_bytes(data)
    assert found(site) == set()


def test_files_whose_line_ends_were_changed_say_so(site: Path) -> None:
    """As FTP does in its mode for texts: half the site is changed, and nobody did it."""
    page, other = site / "index.html", site / "notices" / "a" / "index.html"
    page.write_bytes(b"<p>\n<p>\n")
    other.write_bytes(b"<p>\n")
    seal(site)
    page.write_bytes(b"<p>\r\n<p>\r\n")
    other.write_bytes(b"<q>\r\n")
    _, said = verify(site)
    assert "被改动  index.html（原来 8 字节，现在 10 字节，只是换行变了）" in said
    assert "被改动  notices/a/index.html（原来 4 字节，现在 5 字节）" in said


def test_links_are_not_followed(site: Path, tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "index.html").write_text("首页", encoding="utf-8")
    (site / "index.html").unlink()
    shutil.rmtree(site / "notices" / "a")
    try:
        (site / "index.html").symlink_to(tmp_path / "else" / "index.html")
        (site / "notices" / "a").symlink_to(tmp_path / "else", target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    assert found(site) == {
        ("changed", "index.html"),
        ("missing", "notices/a/index.html"),
        ("added", "notices/a"),
    }


def test_a_manifest_kept_apart_shows_what_one_in_the_site_cannot(
    site: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.json"
    shutil.copy(site / "manifest.json", kept)
    (site / "index.html").write_text("被改了", encoding="utf-8")
    seal(site)
    assert found(site) == set()
    assert found(site, "--manifest", kept) == {
        ("changed", "index.html"),
        ("changed", "manifest.json"),
    }
    (site / "manifest.json").unlink()
    assert ("missing", "manifest.json") in found(site, "--manifest", kept)
    status, said = verify(site, "--manifest", kept)
    assert status == 1
    assert "能改网页的人也能改清单" not in said


def test_what_cannot_be_verified_says_so(site: Path, tmp_path: Path) -> None:
    for arguments, words in (
        ([tmp_path / "nowhere"], "找不到文件夹"),
        ([tmp_path], "没有清单"),
        ([site, "--manifest", tmp_path / "nowhere.json"], "没有清单"),
        ([site, "--key", tmp_path / "nowhere.pub"], "nowhere.pub"),
        ([site, "--key", site / "index.html"], "不是 minisign 格式的公钥"),
        (["http://127.0.0.1:9/"], "连不上服务器"),
        (["ftp://example.com/"], "网址要以 http"),
        (["http://[::1"], "不是能用的网址"),
        (["http://127.0.0.1:port/"], "不是能用的网址"),
        (["http://127.0.0.1:99999/"], "不是能用的网址"),
        (["http://a..b/"], "不是能用的网址"),
    ):
        status, said = verify(*arguments)
        assert status == 2
        assert words in said
        assert "Traceback" not in said


def test_a_host_with_a_chinese_name_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def nowhere(host: str, *_: object, **__: object) -> None:
        asked.append(host)
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    status, said = verify("http://示例.中国:8080/公开/")
    assert status == 2
    assert set(asked) == {"xn--fsq092h.xn--fiqs8s"}
    assert "http://xn--fsq092h.xn--fiqs8s:8080/" in said
    assert "找不到这个主机" in said
    assert "Name or service" not in said


def test_names_of_strangers_do_not_reach_the_terminal(site: Path) -> None:
    try:
        (site / "x\x1b[2Jy\n多出  z").write_text("x")
    except OSError:
        pytest.skip("no such names here")
    status, said = verify(site)
    assert status == 1
    assert "\x1b" not in said
    assert "多出  x\\x1b[2Jy\\n多出  z\n" in said


# A served site


@contextmanager
def serving(answer: Callable[[http.server.BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """Serve what a function answers."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served_module, "_PAUSE", 0)
    monkeypatch.setattr(served_module, "_SECONDS", 2.0)


def test_a_served_site_is_verified(site: Path) -> None:
    with served(site) as url:
        assert found(url) == found(url.rstrip("/")) == set()
        page = site / "notices" / "a" / "index.html"
        page.write_bytes(page.read_bytes()[:-1] + b"x")
        (site / "notices" / "b" / "index.html").unlink()
        (site / "404.html").write_text("还长了一些", encoding="utf-8")
        (site / "added.html").write_text("x")
        expected = {
            ("changed", "notices/a/index.html"),
            ("missing", "notices/b/index.html"),
            ("changed", "404.html"),
        }
        assert found(url) == expected
        _, said = verify(url)
        assert "通过网址看不到多出来的文件" in said
        # In the folder all is seen.
        assert found(site) == expected | {("added", "added.html")}


def test_an_address_is_taken_as_it_is_copied(site: Path) -> None:
    """From the address line of a browser, where the home page may stand, or a place on it."""
    with served(site) as url:
        assert found(f"{url}index.html") == found(f"{url}#issue-1") == found(f"{url}?q=x") == set()
        shutil.copytree(site, site / "空 白")
        assert found(f"{url}空 白") == found(f"{url}%E7%A9%BA%20%E7%99%BD/") == set()


def test_a_built_site_is_verified_as_served(tmp_path: Path) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    assert build(config) == 0
    with served(tmp_path / "site") as url:
        assert found(url, "--manifest", tmp_path / "site" / "manifest.json") == set()


def test_the_address_of_a_page_has_to_show_the_page(site: Path) -> None:
    """As where somebody put an index.php beside it, which the server prefers."""

    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        name = request.path.strip("/").replace("%25", "%").replace("%20", " ")
        name = name.replace("%E7%A9%BA", "空")
        data = b"casino" if request.path == "/notices/a/" else b""
        path = site / name
        path = path / "index.html" if path.is_dir() else path
        data = data or path.read_bytes()
        request.send_response(200)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    with serving(answer) as url:
        assert found(url) == {("changed", "notices/a/index.html")}
        assert "网址 /notices/a/ 显示的不是它" in verify(url)[1]


def test_redirects_within_the_host_alone_are_followed(site: Path) -> None:
    manifest_data = (site / "manifest.json").read_bytes()
    asked: list[str] = []

    def elsewhere(request: http.server.BaseHTTPRequestHandler) -> None:
        asked.append(request.path)
        request.send_error(404)

    with serving(elsewhere) as other:

        def answer(request: http.server.BaseHTTPRequestHandler) -> None:
            where = {
                "/manifest.json": "/real/manifest.json",
                "/404.html": f"{other}stolen",
                "/notices/a/": "file:///etc/passwd",
                "/notices/a/index.html": "file:///etc/passwd",
            }.get(request.path)
            if where:
                request.send_response(302)
                request.send_header("Location", where)
                request.send_header("Content-Length", "0")
                request.end_headers()
                return
            data = manifest_data if request.path == "/real/manifest.json" else b""
            request.send_response(200 if data else 404)
            request.send_header("Content-Length", str(len(data)))
            request.end_headers()
            request.wfile.write(data)

        with serving(answer) as url:
            status, said = verify(url, "--format", "json")
            kinds = {one["path"]: one["kind"] for one in json.loads(said)["findings"]}
            assert status == 1
            assert kinds["404.html"] == kinds["notices/a/index.html"] == "unread"
            assert kinds["index.html"] == "missing"
            assert "manifest.json" not in kinds
        assert asked == []


def test_a_server_that_never_ends_is_left(site: Path) -> None:
    data = (site / "manifest.json").read_bytes()

    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        if request.path == "/manifest.json":
            request.wfile.write(data)
            return
        try:
            while True:
                request.wfile.write(b"x" * 65536)
        except OSError:
            pass

    with serving(answer) as url:
        assert {kind for kind, _ in found(url)} == {"changed"}


def test_a_server_out_of_order_is_asked_again_and_then_told_of(site: Path) -> None:
    data = (site / "manifest.json").read_bytes()
    seen: dict[str, int] = {}
    healthy = 0

    def answer(request: http.server.BaseHTTPRequestHandler) -> None:
        seen[request.path] = seen.get(request.path, 0) + 1
        if request.path == "/manifest.json" and seen[request.path] > healthy:
            request.send_response(200)
            request.end_headers()
            request.wfile.write(data)
        else:
            request.send_error(503)

    with serving(answer) as url:
        healthy = 2
        status, said = verify(url)
        assert seen["/manifest.json"] >= 3
        assert "读不到  404.html（服务器答复 503）" in said
        assert status == 2, "nothing is known to be wrong"


# Signatures


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.chdir(tmp_path)
    assert main(["keygen", "own"]) == 0
    return tmp_path / "own.key", tmp_path / "own.pub"


def signed_project(folder: Path, key: str) -> Path:
    config = make_project(folder, {"a.yml": NOTICE})
    text = config.read_text(encoding="utf-8")
    text = text.replace("  - gongkai\n", f"  - gongkai:\n      signing_key: {key}\n")
    config.write_text(text, encoding="utf-8")
    return config


def test_a_signed_site_is_verified_by_its_key(tmp_path: Path, keys: tuple[Path, Path]) -> None:
    _, public = keys
    config = signed_project(tmp_path / "project", "../own.key")
    assert build(config) == 0
    site = tmp_path / "project" / "site"
    again = tmp_path / "again"
    assert build(config, site_dir=again) == 0
    assert tree(site) == tree(again)
    assert found(site, "--key", public) == set()
    assert "签名有效" in verify(site, "--key", public)[1]
    with served(site) as url:
        assert found(url, "--key", public) == set()

        (site / "index.html").write_text("被改了", encoding="utf-8")
        assert found(site, "--key", public) == {("changed", "index.html")}
        signature = (site / "manifest.json.minisig").read_bytes()
        seal(site)  # as one who has no key
        assert found(site) == set()
        assert found(site, "--key", public) == {("signature", "manifest.json.minisig")}
        assert found(url, "--key", public) == {("signature", "manifest.json.minisig")}
        (site / "manifest.json.minisig").write_bytes(signature)
        assert found(site, "--key", public) == {("signature", "manifest.json.minisig")}
        assert found(url, "--key", public) == {("signature", "manifest.json.minisig")}
        seal(site, key=KEY)  # as one who has another
        assert found(site, "--key", public) == {("signature", "manifest.json.minisig")}


@pytest.mark.skipif(not shutil.which("minisign"), reason="minisign is not here")
def test_minisign_checks_what_we_sign_and_the_other_way_round(
    tmp_path: Path, keys: tuple[Path, Path]
) -> None:
    def minisign(*arguments: object) -> int:
        command = ["minisign", *map(str, arguments)]
        return subprocess.run(command, check=False, capture_output=True).returncode

    secret, public = keys
    data = tmp_path / "manifest.json"
    data.write_bytes(b"x")
    signature = tmp_path / "manifest.json.minisig"
    signature.write_bytes(SecretKey.read(secret).sign(b"x", "甲 comment"))
    assert minisign("-V", "-p", public, "-m", data) == 0
    for options in ([], ["-l"]):
        assert minisign("-S", "-s", secret, "-m", data, "-t", "乙", *options) == 0
        assert PublicKey.read(public).check(b"x", signature.read_bytes()) == "乙"
    assert minisign("-G", "-W", "-f", "-p", tmp_path / "m.pub", "-s", tmp_path / "m.key") == 0
    signature.write_bytes(SecretKey.read(tmp_path / "m.key").sign(b"x", "c"))
    assert minisign("-V", "-p", tmp_path / "m.pub", "-m", data) == 0


def test_a_changed_signature_is_none(tmp_path: Path) -> None:
    """Whichever byte is changed, of signature, comment or data."""
    secret, public = KEY.files()
    (tmp_path / "k.pub").write_bytes(public)
    (tmp_path / "k.key").write_bytes(secret)
    assert SecretKey.read(tmp_path / "k.key") == KEY
    key = PublicKey.read(tmp_path / "k.pub")
    signature = KEY.sign(b"data", "file:manifest.json")
    assert key.check(b"data", signature) == "file:manifest.json"
    assert key.check(b"data", signature.replace(b"\n", b"\r\n")) == "file:manifest.json"
    with pytest.raises(BadSignatureError):
        key.check(b"Data", signature)
    lines = signature.split(b"\n")
    for number in (1, 3):
        raw = base64.b64decode(lines[number])
        for at in range(len(raw)):
            bad = base64.b64encode(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
            with pytest.raises(BadSignatureError):
                key.check(b"data", b"\n".join([*lines[:number], bad, *lines[number + 1 :]]))
    for text in (b"", b"x", lines[1], b"\n".join(lines[:2]), signature.replace(b"file", b"File")):
        with pytest.raises(BadSignatureError):
            key.check(b"data", text)


def test_a_secret_key_is_private(
    tmp_path: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    secret, _ = keys
    if sys.platform != "win32":
        assert secret.stat().st_mode & 0o777 == 0o600
    before = secret.read_bytes()
    assert main(["keygen", "own"]) == 2
    assert secret.read_bytes() == before
    config = signed_project(tmp_path / "project", "content/own.key")
    for place in ("content", "notices", "site"):
        folder = config.parent / place
        folder.mkdir(exist_ok=True)
        shutil.copy(secret, folder / "own.key")
        text = config.read_text(encoding="utf-8")
        config.write_text(
            text.replace(text.partition("signing_key: ")[2].partition("\n")[0], f"{place}/own.key"),
            encoding="utf-8",
        )
        capsys.readouterr()
        assert build(config) == 2
        assert "会公开或者打包的文件夹" in capsys.readouterr().err
        assert not (config.parent / "site" / "index.html").exists()


@pytest.mark.parametrize("name", ["", "/", "."])
def test_a_key_without_a_name_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keygen", name]) == 2
    assert "没有文件名" in capsys.readouterr().err


def test_half_a_pair_of_keys_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    def full(path: Path, _: bytes) -> int:
        path.touch()
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        assert main(["keygen", "own"]) == 2
    assert "own.pub 读不了或写不了：磁盘满了" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
    assert main(["keygen", "own"]) == 0


def test_no_key_is_made_in_a_public_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_project(tmp_path, {})
    monkeypatch.chdir(tmp_path)
    assert main(["keygen", "content/own"]) == 2
    assert "会公开" in capsys.readouterr().err
    assert {path.name for path in (tmp_path / "content").iterdir()} == {"index.md"}
    assert main(["keygen", "nowhere/own"]) == 2


def test_a_key_that_cannot_sign_is_explained(
    tmp_path: Path, keys: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    secret, public = keys
    raw = bytearray(base64.b64decode(secret.read_text().splitlines()[1]))
    raw[60] ^= 1
    locked = bytearray(raw)
    locked[2:4] = b"Sc"
    cases = {
        "missing.key": (None, "找不到这个文件"),
        "public.key": (public.read_bytes(), "不是 minisign 格式的私钥"),
        "broken.key": (b"untrusted comment: x\n" + base64.b64encode(raw), "已经损坏"),
        "locked.key": (b"untrusted comment: x\n" + base64.b64encode(locked), "加了口令"),
    }
    for name, (data, words) in cases.items():
        if data:
            (tmp_path / name).write_bytes(data)
        config = signed_project(tmp_path / name.partition(".")[0], f"../{name}")
        capsys.readouterr()
        assert build(config) == 2
        assert words in capsys.readouterr().err
        assert not (config.parent / "site").exists()


def test_without_the_library_it_is_said_what_to_install(
    tmp_path: Path,
    keys: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, public = keys
    config = signed_project(tmp_path / "project", "../own.key")
    site = tmp_path / "site"
    site.mkdir()
    seal(site)
    monkeypatch.setitem(
        sys.modules, "cryptography.hazmat.primitives.asymmetric", None
    )  # as if it were not there
    capsys.readouterr()
    for run in (
        lambda: build(config),
        lambda: main(["keygen", "other"]),
        lambda: main(["verify", str(site), "--key", str(public)]),
    ):
        assert run() == 2
        assert "照 README 的“安装和生成”再装一遍" in capsys.readouterr().err
    assert main(["verify", str(site)]) == 0
