"""What PyYAML's parser complains of, and what to tell the author instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint of the parser: words it contains (what it was doing, what it met), and what
    to say instead."""

    words: str
    message: str
    hint: str
    at_start: bool = False  # the fault lies where the construct began, not where it was noticed


TAB = Complaint("found a tab", "缩进用了制表符（Tab）", "缩进一律用空格，每级两个。")
UNPAIRED = Complaint(
    "", "这里的引号没有配对，文字一直延续到了后面的行", "在这一行文字的末尾补上同样的引号。"
)
AFTER_QUOTE = Complaint(
    "", "引号之后还有多余的文字", "整段文字放进一对引号；文字里有双引号时，外面用单引号。"
)
AFTER_BRACKET = Complaint(
    "", "“]”或“}”之后还有多余的文字", "文字以“[”或“{”开头时，整段加英文引号。"
)
# Something else stands where a list or a mapping goes on; what, is seen only in the text.
INTERRUPTIONS = (
    Complaint(
        "expected '-' indicator", "列表中断：这一行与上面各条“- ”不在一起", "检查这一行的缩进。"
    ),
    Complaint(
        "expected key",
        "这一行接不上前文：缩进不对，或者有多余的符号",
        "与同级的键或“- ”对齐。",
    ),
)
# The first whose words occur is meant.
COMPLAINTS = (
    Complaint(
        "unexpected end of stream",
        "引号没有配对，一直到文件末尾都没有结束",
        "在文字末尾补上同样的引号；文字里有单引号时，外面改用双引号。",
        at_start=True,
    ),
    Complaint(
        "expected ',' or ']'", "“[”没有配对的“]”", "补上“]”，各项之间用英文逗号。", at_start=True
    ),
    Complaint(
        "expected ',' or '}'", "“{”没有配对的“}”", "补上“}”，各项之间用英文逗号。", at_start=True
    ),
    Complaint(
        "could not find expected ':'",
        "这一行的键后面没有英文冒号",
        "写成“键: 内容”，英文冒号后空一格；如果是上一行文字的延续，前面多空两格。",
        at_start=True,
    ),
    TAB,
    Complaint(
        "mapping values are not allowed",
        "这里不该有英文冒号：缩进不对，或者文字里含有“: ”而没有加引号",
        "检查这一行的缩进；文字里含“: ”时，整段加英文引号。",
    ),
    Complaint(
        "block sequence entries are not allowed", "“- ”不能和键写在同一行", "换行，另起一行写“- ”。"
    ),
    *INTERRUPTIONS,
    *(
        Complaint(
            words,
            "双引号里的“\\”后面是 YAML 不认识的字符",
            "把外面的双引号改成单引号，或者写成“\\\\”。",
        )
        for words in ("unknown escape character", "character escape code", "hexdecimal number")
    ),
    Complaint("undefined alias", "以“*”开头的文字没有加引号", "整段文字加英文引号。"),
    *(
        Complaint(
            f"scanning {construct}",
            f"以“{sign}”开头的文字没有加引号",
            "整段文字加英文引号。",
            at_start=True,
        )
        for construct, sign in (("an alias", "*"), ("an anchor", "&"), ("a tag", "!"))
    ),
    *(
        Complaint(words, "文字以 YAML 的特殊符号开头，却没有加引号", "整段文字加英文引号。")
        for words in ("cannot start any token", "block node: did not find expected node content")
    ),
    Complaint(
        "flow node: did not find expected node content",
        "“[”或“{”里缺一项，或者没有配对的“]”“}”",
        "补上缺的内容和括号；文字以“[”或“{”开头时，整段加英文引号。",
    ),
    Complaint(
        "unexpected ':'",
        "“[”或“{”里的文字含有冒号，却没有加引号",
        "这段文字加英文引号；整行都是文字时，整行加英文引号。",
    ),
    Complaint(
        "another document",
        "一个文件里有多份内容（用“---”隔开）",
        "一份通报一个文件，删去“---”或拆成几个文件。",
    ),
    Complaint(
        "expected <document start>",
        "通报到这里已经结束（“...”或最外层的括号之后），后面却还有文字",
        "删去“...”这一行；文字以“...”“{”或“[”开头时，整段加英文引号。",
    ),
    Complaint(
        "comment or line break",
        "“|”或“>”之后还有文字",
        "“|”之后换行，下一行起缩进书写；文字以“>”开头时加英文引号。",
    ),
    Complaint("duplicate anchor", "YAML 的引用名重复", "删去“&”开头的引用，把内容原样写出。"),
)
OTHER = Complaint(
    "", "这里不符合 YAML 的写法", "检查这一行的缩进、引号和冒号；可以对照 notices/ 里的示例。"
)
