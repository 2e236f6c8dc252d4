"""Trade and ideas: what doors shut between nations cost.

Nations spend on what others make by their economies and by nearness (gravity: Head and Mayer 2014), the
larger a nation the less of its spending. What an open door is worth follows from the share spent at home and
one elasticity (Arkolakis, Costinot and Rodriguez-Clare 2012). Ideas ride on trade: who trades with productive
nations learns from them (Keller 2004; Goes and Bekkers 2022), so that what is shut costs more with time.
"""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.elementary import exp, log, power
from sovereigns.model.relations.use import data_kept
from sovereigns.model.world import Float, World


def trade_weight(distance: Float, p: Parameters) -> Float:
    """(n, n) what distance leaves of trade between nations, 0 at home.

    Args:
        distance: (n, n) 1000 km.
        p: parameters.
    """
    near = power(np.maximum(distance, p.distance_least), -p.distance_elasticity)
    np.fill_diagonal(near, 0)
    return near


def spent_abroad(w: World, p: Parameters) -> Float:
    """(n,) share of spending on foreign goods with all doors open: it falls with the size of the economy."""
    size = np.maximum(w.gdp / w.gdp.sum(), p.least_share)
    return np.minimum(p.foreign_share * power(size / p.trade_size, -p.trade_slope), p.trade_most)


def trade_shares(w: World) -> Float:
    """(n, n) share that each partner has of what the row nation spends abroad, all doors open."""
    pull = w.gdp * w.trade_weight
    total = pull.sum(axis=1)
    share: Float = pull / np.where(total > 0, total, 1)[:, None]
    return share


def doors(w: World, p: Parameters) -> tuple[Float, Float]:
    """What of each nation's partners controls leave open, 1 where they shut nothing or there is nobody.

    Returns:
        (n,) share of its foreign spending, and (n,) share of the ideas that come with it.
    """
    return _doors(w.gdp, w.income, w.trade_weight, w.control_mean, p.trade_of_controls)


@compiled
def _doors(gdp: Float, income: Float, near: Float, control: Float, shuts: float) -> tuple[Float, Float]:
    """A door is shut by whoever controls more on either side; ideas weigh by what the partner knows."""
    n = len(gdp)
    trade, ideas = np.ones(n), np.ones(n)
    for i in range(n):
        spent, kept, known, learned = 0.0, 0.0, 0.0, 0.0
        for j in range(n):
            weight = gdp[j] * near[i, j]
            stays = weight * (1 - shuts * max(control[i, j], control[j, i]))
            spent += weight
            kept += stays
            known += weight * income[j]
            learned += stays * income[j]
        if spent > 0:
            trade[i], ideas[i] = kept / spent, learned / known
    return trade, ideas


def parting(abroad: Float, trade: Float, p: Parameters) -> Float:
    """(n,) log points of output lost where part of trade is shut.

    The share spent at home rises from 1 - abroad; output falls by the inverse of the trade elasticity.

    Args:
        abroad: (n,) share of spending on foreign goods with all doors open, below 1.
        trade: (n,) share of it that is left open.
        p: parameters.
    """
    return -log(1 - abroad * (1 - trade)) / p.trade_elasticity


def cost_of_duties(w: World, p: Parameters, rate: float) -> Float:
    """(n, n) bn USD a quarter that a duty on trade with the column nation costs the row nation.

    A duty shuts the part of trade that its elasticity says, and what is shut is priced as under controls
    (`parting`). Each partner has the part of that which it has of the nation's trade.

    Args:
        w: the world.
        p: parameters.
        rate: the duty, as a share of the value of what is traded.
    """
    left = np.full(w.n, power(1 + rate, -p.trade_elasticity))
    lost: Float = w.gdp * (1 - exp(-parting(spent_abroad(w, p), left, p)))
    return trade_shares(w) * lost[:, None]


def cost_of_closing(w: World, p: Parameters, trade: Float) -> Float:
    """(n,) log points of output lost to the doors that are shut to trade, and to data kept at home.

    Firms that may not send data abroad do without what is done with it there (Bauer et al. 2014).

    Args:
        w: the world.
        p: parameters.
        trade: (n,) share of foreign spending that doors leave.
    """
    return parting(spent_abroad(w, p), trade, p) + p.localisation_cost * data_kept(w, p)
