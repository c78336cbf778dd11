"""One YAML file → one notice, or the diagnostics that say why not."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from site_builder.notice.diagnostics import Diagnostic, brief, has_errors
from site_builder.notice.model import Notice
from site_builder.notice.vouched import vouched_notice
from site_builder.reading.disk import RefusedFileError, must_lie_here, read_regular, reason
from site_builder.reading.extents import measured
from site_builder.reading.fault import Fault, control_fault, place_in
from site_builder.reading.limits import beyond_limits, not_all
from site_builder.reading.lines import lines_value
from site_builder.reading.messages import faults_of
from site_builder.reading.nodes import Document, place_of, read_document
from site_builder.reading.plain import plain_value
from site_builder.reading.syntax import colon_fault

MAX_BYTES = 4_000_000
SUFFIXES = (".yml", ".yaml")
# Beside what YAML forbids, the line breaks that only YAML takes for such (U+0085, U+2028, U+2029).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """What a file gave: the notice, or None and at least one diagnostic of severity error.

    `text` is its YAML, by which what is found in the notice gets its line and column; `digest` is
    the SHA-256 of its bytes, "" where they could not be read.
    """

    path: Path
    notice: Notice | None
    diagnostics: tuple[Diagnostic, ...] = ()
    text: str = ""
    digest: str = ""


def find_notice_files(folder: Path) -> list[Path]:
    """Return the notice files in `folder` and below, sorted; hidden ones are left out.

    What has the name of one and is none, such as a pipe or a dead link, is told when it is read. So
    is a folder of which nobody can say what is in it: it is returned itself, for without its
    notices a site would be built that lacks them.
    """
    # `rglob` makes a path of everything that it meets, which takes three times as long.
    found = _names_below(f"{folder}{os.sep}")
    # Folder by folder, as paths are sorted: no name holds what is less than all else.
    names = sorted(found, key=lambda name: name.replace(os.sep, "\0"))
    return list(map(Path, names))


def _names_below(folder: str) -> Iterator[str]:
    folders = [folder]
    while folders:
        before = folders.pop()
        try:
            with os.scandir(before) as found:
                for one in found:
                    if one.name.startswith("."):
                        continue
                    if one.is_dir(follow_symlinks=False):
                        folders.append(f"{before}{one.name}{os.sep}")
                    elif one.name.lower().endswith(SUFFIXES) and not _leads_to_folder(one):
                        yield f"{before}{one.name}"
        except FileNotFoundError:
            continue
        except OSError:
            yield before.removesuffix(os.sep)


def _leads_to_folder(one: os.DirEntry[str]) -> bool:
    return one.is_symlink() and Path(one.path).is_dir()  # which does not mind a circle of links


def read_notice(path: Path, shown_as: str | None = None) -> NoticeFile:
    """Read one notice file; whatever is wrong with it is returned, never raised.

    `shown_as` is how diagnostics name the file, by default its path.
    """
    data, faults = _read_bytes(path)
    text, notice = None, None
    if data is not None:
        text, faults = _decoded(data)
    if text is not None:
        notice, faults = parse_notice(text, path.stem)
    name = shown_as or path.as_posix()
    found = tuple(_diagnostic(fault, name) for fault in not_all(faults))
    return NoticeFile(path, notice, found, text or "", digest_of(data) if data else "")


def parse_notice(text: str, default_id: str) -> tuple[Notice | None, Sequence[Fault]]:
    """Turn YAML text into a notice; `default_id` serves where the text gives no id."""
    if sound := _sound_notice(text, default_id):
        return sound, ()
    if match := _UNPRINTABLE.search(text):
        return None, [control_fault(text, match.start())]
    document = read_document(text)
    if document.root is None or not isinstance(document.value, dict):
        told = has_errors(document.faults)
        return None, document.faults if told else [*document.faults, _no_mapping(document)]
    try:
        notice = Notice.model_validate(_with_id(document.value, default_id))
    except ValidationError as error:
        return None, measured([*document.faults, *faults_of(error, document.root)], document.root)
    found = (*document.faults, *beyond_limits(text, notice, document.root))
    return (None if has_errors(found) else notice), measured(found, document.root) if found else ()


def _sound_notice(text: str, default_id: str) -> Notice | None:
    """Return the notice without looking where in the text anything is; None if in any doubt."""
    lines = lines_value(text)
    value = lines.value if lines else plain_value(text)
    if not isinstance(value, dict):
        return None
    validated = vouched_notice if lines and lines.filled else Notice.model_validate
    try:
        return validated(_with_id(value, default_id))
    except ValidationError:
        return None


def _with_id(value: dict[str, Any], default_id: str) -> dict[str, Any]:
    if "id" in value or "编号" in value:
        return value
    return {"id": default_id, **value}


def notice_bytes(path: Path) -> bytes:
    """Read the bytes of a notice file.

    Raises:
        OSError: it cannot be read, or may not be: a pipe, a link to elsewhere, far too large.
    """
    must_lie_here(path)
    return read_regular(path, MAX_BYTES)


def digest_of(data: bytes) -> str:
    """Return by what the content of a file is known."""
    return sha256(data).hexdigest()


def _read_bytes(path: Path) -> tuple[bytes | None, Sequence[Fault]]:
    try:
        return notice_bytes(path), ()
    except RefusedFileError as error:
        return None, [_whole_file(error.cause, error.cure)]
    except (OSError, RuntimeError) as error:
        why = reason(error) if isinstance(error, OSError) else "符号链接绕成了圈"
        return None, [_whole_file(f"读不了这个文件：{why}", "检查文件是否存在、是否有权限。")]


def _decoded(data: bytes) -> tuple[str | None, Sequence[Fault]]:
    try:
        return _with_usual_ends(data.decode("utf-8-sig")), ()
    except UnicodeDecodeError as error:
        # Where the byte order mark is left out of the text, it is left out of this offset too.
        before = _with_usual_ends(error.object[: error.start].decode("utf-8"))
        return None, [_not_utf8(data, before)]


def _with_usual_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _not_utf8(data: bytes, before: str) -> Fault:
    return Fault(
        "N100",
        *place_in(before, len(before)),
        "文件的编码不是 UTF-8" + _encoding_guessed(data),
        "用记事本打开，另存为，编码选“UTF-8”；内容不会改变。",
    )


def _encoding_guessed(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "（像是 UTF-16，即记事本的“Unicode”）"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "（像是 GBK，即记事本的“ANSI”）"


def _no_mapping(document: Document) -> Fault:
    if document.root is None or document.value is None:
        return _whole_file("文件是空的", "照 notices/ 里的示例填写，或者删去这个文件。")
    place = place_of(document.root)
    colon = colon_fault(document.value, *place) if isinstance(document.value, str) else None
    return colon or Fault(
        "N108",
        *place,
        "文件不是一组“键: 内容”",
        "最外层写成“标题: …”的样子，不要以“- ”开头。",
    )


def _whole_file(message: str, hint: str) -> Fault:
    return Fault("N100", 1, 1, message, hint)


def _diagnostic(fault: Fault, file: str) -> Diagnostic:
    return Diagnostic(
        fault.code,
        fault.severity,
        file,
        fault.line,
        fault.column,
        brief(fault.message),
        brief(fault.hint),
        length=fault.length,
    )
