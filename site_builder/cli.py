"""The command `site-builder`: which command runs, and what is said of a wrong command line.

Exit status: 0 done, 1 findings, 2 could not run.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor
from importlib import import_module

from site_builder import __version__
from site_builder.commands.common import COULD_NOT_RUN, DONE, say
from site_builder.commands.parser import Help, Parser
from site_builder.commands.streams import lenient_streams
from site_builder.reading.disk import reason, trouble

# A new command is a module with `add_to`, and its name here; the order is that of the help.
_COMMANDS = {
    "build": "building",
    "new": "creating",
    "import": "importing",
    "check": "checking",
    "sign": "signing",
    "match": "matching",
    "export": "exporting",
    "headers": "headers",
    "selfcheck": "selfchecking",
    "publish": "publishing",
    "verify": "verifying",
    "keygen": "keygen",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not take every character
            stream.reconfigure(errors="replace")
    arguments = sys.argv[1:] if arguments is None else arguments
    with lenient_streams() as output:
        options = parser_of(*arguments[:1]).parse_args(arguments)
        status = _run(options)
        if failure := output.failure:
            stands = options.stands if status == DONE else ""
            say(f"结果没有能够输出：标准输出写不了，{reason(failure)}。{stands}")
            return COULD_NOT_RUN
        return status


def _run(options: argparse.Namespace) -> int:
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except BrokenExecutor as error:  # workers that were lost for good; the words are Chinese
        say(str(error))
        return COULD_NOT_RUN
    except OSError as error:  # of what was named: to ask whether it is there may fail already
        say(f"{trouble(error)}。")
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        say("已中断。")
        return COULD_NOT_RUN


def parser_of(wanted: str = "") -> argparse.ArgumentParser:
    """Make the parser of one command, or of all of them, by their name.

    To import all of them takes longer than most of them run.
    """
    parser = Parser(
        prog="site-builder",
        description="公开：巡察整改通报的检查与发布工具。每条命令的用法：site-builder 命令 -h",
        formatter_class=Help,
    )
    version = f"公开 {__version__}"
    parser.add_argument("--version", action="version", version=version, help="显示版本")
    # What is there although it could not be told of, where a command has made something.
    parser.set_defaults(stands="")
    commands = parser.add_subparsers(required=True, metavar="命令", dest="命令")
    for name in [_COMMANDS[wanted]] if wanted in _COMMANDS else _COMMANDS.values():
        import_module(f"site_builder.commands.{name}").add_to(commands)
    return parser
