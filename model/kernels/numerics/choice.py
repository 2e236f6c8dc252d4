"""Discrete choice: the logit rule of McFadden (1974), and picking one option by its shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.elementary import exp_of, log_of
from sovereigns.model.kernels.numerics.sums import LANES, added, highest

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
    best = options.max(axis=-1, initial=LOWEST)
    _weigh(options.reshape(wide), best.reshape(-1), noise.reshape(-1), share.reshape(wide))
    total = share.sum(axis=-1, keepdims=True)
    share /= np.where(total > 0, total, 1.0)
    return np.moveaxis(share, -1, axis)


@compiled
def _weigh(utility: Float, best: Float, noise: Float, weight: Float) -> None:
    """Write what each of (k, options) weighs beside the best of its row; (k,) best and noise."""
    for row in range(len(utility)):
        _weigh_row(utility[row], best[row], noise[row], weight[row])


@compiled
def _weigh_row(utility: Float, best: float, noise: float, weight: Float) -> None:
    if noise > 0:
        for option in range(len(utility)):
            weight[option] = exp_of((utility[option] - best) / noise)
    else:
        for option in range(len(utility)):
            weight[option] = 1.0 * (utility[option] == best)


@compiled
def habit(utility: Float, share: Float, keep: float, scale: float, weight: Float) -> None:
    """Turn shares into those after some have chosen anew; the rest keep to what they have.

    Those whose option is barred are among those who choose.

    Args:
        utility: (options,), minus infinity bars an option.
        share: (options,) shares until now, summing to at most 1; changed in place.
        keep: part of them that keeps to it.
        scale: size of the noise, as in `logit`.
        weight: (options,) written over.
    """
    options = len(utility)
    _weigh_row(utility, max(highest(utility), LOWEST), scale, weight)
    for option in range(options):
        share[option] = keep * share[option] if utility[option] > -np.inf else 0.0
    total, rest = added(weight), max(1 - added(share), 0.0)
    total = total if total > 0 else 1.0
    for option in range(options):
        share[option] = weight[option] / total * rest + share[option]


@compiled
def demand(utility: Float, people: Float, scale: float) -> Float:
    """(options,) people who choose each option.

    Args:
        utility: (choosers, options), as in `logit`.
        people: (choosers,) how many each stands for.
        scale: size of the noise, as in `logit`.
    """
    options = utility.shape[1]
    weight, chosen = np.empty(options), np.zeros(options)
    for row in range(len(utility)):
        _weigh_row(utility[row], max(highest(utility[row]), LOWEST), scale, weight)
        total = added(weight)
        total = total if total > 0 else 1.0
        for option in range(options):
            chosen[option] += weight[option] / total * people[row]
    return chosen


@compiled
def discount_overlap(utility: Float, group: Int, groups: int, scale: float, weight: float) -> None:
    """Lower options' utility as far as their group makes them alike.

    By the logarithm of what the group is worth against the option.

    Args:
        utility: (choosers, options), minus infinity where an option is barred; changed in place.
        group: (options,) group of each, from 0.
        groups: how many there are.
        scale: size of the noise, positive.
        weight: utility lost per unit of that logarithm.
    """
    options = len(group)
    gap, weighed = np.empty(options), np.empty(options)
    lanes, worth = np.empty((LANES, groups)), np.empty(groups)
    for row in range(len(utility)):
        offer = utility[row, :options]
        top = max(highest(offer), LOWEST)
        lanes[:] = 0.0
        for option in range(options):
            gap[option] = max((offer[option] - top) / scale, LOWEST)
            weighed[option] = exp_of(gap[option])
        for option in range(options):
            lanes[option % LANES, group[option]] += weighed[option]
        for member in range(groups):
            heap = lanes[0, member] + lanes[1, member] + lanes[2, member] + lanes[3, member]
            worth[member] = log_of(max(heap, LEAST))
        for option in range(options):
            offer[option] -= weight * max(worth[group[option]] - gap[option], 0.0)


def pick(shares: Float, uniform: Float, row: Int | None = None) -> Int:
    """One option for each chooser, with chances in proportion to shares.

    Args:
        shares: (..., options), not negative, not necessarily normalised.
        uniform: (...) numbers in (0, 1); with `row` (k,).
        row: (k,) which of (rows, options) shares each chooser has, where many have the same.

    Returns:
        Shape of `uniform`, index of the option; -1 where all shares are 0. An option with share 0 is never
        picked.
    """
    marks = np.asarray(uniform, dtype=np.float64, order="C")
    heaps = np.array(shares, dtype=np.float64, order="C").reshape(-1, shares.shape[-1])
    _heap(heaps)
    picked = np.empty(marks.shape, dtype=np.int64)
    which = np.arange(len(heaps)) if row is None else row
    _pick_out(heaps, which, marks.reshape(-1), picked.reshape(-1))
    return picked


@compiled
def _heap(shares: Float) -> None:
    """Turn (rows, options) shares into sums up to each option, one after another."""
    rows, options = shares.shape
    for row in range(rows):
        for option in range(1, options):
            shares[row, option] += shares[row, option - 1]


@compiled
def _pick_out(heaps: Float, which: Int, uniform: Float, picked: Int) -> None:
    """Write the first option whose sum is beyond a chooser's mark; (k,) rows of heaps, numbers and picks."""
    last = heaps.shape[1] - 1
    for chooser in range(len(which)):
        heap = heaps[which[chooser]]
        total = heap[last]
        mark = min(uniform[chooser] * total, np.nextafter(total, 0.0))
        low, high = 0, last
        while low < high:
            middle = (low + high) // 2
            if heap[middle] > mark:
                high = middle
            else:
                low = middle + 1
        picked[chooser] = low if total > 0 else -1
