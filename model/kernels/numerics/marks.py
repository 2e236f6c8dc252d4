"""Marks of columns: what tells whether one has changed since it was last looked at."""

from __future__ import annotations

import numpy as np


def mark(column: np.ndarray) -> object:
    """What a column is known by: equal to an earlier mark only where it is sure to be the same.

    Its place in memory where it is read-only (and itself, so that no other takes the place), its bytes where
    it is small; a mark like no other where it is large and may have been written to.
    """
    if not column.flags.writeable:
        return id(column), column
    return column.tobytes() if column.size <= SMALL else object()


SMALL = 10_000
"""Numbers whose bytes are compared sooner than what follows from them is worked out again."""
