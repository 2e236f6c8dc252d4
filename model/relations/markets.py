"""Markets: who trades with whom, who sells what the controlled layers need, what of it rules withhold."""

from __future__ import annotations

import numpy as np

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.rules import held_back
from sovereigns.model.world import Float, World


def withheld(w: World, layer: str, supply: Float) -> Float:
    """(n,) share of a supply that its holders withhold from each nation; nobody withholds from oneself.

    Args:
        w: the world.
        layer: control layer.
        supply: (n,) market share of each supplier, summing to at most 1. Each holder consents for itself: a
            rule of one nation without the others' consent withholds its own share only.
    """
    return np.minimum(held_back(w.control, LAYER[layer], supply), 1)


def chip_market(w: World, p: Parameters) -> Float:
    """(n,) share of each nation's vendors in the world's supply of leading chips."""
    design = w.chip_design
    for _ in range(int(p.vendor_concentration)):
        design = design * design
    total = design.sum()
    return design / total if total > 0 else np.zeros(w.n)


def equipment_market(w: World) -> Float:
    """(n,) share of each nation in the world's supply of chip-making equipment."""
    total = w.own_equipment.sum()
    return w.own_equipment / total if total > 0 else np.zeros(w.n)


def memory_market(w: World) -> Float:
    """(n,) share of each nation in the world's supply of high-bandwidth memory."""
    skill = w.memory_skill * w.memory_skill
    total = skill.sum()
    return skill / total if total > 0 else np.zeros(w.n)
