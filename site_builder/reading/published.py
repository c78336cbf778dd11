"""The site's own open data → notices: one notice as JSON, or an array of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from site_builder.notice.model import Notice

SUFFIX = ".json"
_KEYS = ("id", "title", "organization")


class NotPublishedError(Exception):
    """A file is not what the site publishes; the words are Chinese, cause and cure."""


def read_published(path: Path) -> list[Notice]:
    """Read the notices of a file.

    Raises:
        NotPublishedError: it holds something else.
        OSError: it cannot be read.
    """
    try:
        data: Any = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        line = f"（第 {error.lineno} 行）" if isinstance(error, json.JSONDecodeError) else ""
        raise NotPublishedError(f"不是完整的 JSON{line}。重新下载一次，再导入。") from error
    found = data if isinstance(data, list) else [data]
    return [_notice(value, number) for number, value in enumerate(found, start=1)]


def _notice(value: Any, number: int) -> Notice:
    if not isinstance(value, dict) or any(key not in value for key in _KEYS):
        raise NotPublishedError(
            f"第 {number} 项不是本站公布的通报（没有 {'、'.join(_KEYS)}）。"
            "能导入的 JSON 只有 data/notices.json 和 data/notices/ 里的。"
        )
    try:
        return Notice.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        # What our own validators say is Chinese, what pydantic says is not.
        why = "" if first["msg"].isascii() else f"：{first['msg']}"
        raise NotPublishedError(
            f"第 {number} 份通报（{value['id']}）的 {place} 读不成{why}。"
            "用原来下载的文件，不要手改；要改的，导入之后改通报文件。"
        ) from error
