"""Files on disk: why one cannot be used, in Chinese, and writing that leaves no half file."""

from __future__ import annotations

import errno
import os
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
