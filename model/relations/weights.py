"""Weights: the base model that a nation can build on, and how far spying reaches those of others."""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.world import Float, Int, World


def best_open(w: World, p: Parameters) -> tuple[Float, Int]:
    """The base model that each nation can build on.

    The open one that suits it best by quality, culture and threat (C2), or stolen weights where they are
    better. Weights once open stay so.

    Returns:
        (n,) its capability and (n,) its developer's row; 0 and -1 where there is none.
    """
    rows = np.flatnonzero(w.firm_opened > 0)
    if not len(rows):
        return w.stolen, w.stolen_base
    home = w.firm_nation[rows]
    suits = p.quality_weight * w.firm_opened[rows] - p.threat_weight * w.threat[:, home]
    best = rows[(suits - p.culture_weight * w.culture_distance[:, home]).argmax(axis=1)]
    stolen = w.stolen > w.firm_opened[best]
    return np.where(stolen, w.stolen, w.firm_opened[best]), np.where(stolen, w.stolen_base, best)


def theft(w: World, p: Parameters, spies: Int) -> Float:
    """(k, n) success of some nations' spying on each that is ahead, at most 1."""
    ahead = np.maximum(w.capability - w.capability[spies, None], 0)
    return np.minimum(grip(w, p, spies) * ahead / p.capability_unit, 1)


def grip(w: World, p: Parameters, spies: Int | slice = slice(None)) -> Float:
    """(k, n) some nations' effort and skill in spying against the care of each, 0 to 1."""
    guarded = p.theft_guard * w.state_capacity[None, :]
    return w.spying[spies] * w.state_capacity[spies, None] * (1 - guarded)
