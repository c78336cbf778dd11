"""Old Word files (.doc, the .wps of WPS, .rtf): LibreOffice makes a .docx of them, if it is there.

It works in a folder of its own that is deleted afterwards, with a profile of its own, so that
neither a running LibreOffice nor the settings of its user are in the way.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Draft
from site_builder.drafts.formats import docx
from site_builder.drafts.formats.docx_package import (
    MAX_FILE_BYTES,
    is_locked,
    is_old_word,
    is_ole,
)
from site_builder.drafts.formats.files import kind_of, read_bytes
from site_builder.reading.disk import reason

MAX_SECONDS = 120.0
_NAMES = ("soffice", "libreoffice")
# Where it is installed without being on the path.
_FOLDERS = (
    "/Applications/LibreOffice.app/Contents/MacOS",
    r"C:\Program Files\LibreOffice\program",
    r"C:\Program Files (x86)\LibreOffice\program",
)


def read(path: Path, doubts: Doubts) -> Draft | None:
    """Read an old Word file: a draft of its paragraphs, or None and a doubt that says why."""
    data = read_bytes(path, MAX_FILE_BYTES, doubts)
    if data is None:
        return None
    if data.startswith(b"PK"):
        return docx.read_data(data, doubts)  # only the name is old
    if is_ole(data) and is_locked(data):
        doubts.add_at("D912", 1, 1)
        return None
    kind = kind_of(data)
    if not (is_old_word(data) or kind == "RTF"):
        doubts.add_at("D913", 1, 1, kind=kind or "别的文件")
        return None
    converted = _convert(data, ".rtf" if kind == "RTF" else ".doc", doubts)
    if converted is None:
        return None
    doubts.add_at("D918", 1, 1)
    return docx.read_data(converted, doubts)


def find_program() -> str | None:
    """Return where LibreOffice is, None if it is not found."""
    on_path = (shutil.which(name) for name in _NAMES)
    elsewhere = (shutil.which(name, path=folder) for folder in _FOLDERS for name in _NAMES)
    return next((found for found in (*on_path, *elsewhere) if found), None)


def _convert(data: bytes, suffix: str, doubts: Doubts) -> bytes | None:
    program = find_program()
    if program is None:
        doubts.add_at("D916", 1, 1)
        return None
    with TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        source, result = Path(folder) / f"draft{suffix}", Path(folder) / "out" / "draft.docx"
        source.write_bytes(data)
        fault = _run(program, source, result.parent)
        if fault is None and not result.is_file():
            fault = "它打不开这个文件"
        if fault is not None:
            doubts.add_at("D917", 1, 1, reason=fault)
            return None
        return read_bytes(result, MAX_FILE_BYTES, doubts)


def _run(program: str, source: Path, out: Path) -> str | None:
    """Run LibreOffice; return why it failed, None if it did not."""
    profile = (source.parent / "profile").as_uri()
    command = [
        *(program, "--headless", "--norestore", "--nolockcheck", "--nodefault"),
        *(f"-env:UserInstallation={profile}", "--convert-to", "docx"),
        *("--outdir", str(out), str(source)),
    ]
    try:
        # A session of its own, for the program starts another, which has to end with it.
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return f"它启动不了（{reason(error)}）"
    try:
        code = process.wait(MAX_SECONDS)
    except subprocess.TimeoutExpired:
        _end(process)
        return f"超过 {MAX_SECONDS:.0f} 秒没有完成"
    except BaseException:
        _end(process)
        raise
    return f"它以状态 {code} 退出" if code else None


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
