"""All that is known of Material and of MkDocs' files: frames, virtual files, whole builds."""

from site_builder.theme_bridge.addresses import for_search_engines
from site_builder.theme_bridge.building import (
    PREVIEW_DIR,
    BuildFailed,
    Built,
    build_site,
    not_published,
)
from site_builder.theme_bridge.files import KnownFiles
from site_builder.theme_bridge.frames import make_site
from site_builder.theme_bridge.order import Order
from site_builder.theme_bridge.settings import (
    add_theme,
    add_to_search,
    has_material_search,
    has_own_search,
    publishing,
)

__all__ = [
    "PREVIEW_DIR",
    "BuildFailed",
    "Built",
    "KnownFiles",
    "Order",
    "add_theme",
    "add_to_search",
    "build_site",
    "for_search_engines",
    "has_material_search",
    "has_own_search",
    "make_site",
    "not_published",
    "publishing",
]
