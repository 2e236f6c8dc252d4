"""Trade between nations, as far as a sanction can take it."""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.world import Float, World


def trade_between(w: World, p: Parameters) -> Float:
    """(n, n) bn USD a quarter.

    By gravity: in proportion to both economies and to one over distance (Tinbergen 1962), of a size that
    world trade is its share of world GDP; none with oneself.
    """
    pull = w.gdp[:, None] * w.gdp / (1 + w.distance)
    np.fill_diagonal(pull, 0)
    total = pull.sum()
    return pull * (p.trade_share * w.gdp.sum() / total if total > 0 else 0)
