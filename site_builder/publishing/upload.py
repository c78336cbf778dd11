"""An upload: what it has to do, and doing it in the right order.

It can be interrupted at any moment. Until the deletions, all files are there that old pages need;
each new file is there before whatever leads to it. What was done is seen by the next upload, for
that compares the files themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from site_builder.integrity.comparing import Kind, compare_folder
from site_builder.integrity.inventory import OWN, Tick, by_path, listed, manifest_of
from site_builder.outputs.manifest import NAME, SIGNATURE, Listed, manifest
from site_builder.publishing.order import Step, step_of
from site_builder.publishing.target import CannotPublishError, Present, Target, folders_of

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """What an upload has to do: files that are new or changed, and files to delete.

    Deletions are in their order: a page goes before what it leads to. `foreign` are files at the
    target that nothing of ours tells of; `taken` those of them that have the name of a file of the
    site, and something else in them; `blocking` those that are where the site has a folder, or lie
    in a folder where it has a file.
    """

    new: tuple[Listed, ...]
    changed: tuple[Listed, ...]
    deleted: tuple[str, ...]
    foreign: tuple[str, ...]
    taken: tuple[str, ...]
    blocking: tuple[str, ...]
    same: int
    unfinished: bool
    files: Mapping[str, Listed]
    published: Mapping[str, Listed]

    @property
    def written(self) -> list[tuple[Step, Listed]]:
        """All files to write, in the order of the upload."""
        new = [(step_of(file.path, new=True), file) for file in self.new]
        changed = [(step_of(file.path, new=False), file) for file in self.changed]
        return sorted((*new, *changed))

    @property
    def size(self) -> int:
        """How many bytes there are to write."""
        return sum(file.size for file in (*self.new, *self.changed))

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.new or self.changed or self.deleted or self.unfinished)


def site_files(site: Path, tick: Callable[[int], Tick]) -> dict[str, Listed]:
    """Return the files of a built site, the manifest among them; `tick` is made for their number.

    Raises:
        NoManifestError: there is no manifest.
        CannotPublishError: the site is not as it was built.
    """
    data, files = manifest_of(site / NAME)
    found = compare_folder(site, files, data, tick(len(files)))
    unread = [finding for finding in found if finding.kind is Kind.UNREAD]
    if unread:
        raise CannotPublishError(
            f"{site / unread[0].path} 读不了：{unread[0].detail}。没有发布。改正后再发布。"
        )
    wrong = [finding.path for finding in found if finding.kind is not Kind.ADDED]
    if wrong:
        named = "、".join(wrong[:_MOST_NAMED]) + ("等" if len(wrong) > _MOST_NAMED else "")
        raise CannotPublishError(
            f"{site} 与它的清单不一致：{named}。没有发布。重新运行 site-builder build，再发布。"
        )
    own = [name for name in (NAME, SIGNATURE) if (site / name).is_file()]
    return {**files, **by_path(listed(site, name) for name in own)}


def plan_of(files: Mapping[str, Listed], present: Present) -> Plan:
    """Return what is to be done, from what there is."""
    published = set(present.published) | (OWN if present.published else frozenset())
    differing = present.differing
    foreign = present.names - published - files.keys()
    return Plan(
        new=tuple(file for name, file in files.items() if name not in present.names),
        changed=tuple(file for name, file in files.items() if name in differing),
        deleted=tuple(sorted((published - files.keys()) & present.names, key=_deletion)),
        foreign=tuple(sorted(foreign)),
        taken=tuple(sorted(differing - published)),
        blocking=tuple(sorted(_blocking(foreign, files))),
        same=len(files.keys() & present.names - differing),
        unfinished=present.unfinished,
        files=files,
        published=present.published,
    )


def _deletion(path: str) -> tuple[int, str]:
    return -step_of(path, new=False), path


def _blocking(foreign: frozenset[str], files: Mapping[str, Listed]) -> Iterator[str]:
    needed = {folder for path in files for folder in folders_of(path)} if foreign else set()
    return (name for name in foreign if name in needed or files.keys() & folders_of(name))


def carry_out(
    plan: Plan, site: Path, target: Target, begin_step: Callable[[Step, int], Tick]
) -> None:
    """Do what a plan says; `begin_step` hears of each step with the number of its files.

    Raises:
        CannotPublishError: something was in the way; what was done so far does no harm.
        OSError: likewise.
    """
    target.begin(manifest({**plan.published, **plan.files}.values()))
    in_the_way = _in_the_way(plan)
    if in_the_way:
        target.remove(in_the_way)
    for step, group in groupby(plan.written, key=lambda one: one[0]):
        files = [file for _, file in group]
        target.put(site, files, begin_step(step, len(files)))
    if left := [name for name in plan.deleted if name not in set(in_the_way)]:
        target.remove(left)
    target.finish()


def _in_the_way(plan: Plan) -> list[str]:
    """Return files to delete that are where a folder has to be, or in a folder where a file has."""
    new = {file.path for file in plan.new}
    needed = {folder for path in new for folder in folders_of(path)}
    return [name for name in plan.deleted if name in needed or new & folders_of(name)]
