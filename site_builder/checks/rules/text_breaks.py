"""N319: lines that were broken in mid-sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Subject
from site_builder.notice.diagnostics import Severity
from site_builder.notice.outline import marker_at_start

_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff"
_INSIDE = lazily(rf"\n(?<=[{_HAN}A-Za-z0-9，、（“《].)\s{{0,40}}(?=[{_HAN}A-Za-z0-9])", re.DOTALL)
_HANGING = frozenset("，、（“‘《〔")
_PROSE = frozenset(("preamble", "sections", "closing"))
# Lists of paragraphs: what stands in them is whole sentences.
_PARAGRAPHS = frozenset(("preamble", "text", "details", "closing"))
_ENDS_IN_WORDS = lazily(rf"[{_HAN}A-Za-z0-9]\Z")
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
        if spot.path[0] in _PROSE:
            yield Finding(spot.path, spot.start - 1, spot.start, "句子没有完，这里却断了行")
    pieces = subject.pieces
    for above, name, text, _ in [piece for piece in pieces if piece[2][-1:] in _HANGING]:
        path = above + name
        if path[0] in _PROSE and path[-1] not in ("marker", "number", "problem"):
            end = len(text)
            yield Finding(path, end - 1, end, f"这一段以“{text[-1]}”结束，句子没有完")
    paragraphs = [at for at, piece in enumerate(pieces[:-1]) if piece[1][0] in _PARAGRAPHS]
    for (above, name, text, _), (next_above, next_name, next_text, _) in (
        (pieces[at], pieces[at + 1]) for at in paragraphs
    ):
        if name[:-1] == next_name[:-1] and above == next_above and _runs_on(text, next_text):
            path = above + name
            yield Finding(path, len(text) - 1, len(text), "这一段末尾没有标点，像是断在句子中间")


def _runs_on(text: str, next_text: str) -> bool:
    """Tell whether two paragraphs of one list look like one sentence broken in two."""
    return (
        len(text) >= _LEAST
        and bool(_ENDS_IN_WORDS.search(text))
        and ("。" in text or "，" in text)
        and "\u4e00" <= next_text[:1] <= "\u9fff"
        and marker_at_start(next_text) is None
    )
