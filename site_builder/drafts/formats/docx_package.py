"""A Word file as a package: a zip archive of parts, opened only if that is safe.

Nothing is ever written to disk under a name from the archive, and nothing is unpacked whose size
was not read and judged before.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import NamedTuple
from xml.etree.ElementTree import Element
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from site_builder.drafts.formats.docx_xml import XmlRefusedError, parse
from site_builder.drafts.formats.files import kind_of

MAX_FILE_BYTES = 50_000_000
MAX_BYTES = 200_000_000  # of all entries, unpacked
MAX_PART_BYTES = 40_000_000  # of one XML part, unpacked
MAX_ENTRIES = 10_000
MAX_RATIO = 200  # text packs 20:1, pictures hardly at all, a zip bomb 1000:1
_RATIO_COUNTS_FROM = 2_000_000  # bytes; a small part may be all the same
_MAX_DIRECTORY = 4_000_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_FOREIGN = {"xl": "Excel 工作簿", "ppt": "PowerPoint 演示文稿", "visio": "Visio 绘图"}


class RefusedError(Exception):
    """A file that is not read: the code of the doubt, and its words."""

    def __init__(self, code: str, **words: object) -> None:
        super().__init__(code)
        self.code, self.words = code, words


class Relation(NamedTuple):
    """What a part refers to: the last word of the relation's type, and the name of the part."""

    type: str
    target: str


@dataclass(slots=True)
class Package:
    """The parts of a Word file."""

    _zip: ZipFile
    _entries: dict[str, ZipInfo]
    _parts: dict[str, Element] = field(default_factory=dict)

    def part(self, name: str) -> Element | None:
        """Return the root of an XML part, None if there is no such part.

        Raises:
            RefusedError: the part cannot be read safely.
        """
        info = self._entries.get(name.lower())
        if info is None:
            return None
        if name not in self._parts:
            self._parts[name] = self._parse(info)
        return self._parts[name]

    def relations(self, name: str) -> dict[str, Relation]:
        """Return what a part refers to inside the package, by the relation's id."""
        folder, _, base = name.rpartition("/")
        root = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, Relation] = {}
        for element in root.iter("rel_Relationship") if root is not None else ():
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
                kind = element.get("Type", "").rpartition("/")[2]
                found[element.get("Id", "")] = Relation(kind, target.lstrip("/"))
        return found

    def document_name(self) -> str:
        """Return the name of the part that holds the text.

        Raises:
            RefusedError: there is none, or it is not Word's.
        """
        mains = [r for r in self.relations("").values() if r.type == "officeDocument"]
        name = mains[0].target if mains else "word/document.xml"
        folder = name.partition("/")[0]
        if folder in _FOREIGN:
            raise RefusedError("D913", kind=_FOREIGN[folder])
        root = self.part(name)
        if root is None:
            raise RefusedError("D911", reason="压缩包里没有正文（word/document.xml）")
        if root.tag != "w_document":
            raise RefusedError("D913", kind="别的 Office 文件")
        return name

    def _parse(self, info: ZipInfo) -> Element:
        if info.file_size > MAX_PART_BYTES:
            raise RefusedError("D914", reason=f"{info.filename} 展开后太大")
        try:
            return parse(self._zip.read(info))
        except XmlRefusedError as error:
            raise RefusedError("D915", part=info.filename, reason=error) from None
        except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
            raise RefusedError("D911", reason=f"{info.filename} 读不出来") from None


def open_package(data: bytes) -> Package:
    """Open the bytes of a .docx or .docm file.

    Raises:
        RefusedError: it is none, it is damaged, or it is not safe to read.
    """
    if not data.startswith(b"PK"):
        raise _not_zipped(data)
    try:
        if _directory_size(data) > _MAX_DIRECTORY:
            raise RefusedError("D914", reason="压缩包里的文件太多")
        archive = ZipFile(BytesIO(data))
    except (BadZipFile, struct.error, OSError, ValueError, NotImplementedError):
        raise RefusedError("D911", reason="压缩包不完整") from None
    return Package(archive, _judged(archive.infolist()))


def _judged(infos: list[ZipInfo]) -> dict[str, ZipInfo]:
    """Return the entries by their names in lower case, if all of them are such as Word writes."""
    if len(infos) > MAX_ENTRIES:
        raise RefusedError("D914", reason="压缩包里的文件太多")
    if sum(info.file_size for info in infos) > MAX_BYTES:
        raise RefusedError("D914", reason="展开后太大")
    entries: dict[str, ZipInfo] = {}
    for info in infos:
        name = info.filename.lower()
        if not _is_plain(info.orig_filename) or name in entries:
            raise RefusedError("D911", reason="压缩包里有不正常的文件名")
        if info.flag_bits & 1:
            raise RefusedError("D912")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise RefusedError("D911", reason="压缩方式不是 Word 用的")
        packed = max(info.compress_size, 1)
        if info.file_size > _RATIO_COUNTS_FROM and info.file_size / packed > MAX_RATIO:
            raise RefusedError("D914", reason=f"{info.filename} 的压缩比不正常")
        entries[name] = info
    return entries


def _is_plain(name: str) -> bool:
    usual = name.isprintable() and not name.startswith("/") and not set(name) & set("\\:")
    return usual and ".." not in name.split("/")


def _directory_size(data: bytes) -> int:
    """Return how many bytes the list of entries takes, which says how many there may be."""
    end = data.rfind(b"PK\5\6")
    if end < 0:
        raise BadZipFile
    (size,) = struct.unpack_from("<L", data, end + 12)
    if end >= 20 and data[end - 20 : end - 16] == b"PK\6\7":
        (record,) = struct.unpack_from("<Q", data, end - 12)
        if record > len(data):
            raise BadZipFile
        (size,) = struct.unpack_from("<Q", data, record + 40)
    return int(size)


def is_ole(data: bytes) -> bool:
    """Tell whether the file is a compound file, as .doc is, and .docx with a password."""
    return data.startswith(_OLE)


def is_locked(data: bytes) -> bool:
    """Tell whether a compound file wants a password: a .docx inside one, or a .doc."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return True
    # The header of the text, which usually is the first sector, has a bit for it.
    return data[512:514] == b"\xec\xa5" and len(data) > 524 and bool(data[523] & 1)


def is_old_word(data: bytes) -> bool:
    """Tell whether a compound file holds the text of Word 97-2003, which WPS writes too."""
    return is_ole(data) and "WordDocument".encode("utf-16-le") in data


def _not_zipped(data: bytes) -> RefusedError:
    if is_ole(data) and is_locked(data):
        return RefusedError("D912")
    if is_old_word(data):
        return RefusedError("D913", kind="旧的 Word 97-2003（.doc）文件")
    return RefusedError("D913", kind=kind_of(data) or "别的文件")
