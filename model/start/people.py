"""How many people use AI at the start: as counted in the first half of 2025, or a part of it before."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.facts.tables import load_text
from sovereigns.model.relations.use import could_use
from sovereigns.model.start.genesis import late
from sovereigns.model.world import Float, World


@cache
def use_counted() -> Mapping[str, float]:
    """ISO3 -> share of people who used generative AI in the first half of 2025, of nations with a count."""
    table = load_text("ai_use")
    return {iso3: float(share) for iso3, share in zip(table["iso3"], table["ai_use_2025h1"], strict=True)}


def counted(w: World, p: Parameters) -> Float:
    """(n,) share of people who used generative AI in the first half of 2025.

    Where none is counted it is the part of those who could (`could_use`) that the median nation with a count
    has, and all of them where no nation has one.
    """
    could, known = could_use(w, p), use_counted()
    told = np.array([known.get(iso3, np.nan) for iso3 in w.iso3])
    there = np.isfinite(told) & (could > 0)
    typical = float(np.median(told[there] / could[there])) if there.any() else 1.0
    return np.where(np.isfinite(told), told, np.minimum(typical * could, 1))


def begin_use(w: World, p: Parameters) -> None:
    """Set who uses AI at the start, and what there is to compare with."""
    now = counted(w, p)
    w.ai_use_2025 = float((now * w.population).sum() / w.population.sum())
    w.ai_use = now if late(w.quarter) else p.ai_use_2022 * now
    w.use_ease = np.maximum(w.ai_use / np.maximum(could_use(w, p), p.least_share), 1)
