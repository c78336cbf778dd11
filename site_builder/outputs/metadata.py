"""What a page says about itself to machines → HTML for its head."""

from __future__ import annotations

import json
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from site_builder.views.metadata import (
    Column,
    Crumb,
    NoticeMetadata,
    absolute,
    linked_data,
    notice_tags,
    open_graph,
)

_TEMPLATE = "head.html"
# What could end the script that holds the data, or a line of it for old readers.
_UNSAFE = [(char, f"\\u{ord(char):04x}") for char in "<>&\u2028\u2029"]


def column_head(column: Column, env: Environment) -> str:
    """Render the tags of a column's page."""
    return _render(env, tags=column.pairs, properties=(), data="")


def notice_head(
    notice: NoticeMetadata,
    site_name: str,
    site_url: str,
    url: str,
    env: Environment,
    way: tuple[Crumb, ...],
) -> str:
    """Render the tags and the structured data of a notice's page at `url`.

    `way` leads from the home page to it. Without `site_url` there is no address in full anywhere.
    """
    root = absolute(site_url, "") if site_url else ""
    address = absolute(site_url, url) if site_url else ""
    data = linked_data(notice, site_name, root, address, way)
    return _render(
        env,
        tags=notice_tags(notice, address),
        properties=open_graph(notice, site_name, address),
        data=script_data(data),
    )


def script_data(value: object) -> Markup:
    """Return JSON that may stand in a script: no text in it can end that."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char, escaped in _UNSAFE:  # str.translate takes ten times as long
        text = text.replace(char, escaped)
    return Markup(text)


def _render(env: Environment, **values: Any) -> str:
    return env.get_template(_TEMPLATE).render(values)
