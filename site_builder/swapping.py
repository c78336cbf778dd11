"""A folder made beside its place and put there whole; what dead builds left is put right.

Beside `site` there may lie:

| name | what |
| --- | --- |
| `.site.lock` | held by the one build that runs; the system lets go of it when the build dies |
| `.site.new-PID` | half a site, or an old one on its way out: rubbish once its build is dead |
| `.site.old-PID` | the site of before, whole: only between the two renames where no exchange is |
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# So long after a build was killed its workers may take to notice.
_PATIENCE = 3.0
_PAUSE = 0.05
_EXCHANGE = 2  # RENAME_EXCHANGE
_HERE = -100  # AT_FDCWD
_CANNOT_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM}
# What a file system without locks says, such as some that are mounted over a network.
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL}


class BusyError(Exception):
    """Another build or upload is at this folder."""


@contextmanager
def made_beside(target: Path) -> Iterator[Path]:
    """Yield the name of a folder to make; at the end it takes the place of `target`, whole.

    If it was not made, or anything is raised, `target` stays as it was.

    Raises:
        BusyError: another build makes the same folder.
        OSError: the folder could not be put into place.
    """
    place = target.resolve()  # where a link leads, so that the link stays
    if place.exists() and not place.is_dir():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    place.parent.mkdir(parents=True, exist_ok=True)
    with locked(place) as alone:
        if alone:
            put_right(place)
        fresh = _beside(place, f"new-{os.getpid()}")
        shutil.rmtree(fresh, ignore_errors=True)
        try:
            yield fresh
            if fresh.is_dir():
                flush(fresh)
                _swap(fresh, place)
        finally:
            _remove(fresh)


@contextmanager
def locked(place: Path) -> Iterator[bool]:
    """Hold the lock of a folder; yield whether there is one, for some file systems have none.

    Raises:
        BusyError: somebody else holds it, and goes on to.
    """
    path = _beside(place, "lock")
    deadline = time.monotonic() + _PATIENCE
    while (handle := _try_lock(path)) is None:
        if time.monotonic() > deadline:
            raise BusyError(str(place))
        time.sleep(_PAUSE)
    try:
        yield handle >= 0
    finally:
        if handle >= 0:
            _unlock(handle, path)


def leftover(target: Path) -> Path | None:
    """Return where the old site lies if a build died between taking it away and the new one."""
    if target.exists():
        return None
    found = list(target.parent.glob(f".{target.name}.old-*"))
    return max(found, key=lambda path: path.stat().st_mtime_ns, default=None)


def put_right(place: Path) -> None:
    """Put back what a dead build took away, and remove what it left. Only with the lock held."""
    if old := leftover(place):
        old.rename(place)
    for rubbish in place.parent.glob(f".{place.name}.new-*"):
        _remove(rubbish)
    for old in place.parent.glob(f".{place.name}.old-*"):
        _remove_old(old, _beside(place, f"new-{os.getpid()}"))


def flush(folder: Path) -> None:
    """Have the system put on the disk what was written, where it can be asked for that at once.

    Raises:
        OSError: the disk did not take it.
    """
    sync = getattr(_library(), "syncfs", None)
    if sync is None:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if sync(handle):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(handle)


def _beside(place: Path, ending: str) -> Path:
    return place.with_name(f".{place.name}.{ending}")


def _swap(fresh: Path, place: Path) -> None:
    """Put `fresh` into its place; what was there is then called `fresh`, or was removed."""
    if not place.exists():
        fresh.rename(place)
        return
    if exchange(fresh, place):
        return
    old = _beside(place, f"old-{os.getpid()}")
    place.rename(old)
    try:
        fresh.rename(place)
    except OSError:
        old.rename(place)
        raise
    _remove_old(old, fresh)


def _remove_old(old: Path, free_name: Path) -> None:
    """Remove an old site under a name that says that it is no longer whole."""
    with suppress(OSError):
        old.rename(free_name)
        _remove(free_name)


def _remove(folder: Path) -> None:
    """Remove a folder as far as that can be done.

    Who protects a site from being written to may replace it all the same, and then it must go.
    """
    shutil.rmtree(folder, ignore_errors=True)
    if folder.is_dir():
        with suppress(OSError):
            folder.chmod(stat.S_IRWXU)
            for around, inner, _ in os.walk(folder):
                for path in (Path(around, name) for name in inner):
                    if not path.is_symlink():
                        path.chmod(stat.S_IRWXU)
        shutil.rmtree(folder, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step of the kernel's; False where it or the disk cannot.

    Raises:
        OSError: it can, and may not.
    """
    rename = getattr(_library(), "renameat2", None)
    if rename is None:
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), ctypes.c_uint(_EXCHANGE)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))


def _library() -> ctypes.CDLL | None:
    """Return the system's library of C, on Linux alone: others have neither call."""
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _try_lock(path: Path) -> int | None:
    """Return an open file that is locked, None if another has it, -1 if there are no locks."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:
        if os.name == "nt":
            return None  # it is just being removed
        raise
    try:
        _lock(handle)
    except OSError as error:
        os.close(handle)
        return -1 if error.errno in _NO_LOCKS else None
    if not _is_at(handle, path):
        os.close(handle)
        return None
    return handle


def _is_at(handle: int, path: Path) -> bool:
    """Tell whether a file still has its name: whoever had the lock removes it when done."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int, path: Path) -> None:
        os.close(handle)
        with suppress(OSError):  # another has opened it meanwhile
            path.unlink()

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int, path: Path) -> None:
        with suppress(OSError):
            path.unlink()
        os.close(handle)
