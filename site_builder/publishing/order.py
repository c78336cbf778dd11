"""What is uploaded before what: nothing before the files that it leads to.

Pages lead to each other. Those that are new nobody reaches yet, so they come first and together;
then those that lead to them.
"""

from __future__ import annotations

from enum import IntEnum

from site_builder.integrity.inventory import OWN
from site_builder.outputs.compressed import unpacked_name
from site_builder.outputs.manifest import NAME
from site_builder.views import urls

_INDEX = "index.html"
_PAGE = (".html", ".htm")
# The one file of the search that keeps its name, and names the others.
_SEARCH_INDEX = f"{urls.SEARCH}index.js"


class Step(IntEnum):
    """Steps of an upload, in their order."""

    ASSETS = 0
    SEARCH = 1
    DATA = 2
    NEW = 3
    PAGES = 4
    LISTS = 5
    FEEDS = 6
    HOME = 7
    SIGNATURE = 8
    MANIFEST = 9


LABELS = {
    Step.ASSETS: "样式和脚本",
    Step.SEARCH: "检索数据",
    Step.DATA: "数据和附件",
    Step.NEW: "新的网页",
    Step.PAGES: "通报",
    Step.LISTS: "目录页",
    Step.FEEDS: "订阅和网站地图",
    Step.HOME: "首页",
    Step.SIGNATURE: "签名",
    Step.MANIFEST: "清单",
}


def step_of(path: str, *, new: bool) -> Step:
    """Return in which step a file of the site is uploaded; `new` if there was none before.

    One that is packed goes with the other, for a server sends it in the place of that.
    """
    path = unpacked_name(path)
    step = _step_of(path)
    is_page = step in (Step.PAGES, Step.LISTS, Step.FEEDS) and path != _SEARCH_INDEX
    return Step.NEW if new and is_page else step


def _step_of(path: str) -> Step:
    if path in OWN:
        return Step.MANIFEST if path == NAME else Step.SIGNATURE
    if path == _INDEX:
        return Step.HOME
    if path.endswith(_PAGE):
        inside = path.startswith(urls.NOTICES) and path.count("/") > 1
        listing = path.startswith((f"{urls.NOTICES}page/", urls.NOTICES_BY_ORGANIZATION))
        return Step.PAGES if inside and not listing else Step.LISTS
    if path == _SEARCH_INDEX:
        return Step.LISTS
    if path.startswith(urls.SEARCH):
        return Step.SEARCH
    if path.startswith("assets/"):
        return Step.ASSETS
    return Step.DATA if "/" in path else Step.FEEDS
