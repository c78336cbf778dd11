"""Which character of a YAML text each character of a scalar's value came from.

PyYAML gives the value of a scalar and where it begins and ends, no more. What lies between is
read again here, by the rules of libyaml for each style. What comes of a line break or an escape
has the offset of that break or escape.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import yaml

# A character of the value, and its offset in the text.
_Char = tuple[str, int]

_FOLD = re.compile(r"[ \t]*\n[ \t\n]*")
_ESCAPES = dict(
    zip(
        '0abt\tnvfre "/\\N_LP',
        '\0\a\b\t\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029',
        strict=True,
    )
)
_BY_CODE = {"x": 2, "u": 4, "U": 8}
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(?:#[^\n]*)?\n?")


def source_offsets(text: str, node: yaml.ScalarNode) -> Sequence[int] | None:
    """Return the offset in `text` of every character of a scalar's value.

    None where they cannot be told apart for certain.
    """
    start, end = node.start_mark.index, node.end_mark.index
    for read in _readings(text, start, end, node.style):
        chars = list(read())
        # What is cut off from the end of a block is cut off here.
        if "".join(char for char, _ in chars[: len(node.value)]) == node.value:
            return [offset for _, offset in chars[: len(node.value)]]
    return None


def _readings(
    text: str, start: int, end: int, style: str | None
) -> Iterator[Callable[[], Iterator[_Char]]]:
    """Yield the ways in which a scalar may be read, the likeliest first."""
    if style in {"|", ">"}:
        header = _HEADER.match(text, start)
        first = header.end() if header else start
        for indent in _indents(text, first):
            yield partial(_block, text, first, indent, folded=style == ">")
    elif style == '"':
        yield lambda: _double_quoted(text, start + 1, end - 1)
    elif style == "'":
        yield lambda: _single_quoted(text, start + 1, end - 1)
    else:
        yield lambda: _folded_lines(text, start, end)


def _folded_lines(text: str, start: int, end: int) -> Iterator[_Char]:
    """Read lines where one break is a space and more of them are one less."""
    position = start
    for fold in _FOLD.finditer(text, start, end):
        yield from _verbatim(text, position, fold.start())
        breaks = [offset for offset in range(fold.start(), fold.end()) if text[offset] == "\n"]
        if len(breaks) == 1:
            yield " ", fold.start()
        for offset in breaks[1:]:
            yield "\n", offset
        position = fold.end()
    yield from _verbatim(text, position, end)


def _verbatim(text: str, start: int, end: int) -> Iterator[_Char]:
    return ((text[offset], offset) for offset in range(start, end))


def _single_quoted(text: str, start: int, end: int) -> Iterator[_Char]:
    quoted = False
    for char, offset in _folded_lines(text, start, end):
        quoted = char == "'" and not quoted
        if not quoted:
            yield char, offset - (char == "'")


def _double_quoted(text: str, start: int, end: int) -> Iterator[_Char]:
    position = start
    while position < end:
        char = text[position]
        if char in " \t\n":
            fold = _FOLD.match(text, position, end)
            run = fold.end() if fold else _after_blanks(text, position, end)
            yield from _folded_lines(text, position, run)
            position = run
        elif char != "\\":
            yield char, position
            position += 1
        elif text[position + 1] == "\n":
            # The break is taken away, as are blanks behind it; further breaks are kept.
            run = _after_blanks(text, position + 2, end, " \t\n")
            yield from (("\n", at) for at in range(position + 2, run) if text[at] == "\n")
            position = run
        else:
            digits = _BY_CODE.get(text[position + 1], 0)
            code = text[position + 2 : position + 2 + digits]
            yield chr(int(code, 16)) if digits else _ESCAPES[text[position + 1]], position
            position += 2 + digits


def _after_blanks(text: str, start: int, end: int, blanks: str = " \t") -> int:
    while start < end and text[start] in blanks:
        start += 1
    return start


def _indents(text: str, start: int) -> Iterator[int]:
    """Yield what the indentation of a block may be: that of its first line, or less."""
    match = re.compile(r"(?:[ ]*\n)*([ ]*)").match(text, start)
    deepest = len(match[1]) if match else 0
    yield from range(deepest, -1, -1)


def _block(text: str, start: int, indent: int, *, folded: bool) -> Iterator[_Char]:
    """Read a block, as libyaml does: breaks wait until the next line shows what they become."""
    waiting: int | None = None  # the break at the end of the last line
    was_indented = False
    position, breaks = _blank_lines(text, start, indent)
    while position < len(text) and _column(text, position) == indent:
        is_indented = text[position] in " \t"
        if waiting is not None:
            if not folded or was_indented or is_indented:
                yield "\n", waiting
            elif not breaks:
                yield " ", waiting
        yield from (("\n", offset) for offset in breaks)
        was_indented = is_indented
        line_end = text.find("\n", position)
        line_end = len(text) if line_end < 0 else line_end
        yield from _verbatim(text, position, line_end)
        waiting = line_end
        position, breaks = _blank_lines(text, line_end + 1, indent)
    if waiting is not None:
        yield "\n", waiting
    yield from (("\n", offset) for offset in breaks)


def _blank_lines(text: str, position: int, indent: int) -> tuple[int, list[int]]:
    """Skip indentation and blank lines; return where that ends, and the breaks met."""
    breaks: list[int] = []
    column = 0
    while position < len(text):
        if column < indent and text[position] == " ":
            column += 1
        elif text[position] == "\n":
            breaks.append(position)
            column = 0
        else:
            break
        position += 1
    return position, breaks


def _column(text: str, position: int) -> int:
    return position - text.rfind("\n", 0, position) - 1
