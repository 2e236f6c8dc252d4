"""Why a layer of control is shut: each for a ground of its own.

A chokepoint is used by who holds it against who needs it (Farrell and Newman 2019), the less the more is sold
to it (Hirschman 1945).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sovereigns.agents.contract import LAYER, Briefing, Float


@dataclass(frozen=True)
class Ground:
    """Why a nation shuts a layer."""

    layer: str
    what: str
    """In words."""
    door: bool = False
    """People and money, not goods and services."""
    near: bool = False
    """Only who is near or ahead of the partner in AI has something to withhold."""
    market: bool = False
    """As far as it hurts: by the own share of the supply and the partner's need, less for a good customer."""
    paid: bool = False
    """Only who pays chip subsidies can attach conditions to them."""


_GOODS = "alarm, hold on the market"
_FRONTIER = "alarm, near or ahead in AI, hold on the market"
GROUNDS = (
    Ground("chips", _FRONTIER, near=True, market=True),
    Ground("memory", _GOODS, market=True),
    Ground("equipment", _GOODS, market=True),
    Ground("compute_cap", _FRONTIER, near=True, market=True),
    Ground("cluster", _FRONTIER, near=True, market=True),
    Ground("cloud", _FRONTIER, near=True, market=True),
    Ground("closed_weights", _FRONTIER, near=True, market=True),
    Ground("entity_licence", _GOODS, market=True),
    Ground("talent", "alarm (doors), near or ahead in AI", door=True, near=True),
    Ground("investment", "alarm (doors), hold on the market", door=True, market=True),
    Ground("subsidy", "alarm (doors), subsidies paid", door=True, paid=True),
    Ground("civilian_research", "alarm (doors)", door=True),
)
"""Materials have none: they are withheld in retaliation."""
GROUND_ROWS = tuple(LAYER[ground.layer] for ground in GROUNDS)
"""The layer of each ground."""
FRONTIER = tuple(LAYER[g.layer] for g in GROUNDS if g.near and not g.door)
"""Goods that only a nation near or ahead of the partner in AI has something to withhold on."""
SUPPLY = tuple(LAYER[g.layer] for g in GROUNDS if not g.near and not g.door)
"""Goods that nations behind in AI make too."""
DOORS = tuple(LAYER[g.layer] for g in GROUNDS if g.door)
"""People, money and civilian work."""


def hold(briefing: Briefing) -> Float:
    """(g, m) what each deciding nation can withhold on each ground: of the market, of subsidies, or all."""
    held = np.ones((len(GROUNDS), briefing.m))
    for k, ground in enumerate(GROUNDS):
        if ground.market:
            held[k] = briefing.supply[GROUND_ROWS[k], briefing.who]
        elif ground.paid:
            held[k] = briefing.levers["subsidy"]
    return held
