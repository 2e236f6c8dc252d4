"""How a firm splits its spending between safety and performance when compute has a price (T7).

After Jensen, Emery-Xu, Trager 2023, arXiv 2302.11436. Spending X_s buys safety s = A X_s^alpha p^-theta,
spending X_p performance p = B X_p^beta. The world survives with the product over firms of s / (1 + s); a
firm then gets its share of performance, and d besides.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics import elementary
from sovereigns.model.kernels.numerics.root import falling_root

Float = NDArray[np.float64]
Number = Float | float

SMALLEST = 2.0**-1022
WIDEST = 256.0
"""Odds of safety are sought between exp(-256) and exp(256)."""


def efforts(
    firms: Number,
    alpha: Number,
    beta: Number,
    theta: Number,
    price: Number,
    safety_scale: Number,
    performance_scale: Number,
    other: Number,
) -> tuple[Float, Float, Float]:
    """Spending at which no firm gains from a little more of either, each taking the others to be like itself.

    All arguments are numbers or arrays whose shapes broadcast. Of the two equilibria, the one with effort.

    Args:
        firms: in the race, 2 or more.
        alpha: returns of spending on safety.
        beta: returns of spending on performance.
        theta: how strongly performance lowers safety.
        price: of compute.
        safety_scale: A.
        performance_scale: B.
        other: d, what surviving is worth besides the race.

    Returns:
        Spending on safety X_s and on performance X_p, in units of compute, and the log odds of safety that
        they buy.
    """
    worth = 1 / firms + other
    rivalry = (1 - 1 / firms) / firms
    start = _log(alpha) + _log(worth) - _log(price), _log(beta) - _log(price)
    scale = _log(safety_scale) - theta * _log(performance_scale)

    def spending(odds: Float) -> tuple[Float, Float]:
        """Logarithms of the spending whose marginal return equals its price, at given log odds of safety."""
        unsafe_odds = elementary.exp(-odds)
        log_safe = -elementary.log(1 + unsafe_odds)
        risk = unsafe_odds / (1 + unsafe_odds)
        survival = firms * log_safe
        push = np.maximum(rivalry - theta * risk * worth, SMALLEST)
        return start[0] + survival + log_safe - odds, start[1] + survival + elementary.log(push)

    def gain(odds: Float) -> Float:
        safety, performance = spending(odds)
        return scale + alpha * safety - theta * beta * performance - odds

    parts = (firms, alpha, beta, theta, price, safety_scale, performance_scale, other)
    odds = falling_root(gain, -WIDEST, WIDEST, np.broadcast_shapes(*(np.shape(part) for part in parts)))
    safety, performance = spending(odds)
    return elementary.exp(safety), elementary.exp(performance), odds


def _log(x: Number) -> Float:
    return elementary.log(np.asarray(x, dtype=np.float64))
