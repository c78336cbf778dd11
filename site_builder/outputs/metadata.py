"""What a page says about itself to machines → HTML for its head."""

from __future__ import annotations

import json
from functools import lru_cache

from jinja2 import Environment

from site_builder.outputs.moulds import Marks, Mould, escaped
from site_builder.views.absolute_urls import absolute
from site_builder.views.metadata.linked_data import Crumb, linked_data
from site_builder.views.metadata.notice import NoticeMetadata
from site_builder.views.metadata.notice_tags import notice_tags, open_graph
from site_builder.views.metadata.site_tags import Column

_TEMPLATE = "head.html"
_MOST_KINDS = 200
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# What could end the script that holds the data, or a line of it for old readers.
_UNSAFE = [(char, f"\\u{ord(char):04x}") for char in "<>&\u2028\u2029"]


def column_head(column: Column, env: Environment) -> str:
    """Render the tags of a column's page."""
    return env.get_template(_TEMPLATE).render(tags=column.pairs, properties=(), data="")


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
    tags, properties = notice_tags(notice, address), open_graph(notice, site_name, address)
    kind = tuple([name for name, _ in tags]), tuple([name for name, _ in properties])
    words = escaped([content for _, content in (*tags, *properties)])
    return _head_mould(*kind, env).fill((*words, script_data(data)))


@lru_cache(_MOST_KINDS)
def _head_mould(tags: tuple[str, ...], properties: tuple[str, ...], env: Environment) -> Mould:
    marks = Marks()
    values = {
        "tags": [(name, marks.next()) for name in tags],
        "properties": [(name, marks.next()) for name in properties],
        "data": marks.next(),
    }
    return Mould(env.get_template(_TEMPLATE).render(values))


def script_data(value: object) -> str:
    """Return JSON that may stand in a script: no text in it can end that."""
    text = _JSON.encode(value)
    for char, instead in _UNSAFE:  # str.translate takes ten times as long
        text = text.replace(char, instead)
    return text
