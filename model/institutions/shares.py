"""What bodies have in common: weights of nations, fears among them, and restraint for restraint."""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.contract import Interest
from sovereigns.model.world import Bool, Float, World


def weight(w: World) -> Float:
    """(n,) share of the world's effective compute (compute x algorithmic efficiency); sums to 1."""
    return w.once(_weight, "owned", "rented", "leased", "efficiency")


def _weight(w: World) -> Float:
    effective = np.maximum(w.usable, 0) * w.efficiency
    total = effective.sum()
    share: Float = effective / total if total > 0 else np.full(w.n, 1 / w.n)
    share.flags.writeable = False
    return share


def coverage(w: World, members: Bool) -> float:
    """Share of the world's effective compute that some nations hold, 0 to 1."""
    return float(weight(w)[members].sum())


def fear(w: World) -> Float:
    """(n, n) threat that each nation perceives from each other, by the other's weight in AI."""
    feared: Float = w.threat * weight(w)
    return feared


def restraint(w: World, p: Parameters, effect: float, own: Float, most: float) -> Interest:
    """Interest in a body whose members hold back, each by a level from 0 to 1, for each other's sake.

    Effort spares harm in proportion; that the own level is the best for the nation itself says what effort
    costs. To hold back while feared nations do not costs a nation with much AI speed against them (the
    weight on relative gains of theory T3): all of them outside at first, less those that are in.

    Args:
        w: the world.
        p: parameters.
        effect: part of harm that a full level takes away.
        own: (n,) level that each nation holds by itself.
        most: level that the body asks for at most.
    """
    worth = (1 + p.dread) * effect * w.gdp
    harm = w.harmed.sum(axis=0) * worth[:, None]
    outrun = fear(w) * (p.rival_price * w.gdp * weight(w))[:, None]
    return Interest(harm, np.maximum(own, p.least_share), most, outrun, outrun.sum(axis=1), np.zeros(w.n))


def resentment(w: World) -> Float:
    """(n,) what a nation remembers of its worst exclusion by law, which lowers its will to join (C12)."""
    worst: Float = w.exclusion.max(axis=0)
    return worst
