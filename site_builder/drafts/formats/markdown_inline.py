"""The marks inside a line of Markdown: bold, links, escapes, tags."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_MAX_DEPTH = 8

_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<image>!\[[^\[\]]*\]\([^()\s]*(?:\s+\"[^\"]*\")?\))"
    # A target has a dot, a slash or the like: 〔2022〕 may be printed [2022](1) too.
    r"|\[(?P<linked>[^\[\]]+)\](?P<target>\((?=[^()]*[/.#:@])[^()\s]*(?:\s+\"[^\"]*\")?\))"
    r"|<(?P<address>(?:https?://|mailto:)[^<>\s]+|[^<>@\s]+@[^<>@\s]+)>"
    r"|(?P<newline><br\s*/?>)"
    r"|(?P<tag></?[A-Za-z][^<>]*>)"
    r"|(?P<entity>&(?:[A-Za-z]{2,8}|#\d{2,6});)"
    r"|(?<!`)(?P<ticks>`{1,2})(?!`)(?P<code>[^`]+)(?P=ticks)(?!`)"
    # Four and more are no emphasis but a mask: 138****1234.
    r"|(?<!\*)(?P<stars>\*{1,3})(?![\s*])(?P<strong>[^*\n]+)(?<!\s)(?P=stars)(?!\*)"
    r"|(?<![\w])(?P<lines>_{1,2})(?![\s_])(?P<underlined>[^_\n]+)(?<!\s)(?P=lines)(?!\w)"
    r"|~~(?P<struck>[^~\n]+)~~"
)


def unmarked(line: str) -> list[tuple[str, str]]:
    """Return the lines that a line of Markdown shows, each with the marks taken off it."""
    shown: list[tuple[str, str]] = []
    text = marks = ""
    for kept, mark in _parts(line, 0):
        if kept == "\n":
            shown.append((text, marks + mark))
            text = marks = ""
        else:
            text, marks = text + kept, marks + mark
    return [*shown, (text, marks)]


def _parts(text: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield what is kept and what is taken off, piece by piece."""
    at = 0
    for match in _INLINE.finditer(text):
        yield text[at : match.start()], ""
        at = match.end()
        yield from _part(match, depth)
    yield text[at:], ""


def _part(match: re.Match[str], depth: int) -> Iterator[tuple[str, str]]:
    if match["escaped"]:
        yield match["escaped"], "\\"
    elif match["newline"]:
        yield "\n", match[0]
    elif match["entity"]:
        # What an entity stands for is the character itself, written otherwise.
        yield html.unescape(match[0]).replace("\xa0", " "), ""
    elif match["image"] or match["tag"]:
        yield "", match[0]
    elif match["address"] or match["code"]:
        inner = match["address"] or match["code"]
        begin = match[0].index(inner)
        yield inner, match[0][:begin] + match[0][begin + len(inner) :]
    else:
        name = next(n for n in ("linked", "strong", "underlined", "struck") if match[n])
        begin, end = (place - match.start() for place in match.span(name))
        yield "", match[0][:begin]
        yield from _parts(match[name], depth + 1) if depth < _MAX_DEPTH else [(match[name], "")]
        yield "", match[0][end:]
