"""`site-builder keygen`: a pair of keys to sign the manifest with."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.commands.common import COULD_NOT_RUN, DONE, say

if TYPE_CHECKING:
    from site_builder.commands.common import Commands

_ID, _SEED = 8, 32


def add_to(commands: Commands) -> None:
    """Add the command and its arguments."""
    keygen = commands.add_parser("keygen", help="生成一对密钥，给网站清单签名用")
    keygen.add_argument(
        "name", metavar="名称", type=Path, help="写出 名称.key（私钥）和 名称.pub（公钥）"
    )
    keygen.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the two files; return the exit status."""
    from site_builder.integrity.keys import must_be_private
    from site_builder.integrity.minisign import NO_LIBRARY, BadKeyError, SecretKey, has_library
    from site_builder.reading.disk import trouble

    if not options.name.name:
        say(f"“{options.name}”后面没有文件名。写成 ../gongkai 的样子。")
        return COULD_NOT_RUN
    secret, public = (
        options.name.with_name(options.name.name + ending) for ending in (".key", ".pub")
    )
    if not has_library():
        say(NO_LIBRARY)
        return COULD_NOT_RUN
    for path in (secret, public):
        if path.exists():
            say(f"{path} 已经存在，没有覆盖：旧的私钥丢了，就不能再用它签名。换一个名称。")
            return COULD_NOT_RUN
    try:
        must_be_private(secret, _public_folders())
        _write(secret, public, *SecretKey(os.urandom(_ID), os.urandom(_SEED)).files())
    except BadKeyError as error:
        say(str(error))
        return COULD_NOT_RUN
    except OSError as error:
        say(f"{trouble(error)}。")
        return COULD_NOT_RUN
    print(
        f"已写出私钥 {secret} 和公钥 {public}。\n"
        "私钥没有口令，只有本机的您能读；不要上传、不要放进项目，另外备份一份。\n"
        f"在 mkdocs.yml 的 gongkai 下写 signing_key: {secret}，以后生成的网站都有签名；\n"
        f"公钥可以公开，核对时用：site-builder verify 网站 --key {public}"
    )
    return DONE


def _write(secret: Path, public: Path, private: bytes, shown: bytes) -> None:
    """Write both files, or none: half a pair would stand in the way of a whole one."""
    handle = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(private)
        public.write_bytes(shown)
    except BaseException:
        for path in (secret, public):
            path.unlink(missing_ok=True)
        raise


def _public_folders() -> list[Path]:
    """Return the folders of the project here, if there is one, that end up on the site."""
    from site_builder.reading.config_yaml import UnreadableError
    from site_builder.reading.project import read_project

    config = Path("mkdocs.yml")
    if config.is_file():
        with suppress(UnreadableError):
            project = read_project(config)
            return [project.content, project.notices, project.site, *project.others]
    return []
