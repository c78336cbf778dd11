"""Files on disk: reading with limits, why one cannot be used, and writing that leaves no half."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_REASONS = {
    errno.ENOENT: "找不到这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "上一级是文件，不是文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EFBIG: "文件超过系统允许的大小",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "文件正被别的程序使用",
    errno.ELOOP: "符号链接绕成了圈",
    errno.EIO: "磁盘读写出错",
}


def reason(error: OSError | ValueError) -> str:
    """Return in Chinese why a file could not be read or written."""
    if isinstance(error, PermissionError):
        return _REASONS[errno.EACCES]
    number = getattr(error, "errno", None)
    return _REASONS.get(number or 0) or getattr(error, "strerror", None) or str(error)


def trouble(error: OSError) -> str:
    """Return in Chinese what is wrong with which file, as far as the system tells."""
    file = error.filename2 or error.filename
    return f"{file} 读不了或写不了：{reason(error)}" if file else reason(error)


class RefusedFileError(OSError):
    """A file that is not read, whatever is in it; `cause` says why and `cure` what to do."""

    def __init__(self, cause: str, cure: str) -> None:
        super().__init__(errno.EINVAL, cause)
        self.cause = cause
        self.cure = cure


def read_regular(path: Path, most: int) -> bytes:
    """Read a file of at most `most` bytes.

    Raises:
        RefusedFileError: it is larger, or is a pipe or a device, of which reading may never end.
        OSError: it cannot be read.
    """
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        os.scandir(path).close()  # which fails where what is in it is not to be known
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(about.st_mode):
        raise RefusedFileError("这不是普通的文件，是管道、设备之类", "换成普通的文件，或者删去。")
    # To reserve room for `most` bytes would take longer than to read those that there are.
    expected = min(about.st_size, most)
    with path.open("rb") as stream:
        data = stream.read(expected + 1)
        if len(data) > expected:
            data += stream.read(most + 1 - len(data))
    if len(data) > most:
        raise RefusedFileError(
            f"文件有 {max(path.stat().st_size, len(data)):,} 字节，超过上限 {most:,}", "拆成几份。"
        )
    return data


def must_lie_here(path: Path) -> None:
    """Refuse a link that leads out of the folder that it lies in.

    Raises:
        RefusedFileError: it does.
        OSError: links go round in a circle.
    """
    if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
        raise RefusedFileError(
            "这是指向别处的链接，不读取：链接到的文件可能不该公开",
            "换成真正的文件，或者删去。",
        )


def write_whole(path: Path, text: str) -> None:
    """Write a text file beside its place and rename it: a full disk or Ctrl+C leaves no half.

    Raises:
        OSError: it could not be written; what stood there before is untouched.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Do the same with bytes."""
    fresh = path.with_name(f".{os.getpid()}.new")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
