"""What is refused before a reader is asked: no such file, no file at all, an unknown kind."""

from __future__ import annotations

from pathlib import Path

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.formats import FORMATS
from site_builder.reading.disk import reason

_SAVE_AS = "用{program}打开，另存为 Word 文档（.docx）或者 PDF，再导入。"
_PICTURE = "图片里的文字程序读不出来。找原来的电子稿；没有的，先做文字识别，存成 .docx 再导入。"
_ARCHIVE = "先解压，再导入里面的稿件。"
_TABLE = "把表格复制到 Word，另存为 .docx，再导入。"
_OTHER = "打开它，另存为上述格式之一，再导入；本来就是纯文本的，把文件名改成以 .txt 结尾。"

# What to do with the kinds of file that webmasters have.
_CURES = {
    ".wpt": _SAVE_AS.format(program=" WPS "),
    ".dot": _SAVE_AS.format(program=" Word 或 WPS "),
    ".odt": _SAVE_AS.format(program=" Word 或 WPS "),
    ".pages": _SAVE_AS.format(program=" Pages "),
    ".ofd": "用 OFD 阅读器打开，导出或另存为 PDF，再导入；有 Word 原稿的，用原稿更好。",
    ".ceb": "用方正 Apabi 阅读器打开，打印成 PDF，再导入；有 Word 原稿的，用原稿更好。",
    **dict.fromkeys((".xls", ".xlsx", ".et", ".ods", ".csv"), _TABLE),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar"), _ARCHIVE),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp"), _PICTURE),
    **dict.fromkeys((".yml", ".yaml"), "这已经是通报文件，放进 notices 文件夹就可以，不用导入。"),
}


def readable() -> str:
    """Return the ends of file names that can be imported, as people write a list."""
    return "、".join(FORMATS)


def is_refused(path: Path, doubts: Doubts) -> bool:
    """Raise a doubt of severity error if no reader can read this path, and say whether."""
    try:
        path.stat()
        if not path.is_file():
            cause = "这是文件夹，不是文件" if path.is_dir() else "这不是普通的文件"
            doubts.add_at("D907", 1, 1, reason=cause)
            return True
    except (OSError, ValueError) as error:
        doubts.add_at("D907", 1, 1, reason=reason(error))
        return True
    suffix = path.suffix.lower()
    if suffix and suffix not in FORMATS:
        cure = _CURES.get(suffix, _OTHER)
        doubts.add_at("D909", 1, 1, suffix=suffix, readable=readable(), cure=cure)
        return True
    return False
