"""Hill numbers: how many equally large shares would be as diverse (Hill 1973; Jost 2006)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics import elementary

Float = NDArray[np.float64]


def hill_number(shares: Float, order: float, threshold: float = 0.0) -> Float:
    """Effective number of shares, their Hill number (Hill 1973).

    At order 0 their count, at 1 the exponential of Shannon's entropy, at 2 the inverse of Herfindahl's index,
    at infinity the inverse of the largest.

    Args:
        shares: (..., k), not negative, not necessarily normalised.
        order: 0 or more; infinity is allowed.
        threshold: order 0 counts the normalised shares above this.

    Returns:
        (...) effective numbers; not a number where all shares are 0.

    Raises:
        ValueError: a share or the order is negative or not a number.
    """
    shares = np.asarray(shares, dtype=np.float64)
    if not (shares >= 0).all():
        raise ValueError("a share is negative or not a number; Hill numbers need shares of 0 or more")
    if not order >= 0:
        raise ValueError(f"order {order} is not allowed; Hill numbers need an order of 0 or more")
    total = shares.sum(axis=-1, keepdims=True)
    part = shares / np.where(total > 0, total, 1.0)
    if order == 0:
        number = (shares > threshold * total).sum(axis=-1).astype(np.float64)
    else:
        number = _number(part, order)
    return np.where(total[..., 0] > 0, number, np.nan)


def _number(part: Float, order: float) -> Float:
    largest = part.max(axis=-1)
    if math.isinf(order):
        return 1 / np.where(largest > 0, largest, 1.0)
    surprise = -elementary.log(np.where(part > 0, part, 1.0))
    if order == 1:
        return elementary.exp((part * surprise).sum(axis=-1))
    if order < 2:
        excess = (part * elementary.expm1((1 - order) * surprise)).sum(axis=-1)
        return elementary.exp(elementary.log1p(excess) / (1 - order))
    return _steep(part, largest, order)


def _steep(part: Float, largest: Float, order: float) -> Float:
    """Orders of 2 or more, with shares taken relative to the largest so that no power vanishes for all."""
    top = np.where(largest > 0, largest, 1.0)
    total = elementary.power(part / top[..., None], order).sum(axis=-1)
    return elementary.exp(
        (order * elementary.log(top) + elementary.log(np.where(total > 0, total, 1.0))) / (1 - order)
    )
