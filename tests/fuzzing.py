"""Notices gone wrong in every way, and what their pages are made of.

By hand, for many more than the suite tries: `python -m tests.fuzzing COUNT [SEED]`.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeAlias

import lxml.html
from pydantic import ValidationError

from site_builder.checks.run import check_notice
from site_builder.checks.settings import Settings
from site_builder.notice.model import Notice
from site_builder.notice.text import printed_text
from site_builder.outputs.frame import SLOTS, Frame
from site_builder.outputs.pages import Site, frame_kind
from site_builder.reading.notice_file import MAX_BYTES, find_notice_files, parse_notice
from site_builder.views import urls
from tests.support import ROOT, squeezed, whole_page

# What one output or another would take for more than text if it were not escaped.
HOSTILE = (
    *("<script>alert(1)</script>", "</script><script>", "]]>", "-->", "<!--", "</article>", "<b"),
    *('"><img src=x onerror=alert(1)>', "' onclick='x", "</title>", "</textarea>", "<style>"),
    *("{{ 7 * 7 }}", "{% raw %}", "{#", "&lt;", "&#60;", "&", "%3Cscript%3E", "javascript:x//"),
    *("<gongkai:mail>", "<gongkai:paper>", "GongkaiSlotContent", "GongkaiSlotPolicy", "\\u003c"),
    *("=1+1", "@SUM(1)", "\\", "'", '"', "`", "${x}", "<![CDATA[", "<?php", "\u202e", "\u200b"),
    *("\u2028", "\u2029", "\x00", "\x1a", "\ud800", "\ufeff", "\ufffe", "\x85", "😀", "\t", "\r"),
    *(
        "a: b",
        "- ",
        ": ",
        " #",
        "[",
        "{",
        "}",
        "]",
        "&a",
        "*a",
        "!!python/name:os",
        "|",
        ">",
        "---",
    ),
)
# In the place of each something as harmless, of the same length where that matters.
_HARMLESS = str.maketrans(dict.fromkeys("<>\"'&{}`\\$=@", "口"))
_SPACES = str.maketrans({"\u2028": "口", "\u2029": "口", "\u202e": "口"})
_WORD = 1_000_000
Structure: TypeAlias = tuple[str, tuple[str, ...], tuple["Structure", ...]]

_FRAME = f"""<!doctype html><html><head><title>{SLOTS["title"]}</title>
<meta name="description" content="{SLOTS["description"]}">
<link rel="canonical" href="{SLOTS["url"]}">
{SLOTS["head"]}</head><body><div id="content">{SLOTS["content"]}</div></body></html>"""
SITE = Site("站", "https://example.com/", {frame_kind(urls.notice("x")): Frame.cut(_FRAME)})


@cache
def seeds() -> tuple[str, ...]:
    """Return the texts of sound notices of many shapes."""
    cases = sorted((ROOT / "tests" / "cases" / "drafts").glob("*.yml"))
    paths = [*find_notice_files(ROOT / "notices"), *cases]
    return tuple(path.read_text("utf-8") for path in paths)


def mutated(chance: random.Random) -> str:
    """Return a notice with a few changes, such as a hand, a program or an enemy would make."""
    text = chance.choice(seeds())
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        text = chance.choice(_CHANGES)(text, chance)
    return text[:MAX_BYTES]


def _at(text: str, chance: random.Random) -> int:
    return chance.randrange(len(text) + 1)


def _delete(text: str, chance: random.Random) -> str:
    at = _at(text, chance)
    return text[:at] + text[at + chance.choice((1, 1, 2, 20)) :]


def _insert(text: str, chance: random.Random) -> str:
    at = _at(text, chance)
    return text[:at] + chance.choice((*"：:-'\"#[]{}|>&*!%@ \n\t甲1", "  ", "\n\n")) + text[at:]


def _hostile(text: str, chance: random.Random) -> str:
    at = _at(text, chance)
    return text[:at] + chance.choice(HOSTILE) + text[at:]


def _hostile_value(text: str, chance: random.Random) -> str:
    """Put it in quotes behind a key or a dash, where it is surely read as a text."""
    places = [m.end() for m in re.finditer(r"(?m)^ *(?:- )?(?:[\w]+: )?(?=\S)", text)]
    at = chance.choice(places or [0])
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    words = text[at:end].strip("'\"") + chance.choice(HOSTILE)
    return text[:at] + json.dumps(words, ensure_ascii=chance.random() < 0.5) + text[end:]


def _swap(text: str, chance: random.Random) -> str:
    at = _at(text, chance)
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def _repeat_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    some = lines[at : at + chance.choice((1, 1, 5))] * chance.choice((1, 1, 2, 50))
    return "\n".join((*lines[:at], *some, *lines[at:]))


def _move_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randrange(len(lines) + 1), line)
    return "\n".join(lines)


def _indent(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice((" ", "  ", "\t", "- ")) + lines[at]
    if chance.random() < 0.5:
        lines[at] = lines[at].lstrip()
    return "\n".join(lines)


def _long(text: str, chance: random.Random) -> str:
    if chance.random() < 0.9:
        return _hostile_value(text, chance)
    at = _at(text, chance)
    return (
        text[:at] + chance.choice('甲a1（[-"') * chance.choice((5_000, 90_000, _WORD)) + text[at:]
    )


_CHANGES: Sequence[Callable[[str, random.Random], str]] = (
    *(_delete, _insert, _hostile, _hostile_value, _hostile_value, _hostile_value),
    *(_swap, _repeat_lines, _move_line, _indent, _long),
)


@dataclass
class Found:
    """What came of a text: whether it is a notice, the codes said of it, and how long it took."""

    sound: bool
    codes: list[str] = field(default_factory=list)
    seconds: float = 0.0


def tried(text: str) -> Found:
    """Read, check and render a text; AssertionError if its page is not what it should be."""
    start = time.perf_counter()
    notice, faults = parse_notice(text, "fuzzed")
    assert notice is not None or faults, "refused without a word"
    codes = [fault.code for fault in faults]
    page = ""
    if notice is not None:
        verdict = check_notice(notice, text, "fuzzed.yml", Settings(today=date(2024, 6, 1)))
        codes += [diagnostic.code for diagnostic in verdict.diagnostics]
        page = whole_page(notice, SITE).data.decode()
    found = Found(notice is not None, codes, time.perf_counter() - start)
    if notice is not None:
        must_be_as_harmless(page, notice)
    return found


def must_be_as_harmless(page: str, notice: Notice) -> None:
    """Compare a page with its notice's words, and its elements with those of a harmless twin's."""
    root = lxml.html.document_fromstring(page)
    if not notice.withdrawn or notice.withdrawn.keep_text:
        (article,) = root.iter("article")
        assert squeezed(article.text_content()) == printed_text(notice)
    for data in root.xpath("//script"):
        assert data.get("type") == "application/ld+json"
        json.loads(data.text)
    twin = harmless(notice)
    if twin is not None:
        other = lxml.html.document_fromstring(whole_page(twin, SITE).data.decode())
        assert structure(root) == structure(other)


def harmless(notice: Notice) -> Notice | None:
    """Return a notice of the same shape without a sign that means anything; None if none can be."""

    def cleaned(value: Any) -> Any:
        if isinstance(value, str):
            return value.translate(_HARMLESS).translate(_SPACES)
        if isinstance(value, list | tuple):
            return [cleaned(one) for one in value]
        if isinstance(value, dict):
            return {key: cleaned(one) for key, one in value.items()}
        return value

    try:
        return Notice.model_validate(cleaned(notice.model_dump(exclude_none=True)))
    except ValidationError:
        return None


def structure(element: Any) -> Structure:
    """Return the elements of a page and the names of their attributes, without any words.

    Links that a text gives rise to, for addresses and numbers, are left out.
    """
    children = tuple(
        structure(child) for child in element if isinstance(child.tag, str) and child.tag != "a"
    )
    names = (name for name in element.attrib if name != "data-outline")  # what a number looks like
    return str(element.tag), tuple(sorted(names)), children


def _report(count: int, seed: int) -> Iterator[str]:
    times: list[float] = []
    codes: Counter[str] = Counter()
    sound = failures = 0
    for number in range(seed, seed + count):
        text = mutated(random.Random(number))
        try:
            found = tried(text)
        except Exception as error:
            failures += 1
            yield f"{number}: {type(error).__name__} {str(error)[:300]}"
            continue
        sound += found.sound
        codes.update(set(found.codes))
        times.append(found.seconds)
        if found.seconds > 2:
            yield f"{number}: {found.seconds:.1f} s, {len(text):,} characters, {found.codes[:3]}"
    times.sort()
    part = len(times) or 1
    yield f"{count} notices, {sound} of them sound, {failures} failures"
    yield (
        f"ms each: mean {sum(times) / part * 1000:.1f}, median {times[part // 2] * 1000:.1f}, "
        + (f"99 % {times[part * 99 // 100] * 1000:.1f}, most {times[-1] * 1000:.1f}")
    )
    yield f"codes: {dict(codes.most_common(60))}"


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]] or [1000]
    for line in _report(arguments[0], arguments[1] if len(arguments) > 1 else 0):
        print(line, flush=True)
