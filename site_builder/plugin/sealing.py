"""The last files of a site: those packed beside others, and the manifest of all."""

from __future__ import annotations

from collections.abc import Sequence, Set
from pathlib import Path

from mkdocs.exceptions import PluginError

from site_builder.compressing import compress_folder
from site_builder.integrity.inventory import Sealed, UnusableNameError, seal
from site_builder.outputs.compressed import Encoding
from site_builder.outputs.manifest import Listed
from site_builder.phases import Phases
from site_builder.pipeline import Reuse
from site_builder.plugin.options import Chosen


def sealed(folder: Path, chosen: Chosen, hidden: Set[str], reuse: Reuse, phases: Phases) -> Sealed:
    """Write them when all others are there; return what the manifest tells.

    `hidden` are the files whose names begin with a dot and that are of the site all the same.

    Raises:
        PluginError: a file has a name that no manifest can hold.
    """
    packed = _packed(folder, chosen.encodings, reuse, phases) if chosen.encodings else []
    try:
        with phases.phase("manifest"):
            return seal(folder, [*reuse.files.listed, *packed], hidden, chosen.key)
    except UnusableNameError as error:
        raise PluginError(
            f"{error} 的文件名里有不能用的字符（\\、:、控制字符等），请给它改名。"
        ) from error


def _packed(
    folder: Path, encodings: Sequence[Encoding], reuse: Reuse, phases: Phases
) -> list[Listed]:
    with phases.phase("compress") as advance:
        there = reuse.files.take_packed(encodings)
        packed = compress_folder(folder, encodings, there, advance)
        reuse.files.keep_packed(packed)
    return packed
