"""How many people use AI at the start, and whose: as counted in 2025, or a part of it before."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.facts.tables import load_text
from sovereigns.model.kernels.numerics.choice import demand
from sovereigns.model.kernels.numerics.elementary import log
from sovereigns.model.relations.choice import market
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
    could, told = could_use(w, p), _told(w)
    there = np.isfinite(told) & (could > 0)
    typical = float(np.median(told[there] / could[there])) if there.any() else 1.0
    return np.where(np.isfinite(told), told, np.minimum(typical * could, 1))


def _told(w: World) -> Float:
    """(n,) the same of nations with a count, else NaN."""
    return np.array([use_counted().get(iso3, np.nan) for iso3 in w.iso3])


def fit_appeal(w: World, p: Parameters, counted: Float) -> None:
    """Find what people see in products beside what the model knows, so that they use them as counted.

    Mean utilities follow from shares (Berry 1994), by the contraction of Berry, Levinsohn and Pakes (1995)
    over the AI users of nations with a count; their mean over users is 0. Products that nobody counted appeal
    as little as the least that was.

    Args:
        w: the world, its products known.
        p: parameters.
        counted: (f,) each firm's share of the world's AI users; all 0 where none were counted.
    """
    users = np.nan_to_num(_told(w)) * w.population
    people = np.flatnonzero(users)
    utilities = market(w, p, people)
    for _ in range(_ROUNDS):
        share = demand(utilities(w.firm_appeal), users[people], p.taste_noise)[: w.f]
        seen = (counted > 0) & (share > 0)
        if not seen.any() or p.taste_noise == 0:
            return
        sought, found = counted[seen] / counted[seen].sum(), share[seen] / share[seen].sum()
        missed = log(sought) - log(found)
        appeal = w.firm_appeal[seen] + p.taste_noise * missed
        appeal -= (sought * appeal).sum()
        w.firm_appeal = np.full(w.f, appeal.min())
        w.firm_appeal[seen] = appeal
        if np.abs(missed).max() < _CLOSE:
            return


def begin_use(w: World, p: Parameters) -> None:
    """Set who uses AI at the start, and what there is to compare with."""
    now = counted(w, p)
    w.ai_use_2025 = float((now * w.population).sum() / w.population.sum())
    w.ai_use = now if late(w.quarter) else p.ai_use_2022 * now
    w.use_ease = np.maximum(w.ai_use / np.maximum(could_use(w, p), p.least_share), 1)


_ROUNDS, _CLOSE = 40, 0.1
"""Steps of the contraction at most, and the part of a share by which it may miss: counts are no better."""
