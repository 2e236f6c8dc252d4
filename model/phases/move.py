"""Process 6, move: researchers stay or go, publish or keep silent, work across borders or not.

Moving is a discrete choice over nations (McFadden 1974; for talent: Docquier and Rapoport 2012): wage,
compute to work with, freedom, visa and talent rules, ties to the origin, the cost of distance and of leaving.
"""

from __future__ import annotations

import numpy as np

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.choice import logit, pick
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.elementary import log, log1p
from sovereigns.model.kernels.numerics.rules import open_between
from sovereigns.model.kernels.numerics.sums import mean_of_others
from sovereigns.model.streams import Streams
from sovereigns.model.world import Float, Int, World


def move(w: World, p: Parameters, draw: Streams) -> None:
    """Careers end and begin, some weigh a move, all choose what to publish and with whom to work."""
    w.moved, w.arrived = 0.0, np.zeros(w.n)
    w.civilian_work = civilian_work(w, p)
    if len(w.skill):
        chance = draw.uniform("researcher", w.step, np.arange(len(w.skill)), count=4).T
        _renew(w, p, draw, np.flatnonzero(chance[0] < p.career_hazard))
        _migrate(w, p, draw, np.flatnonzero(chance[1] < p.move_rate))
        _work(w, p, chance[2], chance[3])


def _renew(w: World, p: Parameters, draw: Streams, ends: Int) -> None:
    """A career ends with a constant hazard; the nation that formed the researcher forms the successor.

    A successor chooses where to begin before having settled anywhere.
    """
    w.generation[ends] += 1
    u = draw.uniform("successor", w.step, ends, count=2)
    there = _choose(w, p, w.origin[ends], w.origin[ends], p.entry_cost, u[:, 0])
    elsewhere = there != w.residence[ends]
    new = ends[elsewhere]
    w.residence[new] = there[elsewhere]
    w.employer[new] = _employers(w, there[elsewhere], u[elsewhere, 1])


def _migrate(w: World, p: Parameters, draw: Streams, considers: Int) -> None:
    """Established researchers weigh a move."""
    u = draw.uniform("move", w.step, considers, count=2)
    here = w.residence[considers]
    there = _choose(w, p, here, w.origin[considers], p.move_cost, u[:, 0])
    goes = there != here
    movers = considers[goes]
    w.residence[movers] = there[goes]
    w.employer[movers] = _employers(w, there[goes], u[goes, 1])
    w.moved = float(len(movers))
    w.arrived = np.bincount(there[goes], minlength=w.n).astype(float)


def _choose(w: World, p: Parameters, here: Int, origin: Int, cost: float, uniform: Float) -> Int:
    """Logit over places; without noise only a place that is strictly better draws away."""
    utility = place_utility(w, p, here, origin, cost)
    if p.move_noise > 0:
        return pick(logit(utility, scale=p.move_noise), uniform)
    gain = utility.max(axis=1, initial=-np.inf) - utility[np.arange(len(here)), here]
    return np.where(gain > p.choice_tolerance, utility.argmax(axis=1), here)


def place_utility(w: World, p: Parameters, residence: Int, origin: Int, cost: float) -> Float:
    """(k, n) utility of each place for researchers by residence and origin, -inf where they may not enter.

    A nation is a choice among employers, so that its worth grows with the logarithm of how many researchers
    it employs (McFadden 1978).

    Args:
        w: the world.
        p: parameters.
        residence: (k,) rows of residence.
        origin: (k,) rows of origin.
        cost: of leaving, besides distance.
    """
    employed = np.bincount(w.residence, minlength=w.n) + 1
    compute = log1p(np.maximum(w.usable, 0) / p.lab_compute)
    place = p.wage_weight * log(w.income) + p.compute_weight * compute + p.freedom_weight * w.freedom
    place = place + p.cluster_weight * log(employed / employed.mean())
    talent, civilian = (w.control[:, LAYER[layer]] for layer in ("talent", "civilian_research"))
    weights = np.array([p.home_weight, p.visa_weight, p.chill_weight, p.distance_weight, cost])
    return _drawn(place, residence, origin, w.visa, talent, civilian, w.distance, weights)


@compiled
def _drawn(
    place: Float,
    residence: Int,
    origin: Int,
    visa: Float,
    talent: Float,
    civilian: Float,
    distance: Float,
    weights: Float,
) -> Float:
    """(k, n) utility: what a place offers, the law on entry and on joint work, home, and the way there."""
    home_weight, visa_weight, chill_weight, distance_weight, cost = weights
    k, n = len(origin), len(place)
    utility = np.empty((k, n))
    for i in range(k):
        here, home = residence[i], origin[i]
        for there in range(n):
            entry = visa[there] * (1 - talent[there, home])
            value = place[there] - visa_weight * (1 - entry) - chill_weight * civilian[there, home]
            if there == home:
                value = place[there] + home_weight
            away = distance[here, there]
            leave = distance_weight * away / (1 + away) + cost if there != here else 0.0
            shut = entry <= 0 and there != home and there != here
            utility[i, there] = -np.inf if shut else value - leave
    return utility


def _open_doors(w: World) -> Float:
    """(n,) part of possible partners, weighted by talent, with whom neither side's rules forbid research."""
    weight = w.talent + 1 / w.n
    opened = open_between(w.control, LAYER["civilian_research"])
    return mean_of_others(opened, weight)


def civilian_work(w: World, p: Parameters) -> Float:
    """(n,) civilian joint work (health, energy) that stays open with partners, weighted by GDP (C9).

    Rules of either side close it, and the military frame spills over to it with threat.
    """
    if w.n < 2:
        return np.ones(w.n)
    opened = open_between(w.control, LAYER["civilian_research"])
    framed = w.frame[:, None] * w.threat
    opened *= 1 - p.frame_spill * np.maximum(framed, framed.T)
    return mean_of_others(opened, w.gdp)


def _employers(w: World, nation: Int, uniform: Float) -> Int:
    """Firms of the nation in proportion to their size; -1 where it has none.

    Args:
        w: the world.
        nation: (k,) rows of the nations to work in.
        uniform: (k,) numbers in (0, 1), one a researcher.
    """
    at_home = np.argsort(w.firm_nation, kind="stable")
    heap = np.concatenate([[0.0], w.firm_size[at_home].cumsum()])
    first, last = (np.searchsorted(w.firm_nation[at_home], nation, side=side) for side in ("left", "right"))
    low, high = heap[first], heap[last]
    mark = np.minimum(low + uniform * (high - low), np.nextafter(high, 0))
    employer = np.searchsorted(heap[1:], mark, side="right")
    return np.where(high > low, at_home[np.minimum(employer, w.f - 1)], -1) if w.f else first - 1


def _work(w: World, p: Parameters, publish: Float, join: Float) -> None:
    """Publish unless secrecy at home is worth more; join work abroad where rules allow (C11, C19)."""
    secrecy = np.clip(
        w.threat.max(axis=1) * p.secrecy_of_threat
        + w.control[:, LAYER["closed_weights"], :].max(axis=1) * p.secrecy_of_rules,
        0,
        1,
    )
    welcome = p.joint_base + p.joint_incentive * w.joint
    doors = _open_doors(w)
    home = w.residence
    half = 1 / 2
    u = half + p.work_noise * (publish - half)
    v = half + p.work_noise * (join - half)
    w.publishes = u < w.openness * (1 - secrecy[home])
    w.joins_abroad = v < np.clip(w.openness * welcome[home] * doors[home], 0, 1)
