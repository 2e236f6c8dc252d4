"""Interstate war of any cause: how likely between whom, and what it costs whom.

War needs a way (a border, nearness, or reach of both) and mutual threat; rivals make most wars, nuclear
weapons on both sides and alliance deter it (Bennett and Stam 2004). It is rare and stationary (Clauset 2018).
AI adds a channel: arms races between those near the frontier, which cooperation and a dialogue close.
"""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.relations.exchange import trade_shares
from sovereigns.model.relations.threat import power, standing
from sovereigns.model.world import Bool, Float, World


def war_chances(w: World, p: Parameters) -> Float:
    """(n, n) chance a quarter that a war begins between two nations; symmetric, and none during one."""
    pairs = w.threat, w.rivalry, w.nearness, w.alliance, w.cooperation, w.dialogue
    return _chances(
        *pairs, w.war, w.reach, w.nuclear, w.arms, np.sqrt(standing(w, p)),
        base=p.conflict_base, of_rivalry=p.conflict_of_rivalry, deterrence=p.conflict_deterrence,
        of_arms=p.conflict_of_arms, most=p.arms_most,
    )  # fmt: skip


@compiled
def _chances(
    threat: Float,
    rivalry: Float,
    nearness: Float,
    alliance: Float,
    cooperation: Float,
    dialogue: Bool,
    war: Float,
    reach: Float,
    nuclear: Bool,
    arms: Float,
    frontier: Float,
    base: float,
    of_rivalry: float,
    deterrence: float,
    of_arms: float,
    most: float,
) -> Float:
    """The product of the causes."""
    n = len(arms)
    chance = np.zeros((n, n))
    for i in range(n):
        for j in range(i):
            mutual = threat[i, j] * threat[j, i] * (1 + of_rivalry * rivalry[i, j])
            way = 1 - (1 - nearness[i, j] * nearness[i, j]) * (1 - reach[i] * reach[j])
            calm = (1 - alliance[i, j]) * (1 - deterrence if nuclear[i] and nuclear[j] else 1.0)
            apart = 0.0 if dialogue[i, j] else 1 - cooperation[i, j] * cooperation[j, i]
            race = frontier[i] * frontier[j] * (arms[i] + arms[j]) / most * apart
            begins = min(base * mutual * way * calm * (1 + of_arms * race), 1.0)
            chance[i, j] = chance[j, i] = begins * (1 - war[i, j])
    return chance


def war_costs(w: World, p: Parameters) -> Float:
    """(n, n) share of its GDP that the row nation loses at first by a war with the column nation.

    More where the other is the stronger; half where neither has any strength.
    """
    return _costs(power(w, p), p.conflict_cost)


@compiled
def _costs(strength: Float, cost: float) -> Float:
    n = len(strength)
    lost = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            both = strength[i] + strength[j]
            lost[i, j] = cost * (strength[j] if both > 0 else 1.0) / (both if both > 0 else 2.0)
    return lost


def bystanders_loss(w: World, p: Parameters, lost: Float) -> Float:
    """(n,) share of GDP that nations lose by their trade with those who have lost some.

    Args:
        w: the world.
        p: parameters.
        lost: (n,) share of its GDP that each nation loses in wars of its own.
    """
    if not lost.any():
        return np.zeros(w.n)
    return p.conflict_spread * (trade_shares(w) * lost).sum(axis=1)
