"""Discrete choice: the logit rule of McFadden (1974), and picking one option by its shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from model.kernels.compiled import compiled, ufunc
from model.kernels.elementary import exp_of, log_of

Float = NDArray[np.float64]
Int = NDArray[np.int64]

LOWEST = float(np.finfo(np.float64).min)
"""Stands for a utility of minus infinity where differences must stay finite."""
LEAST = float(np.finfo(np.float64).tiny)


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
    noise = np.expand_dims(scale, axis) if np.ndim(scale) else np.asarray(scale, dtype=np.float64)
    best = utility.max(axis=axis, keepdims=True, initial=LOWEST)
    weight: Float = _weight(utility, best, noise)
    total = weight.sum(axis=axis, keepdims=True)
    weight /= np.where(total > 0, total, 1.0)
    return weight


@compiled
def _weight_of(utility: float, best: float, noise: float) -> float:
    """What an option weighs beside the best one."""
    if utility == -np.inf:
        return 0.0
    gap = max(utility - best, LOWEST)
    if noise > 0:
        return exp_of(gap / noise)
    return 1.0 if gap == 0 else 0.0


_weight = ufunc(_weight_of)


@compiled
def overlap(utility: Float, group: Int, groups: int, scale: float) -> Float:
    """How alike an option's own group makes it: the logarithm of what the group is worth against the option.

    The correction of path-size logit (Ben-Akiva and Bierlaire 1999), with members weighted by their worth;
    0 for an option alone in its group or worth more than the rest of it by far.

    Args:
        utility: (choosers, options), minus infinity where an option is barred.
        group: (options,) group of each, from 0.
        groups: how many there are.
        scale: size of the noise, positive.

    Returns:
        (choosers, options), not negative.
    """
    choosers, options = utility.shape
    floor = log_of(LEAST)
    extra = np.empty((choosers, options))
    for row in range(choosers):
        best = LOWEST
        for option in range(options):
            best = max(best, utility[row, option])
        worth = np.zeros(groups)
        for option in range(options):
            gap = max((utility[row, option] - best) / scale, LOWEST)
            extra[row, option] = gap
            if gap > floor:
                worth[group[option]] += exp_of(gap)
        for member in range(groups):
            worth[member] = log_of(max(worth[member], LEAST))
        for option in range(options):
            extra[row, option] = max(worth[group[option]] - extra[row, option], 0.0)
    return extra


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
