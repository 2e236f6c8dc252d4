"""Discrete choice: the logit rule of McFadden (1974), and picking one option by its shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from model.kernels import elementary

Float = NDArray[np.float64]
Int = NDArray[np.int64]

_LOWEST = float(np.finfo(np.float64).min)


def logit(utility: Float, axis: int = -1, scale: Float | float = 1.0) -> Float:
    """Shares in which options are chosen when tastes differ by Gumbel noise.

    Args:
        utility: any shape; minus infinity bars an option.
        axis: the axis of the options.
        scale: size of the noise, one number or an array with the shape of utility without that axis. At 0 all
            choose the best option, and equal best ones share equally.

    Returns:
        Shares that sum to 1 along the axis, shape of utility; all 0 where every option is barred.
    """
    allowed = (utility > -np.inf).astype(np.float64)
    gap = utility - utility.max(axis=axis, keepdims=True, initial=_LOWEST)
    gap = np.maximum(gap, _LOWEST, out=gap)  # finite, so that a factor of 0 clears it: faster than a mask
    gap *= allowed
    noise = np.expand_dims(scale, axis) if np.ndim(scale) else np.asarray(scale, dtype=np.float64)
    weight = elementary.exp(np.divide(gap, np.where(noise > 0, noise, 1.0), out=gap))
    if not np.all(noise > 0):
        weight = np.where(noise > 0, weight, gap == 0)
    weight *= allowed
    total = weight.sum(axis=axis, keepdims=True)
    weight /= np.where(total > 0, total, 1.0)
    return weight


def pick(shares: Float, uniform: Float) -> Int:
    """One option for each chooser, with chances in proportion to shares.

    Args:
        shares: (..., options), not negative, not necessarily normalised.
        uniform: (...) numbers in (0, 1).

    Returns:
        (...) index of the option; -1 where all shares are 0. An option with share 0 is never picked.
    """
    cumulative = shares.cumsum(axis=-1)
    total = cumulative[..., -1]
    mark = np.minimum(uniform * total, np.nextafter(total, 0.0))
    below = (cumulative <= mark[..., None]).sum(axis=-1)
    return np.where(total > 0, below, -1)
