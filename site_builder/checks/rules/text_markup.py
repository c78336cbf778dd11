"""N304 and N305: marks of Markdown and HTML that were left in."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator

from site_builder.checks.data.names import SURNAMES
from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Spot, Subject
from site_builder.notice.diagnostics import Severity

# Two of them and no more: a mask (138****1234) has more, or stands by a digit.
_STARS = lazily(r"\*(?<!\*\*)\*(?!\*)")
_UNDERLINED = lazily(r"__(?<!\w__)(?=[^\s_])[^_\n\0]{2,80}__(?!_)")
_HEADING = lazily(r"#(?<![^\n\0]#)(?:#{1,5} ?|[ \u3000])(?=[^\s#\0])")
_CODE = lazily(r"```+|~~~+|`(?<!``)[^`\s\0][^`\n\0]{0,80}`(?!`)")
_STRUCK = lazily(r"~~(?<!~~~)(?=[^~\s\0])[^~\n\0]{1,80}~~(?!~)")
_LINK = lazily(r"\[[^\[\]\n\0]{1,120}\]\((?:https?:|/|\.|www\.|mailto:|#)[^()\s\0]{0,300}\)")
_BULLET = lazily(r"[-*+>](?<![^\n\0].) (?=[^\s\0])")
_TAG = lazily(
    r"</?(?:b|i|u|s|p|br|hr|div|span|a|strong|em|font|table|tbody|tr|td|th|img|ul|ol|li|sup|sub"
    r"|h[1-6]|o:p|style|script|center|blockquote|pre|code)\b[^<>\n\0]{0,200}>"
    r"|<!--[^<>\n\0]{0,200}-->",
    re.IGNORECASE,
)
_ENTITY = lazily(
    r"&(?:nbsp|lt|gt|amp|quot|apos|ldquo|rdquo|lsquo|rsquo|mdash|ndash|middot|hellip|ensp|emsp"
    r"|times|#\d{2,6}|#[xX][0-9a-fA-F]{2,6});"
)


@rule(
    "N304",
    Severity.WARNING,
    title="残留的 Markdown 标记",
    why="“**”“##”“```”等是排版用的标记，网页上会原样显示出来。",
    cure="删去标记，只留文字。",
)
def markdown(subject: Subject) -> Iterator[Finding]:
    """Marks of Markdown: bold, headings, code, links, bullets."""
    yield from _stray_stars(subject)
    for spot in subject.find(_UNDERLINED):
        for start in (spot.start, spot.end - 2):
            yield Finding(spot.path, start, start + 2, "残留的 Markdown 标记“__”")
    for pattern in (_HEADING, _CODE, _STRUCK, _LINK, _BULLET):
        for spot in subject.find(pattern):
            yield Finding(
                spot.path, spot.start, spot.end, f"残留的 Markdown 标记“{spot.words.strip()}”"
            )


def _stray_stars(subject: Subject) -> Iterator[Finding]:
    by_text: defaultdict[tuple[str | int, ...], list[Spot]] = defaultdict(list)
    for spot in subject.find(_STARS):
        by_text[spot.path].append(spot)
    for spots in by_text.values():
        opened = False
        for spot in spots:
            before = spot.text[spot.start - 1 : spot.start]
            after = spot.text[spot.end : spot.end + 1]
            begins = not before.isalnum() and after.strip() != "" and not opened
            if begins or opened or not _is_mask(before, after):
                opened = begins
                yield Finding(spot.path, spot.start, spot.end, "残留的 Markdown 标记“**”", fix="")


def _is_mask(before: str, after: str) -> bool:
    """Tell 李** and 12**34, where something is covered, from a mark that was left alone."""
    covered = before.isascii() and before.isalnum(), after.isascii() and after.isalnum()
    return any(covered) or (before != "" and before in SURNAMES)


@rule(
    "N305",
    Severity.WARNING,
    title="残留的 HTML 标记",
    why="“<b>”“&nbsp;”等是网页的代码，本站把文字当作文字，会原样显示出来。",
    cure="删去代码，换成它表示的字。",
)
def markup(subject: Subject) -> Iterator[Finding]:
    """Tags and entities of HTML."""
    for spot in subject.find(_TAG):
        yield Finding(spot.path, spot.start, spot.end, f"残留的 HTML 标记“{spot.words}”")
    for spot in subject.find(_ENTITY):
        meant = html.unescape(spot.words).replace("\u00a0", " ")
        hint = f"换成“{meant}”。" if meant.strip() else "换成空格，或者删去。"
        yield Finding(spot.path, spot.start, spot.end, f"残留的 HTML 代码“{spot.words}”", hint)
