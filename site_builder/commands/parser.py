"""argparse in Chinese: what it says of a command, and of one that is wrongly written."""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, NoReturn

from site_builder.commands.common import COULD_NOT_RUN

# What argparse says, in Chinese.
_COMPLAINTS = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (.*): expected (?:one|at least one) argument", r"参数 \1 后面缺少内容"),
    (r"argument (.*): ignored explicit argument (.*)", r"参数 \1 后面不能有内容：\2"),
    (
        r"argument (.*): invalid choice: (.*?)(?:, maybe you meant .*)? \(choose from (.*)\)",
        r"\1 不能是 \2，可选：\3",
    ),
    (r"argument (\S+): (.*)", r"参数 \1 \2"),
)
# What a line may not be broken in: a word of ASCII, and a character with what closes after it.
_UNBROKEN = re.compile(r"(?:[!-~]+|[^!-~\s])[，。；：、）”》]*|\s+")
# Where the words about an argument begin, always on a line of their own: argparse counts a Chinese
# character as one column, so that beside arguments they would stand in no column.
_INDENT = 6


class Help(argparse.HelpFormatter):
    """Headings and wrapping for Chinese, a character of which takes two columns."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Begin with a Chinese word."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        lines = [""]
        for piece in _UNBROKEN.findall(" ".join(text.split())):
            if lines[-1] and _columns(lines[-1] + piece) > width:
                lines.append("")
            lines[-1] += piece if lines[-1] else piece.lstrip()
        return lines

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in self._split_lines(text, width))


class _ArgumentsHelp(Help):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=_INDENT)


def _columns(text: str) -> int:
    return len(text) + sum(unicodedata.east_asian_width(char) in "WF" for char in text)


class _Subcommands(argparse._SubParsersAction):  # type: ignore[type-arg]  # no generic at run time
    def add_parser(self, name: str, **kwargs: Any) -> Any:
        """Have the help of a command begin with what is said of it in the list of commands."""
        return super().add_parser(name, description=f"{kwargs['help']}。", **kwargs)


class Parser(argparse.ArgumentParser):
    """A parser that speaks Chinese; options are to be written out, for new ones may come."""

    def __init__(self, **kwargs: Any) -> None:
        usual = {"formatter_class": _ArgumentsHelp, "add_help": False, "allow_abbrev": False}
        super().__init__(**{**usual, **kwargs})
        self.register("action", "parsers", _Subcommands)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这一页说明")

    def error(self, message: str) -> NoReturn:
        """Say in Chinese what is wrong with the command line, and end."""
        for english, chinese in _COMPLAINTS:
            message = re.sub(english, chinese, message)
        self.exit(COULD_NOT_RUN, f"命令写法有误：{message}\n用 {self.prog} -h 查看用法。\n")
