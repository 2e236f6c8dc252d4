"""Ties: how closely nations are bound, whom they trust, and what civilian work stays joint (C9)."""

from __future__ import annotations

import numpy as np

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.rules import open_between
from sovereigns.model.kernels.numerics.sums import mean_of_others
from sovereigns.model.relations.exchange import trade_shares
from sovereigns.model.world import Float, World


def ties(w: World, p: Parameters) -> Float:
    """(n, n) how closely the row nation is tied to the column nation.

    By alliance, its share of trade, use of its AI; any of them is enough.
    """
    return _tied(
        w.alliance,
        trade_shares(w),
        w.used_from,
        w.ai_use,
        of_alliance=p.tie_of_alliance,
        of_trade=p.tie_of_trade,
        of_use=p.tie_of_use,
    )


@compiled
def _tied(
    alliance: Float,
    trade: Float,
    used: Float,
    ai_use: Float,
    of_alliance: float,
    of_trade: float,
    of_use: float,
) -> Float:
    n = len(trade)
    tie = np.ones((n, n))
    for i in range(n):
        for j in range(n):
            if i != j:
                apart = (1 - of_alliance * alliance[i, j]) * (1 - of_trade * trade[i, j])
                tie[i, j] = 1 - apart * (1 - of_use * min(used[i, j] * ai_use[i], 1.0))
    return tie


def civilian_work(w: World, p: Parameters) -> Float:
    """(n,) civilian joint work (health, energy) that stays open with partners, weighted by GDP (C9).

    Rules of either side close it, and the military frame spills over to it with threat.
    """
    if w.n < 2:
        return np.ones(w.n)
    opened = _chilled(open_civilian(w), w.frame, w.threat, p.frame_spill)
    return mean_of_others(opened, w.gdp)


def open_civilian(w: World) -> Float:
    """(n, n) how far rules of either side leave civilian joint work open; read-only."""
    return w.once(_open_between, "control")


def _open_between(w: World) -> Float:
    opened = open_between(w.control, LAYER["civilian_research"])
    opened.flags.writeable = False
    return opened


@compiled
def _chilled(opened: Float, frame: Float, threat: Float, spill: float) -> Float:
    """What (n, n) is open, less for the threat of whoever of the two frames AI more as a weapon."""
    n = len(frame)
    left = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            left[i, j] = opened[i, j] * (1 - spill * max(frame[i] * threat[i, j], frame[j] * threat[j, i]))
    return left


def trusted(w: World, p: Parameters, before: Float, speed: float) -> Float:
    """(n, n) trust on its way to how far the other cooperates, is tied to, and is not feared.

    Whoever cooperates and is no threat is trusted as strangers are; ties do the rest, and make up for fear.

    Args:
        w: the world.
        p: parameters.
        before: (n, n) trust as it was.
        speed: part of the way.
    """
    return _trusted(before, np.ascontiguousarray(w.cooperation.T), w.threat, w.tie, p.trust_start, speed)


@compiled
def _trusted(
    trust: Float, cooperated: Float, threat: Float, tie: Float, strangers: float, speed: float
) -> Float:
    """Toward oneself it is 1."""
    new = np.empty_like(trust)
    n = len(trust)
    for i in range(n):
        for j in range(n):
            known = strangers + (1 - strangers) * tie[i, j]
            merit = cooperated[i, j] * known * (1 - threat[i, j] * (1 - tie[i, j]))
            new[i, j] = trust[i, j] + speed * (merit - trust[i, j])
        new[i, i] = 1.0
    return new
