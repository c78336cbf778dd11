"""Deflated pieces that are laid one after another in a zip file, none knowing of the others.

A piece ends on a whole byte and says of no other that it is the last (RFC 1951, an empty stored
block); so any row of pieces, with an end after it, is one deflated stream.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from struct import unpack
from typing import NamedTuple, TypeAlias
from zipfile import ZipFile

from site_builder.outputs.zipped import entry

# No public way leads there. Level 6 takes three times as long for a seventh less.
_LEVEL = 1
_NO_HEADER = -15
_POLYNOMIAL = 0xEDB88320

_Step: TypeAlias = tuple[list[int], ...]

# Where the header before a file, which ends there, says how long its name and its extras are.
_LENGTHS = slice(26, 30)
_END = zlib.compressobj(_LEVEL, zlib.DEFLATED, _NO_HEADER).flush()


def packed(data: bytes) -> bytes:
    """Deflate a piece; nothing gives nothing."""
    if not data:
        return b""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _NO_HEADER)
    return packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)


class Packed(NamedTuple):
    """A piece deflated: how many bytes it is now and was before, and the CRC-32 of these."""

    size: int
    raw_size: int
    raw_sum: int


def add_packed(
    archive: ZipFile, name: str, known: Sequence[Packed], pieces: Iterable[bytes | memoryview]
) -> None:
    """Add a file made of deflated pieces to an archive that is being written; `known` is of them.

    `zipfile` adds what is deflated already nowhere; this is how its `mkdir` adds a folder.
    """
    stream = archive.fp
    assert stream is not None
    info = entry(name)
    info.CRC = joined_sum([one.raw_sum for one in known], [one.raw_size for one in known])
    info.file_size = sum(one.raw_size for one in known)
    info.compress_size = sum(one.size for one in known) + len(_END)
    info.header_offset = stream.tell()
    stream.write(info.FileHeader())
    for piece in pieces:
        stream.write(piece)
    stream.write(_END)
    archive.filelist.append(info)
    archive.NameToInfo[name] = info
    archive.start_dir = stream.tell()


def packed_stretch(archive: ZipFile, name: str) -> tuple[int, int]:
    """Return from where to where in the file of an archive the pieces of `name` lie.

    Raises:
        KeyError: the archive has no such file.
        struct.error: it does not lie where the archive says.
    """
    stream = archive.fp
    assert stream is not None
    info = archive.getinfo(name)
    stream.seek(info.header_offset + _LENGTHS.start)
    lengths = stream.read(_LENGTHS.stop - _LENGTHS.start)
    start = info.header_offset + _LENGTHS.stop + sum(unpack("<HH", lengths))
    return start, start + info.compress_size - len(_END)


def joined_sum(sums: Iterable[int], sizes: Iterable[int]) -> int:
    """Return the CRC-32 of pieces laid one after another, by their own ones and their sizes.

    `zlib` keeps to itself how it combines them (Mark Adler's `crc32_combine`). To lay a piece after
    others moves their sum on by its size, which is linear, and then is an exclusive or.
    """
    joined = 0
    for one, size in zip(sums, sizes, strict=True):
        joined = _moved(joined, size) ^ one
    return joined


def _moved(value: int, size: int) -> int:
    """Return a sum moved on by so many bytes: in steps that are powers of two."""
    bit = 0
    while size:
        if size & 1:
            value = _looked_up(_step(bit), value)
        size >>= 1
        bit += 1
    return value


def _looked_up(step: _Step, value: int) -> int:
    first, second, third, fourth = step
    return (
        first[value & 255]
        ^ second[value >> 8 & 255]
        ^ third[value >> 16 & 255]
        ^ fourth[value >> 24]
    )


@cache
def _step(bit: int) -> _Step:
    """Return what moves a sum on by 2 ** `bit` bytes: a table for each byte of the sum."""
    moved = [_moved_by_step(1 << place, bit) for place in range(32)]
    return tuple(_table(moved[place : place + 8]) for place in range(0, 32, 8))


def _moved_by_step(value: int, bit: int) -> int:
    if bit:
        half = _step(bit - 1)
        return _looked_up(half, _looked_up(half, value))
    for _ in range(8):
        value = value >> 1 ^ (_POLYNOMIAL if value & 1 else 0)
    return value


def _table(of_bits: Iterable[int]) -> list[int]:
    """Return what a byte becomes, by what each of its bits becomes."""
    table = [0]
    for moved in of_bits:
        table += [moved ^ other for other in table]
    return table
