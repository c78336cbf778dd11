"""What all tests share: folders of the project, a site built once, and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support import ROOT, build

_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site, built once."""
    folder = tmp_path_factory.mktemp("sample") / "site"
    assert build(ROOT / "mkdocs.yml", site_dir=folder) == 0
    return folder


@pytest.fixture(scope="session")
def specimens() -> Path:
    """The folder of real notices, which are not part of the project."""
    folder = ROOT.parent / "shared" / "specimens"
    if not folder.is_dir():
        pytest.skip(f"the real notices are not here: {folder}")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; without one these tests fail, for `make test` installs it."""
    executable = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    assert executable, "no Chromium found; sh tests/browser-setup.sh installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        yield browser
        browser.close()
