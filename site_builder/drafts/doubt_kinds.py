"""What an import tells its user: every code with its weight, its cause and its cure, as data."""

from __future__ import annotations

from typing import NamedTuple

from site_builder.notice.diagnostics import Severity


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
    "D120": Kind(
        _WARNING,
        "表格的这一行没有“问题”一栏，已按原样放进正文",
        "对照原件；如果它属于上面的问题，在 YAML 里移过去。",
    ),
    "D121": Kind(
        _WARNING,
        "序号“{number}”没有印在这一行的开头，已按原样留在文字里",
        "如果它是问题的序号，在 YAML 里移到“序号”。",
    ),
    "D122": Kind(
        _WARNING,
        "表格的这一行里又出现了同一种栏目：“{words}”，已按原样留在文字里",
        "对照原件；放错了就在 YAML 里移到合适的地方。",
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
    "D203": Kind(
        _INFO,
        "落款“{line}”印在联系方式之前，已按原样放进结语",
        "不用改，文字和先后没有变。",
    ),
    "D204": Kind(
        _INFO,
        "这里也印有联系方式，但不在通报的末尾，已按原样留在正文里",
        "对照原件；公开监督时也要用的，在 YAML 里移到“联系方式”。",
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
    "D410": Kind(
        _WARNING,
        "这个问题的文字里印有不一致的状态：{wordings}",
        "对照原件，在 YAML 里人工写上“整改结果”；程序不会替你选。",
    ),
    "D411": Kind(
        _INFO,
        "状态取自通报别处印出的“{wording}”，用于{numbers}",
        "核对一下；不对就在 YAML 里删去这些问题的“整改结果”。",
    ),
    "D412": Kind(
        _WARNING,
        "这里印出的“{wording}”没有用上：{why}",
        "对照原件，在 YAML 里人工写上“整改结果”；程序不会推断。",
    ),
    "D413": Kind(
        _WARNING,
        "通报写明有 {printed} 个问题，认出 {found} 个",
        "对照原件，看看是否有没认出的问题；原件就是这样则不用改。",
    ),
    "D414": Kind(
        _WARNING,
        "通报写明“{wording}”{printed} 个，问题中印有这种状态的是 {found} 个",
        "对照原件核对各个问题的状态；原件就是这样则不用改。",
    ),
    "D415": Kind(
        _WARNING,
        "通报写明有 {total} 个问题，而各种状态加起来是 {printed} 个",
        "对照原件；原件就是这样则不用改。",
    ),
    "D416": Kind(
        _WARNING,
        "这里像是印了状态“{wording}”，但说不准它是不是整个问题的状态",
        "如果是，在 YAML 里写上“整改结果”。",
    ),
    "D510": Kind(
        _WARNING,
        "“{field}”的值“{value}”用不上：{why}",
        "对照原件，在 YAML 里人工填写。",
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
    "D909": Kind(_ERROR, "不能读取“{suffix}”文件；能读的有 {readable}", "{cure}"),
    "D910": Kind(
        _ERROR,
        "读取这种文件要用 {library}，还没有安装",
        "照 README 的“安装和生成”再装一遍，再导入。",
    ),
    "D911": Kind(
        _ERROR,
        "这个 Word 文件损坏了：{reason}",
        "在 Word 或 WPS 里打开它，能打开就另存为新的 .docx 再导入；打不开就换一份原稿。",
    ),
    "D912": Kind(_ERROR, "文件加了密码", "在 Word 或 WPS 里打开它，去掉密码，另存后再导入。"),
    "D913": Kind(
        _ERROR,
        "文件名的结尾与内容不符，内容是：{kind}",
        "把文件名改成与内容相符的结尾；或者在 Word 或 WPS 里打开，另存为 .docx，再导入。",
    ),
    "D914": Kind(
        _ERROR,
        "没有展开这个文件，因为{reason}，可能是压缩炸弹",
        "检查文件的来历；可靠的文件，把正文复制到新建的 Word 文件里再导入。",
    ),
    "D915": Kind(
        _ERROR,
        "没有读取这个文件，因为其中的 {part} {reason}",
        "正常的 Word 文件不是这样。检查文件的来历；可靠的文件，在 Word 里另存后再导入。",
    ),
    "D916": Kind(
        _ERROR,
        "读取旧格式的 Word 文件（.doc）要用 LibreOffice，这台电脑上没有找到",
        "在 Word 或 WPS 里另存为 .docx 再导入；或者安装 LibreOffice（https://zh-cn.libreoffice.org），"
        "Debian、Ubuntu 上运行 sudo apt install libreoffice-writer。",
    ),
    "D917": Kind(
        _ERROR,
        "LibreOffice 没有把文件转换成 .docx：{reason}",
        "在 Word 或 WPS 里打开它，另存为 .docx 再导入。",
    ),
    "D918": Kind(
        _INFO,
        "文件是旧格式，已由 LibreOffice 转换后读取",
        "对照原件，看看自动编号和表格是否有变化；最好用 Word 或 WPS 另存为 .docx 再导入。",
    ),
    "D919": Kind(
        _ERROR,
        "文件里只有图片，没有文字",
        "向来源单位要有文字的 Word 文件；没有的，先做文字识别（OCR）并逐字校对，再导入。",
    ),
    "D920": Kind(
        _WARNING,
        "这里有修订，已按“接受”读取：取了 {inserted} 处插入，去掉了 {deleted} 处删除",
        "核对修订是否都已定稿；最好在 Word 里接受或拒绝全部修订，再导入。",
    ),
    "D921": Kind(_INFO, "没有导入{what}：“{text}”", "它不属于通报的正文；属于的，在 YAML 里补上。"),
    "D922": Kind(
        _WARNING,
        "没有导入{what}：“{text}”",
        "看看它是否属于通报；属于的，在原稿里写进正文，再导入。",
    ),
    "D923": Kind(
        _WARNING,
        "这里有{what} {count} 个，没有导入",
        "看看其中是否有属于通报的文字、二维码或印章；文字在原稿里打出来，再导入。",
    ),
    "D924": Kind(
        _INFO,
        "{what}里的文字“{text}”按它在文件里的位置放在这里",
        "对照原件，核对它的先后和写法。",
    ),
    "D925": Kind(
        _WARNING,
        "自动编号“{label}”没有把握：{reason}",
        "对照 Word 里显示的编号；不对就在 YAML 里改。",
    ),
    "D926": Kind(
        _WARNING,
        "符号字体里的字（{symbol}，{count} 个）没有对应的通用字，已写成 U+FFFD",
        "对照原件，在 YAML 里换成通用的字；程序不会猜。",
    ),
    "D927": Kind(
        _WARNING,
        "台账里“{header}”一列不认识",
        "这一列的文字按普通段落读取；对照原件，在 YAML 里放到合适的位置。",
    ),
    "D928": Kind(
        _INFO,
        "“{header}”一格跨 {count} 行，几个问题共用，只放进第一个问题",
        "对照原件；其余的问题也要写的，在 YAML 里补上。",
    ),
    "D929": Kind(
        _ERROR,
        "读取这个文件的程序出了意外的错误：{reason}",
        "没有生成任何文件。在原来的软件里打开它，另存为新文件再导入；"
        "仍然不行的，把正文复制到新建的 Word 文件里，并把这份原稿交给维护者。",
    ),
    "D930": Kind(
        _ERROR,
        "读不了这个 PDF：{reason}",
        "用阅读器打开看看；能打开就另存或打印成新的 PDF，打不开就向来源单位要 Word 文件。",
    ),
    "D931": Kind(
        _ERROR,
        "这个 PDF 设了密码",
        "向来源单位要没有密码的 PDF 或 Word 文件，再导入。",
    ),
    "D932": Kind(
        _ERROR,
        "这个 PDF 有 {count:,} 页，超过上限 {limit} 页",
        "检查是否选错了文件；或者只把通报所在的几页存成一个 PDF。",
    ),
    "D933": Kind(
        _ERROR,
        "这是扫描件：{count} 页都没有可以读取的文字（是图片，或转成了图形的字）",
        "向来源单位要 Word 文件或能选中文字的 PDF；没有的，先做文字识别（OCR）并逐字校对，再导入。",
    ),
    "D934": Kind(
        _ERROR,
        "{pages}（共 {count} 页）没有可以读取的文字（是扫描的图片，或转成了图形的字）",
        "缺了这几页的通报不完整。要 Word 文件，或者只对这几页做文字识别（OCR）并校对，再导入。",
    ),
    "D935": Kind(
        _WARNING,
        "这一页分成两栏，已先读左栏、后读右栏",
        "对照原件核对先后次序。",
    ),
    "D936": Kind(
        _WARNING,
        "这一页是图片，文字是识别（OCR）出来的，可能有错字",
        "逐字对照原件；程序不会改字。",
    ),
    "D937": Kind(
        _WARNING,
        "这一页有 {count} 个字用了字体自造的编码，换了字体会显示成别的字",
        "对照原件，在 YAML 里改成通用的字；程序不会猜。",
    ),
    "D938": Kind(
        _INFO,
        "这一页有 {count} 个字在 PDF 里记成了形状相同的部首，已换成通用的字",
        "多半不用改；可以对照原件看一眼。",
    ),
    "D939": Kind(
        _WARNING,
        "这一页有图片，图片里如果有文字，没有读取",
        "对照原件，看看图片里是否有属于通报的文字或表格。",
    ),
    "D940": Kind(
        _ERROR,
        "读不了这个网页：{reason}",
        "在浏览器里打开它，另存为“网页，仅 HTML”，再导入；或者把正文复制到 Word。",
    ),
    "D941": Kind(
        _WARNING,
        "没有找到已知的正文容器，已取文字最集中的部分作为正文",
        "对照网页，看看首尾是否多了或缺了文字。",
    ),
    "D942": Kind(
        _WARNING,
        "这里的表格不是整改台账，已从左到右、逐行展开成文字",
        "对照原件，核对先后次序。",
    ),
    "D943": Kind(
        _WARNING,
        "这一页的文字像是排成了几列，又不是分栏，已逐行从左到右读取",
        "对照原件，核对先后次序。",
    ),
    "D945": Kind(
        _INFO,
        "列表的 {count} 个编号是浏览器加上去的，已按显示的样子写进文字，如“1.”",
        "对照网页核对编号。",
    ),
    "D944": Kind(
        _INFO,
        "正文里有 {count} 个字在网页上是隐藏的，没有导入",
        "看看导入的报告里去掉的文字；属于通报的就补上。",
    ),
    "D946": Kind(
        _ERROR,
        "这一段有 {count} 字，超过上限 {limit} 字",
        "多半是漏了换行，或者重复粘贴了。在原稿里分成几段，再导入。",
    ),
}
