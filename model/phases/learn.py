"""Before process 3: governments learn which of the published strategies serve nations like theirs.

A new government, and now and then one in office, looks at a nation that it listens to and takes up its
strategy by the Fermi rule (theory T2): the likelier the more that nation's economy has grown beyond catching
up, for which governments are held to account (Lewis-Beck and Stegmaier 2000).
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.theory.dsair import fermi
from sovereigns.model.streams import Streams
from sovereigns.model.world import Bool, Float, Int, World

Names = NDArray[np.object_]


def learn(
    w: World, p: Parameters, draw: Streams, played: Names, named: Bool, published: Collection[str]
) -> Names:
    """Strategies that nations play from now on.

    Args:
        w: the world.
        p: parameters.
        draw: keyed streams.
        played: (n,) names of the strategies that they play.
        named: (n,) whose strategy a user, plan, scenario or claim has named; they keep it.
        published: strategies that can be taken up.
    """
    if p.learning == "off" or not len(w.network.neighbours[0]):
        return played
    looks, luck, copies = draw.uniform("learn", w.step, np.arange(w.n), count=3).T
    peer, served = _peer(w, looks), merit(w, p)
    ready = w.turned | (p.learning_noise * p.learning_rate > luck)
    better = fermi(served, served[peer], p.learning_selection)
    may = ready & ~named & (w.network.weights.sum(axis=1) > 0) & np.isin(played[peer], list(published))
    takes = may & (copies < better) & (played != played[peer])
    if not takes.any():
        return played
    for i in np.flatnonzero(takes):
        text = f"{w.iso3[i]} takes up {played[peer[i]]} as {w.iso3[peer[i]]} has it, and gives up {played[i]}"
        w.note("decide", "learn", text, w.iso3[i], w.iso3[peer[i]], value=better[i])
    return np.where(takes, played[peer], played)


def merit(w: World, p: Parameters) -> Float:
    """(n,) mean growth of a nation's economy lately, beyond what is due to its income."""
    due: Float = p.growth_base / (1 + w.income / p.income_unit)
    return w.growth_mean - due


def _peer(w: World, looks: Float) -> Int:
    """(n,) row of the nation that each looks at, one of those it listens to, by how much it does."""
    reached = w.network.weights.cumsum(axis=1)
    place = (reached < looks[:, None]).sum(axis=1)
    last = w.network.weights.shape[1] - 1
    chosen: Int = w.network.neighbours[np.arange(w.n), np.minimum(place, last)]
    return chosen
