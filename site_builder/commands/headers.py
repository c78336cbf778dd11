"""`site-builder headers`: settings for a web server that go with the built site."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.commands.common import COULD_NOT_RUN, DONE, no_way_to, say
from site_builder.commands.project import add_config_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.commands.common import Commands

# A policy stands right behind the opening of the head.
_HEAD = 4096
_BEGINNING = "# 公开（site-builder headers ".encode()
_SERVERS = ("nginx", "apache", "caddy")
# What a path may hold that none of the servers takes for anything else.
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/")


def add_to(commands: Commands) -> None:
    """Add the command and its arguments."""
    headers = commands.add_parser("headers", help="写出网页服务器的安全设置")
    headers.add_argument("server", choices=_SERVERS, metavar="服务器", help="、".join(_SERVERS))
    headers.add_argument("--site-dir", type=Path, metavar="文件夹", help="网站在哪里，默认 site")
    headers.add_argument(
        "-o", "--output", type=Path, metavar="文件", help="写到哪个文件，默认显示在屏幕上"
    )
    add_config_file(headers)
    headers.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the settings; return the exit status."""
    from urllib.parse import urlsplit

    from site_builder.compressing import packed_as
    from site_builder.outputs.security.policy import served_policy
    from site_builder.outputs.security.servers import server_settings
    from site_builder.reading.config_yaml import UnreadableError
    from site_builder.reading.disk import write_whole
    from site_builder.reading.project import read_project

    config: Path = options.config_file or Path("mkdocs.yml")
    if not config.is_file():
        say(f"找不到配置文件 {config}。到项目文件夹里运行，或用 -f 指明。")
        return COULD_NOT_RUN
    try:
        project = read_project(config)
        site: Path = options.site_dir or project.site
        if not (site / "index.html").is_file():
            say(f"{site} 里没有生成好的网站。先运行 site-builder build。")
            return COULD_NOT_RUN
        base = urlsplit(project.url).path.rstrip("/") + "/"
        if not _PLAIN_PATH.fullmatch(base):
            say(f"mkdocs.yml 的 site_url 里，路径“{base}”含有特殊字符，写不进服务器的设置。")
            return COULD_NOT_RUN
        policy = served_policy(_policies(site))
        text = server_settings(options.server, policy, base, packed_as(site))
        if options.output and not _is_ours(options.output):
            say(f"{options.output} 已经存在，不是这条命令写的，没有改动。用 -o 写到别处。")
            return COULD_NOT_RUN
        if options.output:
            write_whole(options.output, text)
    except UnreadableError as error:
        say(str(error))
        return COULD_NOT_RUN
    except ValueError:
        say(f"{site} 的网页里的安全策略不是这个程序写的。重新运行 site-builder build。")
        return COULD_NOT_RUN
    except OSError as error:
        say(no_way_to(options.output, error))
        return COULD_NOT_RUN
    if options.output:
        print(f"已写出 {options.output}。怎样使用写在它的开头。")
    else:
        print(text, end="")
    return DONE


def _is_ours(target: Path) -> bool:
    """Tell whether a file may be written: there is none, or it was written by this command.

    Raises:
        OSError: it cannot be read.
    """
    if not target.exists() or target.is_dir():
        return True  # that a folder cannot be written says the system
    if not target.is_file():
        return False
    with target.open("rb") as stream:
        return stream.read(len(_BEGINNING)) == _BEGINNING


def _policies(site: Path) -> Iterator[str]:
    """Yield the policy of every page that has one.

    Raises:
        OSError: a page or a folder cannot be read; settings without its policy would block it.
    """
    from site_builder.integrity.inventory import files_below
    from site_builder.outputs.security.policy import policy_in

    for name in files_below(site):
        if not name.endswith(".html"):
            continue
        with (site / name).open("rb") as page:
            if policy := policy_in(page.read(_HEAD)):
                yield policy
