"""Whole builds: beside the public folder, and then in its place."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

from site_builder.library import HeldBack
from site_builder.swapping import BusyError, made_beside
from site_builder.theme_bridge.order import Order, Outcome

PREVIEW_DIR = "preview"
_MOST_MOMENTS = 3
_MOST_REASONS = 3


class BuildFailed(Exception):  # noqa: N818 - an outcome, told to the user as it is
    """There is no new site; the Chinese words say why. `unusable` if it could not even start."""

    def __init__(self, reason: str, *, unusable: bool) -> None:
        super().__init__(reason)
        self.unusable = unusable


@dataclass(frozen=True, slots=True)
class Built:
    """A site that was built: its folder, and what came of it."""

    folder: Path
    outcome: Outcome


def not_published(held: HeldBack) -> str:
    """Say what is not public, "" if everything is."""
    said = [f"{held.drafts} 份草稿"] if held.drafts else []
    if held.scheduled:
        first = [f"{moment:%Y-%m-%d %H:%M}" for moment in held.scheduled[:_MOST_MOMENTS]]
        more = " 等" if len(held.scheduled) > len(first) else ""
        said.append(f"{len(held.scheduled)} 份定时（{'、'.join(first)}{more}）")
    return f"{'、'.join(said)}没有发布" if said else ""


def build_site(
    config_file: Path,
    order: Order,
    notices_dir: Path | None = None,
    site_dir: Path | None = None,
) -> Built:
    """Build the whole site beside the public folder, then swap the two; return what was built.

    What is scheduled for later than the moment of the `order` is not published. A preview has it
    all, and lies in a folder of its own. Without folders given it is those of mkdocs.yml.

    Raises:
        BuildFailed: what is in the public folder was not touched.
        OSError: nor was it here; a file could not be read or written.
    """
    phases = order.phases
    with _heard(logging.ERROR if order.errors_only else logging.WARNING) as heard:
        with phases.phase("start"):
            config = _config(config_file, notices_dir, heard)
        public_dir = Path(config.site_dir).absolute()
        usual = public_dir.with_name(PREVIEW_DIR) if order.preview else public_dir
        target = (site_dir or usual).absolute()
        if order.preview:
            _must_not_be_public(target, public_dir)
        _must_hold_no_source(target, config)
        plugin: Any = config.plugins["gongkai"]
        plugin.order = replace(order, public_dir=target)
        beside = ""
        try:
            with ExitStack() as stack:
                beside = config.site_dir = str(stack.enter_context(made_beside(target)))
                config.plugins.on_startup(command="build", dirty=False)
                with phases.phase("content"):
                    build(config)
                with phases.phase("swap"):
                    stack.close()
        except MkDocsException as error:
            unusable = isinstance(error, ConfigurationError)
            raise BuildFailed(_why(error, heard), unusable=unusable) from error
        except BusyError as error:
            raise BuildFailed(
                f"另一个程序正在生成或发布 {target}，这一次没有生成。等它结束后重试。",
                unusable=True,
            ) from error
        except OSError as error:
            if beside and isinstance(error.filename, str):  # its reader knows but the one folder
                error.filename = error.filename.replace(beside, str(target))
            raise
        finally:
            config.plugins.on_shutdown()
    return Built(target, plugin.outcome)


def _must_not_be_public(target: Path, public_dir: Path) -> None:
    """Refuse to put a preview where the public reads, or what would take that in."""
    target, public_dir = target.resolve(), public_dir.resolve()
    if target.is_relative_to(public_dir) or public_dir.is_relative_to(target):
        raise BuildFailed(
            f"预览稿不能写到 {target}：公开的网站在 {public_dir}。用 --site-dir 另写一个文件夹。",
            unusable=True,
        )


def _must_hold_no_source(target: Path, config: MkDocsConfig) -> None:
    """Refuse a folder that what the site is made of lies in, for it would be replaced whole."""
    plugin: Any = config.plugins["gongkai"]
    root = Path(config.config_file_path).parent
    for source in (config.config_file_path, config.docs_dir, root / plugin.config.notices_dir):
        if Path(source).resolve().is_relative_to(target.resolve()):
            raise BuildFailed(
                f"网站不能写到 {target}：{source} 在里面，整体替换时会丢失。换一个文件夹。",
                unusable=True,
            )


def _config(config_file: Path, notices_dir: Path | None, heard: _Heard) -> MkDocsConfig:
    try:
        config = load_config(str(config_file), config_file_path=str(config_file))
    except MkDocsException as error:
        raise BuildFailed(f"{config_file} 有误。{_why(error, heard)}", unusable=True) from error
    plugin: Any = config.plugins.get("gongkai")
    if plugin is None:
        raise BuildFailed(
            f"{config_file} 的 plugins 里没有 gongkai；补上一行“  - gongkai”。", unusable=True
        )
    if notices_dir:
        plugin.config.notices_dir = str(notices_dir.absolute())
    return config


class _Heard(logging.StreamHandler[TextIO]):
    """What MkDocs says of warnings and errors: all is kept, and shown from a level on."""

    def __init__(self, least: int) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("MkDocs：%(message)s"))
        self._least = least
        self.warnings: list[str] = []
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message, and show it."""
        kept = self.errors if record.levelno >= logging.ERROR else self.warnings
        kept.append(record.getMessage())
        if record.levelno >= self._least:
            # What standard error is at the time, for a bar that shows puts itself before it.
            self.stream = sys.stderr
            super().emit(record)


@contextmanager
def _heard(least: int) -> Iterator[_Heard]:
    """Hear MkDocs, and show it from a level on: of its news the command line has its own.

    Its warnings are heard even where they are not shown, for `strict` counts those that are.
    """
    logger = logging.getLogger("mkdocs")
    heard = _Heard(least)
    level = logger.level
    logger.setLevel(logging.WARNING)
    logger.addHandler(heard)
    try:
        yield heard
    finally:
        logger.removeHandler(heard)
        logger.setLevel(level)


def _why(error: MkDocsException, heard: _Heard) -> str:
    """Say in Chinese why there is no site."""
    said = error.format_message()
    if not said.isascii():
        return said  # by the plugin, to the user
    if not isinstance(error, Abort):
        return _without_site(said)
    # That it stops MkDocs tells in English, and why it told before.
    if heard.errors:
        return _without_site(_summed(heard.errors))
    return _without_site(f"mkdocs.yml 里写了 strict，而 MkDocs 有警告：{_summed(heard.warnings)}")


def _without_site(why: str) -> str:
    return f"没有生成网站：{why.rstrip('。.')}。原有的网站没有改动。"


def _summed(said: list[str]) -> str:
    """Put what was said into a line, or the first of it."""
    lines = [" ".join(one.split()).rstrip("。.") for one in said[:_MOST_REASONS]]
    more = f" 等 {len(said)} 处" if len(said) > len(lines) else ""
    return "；".join(lines) + more
