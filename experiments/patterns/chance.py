"""Effects against what chance does: how far runs move that differ in one thing, beside how far seeds do."""

from __future__ import annotations

import numpy as np

from sovereigns.model.world import Float

VISIBLE, MOST = 0.1, 1e6
"""Effect, in standard deviations between seeds, from which it is seen; and the most that is told of one."""


def against_chance(with_it: Float, without: Float) -> Float:
    """Mean paired difference over seeds, in standard deviations of the runs without it between seeds.

    Args:
        with_it: (seeds, ...) what was measured with something.
        without: (seeds, ...) the same on the same seeds without it.

    Returns:
        (...) at most MOST either way, which stands for any difference where seeds differ in nothing.
    """
    gap = (with_it - without).mean(axis=0)
    spread = without.std(axis=0, ddof=1) if len(without) > 1 else np.zeros(np.shape(gap))
    effect = np.where(spread > 0, gap / np.where(spread > 0, spread, 1), np.sign(gap) * MOST)
    return np.clip(effect, -MOST, MOST)
