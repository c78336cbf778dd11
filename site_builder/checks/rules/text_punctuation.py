"""N306 to N308, N311, N312: punctuation that is not that of Chinese text (GB/T 15834)."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checks.data.chinese import HAN
from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Spot, Subject
from site_builder.notice.diagnostics import Severity

_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_OPENING = "“‘（《〔【「"
_CLOSING = "”’）》〕】」"
# A mark before the lookbehind lets the search skip to it: these are rare, Han is not.
_HALF = lazily(
    rf"[,;:?!](?<=[{HAN}{_CLOSING}%％)].)"
    rf"(?= ?[{HAN}{_OPENING}]|[{_CLOSING}\0]|(?<=[{HAN}{_CLOSING}].) ?[A-Za-z0-9])"
    rf"|[,;](?<=[A-Za-z0-9].)(?= ?[{HAN}《“])"
)
_STOP = lazily(rf"\.(?<=[{HAN}].)(?=[{HAN}\0])")
_DASH = lazily(rf"--(?<=[{HAN}{_CLOSING}]--)-{{0,9}}(?=[{HAN}{_OPENING}])")
_DOTS = lazily(rf"\.(?<=[{HAN}{_CLOSING}].)\.{{2,11}}(?=[{HAN}{_CLOSING}\0])")
_NUMERAL = lazily(r"(?:^|[。；;\s])[一二三四五六七八九十]{1,3}$")
_BRACKETS = lazily(r"\(([^()（）\n\0]{1,80})\)")
# 24" is a size.
_QUOTES = lazily(r'"(?<!\d.)([^"\n\0]{1,200})"')
_CHINESE = lazily(f"[{HAN}]")
_YEAR = lazily(
    rf"[\[【（(［〖｛{{〔](?<=[{HAN}].)((?:19|20)\d\d)\s?年?\s?[\]】）)］〗｝}}〕](?=\s?第?\s?\d{{1,5}}\s?号)"
)
# What is inside title marks inside title marks takes the single ones.
_NESTED = lazily(r"《[^《》\n\0]{0,80}(《)[^《》\n\0]{0,120}》")
# Two patterns, for commas of half width are rare where they are not wanted.
_DOUBLED = (
    lazily(r"[，。、；：](?<![，。、；：,;].)[，。、；：,;]{1,20}"),
    lazily(rf"[,;](?<=[{HAN}{_CLOSING}].)[，。、；：,;]{{1,20}}"),
)


@rule(
    "N306",
    Severity.WARNING,
    title="汉字之间用了半角标点",
    why="中文里的标点用全角（GB/T 15834），半角的逗号、冒号挤在字边，断行也会出错。",
    cure="改成全角标点。",
)
def half_width_marks(subject: Subject) -> Iterator[Finding]:
    """Half-width punctuation between Chinese characters; figures, times and Latin keep theirs."""
    for spot in subject.find(_HALF):
        # The end of &nbsp; is no punctuation.
        if spot.words != ";" or "&" not in spot.text[max(0, spot.start - 8) : spot.start]:
            yield _replaced(spot, _FULL[spot.words])
    for spot in subject.find(_STOP):
        # Domains have dots: https://示例.中国.
        if spot.path[0] != "contacts" and not _NUMERAL.search(spot.text, 0, spot.start):
            last = spot.end == len(spot.text)
            yield (
                _replaced(spot, "。")
                if last
                else Finding(
                    spot.path,
                    spot.start,
                    spot.end,
                    "汉字之间用了半角的“.”",
                    "改成“。”，人名中用“·”。",
                )
            )
    for pattern, right in ((_DASH, "——"), (_DOTS, "……")):
        for spot in subject.find(pattern):
            yield _replaced(spot, right)


def _replaced(spot: Spot, right: str) -> Finding:
    return Finding(
        spot.path,
        spot.start,
        spot.end,
        f"汉字旁用了半角的“{spot.words}”",
        f"改成全角的“{right}”。",
        right,
    )


@rule(
    "N307",
    Severity.WARNING,
    title="汉字用了半角括号",
    why="括注汉字的括号用全角，半角的与全角的混用，版面参差，检索文号时也对不上。",
    cure="改成全角括号。",
)
def half_width_brackets(subject: Subject) -> Iterator[Finding]:
    """Half-width brackets round Chinese characters."""
    for spot in subject.find(_BRACKETS):
        if _CHINESE.search(spot.match[1]):
            for at in (spot.start, spot.end - 1):
                wrong = spot.text[at]
                yield Finding(
                    spot.path,
                    at,
                    at + 1,
                    f"汉字用了半角括号“{wrong}”",
                    f"改成全角的“{_FULL[wrong]}”。",
                    _FULL[wrong],
                )


@rule(
    "N308",
    Severity.WARNING,
    title="汉字用了直引号",
    why="中文的引号是“”，直引号分不出开头和结尾。",
    cure="前面的改成“，后面的改成”。",
)
def straight_quotes(subject: Subject) -> Iterator[Finding]:
    """Straight quotation marks round Chinese characters."""
    for spot in subject.find(_QUOTES):
        if _CHINESE.search(spot.match[1]):
            for at, right, which in ((spot.start, "“", "前"), (spot.end - 1, "”", "后")):
                yield Finding(
                    spot.path,
                    at,
                    at + 1,
                    '汉字用了直引号（"）',
                    f"改成{which}引号（{right}）。",
                    right,
                )


@rule(
    "N311",
    Severity.WARNING,
    title="文号里的年份没有用六角括号",
    why="发文字号的年份用六角括号〔〕括入（GB/T 9704），[2022]、【2022】、（2022）都不合规定。",
    cure="改成〔〕。",
)
def year_brackets(subject: Subject) -> Iterator[Finding]:
    """Any other bracket than 〔〕 round the year of a document number."""
    for spot in subject.find(_YEAR):
        right = f"〔{spot.match[1]}〕"
        if spot.words != right:
            yield Finding(
                spot.path,
                spot.start,
                spot.end,
                f"文号里的年份写成了“{spot.words}”",
                f"改成“{right}”。",
                right,
            )


@rule(
    "N312",
    Severity.WARNING,
    title="标点重复",
    why="两个标点连在一起，多为改稿时漏删。",
    cure="只留一个。",
)
def doubled_marks(subject: Subject) -> Iterator[Finding]:
    """Commas and stops in a row; …… —— ！！ are right as they are."""
    for spot in (spot for pattern in _DOUBLED for spot in subject.find(pattern)):
        same = len(set(spot.words)) == 1
        yield Finding(
            spot.path,
            spot.start,
            spot.end,
            f"标点重复“{spot.words}”",
            f"只留一个“{_FULL.get(spot.words[0], spot.words[0])}”。" if same else "留下对的一个。",
            _FULL.get(spot.words[0], spot.words[0]) if same else None,
        )


@rule(
    "N320",
    Severity.INFO,
    title="书名号里又用了双书名号",
    why="书名号里面再用书名号，里面的用单书名号〈〉（GB/T 15834），不然分不清哪里是文件名的结尾。",
    cure="里面的改成〈〉；文件原来的名称就是这样印的，不必改。",
)
def nested_titles(subject: Subject) -> Iterator[Finding]:
    """《 inside 《…》."""
    for spot in subject.find(_NESTED):
        at = spot.start + spot.match.start(1) - spot.match.start()
        yield Finding(spot.path, at, at + 1, "书名号里又用了双书名号")
