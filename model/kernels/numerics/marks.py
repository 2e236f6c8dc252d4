"""Marks of columns: what tells whether one has changed since it was last looked at."""

from __future__ import annotations

import numpy as np


def mark(column: np.ndarray) -> object:
    """What a column is known by: itself where it is read-only, its bytes where it is small.

    Nothing that could be the same again where it is large and may have been written to.
    """
    if not column.flags.writeable:
        return column
    return column.tobytes() if column.size <= SMALL else object()


def same(was: object, now: object) -> bool:
    """Whether two marks are of one content."""
    return was is now or (isinstance(was, bytes) and isinstance(now, bytes) and was == now)


SMALL = 10_000
"""Numbers whose bytes are compared sooner than what follows from them is worked out again."""
