"""What an import tells its user: every code with its weight, its cause and its cure, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from site_builder.drafts.passage import Places
from site_builder.notice.diagnostics import Diagnostic, Severity, in_reading_order


class Kind(NamedTuple):
    """A kind of doubt; `{…}` in its words is filled in where it is raised."""

    severity: Severity
    message: str
    hint: str


_INFO, _WARNING, _ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR

# D1 lines and structure, D2 contacts, D3 characters, D4 statuses, D5 metadata, D9 no notice.
KINDS: dict[str, Kind] = {
    "D101": Kind(
        _INFO,
        "这一行接在上一行“…{before}”之后，合成一段",
        "对照原件；如果本来是两段，在 YAML 里分开。",
    ),
    "D102": Kind(
        _WARNING,
        "标题断成了两行，已接成“{heading}”",
        "对照原件；如果本来不是一个标题，在 YAML 里分开。",
    ),
    "D103": Kind(
        _WARNING,
        "这一段没有结束标点，而下一行另起了一项",
        "对照原件，看看是否缺了文字；没有缺就不用改。",
    ),
    "D104": Kind(
        _WARNING,
        "数字断成了两行，已接成“{number}”",
        "对照原件核对这个数字。",
    ),
    "D110": Kind(
        _WARNING,
        "编号缺失：“{before}”之后是“{after}”，缺{missing}",
        "对照原件；原件就是这样则不用改。程序不会补编号。",
    ),
    "D111": Kind(
        _WARNING,
        "编号重复或倒退：“{before}”之后又是“{after}”",
        "对照原件；原件就是这样则不用改。程序不会改编号。",
    ),
    "D112": Kind(
        _WARNING,
        "这个问题没有找到整改措施",
        "对照原件；如果措施写在问题的段落里，在 YAML 里移到“整改落实情况”。",
    ),
    "D113": Kind(
        _WARNING,
        "没有“整改情况：”之类的标签，按上下文把这里起的 {count} 项认作问题，其后的段落认作措施",
        "逐项核对；认错了就在 YAML 里改成章节的正文。",
    ),
    "D114": Kind(
        _WARNING,
        "没有认出任何问题，全文都放进了章节的正文",
        "如果通报里有逐条的问题，在 YAML 里把它们移到“问题”之下。",
    ),
    "D115": Kind(
        _WARNING,
        "“{label}”之后没有文字",
        "对照原件，看看是否缺了文字；标签已按原样留在正文里。",
    ),
    "D116": Kind(
        _WARNING,
        "同一个问题里又出现了“{label}”，已按原样留在文字里",
        "如果这里另起了一个问题，在 YAML 里把它分开。",
    ),
    "D201": Kind(
        _WARNING,
        "电话“{value}”没有区号",
        "外地群众拨不通；向发布单位核实后再补，补的区号不属于通报原文。",
    ),
    "D202": Kind(
        _WARNING,
        "没有认出监督联系方式",
        "如果通报里有电话、地址或邮箱，在 YAML 里移到“联系方式”。",
    ),
    "D301": Kind(
        _WARNING,
        "有 {count} 个无法显示的字（U+FFFD），原字已经丢失",
        "对照原件补上；程序不会猜。",
    ),
    "D302": Kind(_INFO, "去掉了 {count} 处 Markdown 加粗符号“**”", "不用改，文字没有变。"),
    "D303": Kind(
        _WARNING,
        "含有看不见的控制字符 U+{character:04X}",
        "它多半是从别处粘贴进来的；在原稿里删去后重新导入。",
    ),
    "D304": Kind(
        _INFO, "文件不是 UTF-8，已按 {encoding} 读取", "看看有没有乱码；有就另存为 UTF-8 再导入。"
    ),
    "D401": Kind(
        _WARNING,
        "状态表述“{wording}”不在词表中，已按原样留在文字里",
        "在 YAML 里把它移到“整改结果”，人工写上代码；程序不会猜测它的含义。",
    ),
    "D402": Kind(
        _WARNING,
        "状态“{wording}”印在措施当中，已按原样留在文字里",
        "如果它是整个问题的状态，在 YAML 里移到“整改结果”。",
    ),
    "D403": Kind(
        _INFO,
        "状态取自措施文字里的“{wording}”",
        "核对它说的是不是整个问题；不是就在 YAML 里删去“整改结果”。",
    ),
    "D501": Kind(_INFO, "“{field}”取自这里的“{value}”", "核对一下；不对就在 YAML 里改。"),
    "D502": Kind(_INFO, "单位取自{source}：“{value}”", "核对一下；不对就在 YAML 里改。"),
    "D503": Kind(_INFO, "地区取自单位名称：“{value}”", "核对一下；不对就在 YAML 里改或删去。"),
    "D900": Kind(
        _ERROR,
        "导入的结果与原稿不一致：原稿是“{source}”，结果是“{result}”",
        "没有生成任何文件。请把这份原稿交给维护者；也可以手工编写 YAML。",
    ),
    "D901": Kind(_ERROR, "文件是空的", "检查是否选错了文件。"),
    "D902": Kind(
        _ERROR, "文件不是纯文本，或者编码认不出来", "用记事本另存为，编码选“UTF-8”，再导入。"
    ),
    "D903": Kind(
        _ERROR, "文件有 {size:,} 字节，超过上限 {limit:,}", "检查是否选错了文件；或者拆成几份。"
    ),
    "D904": Kind(
        _ERROR,
        "开头没有找到标题（以“通报”“公告”等结尾、含“整改”或“巡察”的一行）",
        "检查是否选错了文件；或者在开头补上原件的标题。",
    ),
    "D905": Kind(
        _ERROR,
        "没有找到任何章节（“一、”“（一）”“1.”）或问题（“存在问题：”）",
        "检查是否选错了文件；或者手工编写 YAML。",
    ),
    "D906": Kind(
        _ERROR,
        "标题、文头和落款里都没有找到单位",
        "在标题里补上原件的单位名称，再导入。",
    ),
    "D907": Kind(_ERROR, "读不了这个文件：{reason}", "检查文件是否存在、是否有权限。"),
    "D908": Kind(_ERROR, "读出的内容不合通报的格式：{reason}", "照提示修改原稿，再导入。"),
}


@dataclass(slots=True)
class Doubts:
    """The doubts about one draft, gathered while it is read."""

    file: str
    places: Places = field(default_factory=Places)
    _found: list[Diagnostic] = field(default_factory=list)

    def add(self, code: str, offset: int, **words: object) -> None:
        """Raise a doubt about the character at `offset` in the stream."""
        line, column = self.places.at(offset)
        self._raise(code, line, column, words)

    def add_at(self, code: str, line: int, column: int, **words: object) -> None:
        """Raise a doubt about a line and column of the file, both counted from 1."""
        self._raise(code, line, column, words)

    def _raise(self, code: str, line: int, column: int, words: Mapping[str, object]) -> None:
        kind = KINDS[code]
        message, hint = kind.message.format_map(words), kind.hint.format_map(words)
        if place := self.places.name_of(line):
            message = f"{place}：{message}"
        self._found.append(Diagnostic(code, kind.severity, self.file, line, column, message, hint))

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Return all doubts in reading order."""
        return tuple(in_reading_order(self._found))
