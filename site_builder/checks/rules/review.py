"""Rules about the review trail (三审三校), and about what `site-builder new` left to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Subject
from site_builder.notice.diagnostics import Severity
from site_builder.notice.fingerprint import is_fingerprint
from site_builder.notice.model import STAGES, SignOff
from site_builder.notice.review import Trail, trail

_PLACEHOLDER = lazily(r"（待填[^（）\0]{0,40}）")


@rule(
    "N190",
    Severity.ERROR,
    title="模板文字没有改",
    why="`site-builder new` 写出的“（待填…）”是留给人填的，公开出去就成了半成品。",
    cure="换成通报的文字；用不着的一项整行删去。",
)
def placeholder(subject: Subject) -> Iterator[Finding]:
    """Find what the starting file left to fill in."""
    for spot in subject.find(_PLACEHOLDER):
        yield Finding(spot.path, spot.start, spot.end, f"“{spot.words}”还没有填")


@rule(
    "N701",
    Severity.ERROR,
    title="审核环节不全",
    why="`mkdocs.yml` 里写了 `require_review`，没有逐审通过的通报不能公开。",
    cure="由审核人依次运行 site-builder sign，从缺的那一审开始。",
)
def stages_are_there(subject: Subject) -> Iterator[Finding]:
    """Demand as many stages as the project does, where none was passed before."""
    if not subject.settings.require_review:
        return
    found = trail(subject.notice)
    lacking = found.lacking(subject.settings.require_review)
    if lacking and not _stale(found):
        path = ("review",) if subject.notice.review else ()
        yield Finding(path, 0, 0, f"还没有{'、'.join(lacking)}")


@rule(
    "N702",
    Severity.ERROR,
    title="审核之后内容有改动",
    why="审核过的是另一份文字。`mkdocs.yml` 里写了 `require_review`，改动过的要重新审核。",
    cure="核对改动，从初审起重新运行 site-builder sign；以前的审核记录留着，不要改指纹。",
)
def unchanged_since(subject: Subject) -> Iterator[Finding]:
    """Refuse a text that changed after its last sign-off, where sign-offs are demanded."""
    if subject.settings.require_review:
        yield from _changed(subject)


@rule(
    "N703",
    Severity.WARNING,
    title="审核记录对应的是以前的内容",
    why="文件里有审核记录，但审核之后内容又有改动，这些记录证明不了现在的文字。",
    cure="核对改动，从初审起重新运行 site-builder sign；以前的审核记录可以留着。",
)
def stale_unasked(subject: Subject) -> Iterator[Finding]:
    """Point out the same where no sign-offs are demanded."""
    if not subject.settings.require_review:
        yield from _changed(subject)


def _changed(subject: Subject) -> Iterator[Finding]:
    if not subject.notice.review:
        return
    if entry := _stale(trail(subject.notice)):
        last = subject.notice.review.index(entry)
        yield Finding(
            ("review", last, "hash"),
            0,
            len(entry.hash),
            f"{entry.stage}（{entry.who}，{entry.date}）之后，通报的内容有改动",
        )


def _stale(found: Trail) -> SignOff | None:
    """Return the last sign-off if all are over an earlier content."""
    signed = [entry for entry in found.outdated if is_fingerprint(entry.hash)]
    return signed[-1] if signed and not found.current else None


@rule(
    "N704",
    Severity.WARNING,
    title="审核的次序不对",
    why="三审是初审、复审、终审，前一审没有通过的，后一审不算数。",
    cure="按次序重新签：site-builder sign 文件 --as 初审 --who 审核人。",
)
def in_order(subject: Subject) -> Iterator[Finding]:
    """Point out a stage over the present text before which another one lacks."""
    review = subject.notice.review
    current = trail(subject.notice).hash if review else ""
    passed = 0
    for index, entry in enumerate(review):
        if entry.hash != current:
            continue
        stage = STAGES.index(entry.stage)
        if stage > passed:
            yield Finding(
                ("review", index, "stage"),
                0,
                len(entry.stage),
                f"{entry.stage}之前没有{'、'.join(STAGES[passed:stage])}",
            )
        elif stage == passed:
            passed += 1


@rule(
    "N705",
    Severity.WARNING,
    title="一个人审了两次",
    why="三审是为了让不同的人看，同一个人审两次等于少审一次。",
    cure="请另一个人审；人手确实不够的，写明理由豁免这一条。",
)
def different_people(subject: Subject) -> Iterator[Finding]:
    """Point out who signed two stages of the same text."""
    seen: dict[tuple[str, str], str] = {}
    for index, entry in enumerate(subject.notice.review):
        who = "".join(entry.who.split())
        before = seen.setdefault((entry.hash, who), entry.stage)
        if before != entry.stage:
            yield Finding(
                ("review", index, "who"),
                0,
                len(entry.who),
                f"“{entry.who}”已经作过{before}，又作{entry.stage}",
            )


@rule(
    "N706",
    Severity.ERROR,
    title="指纹的写法不对",
    why="指纹由 site-builder sign 算出，手写的、改过的证明不了审的是什么。",
    cure="删去这一条审核记录，重新运行 site-builder sign。",
)
def known_form(subject: Subject) -> Iterator[Finding]:
    """Refuse what is no fingerprint."""
    for index, entry in enumerate(subject.notice.review):
        if not is_fingerprint(entry.hash):
            yield Finding(
                ("review", index, "hash"),
                0,
                len(entry.hash),
                f"“{entry.hash}”不是指纹，应当是 sha256: 加 64 位十六进制数字",
            )


@rule(
    "N707",
    Severity.WARNING,
    title="审核日期倒退",
    why="后一审的日期早于前一审，多半是写错了。",
    cure="核对日期；确实写错的改正，审核的次序以文件里的先后为准。",
)
def dates_go_on(subject: Subject) -> Iterator[Finding]:
    """Point out a sign-off dated before the one above it."""
    for index, (before, entry) in enumerate(pairwise(subject.notice.review), start=1):
        if entry.date < before.date:
            yield Finding(
                ("review", index, "date"),
                0,
                len(str(entry.date)),
                f"{entry.stage}的日期 {entry.date} 早于前面{before.stage}的 {before.date}",
            )
