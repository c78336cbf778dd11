"""A file of settings as YAML: what the readers of mkdocs.yml and of the word list share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from site_builder.reading.disk import reason
from site_builder.reading.syntax import fault_of

PARENT = "INHERIT"
# A chain of parents longer than this goes round in a circle.
GENERATIONS = 8


class UnreadableError(Exception):
    """A file of settings that cannot be used; the words are Chinese, for the user."""


class ConfigLoader(yaml.CSafeLoader):
    """Knows no tag and minds none: `!!python/name:…` and `!ENV` belong to MkDocs."""


ConfigLoader.add_multi_constructor("", lambda loader, suffix, node: None)


def parent_of(path: Path, named: object) -> Path:
    """Return the file that one inherits from, by what stands behind `INHERIT`.

    Raises:
        UnreadableError: that is no name.
    """
    if not isinstance(named, str):
        raise UnreadableError(f"{path} 的 {PARENT} 应当是另一个配置文件的名称，只能写一个。")
    return path.parent / named


@contextmanager
def text_of(path: Path) -> Iterator[str]:
    """Yield the text of a file, to be read as YAML.

    Raises:
        UnreadableError: it cannot be read, or what is done with it shows that it is no YAML.
    """
    text = _text(path)
    try:
        yield text
    except yaml.YAMLError as error:
        fault = fault_of(error, text)
        raise UnreadableError(
            f"{path}:{fault.line}:{fault.column}: {fault.message}。{fault.hint}"
        ) from error
    except (ValueError, LookupError, AttributeError) as error:  # a day 2023-02-30, `!!int 甲`
        raise UnreadableError(
            f"{path} 里有看似日期或数字、却读不成的内容，如 2023-02-30。给它加上英文引号。"
        ) from error
    except RecursionError as error:
        raise UnreadableError(
            f"{path} 里的内容一层套一层，没有尽头。检查括号，删去以“&”“*”开头的引用。"
        ) from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableError(f"读不了 {path}：{reason(error)}。") from error
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{path} 的编码不是 UTF-8。用记事本打开，另存为，编码选“UTF-8”。"
        ) from error
    except ValueError as error:
        raise UnreadableError(f"“{path}”不是文件名：{reason(error)}。") from error
