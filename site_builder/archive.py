"""A built site, its manifest and its sources in one zip file, for the archive or for a disk."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from site_builder.integrity.inventory import OWN, manifest_of
from site_builder.outputs.manifest import NAME, Listed, manifest
from site_builder.outputs.pages import environment
from site_builder.outputs.zipped import entry
from site_builder.reading.project import Project

_SITE, _SOURCES = "site", "sources"
_README = "README.txt"
_PIECE = 1 << 20
# What is packed already only costs time to pack again.
_PACKED = frozenset(
    (".br", ".gz", ".jpg", ".jpeg", ".png", ".webp", ".woff2", ".docx", ".xlsx", ".zip")
)
# One file system or another takes these for something else than a part of a name.
_UNSAFE = frozenset('\\:*?"<>|')
# Windows takes these for devices, whatever ending they have, and drops such an end of a name.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)
_DROPPED = (".", " ")
# What an import leaves beside notices: old versions, and pages of remarks.
_OF_IMPORTS = re.compile(r"\.review\.html\Z|\.bak\d*\Z")
_MOST_NAMED = 5


class CannotPackError(Exception):
    """Nothing was packed; the words are Chinese, for the user."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What was packed: how many files of each kind, and the hash of the zip file itself."""

    site_count: int
    source_count: int
    size: int
    sha256: str


def pack(project: Project, target: Path) -> Packed:
    """Write the archive of a project whole, or not at all.

    Raises:
        CannotPackError: the site is not built, older than its sources or not as it was built, or a
            file may not be packed.
        NoManifestError: the site has no manifest that tells how it was built.
        OSError: a file cannot be read or the archive not written; no half of it is left.
    """
    if not (project.site / "index.html").is_file():
        raise CannotPackError(
            f"{project.site} 里没有生成好的网站。先运行 site-builder build，再打包。"
        )
    site = list(_below(project.site, _SITE))
    sources = list(_sources(project))
    _must_be_outside(target, project)
    _must_be_fresh(project, sources)
    _must_differ_everywhere(name for name, _ in (*site, *sources))
    fresh = target.with_name(f".{os.getpid()}.new")
    try:
        with fresh.open("wb") as stream, ZipFile(stream, "w") as archive:
            packing = _Packing(archive)
            for name, path in site:
                packing.add_file(name, path)
            _must_be_as_built(project.site, packing.listed)
            for name, path in sources:
                packing.add_file(name, path)
            packing.add(_README, _readme(project.name, len(site), len(sources)))
            archive.writestr(entry(NAME), manifest(packing.listed))
        packed = Packed(len(site), len(sources), fresh.stat().st_size, _hash_of(fresh))
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    return packed


@dataclass(slots=True)
class _Packing:
    """Puts files into an archive piece by piece, so that none need be in memory whole."""

    archive: ZipFile
    listed: list[Listed] = field(default_factory=list)

    def add_file(self, name: str, path: Path) -> None:
        packed = path.suffix.lower() in _PACKED
        info = entry(name, method=ZIP_STORED if packed else ZIP_DEFLATED)
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as source:
            info.file_size = os.fstat(source.fileno()).st_size  # how zip64 is told to be needed
            with self.archive.open(info, "w") as target:
                while piece := source.read(_PIECE):
                    digest.update(piece)
                    size += len(piece)
                    target.write(piece)
        self.listed.append(Listed(name, size, digest.hexdigest()))

    def add(self, name: str, data: bytes) -> None:
        self.archive.writestr(entry(name), data)
        self.listed.append(Listed(name, len(data), hashlib.sha256(data).hexdigest()))


def _readme(name: str, site_count: int, source_count: int) -> bytes:
    """Return what people read first; old editors on Windows want the mark and both line ends."""
    text = (
        environment()
        .get_template("archive_readme.txt")
        .render(name=" ".join(name.split()), site_count=site_count, source_count=source_count)
    )
    return ("\ufeff" + text.strip() + "\n").replace("\n", "\r\n").encode()


def _sources(project: Project) -> Iterator[tuple[str, Path]]:
    """Yield the files that the site is made of, by name."""
    found: dict[str, Path] = {}
    for path in project.config_files:
        found[_source_name(path, project.root)] = path
    for folder in (project.content, project.notices, *project.others):
        name = _source_name(folder, project.root)
        if folder.is_dir():
            found.update(_below(folder, name))
        elif folder.is_file():
            found[name] = folder
    beside = _source_name(project.notices, project.root)
    return (
        (name, path)
        for name, path in sorted(found.items())
        if not (name.startswith(f"{beside}/") and _OF_IMPORTS.search(name))
    )


def _source_name(path: Path, root: Path) -> str:
    """Name a file as it lies in the project; one outside of it by its own name."""
    lies, project = path.resolve(), root.resolve()
    inside = lies.is_relative_to(project) and lies != project
    return _checked(PurePosixPath(_SOURCES, lies.relative_to(project) if inside else lies.name))


def _below(folder: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    """Yield all files below a folder but hidden ones, by name, in one order on all systems."""
    found = []
    for place, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inner = PurePosixPath(prefix, *Path(place).relative_to(folder).parts)
        for name in (*folders, *names):
            path = Path(place, name)
            # A link may lead out of the folder, and one to a folder round in a circle.
            inside = path.resolve().is_relative_to(folder.resolve())
            if name in names and not path.is_file():
                raise CannotPackError(
                    f"{path} 不是普通的文件（管道、设备或者断了的链接），没有打包。删去后再试。"
                )
            if path.is_symlink() and (name in folders or not inside):
                raise CannotPackError(
                    f"{path} 是指向别处的链接，没有打包。换成真正的文件，或者删去。"
                )
        found += [
            (_checked(inner / name), Path(place, name))
            for name in names
            if not name.startswith(".")
        ]
    return iter(sorted(found))


def _raise(error: OSError) -> None:
    raise error


def _checked(name: PurePosixPath) -> str:
    """Return a name for the archive, if it means the same everywhere, and inside of it."""
    text = str(name)
    try:
        text.encode()
    except UnicodeEncodeError:
        shown = text.encode(errors="replace").decode()
        raise CannotPackError(f"{shown} 的文件名不是 UTF-8，没有打包。改名后再试。") from None
    unusual = any(char in _UNSAFE or not char.isprintable() for char in text)
    unusual |= any(_DEVICE.match(part) or part.endswith(_DROPPED) for part in name.parts)
    if unusual or name.is_absolute() or ".." in name.parts:
        raise CannotPackError(
            f"{text!r} 的文件名里有不能用的字符，或者是 Windows 保留的名称，"
            "在别的电脑上解压会出错，没有打包。改名后再试。"
        )
    return text


def _must_differ_everywhere(names: Iterable[str]) -> None:
    """Refuse files of which one would take the place of the other where case is no difference."""
    known: dict[str, str] = {}
    for name in names:
        other = known.setdefault(name.casefold(), name)
        if other != name:
            raise CannotPackError(
                f"{other} 和 {name} 只有大小写不同，在 Windows 上解压会少一个，没有打包。"
                "改名后再试。"
            )


def _must_be_as_built(site: Path, packed: Iterable[Listed]) -> None:
    """Compare what was packed of a site with the manifest of its build.

    The archive vouches for what is in it, so nothing may get in that somebody put there since.
    """
    _, built = manifest_of(site / NAME)
    found = {file.path.removeprefix(f"{_SITE}/"): file.sha256 for file in packed}
    hidden = [name for name in built if "/." in f"/{name}"]
    expected = {name: file.sha256 for name, file in built.items()}
    for name in (*OWN, *hidden):
        found.pop(name, None)
        expected.pop(name, None)
    wrong = sorted({name for name, _ in found.items() ^ expected.items()})
    if wrong:
        named = "、".join(wrong[:_MOST_NAMED]) + ("等" if len(wrong) > _MOST_NAMED else "")
        raise CannotPackError(
            f"{site} 与它的清单不一致：{named}。没有打包。重新运行 site-builder build，再打包。"
        )


def _must_be_outside(target: Path, project: Project) -> None:
    place = target.resolve()
    folders = (project.site, project.content, project.notices)
    for packed in (*folders, *project.others, *project.config_files):
        if place == packed.resolve():
            raise CannotPackError(f"{target} 就是要打包的。用 -o 把压缩包写到别处。")
        if place.is_relative_to(packed.resolve()):
            raise CannotPackError(
                f"{target} 在要打包的文件夹 {packed} 里。用 -o 把压缩包写到别处。"
            )


def _must_be_fresh(project: Project, sources: Iterable[tuple[str, Path]]) -> None:
    """Compare when the sources were changed with when the home page was written.

    A folder is changed when a file in it goes, which the files left cannot tell.
    """
    built = (project.site / "index.html").stat().st_mtime_ns
    files = [path for _, path in sources]
    folders = dict.fromkeys(path.parent for path in files if path.parent != project.root)
    for path in (*files, *folders):
        if path.stat().st_mtime_ns > built:
            raise CannotPackError(
                f"{path} 在网站生成之后改动过，网站和它不一致。先运行 site-builder build，再打包。"
            )


def _hash_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
