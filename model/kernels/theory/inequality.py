"""How unequally something is spread."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]


def gini(values: Float, weights: Float | None = None) -> float:
    """Gini coefficient by the area under the Lorenz curve (Gini 1914; Lorenz 1905).

    Args:
        values: (n,) of each group per head, not negative.
        weights: (n,) heads of each group, not negative; equal if left out.

    Returns:
        0 if all have the same, toward 1 if one has all; not a number if there is nothing or nobody.

    Raises:
        ValueError: a value or a weight is negative or not a number.
    """
    heads = np.ones_like(values) if weights is None else weights
    if not ((values >= 0).all() and (heads >= 0).all()):
        raise ValueError(
            "a value or a weight is negative or not a number; a Gini coefficient needs 0 or more"
        )
    order = np.argsort(values, kind="stable")
    people = heads[order]
    held = (values[order] * people).cumsum()
    if not held.size or held[-1] == 0:
        return float("nan")
    area = (people * (held + np.append(0.0, held[:-1]))).sum() / (people.sum() * held[-1])
    return float(max(1 - area, 0.0))
