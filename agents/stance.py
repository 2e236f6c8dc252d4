"""How a nation stands to the others: its posture, seen together with its fears and with its means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sovereigns.agents.contract import LAYER, Briefing, Float, Int
from sovereigns.model.kernels.numerics.compiled import compiled


@dataclass(frozen=True)
class Stance:
    """A posture and what follows from it before any lever."""

    cooperate: Float
    """(m, n) 1 cooperate, 0 compete; 1 toward oneself."""
    compete: Float
    """(m, n) the rest to 1."""
    trade: Float
    """(m, n) the same where trade levers can be used: not within a bloc."""
    guard: Float
    """(m, n) the same times alarm, in [0, 1]: the occasion for trade levers."""
    lead: Float
    """(m, n) own capability less that of each nation, orders of magnitude."""
    alarm: Float
    """(m,) largest entry of guard."""
    pressed: Float
    """(m,) heaviest controls received from one nation."""
    open: Float
    """(m,) trusting cooperation toward the other nations, weighted by GDP."""
    joint: Float
    """(m,) the same, weighted by the research talent that they bring."""


def take_stance(briefing: Briefing, cooperate: Float) -> Stance:
    """The stance of m nations toward n.

    Args:
        briefing: what they know.
        cooperate: (m, n) 1 cooperate toward that nation, 0 compete, between: a mixed policy.
    """
    posture = np.array(cooperate, dtype=float, order="C")
    beliefs = briefing.threat, briefing.received, briefing.capability
    compete, trade, guard, lead = _toward(posture, briefing.who, briefing.bloc, *beliefs)
    talent = briefing.supply[LAYER["talent"]]
    open_, joint = _openness(posture, briefing.trust, briefing.gdp, talent, briefing.who)
    return Stance(
        cooperate=posture,
        compete=compete,
        trade=trade,
        guard=guard,
        lead=lead,
        alarm=guard.max(axis=1),
        pressed=briefing.received.max(axis=1),
        open=open_,
        joint=joint,
    )


@compiled
def _toward(
    posture: Float,
    who: Int,
    bloc: Int,
    threat: Float,
    received: Float,
    capability: Float,
) -> Float:
    """(4, m, n) compete, trade, guard and lead; sets the posture toward oneself."""
    m, n = posture.shape
    pairs = np.empty((4, m, n))
    for i in range(m):
        own = who[i]
        posture[i, own] = 1.0
        for j in range(n):
            compete = 1 - posture[i, j]
            trade = 0.0 if bloc[own] >= 0 and bloc[own] == bloc[j] else compete
            pairs[0, i, j] = compete
            pairs[1, i, j] = trade
            pairs[2, i, j] = max(threat[i, j], received[i, j]) * trade
            pairs[3, i, j] = capability[i, own] - capability[i, j]
    return pairs


@compiled
def _openness(posture: Float, trust: Float, economy: Float, talent: Float, who: Int) -> Float:
    """(2, m) mean of cooperation times trust over all other nations, by economy (n,) and by talent (n,).

    It is 1 where they have none.
    """
    m, n = posture.shape
    mean = np.ones((2, m))
    for i in range(m):
        by_economy, economies, by_talent, talents = 0.0, 0.0, 0.0, 0.0
        for j in range(n):
            if j != who[i]:
                kind = posture[i, j] * trust[i, j]
                by_economy += kind * economy[j]
                economies += economy[j]
                by_talent += kind * talent[j]
                talents += talent[j]
        if economies > 0:
            mean[0, i] = min(by_economy / economies, 1.0)
        if talents > 0:
            mean[1, i] = min(by_talent / talents, 1.0)
    return mean
