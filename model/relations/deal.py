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
    by_i, by_j = _lifting(w, p, i, j), _lifting(w, p, j, i)
    gains = np.array([by_i, by_j[::-1]]).T
    weighed = gains - np.array([[w.threat[i, j]], [w.threat[j, i]]]) * gains[::-1]
    lifted, best = (0.0, 0.0), 0.0
    for one in _candidates(weighed, p.deal_most):
        worth = weighed @ one
        if worth.min() > 0 and worth.prod() > best:
            lifted, best = (float(one[0]), float(one[1])), worth.prod()
    return lifted


def _lifting(w: World, p: Parameters, i: int, j: int) -> tuple[float, float]:
    """What i and what j would gain if i lifted all its controls on j, as governments weigh them."""
    level = w.control[i, :, j].copy()
    level[LAYER["materials"]] = max(level[LAYER["materials"]], w.retaliation[i, j])
    own = level * supply(w, p)[:, i]
    market = own.sum() * demand(w)[j] + level.sum() * p.control_effort
    return float(market), float((own * need(w, p)[:, j]).sum())


def _candidates(weighed: Float, most: float) -> list[Float]:
    """Where the product of two gains, linear in what each lifts, can be largest: one lifts the most."""
    found = []
    for full, other in ((0, 1), (1, 0)):
        of_full, of_other = weighed[:, full] * most, weighed[:, other]
        curve = 2 * of_other.prod()
        peak = -(of_full[0] * of_other[1] + of_full[1] * of_other[0]) / curve if curve < 0 else most
        one = np.empty(2)
        one[full], one[other] = most, min(max(peak, 0.0), most)
        found += [one, np.where(np.arange(2) == full, most, 0.0)]
    return found
