"""How good a forecast is: against naive ones, and as a distribution."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]

BAND = (0.05, 0.95)
"""Quantiles that bound the 90 % band."""
QUANTILES = (BAND[0], 0.5, BAND[1])
"""The band and the median in it."""


def naive(before: Float, ahead: int) -> dict[str, Float]:
    """The two naive forecasts from what came before.

    Args:
        before: values on the scale of the error, oldest first.
        ahead: how many steps.

    Returns:
        `no_change` (the last value) and `constant_growth` (the mean step goes on), each (ahead,).
    """
    step = (before[-1] - before[0]) / max(len(before) - 1, 1)
    return {
        "no_change": np.full(ahead, before[-1]),
        "constant_growth": before[-1] + step * np.arange(1, ahead + 1),
    }


def root_mean_square(error: Float) -> float:
    """Of what is there; not a number where nothing is."""
    there = error[np.isfinite(error)]
    return float(np.sqrt((there * there).mean())) if len(there) else float("nan")


def crps(sample: Float, observed: float) -> float:
    """Continuous ranked probability score (Gneiting and Raftery 2007), fair to its size (Ferro 2014).

    Of a single number it is the absolute error.

    Args:
        sample: (s,) forecasts; those that are not finite are left out.
        observed: what happened.
    """
    x = sample[np.isfinite(sample)]
    if not len(x):
        return float("nan")
    spread = np.abs(x[:, None] - x[None, :]).sum() / (2 * len(x) * max(len(x) - 1, 1))
    return float(np.abs(x - observed).mean() - spread)


def inside(sample: Float, observed: Float) -> NDArray[np.bool_]:
    """(t,) whether the 90 % band of a sample holds what happened.

    Args:
        sample: (s, t) forecasts.
        observed: (t,) what happened.
    """
    low, high = np.nanquantile(sample, BAND, axis=0)
    return (low <= observed) & (observed <= high)


def shares(values: Float) -> Float:
    """Each in the sum of all."""
    total = values.sum()
    return values / total if total > 0 else values
