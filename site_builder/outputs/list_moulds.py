"""Pages of lists that differ in words alone are rendered once, and then filled with these.

The template gets a view with a mark in the place of each word and number that is not empty. It must
do no more with them than to print them, and to ask whether they are there.
"""

from __future__ import annotations

from typing import Any

from site_builder.outputs.moulds import HOLE, Marks, Mould, escaped
from site_builder.outputs.pages import environment


class ListMoulds:
    """The moulds of the lists of a site, which has `feeds` or none."""

    def __init__(self, *, feeds: bool) -> None:
        self._feeds = feeds
        self._known: dict[tuple[str, Any], Mould] = {}

    def fill(self, template: str, page: tuple[Any, ...], root: str) -> str:
        """Return what a template makes of a page, as `render` does."""
        words = [root]
        kind = template, _kind(page, words)
        if kind not in self._known:
            marks = Marks()
            way = marks.next()
            self._known[kind] = Mould(self.render(template, _marked(page, marks), way))
        return self._known[kind].fill(escaped(words))

    def render(self, template: str, page: Any, root: str) -> str:
        """Render a page, a `HOLE` in the place of each group of rows; `root` is the way up."""
        made = environment().get_template(template)
        return made.render(page=page, root=root, rows=HOLE, feeds=self._feeds)


def _kind(value: Any, words: list[str]) -> Any:
    """Return what of a view is no word, and add its words to others."""
    if isinstance(value, tuple):
        return tuple([_kind(one, words) for one in value])
    if not isinstance(value, str | int):
        return type(value)
    if value:
        words.append(str(value))
    return value and True


def _marked(value: Any, marks: Marks) -> Any:
    """Return a view with marks in the places of its words, in the order of `_kind`."""
    if isinstance(value, tuple):
        parts = [_marked(one, marks) for one in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return marks.next() if value and isinstance(value, str | int) else value
