"""What a project lays down for its checks: its word list, its policy, what it waives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from site_builder.reading.config_yaml import UnreadableError
from site_builder.reading.settings import read_options, read_words

T = TypeVar("T")

REVIEWS = 3


class SettingsError(Exception):
    """Options that cannot be used; the words are Chinese, for the user."""


@dataclass(frozen=True, slots=True)
class ProjectWaiver:
    """A rule that mkdocs.yml sets aside for one notice, or with `*` for all.

    `line` and `column` say where mkdocs.yml does so. Without a reason it has no effect.
    """

    rule: str
    notice: str
    reason: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Settings:
    """What rules may ask of the project; the same for all its notices."""

    words: Mapping[str, str] = field(default_factory=dict)
    """The project's word list: what must not be written → what to write, "" where that depends."""

    official_mail: bool = False
    """Whether a public mailbox has to be an official one, not one of a free provider."""

    require_review: int = 0
    """How many sign-offs over the present text a notice needs before it is built."""

    today: date | None = None
    """The day of the check, for rules about what has passed; None in a build, which reads no
    clock so that equal input gives equal bytes."""

    waivers: tuple[ProjectWaiver, ...] = ()
    """What mkdocs.yml waives, as written, in order."""

    notices_dir: str = "notices"
    """Folder of the notices, relative to mkdocs.yml."""

    file: str = "mkdocs.yml"
    """How diagnostics name the file that says all this."""


def read_settings(config_file: Path, today: date | None = None) -> Settings:
    """Read the plugin's options from an mkdocs.yml, without MkDocs.

    Raises:
        SettingsError: the file or its word list cannot be read, or an option is of a wrong kind.
    """
    try:
        options = read_options(config_file)
        values = options.values
        words = _option(values, "words", str, "")
        return Settings(
            words=read_words(config_file.parent / words) if words else {},
            official_mail=_option(values, "official_mail", bool, False),
            require_review=_reviews(values),
            today=today,
            waivers=tuple(_waivers(values, options.waiver_places)),
            notices_dir=_option(values, "notices_dir", str, "notices"),
            file=config_file.name,
        )
    except UnreadableError as error:
        raise SettingsError(str(error)) from error


_OF_WAIVER = {"rule", "notice", "reason"}
_KINDS = {str: "文字", bool: " true 或 false", int: "数字", list: "列表"}


def _option(values: Mapping[str, Any], name: str, kind: type[T], default: T) -> T:
    value = values.get(name)
    if value is None:
        return default
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise SettingsError(f"mkdocs.yml 中 gongkai 的“{name}”应当是{_KINDS[kind]}。")
    return value


def _reviews(values: Mapping[str, Any]) -> int:
    number = _option(values, "require_review", int, 0)
    if not 0 <= number <= REVIEWS:
        raise SettingsError(f"mkdocs.yml 中 gongkai 的“require_review”应当是 0 到 {REVIEWS}。")
    return number


def _waivers(
    values: Mapping[str, Any], places: tuple[tuple[int, int], ...]
) -> Iterator[ProjectWaiver]:
    for index, item in enumerate(_option(values, "waivers", list, [])):
        # Nothing is left to be guessed: with `notice` misspelt it would be waived for all.
        if not isinstance(item, dict) or not {"rule", "notice"} <= set(item) <= _OF_WAIVER:
            raise SettingsError(
                f"mkdocs.yml 中 gongkai 的 waivers 第 {index + 1} 条写法不对。"
                "每条写成 {rule: N301, notice: 通报的编号, reason: 理由}，"
                "对全部通报都豁免的，notice 写成 '*'。"
            )
        place = places[index] if index < len(places) else (1, 1)
        yield ProjectWaiver(
            str(item["rule"]), str(item["notice"]), str(item.get("reason") or ""), *place
        )
