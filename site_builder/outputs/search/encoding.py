"""Numbers → bytes, and bytes → the scripts that carry them.

Numbers are LEB128: seven bits a byte, the lowest first. A carrier is a script that hands a
deflated payload to the page, since a page opened from a disk may load scripts and nothing else.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from site_builder.outputs.search.grams import Numbers

HASH_BYTES = 3
LEVEL = 4  # a fiftieth more bytes than 6, in two thirds of the time
_MEMORY = 9


def sizes(numbers: NDArray[np.integer[Any]]) -> NDArray[np.uint8]:
    """Return how many bytes each number takes."""
    result = np.ones(len(numbers), dtype=np.uint8)
    for bits in range(7, int(numbers.max(initial=0)).bit_length(), 7):
        result += numbers > (1 << bits) - 1
    return result


def lay(numbers: NDArray[np.integer[Any]], at: Numbers, data: NDArray[np.uint8]) -> None:
    """Write the bytes of each number into `data`, from where `at` says on."""
    while len(numbers):
        more = numbers > 0x7F
        data[at] = numbers.astype(np.uint8) | more.view(np.uint8) << 7
        longer = np.flatnonzero(more)
        at, numbers = at.take(longer) + 1, numbers.take(longer) >> 7


def varints(numbers: NDArray[np.integer[Any]]) -> tuple[NDArray[np.uint8], Numbers]:
    """Return the bytes of all numbers in a row, and where each of them ends."""
    own = sizes(numbers)
    ends = np.cumsum(own, dtype=np.int64)
    data = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    lay(numbers, ends - own, data)
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
    """A script that hands a payload over: its name, the hash of what it carries, and its text.

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
    return _carrier(name, payload, zlib.compressobj(LEVEL, zlib.DEFLATED, -15, _MEMORY))


def list_carrier(name: str, payload: bytes, strategy: int, memory: int) -> Carrier:
    """Make the script that hands over lists of numbers; `strategy` and `memory` are zlib's."""
    return _carrier(name, payload, zlib.compressobj(LEVEL, zlib.DEFLATED, -15, memory, strategy))


class Primed:
    """Makes carriers of payloads that have much in common with a text known to the reader."""

    def __init__(self, known: bytes) -> None:
        # Made once and copied, for to take the text in takes as long as a payload does.
        self._squeezer = zlib.compressobj(
            LEVEL, zlib.DEFLATED, -15, _MEMORY, zlib.Z_DEFAULT_STRATEGY, known
        )

    def carrier(self, name: str, payload: bytes) -> Carrier:
        """Make the script that hands over a payload."""
        return _carrier(name, payload, self._squeezer.copy())


def _carrier(name: str, payload: bytes, squeezer: zlib._Compress) -> Carrier:
    squeezed = squeezer.compress(payload) + squeezer.flush()
    # Where these bytes are the same, so is the file, whatever is known to the reader.
    number = int.from_bytes(hashlib.sha256(squeezed).digest()[:HASH_BYTES], "big")
    text = binascii.b2a_base64(squeezed, newline=False)
    return Carrier(name, number, b'Gongkai.take("%b","%b")\n' % (name.encode(), text))


def hashes(carriers: Iterable[Carrier]) -> str:
    """Return the hashes of files in a row, as base64 of three bytes each."""
    row = b"".join(one.hash.to_bytes(HASH_BYTES, "big") for one in carriers)
    return base64.b64encode(row).decode()
