"""How far a follower is behind a record, and how long ago it was first reached."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]


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


def quarters_known(record: list[float], values: Float) -> Float:
    """How many quarters ago a record first reached some values, though it may have stood still since.

    Args:
        record: one number a quarter, oldest first.
        values: any shape; above all of the record they are known for 0 quarters, below it for its length.
    """
    peaks = np.maximum.accumulate(record)
    at = np.clip(np.searchsorted(peaks, values, side="left"), min(1, len(peaks) - 1), len(peaks) - 1)
    before, step = peaks[at - 1], peaks[at] - peaks[at - 1]
    part = np.clip(np.where(step > 0, values - before, 1) / np.where(step > 0, step, 1), 0, 1)
    return len(peaks) - at - part
