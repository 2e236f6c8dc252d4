"""Governments and how often they change."""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.streams import Streams
from sovereigns.model.world import Bool, Float, World


def turnover(w: World, p: Parameters) -> Float:
    """(n,) chance a quarter that the government changes, by how free the regime is."""
    return (p.turnover_other + (p.turnover_elected - p.turnover_other) * w.freedom) * p.turnover_noise


def changes(w: World, p: Parameters, draw: Streams) -> Bool:
    """(n,) whose government changes this quarter."""
    luck = draw.uniform("government", w.step, np.arange(w.n))
    changed: Bool = luck < turnover(w, p)
    return changed
