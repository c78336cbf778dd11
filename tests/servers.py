"""Real web servers with the settings that the program writes, each for as long as a test asks."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_PROGRAMS = {"nginx": ("nginx",), "apache": ("apache2", "httpd"), "caddy": ("caddy",)}
_PATIENCE = 15
_NGINX = """\
daemon off;
{user}
worker_processes 1;
pid "{place}/nginx.pid";
error_log "{place}/error.log";
events {{ }}
http {{
    access_log off;
    client_body_temp_path "{place}/body";
    proxy_temp_path "{place}/proxy";
    fastcgi_temp_path "{place}/fastcgi";
    uwsgi_temp_path "{place}/uwsgi";
    scgi_temp_path "{place}/scgi";
    server {{
        listen 127.0.0.1:{port};
        root "{site}";
        include "{settings}";
    }}
}}
"""
_APACHE = """\
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile "{place}/apache.pid"
ErrorLog "{place}/error.log"
{user}
{modules}
TypesConfig /dev/null
<VirtualHost 127.0.0.1:{port}>
    DocumentRoot "{site}"
    Include "{settings}"
</VirtualHost>
"""
_CADDY = """\
{{
    admin off
    auto_https off
}}
http://127.0.0.1:{port} {{
    root * "{site}"
    import "{settings}"
}}
"""
_MODULES = "mpm_event authz_core alias dir mime headers filter deflate rewrite"


def program(server: str) -> str:
    """Return the program of a kind of server; without it the test is skipped."""
    places = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin{os.pathsep}/usr/local/sbin"
    names = _PROGRAMS[server]
    found = next((path for name in names if (path := shutil.which(name, path=places))), None)
    if found is None:
        pytest.skip(f"{names[0]} is not installed here, so that its settings go untried")
    return found


@contextmanager
def serving(server: str, site: Path, settings: Path, place: Path) -> Iterator[str]:
    """Serve a site on this machine alone with these settings; yield its address.

    `place` is an empty folder for what the server keeps. Nothing in it may be secret, for a server
    that was started by root may read it as somebody else.
    """
    command = program(server)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    names = {"place": place, "port": port, "site": site, "settings": settings}
    config = place / "server.conf"
    if server == "nginx":
        config.write_text(_NGINX.format(**names, user="user root;" if root else ""), "utf-8")
        check = [command, "-t", "-q", "-e", f"{place}/error.log", "-c", str(config)]
        run = [command, "-e", f"{place}/error.log", "-c", str(config)]
    elif server == "apache":
        user = "User www-data\nGroup www-data" if root else ""
        config.write_text(_APACHE.format(**names, user=user, modules=_modules()), "utf-8")
        check = [command, "-t", "-f", str(config)]
        run = [command, "-D", "FOREGROUND", "-f", str(config)]
    else:
        config.write_text(_CADDY.format(**names), "utf-8")
        check = [command, "validate", "--adapter", "caddyfile", "--config", str(config)]
        run = [command, "run", "--adapter", "caddyfile", "--config", str(config)]
    said = subprocess.run(check, capture_output=True, text=True, env=_environment(place))
    assert said.returncode == 0, said.stderr
    log = place / "said.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(run, stdout=stream, stderr=stream, env=_environment(place))
    try:
        _wait(port, process, log)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _environment(place: Path) -> dict[str, str]:
    """Return an environment in which Caddy keeps what it keeps in `place`."""
    folders = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(place))
    return {**os.environ, **folders}


def _modules() -> str:
    folder = Path("/usr/lib/apache2/modules")
    if not folder.is_dir():
        pytest.skip(f"Apache's modules are not in {folder}, where Debian has them")
    lines = [
        f'LoadModule {name}_module "{file}"'
        for name in _MODULES.split()
        if (file := folder / f"mod_{name}.so").is_file()
    ]
    return "\n".join(lines)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text("utf-8", "replace")
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8", "replace"))
