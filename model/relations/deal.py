"""What two rivals that talk lift of the controls that they hold on each other."""

from __future__ import annotations

import numpy as np

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.relations.markets import demand, need, supply
from sovereigns.model.world import Float, World


def bargain(w: World, p: Parameters, i: int, j: int) -> tuple[float, float]:
    """Parts of its controls on the other that each of two nations lifts: the Nash bargain between them.

    To lift a control brings the other what it went without and oneself the market. Each counts what it gains
    itself less, by the threat that it feels, what the other gains (Snidal 1991): those who fear each other
    agree on little but an exchange of like for like, and where one alone would gain on nothing.

    Args:
        w: the world.
        p: parameters.
        i: row of a nation.
        j: row of the other.

    Returns:
        What i and what j lifts, from 0 to `deal_most`.
    """
    supplied, needed, bought = supply(w, p), need(w, p), demand(w)
    free = "retaliate" not in w.law.locks
    by_i, by_j = (
        _lifting(_ordered(w, a, b), free * w.retaliation[a, b], supplied[:, a], needed[:, b], bought[b], p)
        for a, b in ((i, j), (j, i))
    )
    of_i = by_i[0] - w.threat[i, j] * by_i[1], by_j[1] - w.threat[i, j] * by_j[0]
    of_j = by_i[1] - w.threat[j, i] * by_i[0], by_j[0] - w.threat[j, i] * by_j[1]
    lifted, best = (0.0, 0.0), 0.0
    for a, b in _candidates(of_i, of_j, p.deal_most):
        mine, theirs = of_i[0] * a + of_i[1] * b, of_j[0] * a + of_j[1] * b
        if min(mine, theirs) > 0 and mine * theirs > best:
            lifted, best = (a, b), mine * theirs
    return lifted


def _ordered(w: World, i: int, j: int) -> Float:
    """(l,) levels that i holds against j by its government's order, beyond what dated law holds."""
    row, floors = w.law.floors(w.quarter)
    least = np.where(row[i] >= 0, floors[row[i], j], 0) if len(floors) else 0.0
    beyond = np.maximum(w.control[i, :, j] - least, 0)
    return np.where(w.law.settled(w.quarter)[i], 0, beyond)


def _lifting(
    level: Float, retaliation: float, supplied: Float, needed: Float, bought: float, p: Parameters
) -> tuple[float, float]:
    """What the holder and what the partner would gain if all of it was lifted.

    The holder the partner's market, by its weight and as far as it supplies it, and the effort it makes;
    the partner what it lacks. Materials withheld in retaliation are told as the part of the supply already.
    """
    own = level * supplied
    own[LAYER["materials"]] += retaliation
    market = p.market_weight * own.sum() * bought + level.sum() * p.control_effort
    return float(market), float((own * needed).sum())


def _candidates(
    of_i: tuple[float, float], of_j: tuple[float, float], most: float
) -> list[tuple[float, float]]:
    """Where the product of two worths, linear in what each lifts, can be largest: one lifts the most.

    First those in which it lifts alone: what has no worth to either is not lifted.

    Args:
        of_i: worth to i of all that i, and of all that j, could lift.
        of_j: worth to j of the same.
        most: that each may lift.
    """
    alone = [(most, 0.0), (0.0, most)]
    return [
        *alone,
        (most, _peak(of_i[0] * most, of_j[0] * most, of_i[1], of_j[1], most)),
        (_peak(of_i[1] * most, of_j[1] * most, of_i[0], of_j[0], most), most),
    ]


def _peak(mine: float, theirs: float, to_me: float, to_them: float, most: float) -> float:
    """Where (mine + to_me x) (theirs + to_them x) is largest, x from 0 to the most."""
    curve = 2 * to_me * to_them
    return min(max(-(mine * to_them + theirs * to_me) / curve, 0.0), most) if curve < 0 else most
