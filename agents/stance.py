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
    beliefs = briefing.threat, briefing.received, briefing.capability, briefing.trust
    compete, trade, guard, lead, kindness = _toward(posture, briefing.who, briefing.bloc, *beliefs)
    return Stance(
        cooperate=posture,
        compete=compete,
        trade=trade,
        guard=guard,
        lead=lead,
        alarm=guard.max(axis=1),
        pressed=briefing.received.max(axis=1),
        open=_openness(kindness, briefing.gdp, briefing.who),
        joint=_openness(kindness, briefing.supply[LAYER["talent"]], briefing.who),
    )


@compiled
def _toward(
    posture: Float,
    who: Int,
    bloc: Int,
    threat: Float,
    received: Float,
    capability: Float,
    trust: Float,
) -> Float:
    """(5, m, n) compete, trade, guard, lead and trusting cooperation; sets the posture toward oneself."""
    m, n = posture.shape
    pairs = np.empty((5, m, n))
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
            pairs[4, i, j] = posture[i, j] * trust[i, j]
        pairs[4, i, own] = 0.0
    return pairs


@compiled
def _openness(kindness: Float, weight: Float, who: Int) -> Float:
    """(m,) mean of cooperation times trust over all other nations by weight (n,); 1 where there is none."""
    m, n = kindness.shape
    mean = np.ones(m)
    for i in range(m):
        kind, all_ = 0.0, 0.0
        for j in range(n):
            kind += kindness[i, j] * weight[j]
            all_ += weight[j] if j != who[i] else 0.0
        if all_ > 0:
            mean[i] = min(kind / all_, 1.0)
    return mean
