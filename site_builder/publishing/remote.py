"""A folder on another machine, reached through the programs rsync and ssh."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from site_builder.integrity.inventory import Tick
from site_builder.outputs.manifest import NAME, Listed
from site_builder.publishing.target import JOURNAL, CannotPublishError, Present, earlier, folders_of

# `user@host:path` or `host:path`; one letter before the colon is a drive of Windows.
_REMOTE = re.compile(r"(?!-)(?:[^\s@:/\\]+@)?(?!-)(?:[^\s@:/\\]{2,}|\[[0-9a-fA-F:.]+\]):[^:].*")
_LISTED = re.compile(r"([-a-z])\S{9,10}\s+[\d,.']+\s+\S+\s+\S+ (.*)")
# Options: whole trees, paths that no shell takes apart, names as they are.
_USUAL = ("-r", "-s", "-8")
_NAMES = ("--files-from=-", "--from0")
_MOST_SAID = 5


def is_remote(target: str) -> bool:
    """Tell whether a target is on another machine."""
    return bool(_REMOTE.fullmatch(target))


class RsyncTarget:
    """A folder at `user@host:path`, which has to exist."""

    def __init__(self, target: str) -> None:
        self._target = target if target.endswith("/") else f"{target}/"
        self._program = shutil.which("rsync")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Do nothing: rsync knows no locks."""
        yield

    def present(self, site: Path, files: Mapping[str, Listed], tick: Tick | None) -> Present:
        """Look what is there; the other machine hashes its files, and sends the hashes alone."""
        names = self._listing()
        with TemporaryDirectory() as name:
            fetched = Path(name)
            wanted = [f"--include=/{one}" for one in (NAME, JOURNAL)]
            self._run(*_USUAL, *wanted, "--exclude=*", "--", self._target, f"{name}/")
            manifest, journal = (
                path.read_bytes() if (path := fetched / one).is_file() else None
                for one in (NAME, JOURNAL)
            )
        both = sorted(files.keys() & names)
        differing = self._run(
            *_USUAL, "-c", "-n", "--out-format=%n", *_NAMES, "--", f"{site}/", self._target,
            names=both,
        )  # fmt: skip
        if tick:
            tick(len(files))
        return Present(
            frozenset(names - {JOURNAL}),
            frozenset(differing.splitlines()) & files.keys(),
            earlier(manifest, journal),
            journal is not None,
        )

    def _listing(self) -> set[str]:
        """Return all that is there but folders."""
        names: set[str] = set()
        for line in self._run(*_USUAL, "-l", "--list-only", "--", self._target).splitlines():
            if match := _LISTED.fullmatch(line):
                kind, name = match.groups()
                if kind == "l":
                    name = name.partition(" -> ")[0]
                if kind != "d":
                    names.add(name)
        return names

    def begin(self, journal: bytes) -> None:
        """Note what may be there from now on."""
        with TemporaryDirectory() as name:
            (Path(name) / JOURNAL).write_bytes(journal)
            self._run(*_USUAL, *_NAMES, "--", f"{name}/", self._target, names=[JOURNAL])

    def put(self, site: Path, files: Sequence[Listed], tick: Tick | None) -> None:
        """Write files; rsync writes each beside its place and renames it."""
        names = [file.path for file in files]
        self._run(*_USUAL, "-c", "-z", *_NAMES, "--", f"{site}/", self._target, names=names)
        if tick:
            tick(len(files))

    def remove(self, names: Sequence[str]) -> None:
        """Remove files, and folders that are empty without them."""
        self._remove(names)
        full = {folder for name in self._listing() for folder in folders_of(name)}
        touched = {folder for name in names for folder in folders_of(name)}
        self._remove(sorted(touched - full, reverse=True))

    def _remove(self, names: Sequence[str]) -> None:
        """Remove files or empty folders: rsync is told to bring what is not here."""
        if names:
            with TemporaryDirectory() as empty:
                for name in names:  # rsync wants the folders above
                    (Path(empty) / name).parent.mkdir(parents=True, exist_ok=True)
                arguments = ("--delete-missing-args", *_NAMES, "--", f"{empty}/", self._target)
                self._run(*_USUAL, *arguments, names=names)

    def finish(self) -> None:
        """Forget what `begin` noted."""
        self._remove([JOURNAL])

    def _run(self, *arguments: str, names: Iterable[str] = ()) -> str:
        if self._program is None:
            raise CannotPublishError(
                "上传到别的电脑要用 rsync，这里没有装。Debian、Ubuntu 运行 sudo apt install rsync；"
                "或者把服务器的文件夹挂载到本机，发布到那个文件夹。"
            )
        done = subprocess.run(
            [self._program, *arguments],
            input="".join(f"{name}\0" for name in names).encode(),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()[:_MOST_SAID]
            raise CannotPublishError(
                f"rsync 没有成功（退出状态 {done.returncode}）：\n  "
                + "\n  ".join(said)
                + "\n检查网络、登录、远端文件夹是否存在、磁盘是否已满，然后再运行一次，会接着做。"
            )
        return done.stdout.decode("utf-8", "surrogateescape")
