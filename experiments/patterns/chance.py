"""Effects against what chance does: how far runs move that differ in one thing, beside how far seeds do."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sovereigns.model.world import Float

VISIBLE, MOST = 0.1, 1e6
"""Effect, in standard deviations between seeds, from which it is seen; and the most that is told of one."""
CHANCE = 0.05
"""How often chance alone may pass for an effect."""
ROUNDING = 1e-9
"""Part of what was measured below which a difference is none."""


def against_chance(with_it: Float, without: Float) -> Float:
    """Mean paired difference over seeds, in standard deviations of the runs without it between seeds.

    Args:
        with_it: (seeds, ...) what was measured with something.
        without: (seeds, ...) the same on the same seeds without it.

    Returns:
        (...) at most MOST either way, which stands for any difference where seeds differ in nothing.
    """
    gap = (with_it - without).mean(axis=0)
    gap = np.where(np.abs(gap) > ROUNDING * np.abs(without).mean(axis=0), gap, 0)
    spread = without.std(axis=0, ddof=1) if len(without) > 1 else np.zeros(np.shape(gap))
    effect = np.where(spread > 0, gap / np.where(spread > 0, spread, 1), np.sign(gap) * MOST)
    return np.clip(effect, -MOST, MOST)


def beyond_chance(with_it: Float, without: Float, looked_at: int = 1) -> NDArray[np.bool_]:
    """Whether a mean paired difference over seeds is told from chance (Student's t, after Bonferroni).

    Of one seed none is.

    Args:
        with_it: (seeds, ...) what was measured with something.
        without: (seeds, ...) the same on the same seeds without it.
        looked_at: how many differences are looked at together.

    Returns:
        (...).
    """
    gap, seeds = with_it - without, len(without)
    if seeds < 2:
        return np.zeros(gap.shape[1:], dtype=bool)
    mean, error = gap.mean(axis=0), gap.std(axis=0, ddof=1) / np.sqrt(seeds)
    needed = stats.t.ppf(1 - CHANCE / looked_at / 2, seeds - 1)
    found: NDArray[np.bool_] = (np.abs(mean) > needed * error) & (mean != 0)
    return found
