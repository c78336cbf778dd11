"""N319: lines that were broken in mid-sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.checks.data.chinese import HAN
from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import PROSE, Subject
from site_builder.notice.diagnostics import Severity
from site_builder.notice.outline import marker_at_start
from site_builder.notice.text import Path, Piece

_INSIDE = lazily(rf"\n(?<=[{HAN}A-Za-z0-9，、（“《].)\s{{0,40}}(?=[{HAN}A-Za-z0-9])", re.DOTALL)
_HANGING = frozenset("，、（“‘《〔")
# Lists of paragraphs, and texts of measures: what stands in them is whole sentences.
_PARAGRAPHS = frozenset(("preamble", "text", "details", "closing"))
_STOP = lazily("[。；！？]")
_ENDS_IN_WORDS = lazily(rf"[{HAN}A-Za-z0-9]\Z")
# A heading among the paragraphs is shorter, and holds no full stop.
_LEAST = 20


@rule(
    "N319",
    Severity.WARNING,
    title="句子没有完就断了行",
    why="从 PDF 或网页复制的文字常在行末断开，一句话成了两段，读屏软件和搜索都会读错。",
    cure="把断开的两行接起来；确实是一段的末尾，就补上句号。",
)
def broken_lines(subject: Subject) -> Iterator[Finding]:
    """Line ends inside a sentence, and paragraphs that end in mid-sentence."""
    for spot in subject.find(_INSIDE):
        if spot.path[0] in PROSE:
            yield Finding(spot.path, spot.start - 1, spot.start, "句子没有完，这里却断了行")
    pieces = subject.pieces
    hanging = [at for at, piece in enumerate(pieces) if piece[2][-1:] in _HANGING]
    for at in hanging:
        above, name, text, _ = pieces[at]
        path, end = above + name, len(text)
        if path[0] not in PROSE or path[-1] in ("marker", "number", "problem"):
            continue
        if not _leads_to_parts(above, pieces[at + 1 : at + 2]):
            yield Finding(path, end - 1, end, f"这一段以“{text[-1]}”结束，句子没有完")
    for at, (above, name, text, _) in enumerate(pieces[:-1]):
        if not (name[0] in _PARAGRAPHS and _is_followed_by_its_like(pieces, at)):
            continue
        if _runs_on(text, pieces[at + 1][2]):
            yield Finding(
                above + name, len(text) - 1, len(text), "这一段末尾没有标点，像是断在句子中间"
            )


def _leads_to_parts(above: Path, behind: list[Piece]) -> bool:
    """Tell whether a measure goes on in measures of its own: 一是开展检查，①…；②…。"""
    return any(
        len(piece[0]) > len(above) > 0 and piece[0][: len(above)] == above for piece in behind
    )


def _is_followed_by_its_like(pieces: list[Piece], at: int) -> bool:
    """Tell whether a further paragraph follows, or behind a measure one without any marker."""
    (above, name, _, _), (next_above, next_name, _, _) = pieces[at : at + 2]
    if name != ("text",):
        return name[:-1] == next_name[:-1] and above == next_above
    has_marker = pieces[at - 1][:2] == (above, ("marker",))
    return has_marker and next_name == name and above[:-1] == next_above[:-1]


def _runs_on(text: str, next_text: str) -> bool:
    """Tell whether two paragraphs of one list look like one sentence broken in two."""
    return (
        len(text) >= _LEAST
        and bool(_ENDS_IN_WORDS.search(text))
        and ("。" in text or "，" in text)
        and "\u4e00" <= next_text[:1] <= "\u9fff"
        # Where paragraphs have no stops at all, that is how they were written.
        and bool(_STOP.search(next_text))
        and marker_at_start(next_text) is None
    )
