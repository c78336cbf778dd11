"""Every rule finds what it is for, at its place, and nothing where nothing is.

`cases/rules/CODE/positive-NAME.yml` is a notice with something that rule CODE is to find; the
comments at its top say where: `# LINE:COLUMN CODE` or `# LINE:COLUMN+LENGTH CODE`, counted in the
file itself. `negative-NAME.yml` is one where it is to find nothing. For a rule about notices
beside each other, either is a folder of notices. What the project lays down is a comment too:
`# today: 2024-05-01`, `# words: 错词=正词`, `# official_mail: true`, `# require_review: 3`.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import cast

import pytest
from hypothesis import given

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # the public name of these is gone
    import sre_constants
    import sre_parse

from site_builder.checks import rules
from site_builder.checks.lazy import LazyPattern
from site_builder.checks.rule import LIBRARY_RULES, RULES, LibraryRule, Rule
from site_builder.checks.run import check_notice
from site_builder.checks.settings import Settings
from site_builder.notice.diagnostics import Severity
from site_builder.pipeline import load
from site_builder.reading.dump import dump_notice
from site_builder.reading.notice_file import find_notice_files, parse_notice
from site_builder.workshop import Workshop
from tests.strategies import WITHIN, notices_in_any_state
from tests.support import ROOT

CASES = ROOT / "tests" / "cases" / "rules"
ALL: dict[str, Rule | LibraryRule] = {**RULES, **LIBRARY_RULES}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
EXPECTED = re.compile(r"^# (\d+):(\d+)(?:\+(\d+))? (N\d{3})$", re.MULTILINE)
LAID_DOWN = re.compile(r"^# (today|words|official_mail|require_review): (.+)$", re.MULTILINE)


def cases(kind: str) -> list[Path]:
    return sorted(CASES.glob(f"*/{kind}-*"))


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def files(case: Path) -> list[Path]:
    return find_notice_files(case) if case.is_dir() else [case]


def settings(case: Path) -> Settings:
    """Return what the comments of a case lay down."""
    text = files(case)[0].read_text(encoding="utf-8")
    found = dict(LAID_DOWN.findall(text))
    return Settings(
        today=date.fromisoformat(found["today"]) if "today" in found else None,
        words=dict(word.split("=") for word in found.get("words", "").split() if word),
        official_mail=found.get("official_mail") == "true",
        require_review=int(found.get("require_review", 0)),
    )


def found(case: Path):
    loaded = load(files(case), case, Workshop(), settings(case))
    assert not [d for d in loaded.diagnostics if d.code not in ALL], loaded.diagnostics
    return loaded.diagnostics


# Cases


def test_every_rule_has_cases():
    for kind in ("positive", "negative"):
        assert {path.parent.name for path in cases(kind)} >= set(ALL), kind
    assert {path.name for path in CASES.iterdir()} <= set(ALL)


@pytest.mark.parametrize("case", cases("positive"), ids=named)
def test_a_fault_is_found_at_its_place(case):
    code = case.parent.name
    expected = [
        (file.name, int(line), int(column), int(length) if length else None)
        for file in files(case)
        for line, column, length, of in EXPECTED.findall(file.read_text(encoding="utf-8"))
        if of == code
    ]
    assert expected, "the case says no place"
    ours = sorted((d for d in found(case) if d.code == code), key=lambda d: (d.file, d.line))
    places = [
        (Path(d.file).name if d.file != "." else case.name, d.line, d.column, d.length)
        for d in ours
    ]
    assert sorted(place[:3] for place in places) == sorted(place[:3] for place in expected)
    for place, wanted in zip(sorted(places), sorted(expected), strict=True):
        assert wanted[3] in {None, place[3]}, place
    for diagnostic in ours:
        assert diagnostic.severity is ALL[code].severity
        assert CHINESE.search(diagnostic.message)
        assert CHINESE.search(diagnostic.hint)


@pytest.mark.parametrize("case", cases("negative"), ids=named)
def test_nothing_is_found_where_nothing_is(case):
    diagnostics = found(case)
    assert case.parent.name not in {d.code for d in diagnostics}
    assert not [d for d in diagnostics if d.severity is Severity.ERROR]


@pytest.mark.parametrize("path", find_notice_files(ROOT / "notices"), ids=lambda path: path.name)
def test_the_sample_notices_are_clean(path):
    assert not load([path], path.parent, Workshop()).diagnostics


@WITHIN
@given(notices_in_any_state())
def test_no_notice_breaks_a_rule(notice):
    text = dump_notice(notice)
    read, _ = parse_notice(text, "x")
    if read:
        verdict = check_notice(read, text, "x.yml", Settings(today=date(2024, 5, 1)))
        lines = text.split("\n")
        for d in verdict.diagnostics:
            assert 0 < d.line <= len(lines)
            assert 0 < d.column <= len(lines[d.line - 1]) + 1
            assert d.length >= 1


# Words


@pytest.mark.parametrize("code", sorted(ALL))
def test_a_rule_has_words(code):
    rule = ALL[code]
    assert re.fullmatch(r"N[1-7]\d\d", code)
    for words in (rule.title, rule.why, rule.cure):
        assert CHINESE.search(words)
    assert not rule.title.endswith("。")
    assert rule.why.endswith("。")
    assert rule.cure.endswith("。")


# Patterns


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield every pattern that a module of rules holds."""
    for module in iter_modules(rules.__path__):
        for name, value in vars(import_module(f"{rules.__name__}.{module.name}")).items():
            for pattern in _in(value):
                yield f"{module.name}.{name}", pattern


def _in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern | LazyPattern):
        yield cast("re.Pattern[str]", value)
    elif isinstance(value, dict):
        yield from _in(tuple(value.values()))
    elif isinstance(value, tuple | list | frozenset | set):
        for item in value:
            yield from _in(item)


def _named(value: object) -> str:
    return value if isinstance(value, str) else ""


# Their parts cannot hold what stands between them, so each character can be matched in one way.
LINEAR_ALL_THE_SAME = {"contact_address._SEVERAL"}


@pytest.mark.parametrize(("name", "pattern"), list(patterns()), ids=_named)
def test_no_pattern_can_backtrack_for_long(name, pattern):
    """An unbounded repeat may hold no other, and may not follow another."""
    slow = list(_slow(sre_parse.parse(pattern.pattern, pattern.flags)))
    assert not slow or name in LINEAR_ALL_THE_SAME, pattern.pattern


def _slow(parsed, inside=False) -> Iterator[object]:
    """Yield the unbounded repeats that lie in, or directly behind, another one."""
    before = False
    for operator, argument in parsed:
        repeats = operator in {sre_constants.MAX_REPEAT, sre_constants.MIN_REPEAT}
        unbounded = repeats and argument[1] is sre_constants.MAXREPEAT
        if unbounded and (inside or before):
            yield argument
        for part in _parts(operator, argument):
            yield from _slow(part, inside or unbounded)
        before = unbounded


def _parts(operator, argument) -> list:
    if operator in {sre_constants.MAX_REPEAT, sre_constants.MIN_REPEAT}:
        return [argument[2]]
    if operator is sre_constants.SUBPATTERN:
        return [argument[3]]
    if operator is sre_constants.BRANCH:
        return argument[1]
    if operator in {sre_constants.ASSERT, sre_constants.ASSERT_NOT}:
        return [argument[1]]
    return []


def test_the_check_for_slow_patterns_sees_them():
    for slow in (r"(a+)+", r"(?:a*b?)*", r"\s*\s+", r"(a|b+)*"):
        assert list(_slow(sre_parse.parse(slow))), slow
    for fast in (r"a+bc+", r"(?:ab{1,3})+", r"\d{1,3}\d{2,}"):
        assert not list(_slow(sre_parse.parse(fast))), fast


def test_no_finding_tells_a_whole_paragraph_again():
    text = "标题: 甲\n单位: 乙\n前言:\n- 甲" + "的" * 5000 + "\n- 甲" + "，" * 5000 + "乙\n"
    notice, _ = parse_notice(text, "x")
    assert notice
    found = check_notice(notice, text, "x.yml", Settings()).diagnostics
    assert {"N312", "N313"} <= {d.code for d in found}
    assert max(len(d.message) + len(d.hint) for d in found) < 800
