"""Numbers → bytes, and bytes → the scripts that carry them.

Numbers are LEB128: seven bits a byte, the lowest first. A carrier is a script that hands a
deflated payload to the page, since a page opened from a disk may load scripts and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HASH_BYTES = 3
LEVEL = 5  # a few bytes more than 6, in three quarters of the time


def varints(numbers: NDArray[np.uint64]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the bytes of all numbers in a row, and where each of them ends."""
    lengths = np.ones(len(numbers), dtype=np.int64)
    longer = np.flatnonzero(numbers > 0x7F)
    rest = numbers[longer] >> np.uint64(7)
    while len(longer):
        lengths[longer] += 1
        rest >>= np.uint64(7)
        longer, rest = longer[rest > 0], rest[rest > 0]
    ends = np.cumsum(lengths)
    starts = ends - lengths
    data = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    has = np.arange(len(numbers))
    rest = numbers
    for step in range(int(lengths.max(initial=0))):
        more = (lengths[has] > step + 1).astype(np.uint8) << 7
        data[starts[has] + step] = (rest & np.uint64(0x7F)).astype(np.uint8) | more
        has, rest = has[more > 0], rest[more > 0] >> np.uint64(7)
    return data, ends


def varint(number: int) -> bytes:
    """Return the bytes of one number."""
    data = bytearray()
    while number > 0x7F:
        data.append(number & 0x7F | 0x80)
        number >>= 7
    data.append(number)
    return bytes(data)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A script that hands a payload over: its name, the hash of the payload, and its text.

    Of a list too long for its shard `list_of` is the shard's kind, the gram's key, and how many
    records the list tells of.
    """

    name: str
    hash: int
    data: bytes
    list_of: tuple[str, int, int] | None = None

    @property
    def file(self) -> str:
        """The name of its file, which changes with what it carries."""
        return f"{self.name}-{self.hash:06x}.js"


def carrier(name: str, payload: bytes) -> Carrier:
    """Make the script that hands over a payload under `name`."""
    squeezer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    squeezed = squeezer.compress(payload) + squeezer.flush()
    return _carrier(name, squeezed, hashlib.sha256(payload))


class Primed:
    """Makes carriers of payloads that have much in common with a text known to the reader."""

    def __init__(self, known: bytes) -> None:
        self._hash = hashlib.sha256(known)
        # Made once and copied, for to take the text in takes as long as a payload does.
        self._squeezer = zlib.compressobj(
            LEVEL, zlib.DEFLATED, -15, zlib.DEF_MEM_LEVEL, zlib.Z_DEFAULT_STRATEGY, known
        )

    def carrier(self, name: str, payload: bytes) -> Carrier:
        """Make the script that hands over a payload; its hash changes with the known text too."""
        squeezer, hashed = self._squeezer.copy(), self._hash.copy()
        hashed.update(payload)
        return _carrier(name, squeezer.compress(payload) + squeezer.flush(), hashed)


def _carrier(name: str, squeezed: bytes, hashed: hashlib._Hash) -> Carrier:
    text = base64.b64encode(squeezed).decode()
    number = int.from_bytes(hashed.digest()[:HASH_BYTES], "big")
    return Carrier(name, number, f'Gongkai.take("{name}","{text}")\n'.encode())


def hashes(carriers: Iterable[Carrier]) -> str:
    """Return the hashes of files in a row, as base64 of three bytes each."""
    row = b"".join(one.hash.to_bytes(HASH_BYTES, "big") for one in carriers)
    return base64.b64encode(row).decode()
