"""Load → check → library → pages → files. Everything is loaded and checked before any writing."""

from site_builder.pipeline.data import Data
from site_builder.pipeline.keeping import ChangedWhileBuildingError
from site_builder.pipeline.loading import Loaded, load, prepare_ahead
from site_builder.pipeline.means import Means
from site_builder.pipeline.reuse import Reuse
from site_builder.pipeline.write_step import Search
from site_builder.pipeline.writing import write_site

__all__ = [
    "ChangedWhileBuildingError",
    "Data",
    "Loaded",
    "Means",
    "Reuse",
    "Search",
    "load",
    "prepare_ahead",
    "write_site",
]
