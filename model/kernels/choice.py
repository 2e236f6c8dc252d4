"""Discrete choice: the logit rule of McFadden (1974), and picking one option by its shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from model.kernels.compiled import compiled
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
    options = np.ascontiguousarray(np.moveaxis(np.asarray(utility, dtype=np.float64), axis, -1))
    noise = np.empty(options.shape[:-1])
    noise[...] = scale
    share = np.empty(options.shape)
    wide = -1, options.shape[-1]
    _share_out(options.reshape(wide), noise.reshape(-1), share.reshape(wide))
    return np.moveaxis(share, -1, axis)


@compiled
def _share_out(utility: Float, noise: Float, share: Float) -> None:
    """Rows of `logit`: (k, options) utility and shares, (k,) noise."""
    choosers, options = utility.shape
    for row in range(choosers):
        best = LOWEST
        for option in range(options):
            best = max(best, utility[row, option])
        for option in range(options):
            gap = utility[row, option] - best
            if noise[row] > 0:
                share[row, option] = exp_of(gap / noise[row])
            else:
                share[row, option] = 1.0 * (gap == 0)
        total = 0.0
        for option in range(options):
            total += share[row, option]
        if total > 0:
            for option in range(options):
                share[row, option] /= total


def habit(utility: Float, past: Float, switch_rate: float, scale: float) -> Float:
    """Shares after some have chosen anew, those whose option is barred among them; the rest keep to it.

    Args:
        utility: (k, options), minus infinity bars an option.
        past: (k, options) shares until now, summing to at most 1.
        switch_rate: part of the others that chooses anew.
        scale: size of the noise, as in `logit`.

    Returns:
        (k, options)
    """
    share = logit(utility, scale=scale)
    _mix_in(utility, past, 1 - switch_rate, share)
    return share


@compiled
def _mix_in(utility: Float, past: Float, stay: float, share: Float) -> None:
    """Mix shares that stay into the new ones, in place."""
    choosers, options = utility.shape
    for row in range(choosers):
        kept = 0.0
        for option in range(options):
            if utility[row, option] > -np.inf:
                kept += stay * past[row, option]
        for option in range(options):
            share[row, option] *= 1 - kept
            if utility[row, option] > -np.inf:
                share[row, option] += stay * past[row, option]


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
    extra = np.empty((choosers, options))
    weight = np.empty(options)
    for row in range(choosers):
        best = LOWEST
        for option in range(options):
            best = max(best, utility[row, option])
        worth = np.zeros(groups)
        for option in range(options):
            extra[row, option] = max((utility[row, option] - best) / scale, LOWEST)
            weight[option] = exp_of(extra[row, option])
        for option in range(options):
            worth[group[option]] += weight[option]
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
    marks = np.asarray(uniform, dtype=np.float64, order="C")
    options = np.ascontiguousarray(shares, dtype=np.float64)
    picked = np.empty(marks.shape, dtype=np.int64)
    _pick_out(options.reshape(-1, shares.shape[-1]), marks.reshape(-1), picked.reshape(-1))
    return picked


@compiled
def _pick_out(shares: Float, uniform: Float, picked: Int) -> None:
    """Rows of `pick`: (k, options) shares, (k,) numbers and picks."""
    choosers, options = shares.shape
    for row in range(choosers):
        total = 0.0
        for option in range(options):
            total += shares[row, option]
        mark = min(uniform[row] * total, np.nextafter(total, 0.0))
        below, option = shares[row, 0], 0
        while below <= mark and option < options - 1:
            option += 1
            below += shares[row, option]
        picked[row] = option if total > 0 else -1
