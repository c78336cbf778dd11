"""Memory for large arrays, which come and go by the thousand while the index is made."""

from __future__ import annotations

import numpy as np

_LARGEST = 1 << 24  # bytes; an array of more is rare, and may go back to the system


def keep_memory() -> None:
    """Have this process keep the memory of large arrays when it is done with them.

    What the C library of Linux gets back for the first time it thinks will not be wanted again: it
    hands it to the system, which clears every page before it gives it out anew. That takes as long
    as all the sorting. Of one array given back it learns what sizes come again.
    """
    np.empty(_LARGEST, np.uint8)
