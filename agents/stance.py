"""How a nation stands to the others: its posture, seen together with its fears and with its means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agents.contract import Bool, Briefing, Float, Int


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


def take_stance(briefing: Briefing, cooperate: Float) -> Stance:
    """The stance of m nations toward n.

    Args:
        briefing: what they know.
        cooperate: (m, n) 1 cooperate toward that nation, 0 compete, between: a mixed policy.
    """
    rows = np.arange(briefing.m)
    posture = np.array(cooperate, dtype=float, order="C")
    posture[rows, briefing.who] = 1
    compete = 1 - posture
    trade = compete.copy()
    inside = np.flatnonzero(briefing.bloc[briefing.who] >= 0)
    trade[inside] = np.where(_of_one_bloc(briefing, inside), 0, compete[inside])
    guard = np.maximum(briefing.threat, briefing.received) * trade
    return Stance(
        cooperate=posture,
        compete=compete,
        trade=trade,
        guard=guard,
        lead=briefing.capability[rows, briefing.who][:, None] - briefing.capability,
        alarm=guard.max(axis=1),
        pressed=briefing.received.max(axis=1),
        open=_openness(briefing, posture),
    )


def _of_one_bloc(briefing: Briefing, inside: Int) -> Bool:
    """(k, n) whether k of the deciding nations, each inside a bloc, share it with each nation."""
    shared: Bool = briefing.bloc[briefing.who[inside]][:, None] == briefing.bloc
    return shared


def _openness(briefing: Briefing, posture: Float) -> Float:
    """(m,) mean of cooperation times trust over all other nations by GDP; 1 where there is no other."""
    weight = np.multiply(posture, briefing.trust, order="C") * briefing.gdp
    weight[np.arange(briefing.m), briefing.who] = 0
    others = briefing.gdp.sum() - briefing.gdp[briefing.who]
    share: Float = np.where(others > 0, weight.sum(axis=1) / np.where(others > 0, others, 1), 1)
    return np.minimum(share, 1)
