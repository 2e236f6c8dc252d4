"""Steps that stay within what a quantity can be, whatever the parameters.

No stock is taken below nothing, no number grows beyond what a float holds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics.elementary import exp

Float = NDArray[np.float64]

LARGEST = 2.0**256
"""Squares, products and ratios of positive numbers up to this, and from its inverse on, are finite."""
LOG_OF_LARGEST = 256 * 0.6931471805599453


def toward(now: Float | float, then: Float | float, goal: Float | float) -> Float:
    """A step up or down that ends at a goal at the latest.

    Logistic growth in steps of a quarter would leap over its ceiling where it is fast, and fall below nothing
    from far above it (May 1976, Nature 261:459, on the difference equation); in continuous time it does not.

    Args:
        now: any shape.
        then: where the step would end, on the side of the goal.
        goal: what now tends to.

    Returns:
        The end of the step, or the goal where that comes first.
    """
    return np.clip(then, np.minimum(now, goal), np.maximum(now, goal))


def held(value: Float | float) -> Float:
    """Positive amounts kept where their squares and ratios are finite: from 1 / LARGEST to LARGEST."""
    return np.clip(value, 1 / LARGEST, LARGEST)


def exp_held(x: Float | float) -> Float:
    """exp(x), at most LARGEST."""
    return exp(np.minimum(np.asarray(x, dtype=np.float64), LOG_OF_LARGEST))
