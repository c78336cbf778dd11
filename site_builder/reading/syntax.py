"""What is wrong with a text as YAML: PyYAML's complaint → place, cause and cure in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from site_builder.notice.diagnostics import Severity

# Deeper than any document goes; the C parser overruns its stack some ten thousand levels down.
NESTING = 60
TOO_DEEP = "N102"
TOO_MUCH = "N114"
# A notice of five thousand issues has less than a hundred thousand.
MAX_VALUES = 120_000
MAX_KEYS = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of one file, before it becomes a diagnostic; `line` and `column` count from 1.

    `length` is how many characters of that line it is about.
    """

    code: str
    line: int
    column: int
    message: str
    hint: str
    severity: Severity = Severity.ERROR
    length: int = 1


@dataclass(frozen=True, slots=True)
class _Complaint:
    """A complaint of the parser: words it contains (what it was doing, what it met), and what
    to say instead."""

    words: str
    message: str
    hint: str
    at_start: bool = False  # the fault lies where the construct began, not where it was noticed


_TAB = _Complaint("found a tab", "缩进用了制表符（Tab）", "缩进一律用空格，每级两个。")
_UNPAIRED = _Complaint(
    "", "这里的引号没有配对，文字一直延续到了后面的行", "在这一行文字的末尾补上同样的引号。"
)
_AFTER_QUOTE = _Complaint(
    "", "引号之后还有多余的文字", "整段文字放进一对引号；文字里有双引号时，外面用单引号。"
)
_AFTER_BRACKET = _Complaint(
    "", "“]”或“}”之后还有多余的文字", "文字以“[”或“{”开头时，整段加英文引号。"
)
_COMPLAINTS = (
    _Complaint(
        "unexpected end of stream",
        "引号没有配对，一直到文件末尾都没有结束",
        "在文字末尾补上同样的引号；文字里有单引号时，外面改用双引号。",
        at_start=True,
    ),
    _Complaint(
        "expected ',' or ']'", "“[”没有配对的“]”", "补上“]”，各项之间用英文逗号。", at_start=True
    ),
    _Complaint(
        "expected ',' or '}'", "“{”没有配对的“}”", "补上“}”，各项之间用英文逗号。", at_start=True
    ),
    _Complaint(
        "could not find expected ':'",
        "这一行的键后面没有英文冒号",
        "写成“键: 内容”，英文冒号后空一格；如果是上一行文字的延续，前面多空两格。",
        at_start=True,
    ),
    _TAB,
    _Complaint(
        "mapping values are not allowed",
        "这里不该有英文冒号：缩进不对，或者文字里含有“: ”而没有加引号",
        "检查这一行的缩进；文字里含“: ”时，整段加英文引号。",
    ),
    _Complaint(
        "block sequence entries are not allowed", "“- ”不能和键写在同一行", "换行，另起一行写“- ”。"
    ),
    _Complaint(
        "expected '-' indicator", "列表中断：这一行与上面各条“- ”不在一起", "检查这一行的缩进。"
    ),
    _Complaint(
        "expected key",
        "这一行接不上前文：缩进不对，或者有多余的符号",
        "与同级的键或“- ”对齐。",
    ),
    _Complaint(
        "unknown escape character",
        "双引号里的“\\”后面是 YAML 不认识的字符",
        "把外面的双引号改成单引号，或者写成“\\\\”。",
    ),
    _Complaint("undefined alias", "以“*”开头的文字没有加引号", "整段文字加英文引号。"),
    *(
        _Complaint(
            f"scanning {construct}",
            f"以“{sign}”开头的文字没有加引号",
            "整段文字加英文引号。",
            at_start=True,
        )
        for construct, sign in (("an alias", "*"), ("an anchor", "&"), ("a tag", "!"))
    ),
    _Complaint(
        "cannot start any token", "文字以 YAML 的特殊符号开头，却没有加引号", "整段文字加英文引号。"
    ),
    _Complaint(
        "another document",
        "一个文件里有多份内容（用“---”隔开）",
        "一份通报一个文件，删去“---”或拆成几个文件。",
    ),
    _Complaint(
        "expected <document start>",
        "通报到这里已经结束（“...”或最外层的括号之后），后面却还有文字",
        "删去“...”这一行；文字以“...”“{”或“[”开头时，整段加英文引号。",
    ),
    _Complaint(
        "comment or line break",
        "“|”或“>”之后还有文字",
        "“|”之后换行，下一行起缩进书写；文字以“>”开头时加英文引号。",
    ),
    _Complaint("duplicate anchor", "YAML 的引用名重复", "删去“&”开头的引用，把内容原样写出。"),
)
_OTHER = _Complaint(
    "", "这里不符合 YAML 的写法", "检查这一行的缩进、引号和冒号；可以对照 notices/ 里的示例。"
)
_COLON = re.compile(r"\s*(?:-\s+)?\w{1,12}(?P<colon>：|:(?=\S))")
_BRACKETS = re.compile(r"[\[\]{}]")
# Blocks nest no deeper than twice the columns in which a line begins.
_STACKED = re.compile(rf"^[-?: \t]{{{NESTING}}}", re.MULTILINE)


def fault_of(error: yaml.YAMLError, text: str) -> Fault:
    """Translate a parser's error about `text`."""
    problem = f"{getattr(error, 'context', '')}: {getattr(error, 'problem', error)}"
    complaint = next((c for c in _COMPLAINTS if c.words in problem), _OTHER)
    mark = getattr(error, "problem_mark", None)
    if complaint.at_start:
        mark = getattr(error, "context_mark", None) or mark
    if mark and text[mark.index : mark.index + 1] == "\t":
        complaint = _TAB
    if complaint.words in {"expected key", "expected '-' indicator"}:
        complaint, mark = _interrupted(text, complaint, mark)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return _slipped_colon(text, line) or Fault(
        "N101", line, column, complaint.message, complaint.hint
    )


def colon_fault(text: str, line: int, column: int) -> Fault | None:
    """Look for `键：内容` or `键:内容` at the start of `text`, which lies at that line and column.

    A paragraph of text may well look like this, so it is asked only where something is wrong.
    """
    match = _COLON.match(text)
    if not match:
        return None
    full_width = match["colon"] == "："
    return Fault(
        "N101",
        line,
        column + match.start("colon"),
        "键后面用了全角冒号“：”" if full_width else "键后面的冒号少了空格",
        ("改成英文冒号，" if full_width else "冒号") + "后面空一格：“键: 内容”。",
    )


def _slipped_colon(text: str, line: int) -> Fault | None:
    """Look for a slipped colon on a line or the one before: the commonest slip of all.

    What the parser says about it is obscure. The colon is to blame if mending it gets further.
    """
    lines = text.split("\n")
    for number in (line - 1, line):
        fault = colon_fault(lines[number - 1], number, 1) if 0 < number <= len(lines) else None
        if fault and _gets_further(text, _mended(lines, fault)):
            return fault
    return None


def _mended(lines: Sequence[str], fault: Fault) -> str:
    line = lines[fault.line - 1]
    mended = f"{line[: fault.column - 1]}: {line[fault.column :]}"
    return "\n".join((*lines[: fault.line - 1], mended, *lines[fault.line :]))


def _gets_further(text: str, mended: str) -> bool:
    before, after = _stop(text)[1], _stop(mended)[1]
    return before is not None and (after is None or after.line > before.line)


def _interrupted(text: str, complaint: _Complaint, mark: Any) -> tuple[_Complaint, Any]:
    """Look at what ends on the line of the stop: a quote too early or too late, a bracket."""
    last, _ = _stop(text)
    if last is None or last.end_mark.line != mark.line:
        return complaint, mark
    start = last.start_mark
    if isinstance(last, yaml.CollectionEndEvent):
        return (_AFTER_BRACKET, mark) if text[start.index] in "]}" else (complaint, mark)
    if isinstance(last, yaml.ScalarEvent) and last.style in {"'", '"'}:
        return (_UNPAIRED, start) if start.line < mark.line else (_AFTER_QUOTE, mark)
    return complaint, mark


def _stop(text: str) -> tuple[Any, Any]:
    """Return the last thing that the parser understood, and where it stopped, if it did.

    It also stops where nesting gets too deep, for each further level takes it longer than the last.
    """
    last: Any = None
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            last = event
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > NESTING:
                return last, last.start_mark
    except yaml.MarkedYAMLError as error:
        return last, error.problem_mark
    return last, None


def nesting_fault(text: str) -> Fault | None:
    """Refuse nesting that could overrun the composer, before the composer sees it."""
    return _deepest(text) if _may_nest_deeply(text) else None


def _may_nest_deeply(text: str) -> bool:
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth = depth + 1 if bracket[0] in "[{" else max(depth - 1, 0)
        if depth > NESTING:
            return True
    return bool(_STACKED.search(text))


def _deepest(text: str) -> Fault | None:
    """Count for certain: brackets may stand in a text. The parser below keeps its own stack."""
    depth = 0
    event: Any
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > NESTING:
                return too_deep(text, event.start_mark.index)
    except yaml.YAMLError:
        return None  # the composer stops there too
    return None


def number_fault(text: str) -> Fault | None:
    """Refuse more values than any notice has, before each of them takes memory."""
    # No value but one of these stands before it; only where there are many are they counted.
    if sum(map(text.count, ("\n", ",", ": ", "- ", "["))) <= MAX_VALUES:
        return None
    count = 0
    event: Any
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            count += isinstance(event, yaml.NodeEvent)
            if count > MAX_VALUES:
                return Fault(
                    TOO_MUCH,
                    event.start_mark.line + 1,
                    event.start_mark.column + 1,
                    f"从这里往后，文件里的内容超过 {MAX_VALUES:,} 项",
                    "拆成几份；多半是复制时重复了许多遍。",
                )
    except yaml.YAMLError:
        return None  # the composer stops there too
    return None


def scalars_below(root: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Yield every text of a tree without aliases, keys among them."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.MappingNode):
            waiting += [each for pair in node.value for each in pair]
        else:
            waiting += node.value


def too_deep(text: str, offset: int) -> Fault:
    """Say that the text nests too deeply at `offset`."""
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return Fault(
        TOO_DEEP,
        line,
        column,
        f"嵌套超过 {NESTING} 层",
        "通报用不到这么多层；检查括号是否配对、缩进是否逐级加深。",
    )
