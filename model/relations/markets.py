"""Markets: who sells and who needs what the controlled layers carry, and what of it rules withhold."""

from __future__ import annotations

import numpy as np

from sovereigns.agents.contract import LAYER, LAYERS
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.rules import held_back
from sovereigns.model.kernels.numerics.sums import over_rows
from sovereigns.model.relations.compute import domestic_chip_share
from sovereigns.model.world import HYPERSCALER, Float, World


def withheld(w: World, layer: str, supply: Float) -> Float:
    """(n,) share of a supply that its holders withhold from each nation; nobody withholds from oneself.

    Args:
        w: the world.
        layer: control layer.
        supply: (n,) market share of each supplier, summing to at most 1. Each holder consents for itself: a
            rule of one nation without the others' consent withholds its own share only.
    """
    return np.minimum(held_back(w.control, LAYER[layer], supply * (w.imposed_most > 0)), 1)


def strictest(w: World, layer: str) -> Float:
    """(n,) highest level that each nation holds on a layer of control."""
    level, rows = np.zeros(w.n), np.flatnonzero(w.imposed_most > 0)
    level[rows] = w.control[rows, LAYER[layer]].max(axis=1)
    return level


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


def cloud_market(w: World) -> Float:
    """(n,) share of each nation's hyperscalers in the world's supply of cloud, by means."""
    capital = w.per_nation(w.firm_capital, w.firm_kind == HYPERSCALER)
    total = capital.sum()
    return capital / total if total > 0 else np.zeros(w.n)


def gdp_share(w: World) -> Float:
    """(n,) share of each nation in the world's economy, and in its money to invest."""
    share: Float = w.gdp / w.gdp.sum()
    return share


def model_market(w: World) -> Float:
    """(n,) share of each nation's firms in the AI that people of the world use."""
    people = w.population * w.ai_use
    used = over_rows(w.used_from, people)
    total = people.sum()
    return used / total if total > 0 else np.zeros(w.n)


def supply(w: World, p: Parameters) -> Float:
    """(l, n) share that each nation has of what each layer of control can withhold.

    For people and what they work on: of research talent; for money: of the economy.
    """
    held = np.tile(gdp_share(w), (len(LAYERS), 1))
    held[_CHIPS] = chip_market(w, p)
    held[LAYER["memory"]], held[LAYER["equipment"]] = memory_market(w), equipment_market(w)
    held[_CLOUD] = cloud_market(w)
    held[LAYER["closed_weights"]] = model_market(w)
    held[LAYER["materials"]] = w.materials
    people = w.talent if w.talent.any() else w.headcount
    held[_PEOPLE] = people / max(people.sum(), 1)
    return held


def need(w: World, p: Parameters) -> Float:
    """(l, n) share of what each layer can withhold that each nation has from others, or would lack."""
    lacks = np.tile(1 - gdp_share(w), (len(LAYERS), 1))
    lacks[_CHIPS] = (1 - domestic_chip_share(w)) * (1 - chip_market(w, p))
    lacks[LAYER["memory"]], lacks[LAYER["equipment"]] = 1 - w.memory_skill, 1 - w.own_equipment
    lacks[_CLOUD] = w.rented / np.maximum(w.usable, p.one_chip)
    lacks[LAYER["closed_weights"]] = w.used_from.sum(axis=1) - np.diagonal(w.used_from)
    lacks[LAYER["materials"]] = 1 - w.materials
    return np.clip(lacks, 0, 1)


def demand(w: World) -> Float:
    """(n,) share of each nation in the world's spending on AI compute: what it is worth as a market."""
    spent = w.intensity * w.gdp
    total = spent.sum()
    return spent / total if total > 0 else np.zeros(w.n)


_CHIPS = [LAYER[name] for name in ("chips", "compute_cap", "entity_licence")]
_CLOUD = [LAYER[name] for name in ("cluster", "cloud")]
_PEOPLE = [LAYER[name] for name in ("talent", "civilian_research")]
