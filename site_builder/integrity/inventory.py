"""The files of a built site: which there are, their hashes, and the manifest that tells of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeVar

from site_builder.integrity.minisign import SecretKey
from site_builder.outputs.manifest import (
    NAME,
    SIGNATURE,
    Listed,
    NotAManifestError,
    is_usable,
    manifest,
    read_manifest,
)

T = TypeVar("T")
R = TypeVar("R")

OWN = frozenset((NAME, SIGNATURE))
# Two are enough for what a disk gives; hashing and reading let other threads run.
_THREADS = min(8, os.cpu_count() or 1)
_AT_ONCE = 64
_PIECE = 1 << 20
Tick = Callable[[int], None]


class UnusableNameError(Exception):
    """A file of the site has a name that does not mean the same on every system."""


class NoManifestError(Exception):
    """There is none, or none that can be used; the words are Chinese, for the user."""


class Sealed(NamedTuple):
    """How many files a site has, without a signature, and how many bytes."""

    files: int
    size: int


def seal(
    folder: Path,
    known: Iterable[Listed] = (),
    hidden: Collection[str] = (),
    key: SecretKey | None = None,
) -> Sealed:
    """Write the manifest of a site that is done, and sign it; nothing may be written after this.

    Those `known` were hashed when they were written, and have names that this program gave them. Of
    files and folders whose name begins with a dot it lists only `hidden`: whatever else MkDocs
    found there and left alone is none of the build's.

    Raises:
        UnusableNameError: the words name the file.
        OSError: the disk is full, or a file cannot be read.
    """
    names = [
        name
        for name in sorted(files_below(folder))
        if name not in OWN and (not name.startswith(".") or name in hidden)
    ]
    facts = by_path(known)
    others = [name for name in names if name not in facts]
    for name in others:
        if not is_usable(name):
            raise UnusableNameError(repr(name))
    facts |= by_path(hashed(folder, others))
    whole = [facts[name] for name in names]
    data = manifest(whole)
    (folder / NAME).write_bytes(data)
    if key:
        comment = f"file:{NAME} sha256:{hashlib.sha256(data).hexdigest()}"
        (folder / SIGNATURE).write_bytes(key.sign(data, comment))
    else:
        (folder / SIGNATURE).unlink(missing_ok=True)
    size = sum(file.size for file in whole) + len(data)
    return Sealed(len(whole) + 1, size)


def files_below(folder: Path) -> Iterator[str]:
    """Yield all that is in a folder but folders: files, and links, which are not followed.

    Raises:
        OSError: a folder cannot be read.
    """
    # os.walk and pathlib take three times as long, with ten thousands of folders.
    folders = [""]
    while folders:
        before = folders.pop()
        with os.scandir(f"{folder}/{before}") as found:
            for one in found:
                path = before + one.name
                if one.is_dir(follow_symlinks=False):
                    folders.append(f"{path}/")
                else:
                    yield path


def hashed(folder: Path, names: Sequence[str]) -> Iterator[Listed]:
    """Yield size and hash of files in their order."""
    return in_threads(lambda name: listed(folder, name), names)


def listed(folder: Path, name: str) -> Listed:
    """Return size and hash of one file."""
    digest, size = hashlib.sha256(), 0
    with (folder / name).open("rb", buffering=0) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return Listed(name, size, digest.hexdigest())


def in_threads(
    work: Callable[[T], R], items: Sequence[T], tick: Tick | None = None, threads: int = _THREADS
) -> Iterator[R]:
    """Yield what `work` returns for each item, in order, done by several threads."""
    size = min(_AT_ONCE, max(1, len(items) // (threads * 4)))
    chunks = [items[start : start + size] for start in range(0, len(items), size)]
    with ThreadPoolExecutor(threads) as executor:
        try:
            for done in executor.map(lambda chunk: list(map(work, chunk)), chunks):
                if tick:
                    tick(len(done))
                yield from done
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def manifest_of(path: Path) -> tuple[bytes, dict[str, Listed]]:
    """Return the bytes of a manifest, and its files by path.

    Raises:
        NoManifestError: there is none to use.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NoManifestError(
            f"没有清单 {path}。用这一版的 site-builder build 重新生成网站，就会有清单；"
            "预览稿不得公开，没有清单。"
        ) from error
    return data, files_of(data, str(path))


def files_of(data: bytes, shown: str) -> dict[str, Listed]:
    """Return the files of a manifest by path; the same is raised."""
    try:
        return by_path(read_manifest(data))
    except NotAManifestError as error:
        raise NoManifestError(
            f"{shown} 不是这个程序写的清单，或者已经损坏。"
            "重新生成网站，或者用 --manifest 另外指明。"
        ) from error


def by_path(files: Iterable[Listed]) -> dict[str, Listed]:
    """Return files by their paths."""
    return {file.path: file for file in files}
