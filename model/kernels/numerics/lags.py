"""How far a follower is behind a record, in years."""

from __future__ import annotations

import numpy as np


def lag_years(record: list[float], value: float) -> float:
    """How long ago a rising record first had a value, in years; 0 where the value is at or above the newest.

    Args:
        record: one number a quarter, oldest first; before it the first slope of the record goes on.
        value: what the follower has now.
    """
    newest = len(record) - 1
    if newest < 1 or value >= record[newest]:
        return 0.0
    at = int(np.searchsorted(np.maximum.accumulate(record), value, side="left"))
    if at == 0:
        slope = (record[newest] - record[0]) / newest
        return float((newest + (record[0] - value) / slope) / 4) if slope > 0 else newest / 4
    step = record[at] - record[at - 1]
    return float((newest - (at - 1) - (value - record[at - 1]) / step) / 4)
