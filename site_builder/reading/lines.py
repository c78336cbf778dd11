"""YAML text → plain values by its lines alone: the quickest way, for files as most are written.

To make an object of each of the parser's events takes three times as long as all that is done
here. A closed part of YAML is read, in block style with an entry a line; whatever else a line may
be is left to the parser (`plain.py`):

- `key: words`, `- words`, `- key: words` and `key:` with an inner block below it;
- words without quotes, also such as go on in lines indented further, and in quotes on one line
  (`'…'`, and `"…"` without a backslash);
- `|` and `|-` with the lines below them, and `[word, word]`;
- blank lines and lines that are comments.

`tests/test_reading_lines.py` holds it against the parser.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from site_builder.reading.bare import LONGEST, DoubtError, bare_value
from site_builder.reading.yaml_limits import MAX_KEYS, NESTING

# What a file may hold beyond ASCII: no line breaks of YAML alone, no byte order mark, no halves.
_BEYOND = "\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
# All else but the end of a line; to compile this takes a hundredth of what that takes.
_UNCLEAR = re.compile("[\x00-\t\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_KEY = r"[^\W\d_]\w{0,39}+"
# Words begin with no sign of YAML's, wide blanks aside, and are not all blank. Inside them a colon
# has no blank behind it, a `#` none before.
_CHAR = f"[!-9;-~{_BEYOND}]"
_WORDS = (
    r"(?=[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]*+[^\s!-#%-'*,\-:>?@\[\]`{|}])"
    rf"{_CHAR}++(?:(?::(?=[^ \n])| +(?=[^ #\n])){_CHAR}*+)*"
)
# The lines of a block begin as its first one does. Below it nothing may be but the next entry: a
# line of blanks may belong to it, and of an indented comment the careful way would have to tell.
_BLOCK = r"\|-?\n( +)(?=[^ \n]).*+(?:\n++\7.*+)*(?=\n)(?!\n+(?:\7| +(?:#|$)))"
# Each match is one line, or all items of a list that are words and follow one another, or a line
# with the block that it opens. Nothing is between matches: the last group takes what is left.
_LINE = re.compile(
    rf"^( *)(?:- ({_WORDS}$(?:\n\1- {_WORDS}$)*)"
    rf"|(- +)?(?:({_KEY}):(?: +|$))?(?:({_WORDS})$|({_BLOCK}|.*)$))",
    re.MULTILINE,
)
_QUOTED = re.compile(r"""'[^']*+(?:''[^']*+)*'|"[^"\\]*+\"""")
_LIST = re.compile(r"\[\w+(?:, \w+)*\]")
# A level begins a column further in than the one around it, or is a list at the same column.
_DEEPEST = NESTING // 2
# Of what a key may be, YAML takes these for something else than text.
_NO_KEYS = frozenset(
    form
    for word in ("yes", "no", "true", "false", "on", "off", "null")
    for form in (word, word.title(), word.upper())
)


class Lines(NamedTuple):
    """What the lines of a text say.

    No text in `value` is blank, or holds a character that a notice may not hold; if `filled`, none
    is empty either.
    """

    value: dict[str, Any]
    filled: bool


def lines_value(text: str) -> Lines | None:
    """Return the value of a YAML text, None where a line is not surely one of those known here.

    It is the one that `nodes.read_document` gives, which would find no fault.
    """
    try:
        read = _read(text) if len(text) <= LONGEST else None
    except DoubtError:
        return None
    return read if read and read.value else None


def _read(text: str) -> Lines:
    """Read line by line. One long loop: a call for every line would take as long as the rest."""
    root: dict[str, Any] = {}
    here: Any = root  # the innermost mapping or list that is open
    column = 0  # where its lines begin
    around: list[tuple[int, Any]] = []  # those that it is in, and their columns
    waiting = None  # the last key of `here`, while nothing stands behind it
    last: Any = None  # the last key or index of `here`, while its words may go on in another line
    unfilled = []
    filled = True
    for indent, items, dash, key, words, other, margin in _LINE.findall(text):
        start = len(indent)
        is_item = items or dash
        if not (is_item or key):
            if not words:
                _must_be_comment(other)
                last = None
            elif start <= column:
                raise DoubtError
            elif waiting is not None:
                here[waiting] = _meant(words)
                last, waiting = waiting, None
            else:
                here[last] = _gone_on(here, last, words)
            continue

        if start < column:
            waiting = None
            while start < column:
                column, here = around.pop()
        if start > column or (is_item and type(here) is dict):
            if waiting is None or start > _DEEPEST:
                raise DoubtError
            inner: Any = [] if is_item else {}
            here[waiting] = inner
            around.append((column, here))
            here, column = inner, start
        elif not is_item and type(here) is list:
            # A list may begin at the column of its key, and so may the next key.
            column, here = around.pop()
            if start != column or type(here) is list:
                raise DoubtError
        waiting = None

        if items:
            here += [
                bare_value(item) if item.isascii() else item
                for item in items.split(f"\n{indent}- ")
            ]
            last = -1
            continue
        if dash and key:
            mapping: dict[str, Any] = {}
            here.append(mapping)
            around.append((column, here))
            here, column = mapping, start + len(dash)
        if words:
            value = bare_value(words) if words.isascii() else words
        elif other:
            value = _marked(other, margin, column)
            filled = filled and value != ""
        elif key:
            value, waiting = None, key
        else:
            raise DoubtError
        if not key:
            here.append(value)
            last = -1 if words else None
            continue
        if key in here or key in _NO_KEYS or len(here) == MAX_KEYS:
            raise DoubtError
        here[key] = value
        last = key if words else None
        if value is None:
            unfilled.append((here, key))
    for mapping, key in unfilled:
        if mapping[key] is None:
            del mapping[key]
    return Lines(root, filled)


def _must_be_comment(line: str) -> None:
    if line and (line[0] != "#" or _UNCLEAR.search(line)):
        raise DoubtError


def _gone_on(here: Any, last: Any, words: str) -> Any:
    """Return words with those of a further line."""
    before = None if last is None else here[last]
    if not isinstance(before, str):
        raise DoubtError
    return _meant(f"{before} {words}")


def _meant(words: str) -> Any:
    return bare_value(words) if words.isascii() else words


def _marked(value: str, margin: str, column: int) -> Any:
    """Return what begins with a sign: a quoted text, a block or a list."""
    if _UNCLEAR.search(value):
        raise DoubtError
    if margin:
        return _block(value, len(margin), column)
    if _QUOTED.fullmatch(value):
        inner = value[1:-1]
        return _not_blank(inner.replace("''", "'") if value[0] == "'" else inner)
    if _LIST.fullmatch(value):
        return [_meant(word) for word in value[1:-1].split(", ")]
    raise DoubtError


def _block(value: str, margin: int, column: int) -> str:
    if margin <= column:
        raise DoubtError
    sign, *lines = value.split("\n")
    text = "\n".join([line[margin:] for line in lines]).rstrip("\n")
    return _not_blank(text if sign == "|-" else f"{text}\n")


def _not_blank(text: str) -> str:
    if text.isspace():
        raise DoubtError
    return text
