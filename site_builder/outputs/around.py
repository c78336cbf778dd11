"""What stands around the text of a notice → HTML, put into its page once all notices are known.

The places are marked as outputs/notices.py explains.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from site_builder.outputs.pages import environment
from site_builder.views.lifecycle import Around

_BEFORE, _AFTER = "<gongkai:lifecycle>", "<gongkai:history>"
_FOOT = '<div class="issue__foot">\n'


def with_around(content: str, around: Around) -> str:
    """Complete the page of a notice by what stands around its text, which is for some only."""
    macros = _macros()
    before, after = str(macros.before(around)), str(macros.after(around))
    for history in around.histories:
        card, found, rest = content.partition(f' id="{history.card}" ')
        if found:
            way = f"{_FOOT}{macros.way(history)}\n"
            content = card + found + rest.replace(_FOOT, way, 1)
    return content.replace(_BEFORE, before, 1).replace(_AFTER, after, 1)


@cache
def _macros() -> Any:
    return environment().get_template("lifecycle.html").module
