"""Programmes: how a nation's programme may bring AI to its people, and what each way is worth to it (C14).

It trains a model, adapts open weights, shares the programme of another member of its bloc, or rents a foreign
service. Weights of one's own cannot be cut off, a rented service can; building a model is dear to those who
lack the skill.
"""

from __future__ import annotations

import numpy as np

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.relations.use import shared_programme
from sovereigns.model.relations.weights import distrust, suited
from sovereigns.model.world import HYPERSCALER, LAB, RENT, SHARE, WAYS, Float, Int, World


def worth_of_ways(
    w: World, p: Parameters, nation: Int, trained: Float, adapted: Float, base: Int
) -> tuple[Float, Int]:
    """Utility of each way to some programmes, leaving costs counted for the way that each goes now.

    Args:
        w: the world.
        p: parameters.
        nation: (k,) whose programmes they are.
        trained: (k,) capability that each would reach with a model of its own, OOM.
        adapted: (k,) capability of the open weights that it would adapt, less what adapting loses, OOM.
        base: (k,) developer of those weights, -1 where there are none.

    Returns:
        (4, k) utility in the order of `world.WAYS`, minus infinity where a way is barred, and (k,) developer
        whose service each would rent.
    """
    rented, whose = _service(w, p, nation)
    building = p.building_cost * (1 - w.programme[nation])
    adapt = p.quality_weight * (adapted - distrust(w, p, nation, base)) - building
    adapt = np.where(base >= 0, adapt, -np.inf)
    train = p.quality_weight * trained - building
    worth = np.stack([train, adapt, _of_bloc(w, p, nation), rented - p.autonomy])
    now = np.arange(len(WAYS))[:, None] == w.programme_way[nation]
    return worth + p.leaving_cost * now, whose


def offers_own(w: World) -> np.ndarray:
    """(n,) whether the programme offers a model that it has trained or adapted itself."""
    own: np.ndarray = (w.programme_way >= 0) & (w.programme_way < SHARE)
    return own


def promoted(w: World) -> Float:
    """(n,) maturity of programmes that put a rented service into schools and offices, 0 of the others."""
    return np.where(w.programme_way == RENT, w.programme, 0)


def _of_bloc(w: World, p: Parameters, nation: Int) -> Float:
    """(k,) utility of the programme that each nation's bloc shares, where it is another member's.

    Nobody can cut it off, but it fits no member as one of its own would.
    """
    worth = np.full(len(nation), -np.inf)
    for bloc in range(len(w.inputs.blocs)):
        owner, base = shared_programme(w, bloc)
        if owner >= 0 and p.bloc_sharing > 0 and offers_own(w)[owner]:
            joins = (w.bloc[nation] == bloc) & (nation != owner)
            trusted = w.programme_capability[owner] - distrust(w, p, nation[joins], base)
            worth[joins] = p.quality_weight * trusted - p.culture_weight * p.common_misfit
    return worth


def _service(w: World, p: Parameters, nation: Int) -> tuple[Float, Int]:
    """(k,) utility of the foreign closed service that suits each nation best, and (k,) its developer's row.

    Of developers with a base of their own. Rules that shut cloud, or closed weights where data are kept at
    home, count against it as they do for people; ties count against those that a nation has with itself.
    """
    serves = ((w.firm_kind == LAB) | (w.firm_kind == HYPERSCALER)) & (w.firm_base == np.arange(w.f))
    rows = np.flatnonzero(serves & ~w.firm_is_open & (w.firm_capability > 0))
    if not len(rows):
        return np.full(len(nation), -np.inf), np.full(len(nation), -1)
    home, kept = w.firm_nation[rows], w.localisation[nation, None]
    cloud, weights = (w.control[home, LAYER[layer], nation[:, None]] for layer in ("cloud", "closed_weights"))
    shut = np.maximum(cloud, weights * kept)
    suits = suited(w, p, nation, rows, w.firm_capability) - p.tie_weight - p.bar_weight * shut
    suits -= p.localisation_fence * kept
    suits[(home == nation[:, None]) | (shut >= 1) | (kept >= 1)] = -np.inf
    best = suits.argmax(axis=1)
    worth = suits[np.arange(len(nation)), best]
    return worth, np.where(worth > -np.inf, rows[best], -1)
