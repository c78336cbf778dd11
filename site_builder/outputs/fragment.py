"""A notice → a fragment of HTML, to be pasted into the editor of another system (集约化平台)."""

from __future__ import annotations

from site_builder.notice.model import Notice
from site_builder.outputs.pages import environment
from site_builder.views.document import document
from site_builder.views.notice_page import notice_facts


def fragment(notice: Notice, *, title: bool = True, facts: bool = False) -> str:
    """Render the words of a notice, whole and in their order, and with `facts` a table before them.

    Without `title` the title is left out, for most systems have a field of its own for it, and the
    headings below it move up.
    """
    blocks = [block for block in document(notice) if title or block.kind != "title"]
    return (
        environment()
        .get_template("fragment.html")
        .render(
            blocks=blocks,
            top=3 if title else 2,
            facts=tuple(notice_facts(notice)) if facts else (),
        )
    )
