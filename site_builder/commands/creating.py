"""`site-builder new`: a notice file to begin with."""

from __future__ import annotations

import argparse
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.commands.common import COULD_NOT_RUN, DONE, say, typed, written
from site_builder.commands.editor import schema_line
from site_builder.commands.project import USUAL

if TYPE_CHECKING:
    from site_builder.commands.common import Commands

_TEMPLATE = "notice.template.yml"
_NOTICES = Path("notices")
_SUFFIXES = (".yml", ".yaml")


def add_to(commands: Commands) -> None:
    """Add the command and its arguments."""
    new = commands.add_parser("new", help="写出一份有待填写的通报文件")
    new.add_argument("id", metavar="编号", help="网址里的名称，如 minzhengju-2024")
    new.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="文件夹",
        help="写到哪个文件夹，默认 notices",
    )
    new.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the file; return the exit status."""
    if why := _unusable(options.id):
        say(f"编号“{options.id}”{why}，没有写出文件。")
        return COULD_NOT_RUN
    if options.output is None and not USUAL.is_file():
        say(
            f"这里没有 {USUAL}，不是项目文件夹，没有写出文件。"
            "到项目文件夹里运行，或者用 -o 写明写到哪个文件夹。"
        )
        return COULD_NOT_RUN
    target: Path = (options.output or _NOTICES) / f"{options.id}.yml"
    if present := next((p for s in _SUFFIXES if (p := target.with_suffix(s)).exists()), None):
        say(f"{present} 已经存在，没有改动。换一个编号，或者直接编辑这个文件。")
        return COULD_NOT_RUN
    if not written(target, schema_line(target) + template()):
        return COULD_NOT_RUN
    print(
        f"已写出 {target}。打开它，把“（待填…）”换成通报的原文，"
        f"再运行 site-builder check {typed(target)} 检查。"
    )
    return DONE


def template() -> str:
    """Return the text of a notice that has everything to be filled in."""
    return (files("site_builder.commands") / _TEMPLATE).read_text(encoding="utf-8")


def _unusable(notice_id: str) -> str:
    from site_builder.notice.model import ID_PATTERN, RESERVED_IDS

    if not re.fullmatch(ID_PATTERN, notice_id) or len(notice_id) > 100:
        return "不能用在网址里：只用小写字母、数字和连字符，如 minzhengju-2024"
    return "是保留名称：换一个，例如加上年份" if notice_id in RESERVED_IDS else ""
