"""The index of the search, over all cores: each chunk of notices leaves a segment; each partition
takes its part of every segment. A later build takes over the partitions that it would make alike.
"""

from site_builder.indexing.chunks import (
    Indexed,
    index_chunk,
    known_to_all,
    sample,
    write_texts,
)
from site_builder.indexing.files import Segment
from site_builder.indexing.partitions import MadeIndex
from site_builder.indexing.writing import Writing, Written

__all__ = [
    "Indexed",
    "MadeIndex",
    "Segment",
    "Writing",
    "Written",
    "index_chunk",
    "known_to_all",
    "sample",
    "write_texts",
]
