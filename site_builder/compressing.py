"""The files of a built site, packed beside themselves."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from site_builder.outputs.compressed import Encoding, compressible, variants
from site_builder.outputs.manifest import Listed

_HOME = "index.html"
# Packing lets other threads run.
_THREADS = os.cpu_count() or 1


def compress_folder(
    folder: Path,
    encodings: Sequence[Encoding],
    without: Collection[str] = (),
    tick: Callable[[int], None] | None = None,
) -> list[Listed]:
    """Put packed files beside those that gain by it, and return them as a manifest lists them.

    `without` are paths with `/` below the folder that are left as they are, and so is what is
    hidden. `tick` hears how many more were looked at. What is there already under the name of a
    packed file is replaced, for a server would send it in the place of the other.

    Raises:
        OSError: the disk is full, or a file cannot be read.
    """
    if not encodings:
        return []
    made: list[Listed] = []
    chosen = sorted(name for name in _below(folder) if name not in without)
    with ThreadPoolExecutor(_THREADS) as executor:
        try:
            for packed in executor.map(lambda name: _compress(folder, name, encodings), chosen):
                made += packed
                if tick:
                    tick(1)
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
    return made


def packed_as(folder: Path) -> tuple[Encoding, ...]:
    """Tell as what the files of a built site lie beside themselves, by its home page."""
    return tuple(one for one in Encoding if (folder / f"{_HOME}.{one}").is_file())


def _compress(folder: Path, name: str, encodings: Sequence[Encoding]) -> list[Listed]:
    made = []
    for output in variants(name, (folder / name).read_bytes(), encodings):
        target = folder / output.path
        # Whatever else has this name on the disk, such as a site before, keeps its bytes.
        target.unlink(missing_ok=True)
        target.write_bytes(output.data)
        made.append(Listed(output.path, len(output.data), hashlib.sha256(output.data).hexdigest()))
    return made


def _below(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(place, name)
            if compressible(name) and not name.startswith(".") and not path.is_symlink():
                yield path.relative_to(folder).as_posix()
