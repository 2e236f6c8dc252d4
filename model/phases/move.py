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
from sovereigns.model.kernels.numerics.philox import FIRST, Place, begin, block, number
from sovereigns.model.kernels.numerics.sums import distinct, mean_of_others
from sovereigns.model.relations.markets import strictest
from sovereigns.model.relations.ties import civilian_work, open_civilian
from sovereigns.model.streams import Streams
from sovereigns.model.world import Bool, Float, Index, Int, World


def move(w: World, p: Parameters, draw: Streams) -> None:
    """Careers end and begin, some weigh a move, all choose what to publish and with whom to work."""
    w.arrived = np.zeros(w.n)
    w.civilian_work = civilian_work(w, p)
    if len(w.skill):
        opened = _opened(w, p)
        ends, considers = _work(w, p, draw, opened, np.arange(len(w.skill)))
        gone = [_renew(w, p, draw, ends), _migrate(w, p, draw, considers)]
        _work(w, p, draw, opened, np.concatenate(gone))


def _renew(w: World, p: Parameters, draw: Streams, ends: Int) -> Int:
    """A career ends with a constant hazard; the nation that formed the researcher forms the successor.

    A successor chooses where to begin before having settled anywhere.

    Returns:
        Rows of those who begin elsewhere.
    """
    w.generation[ends] += 1
    u = draw.uniform("successor", w.step, ends, count=2)
    there = _choose(w, p, w.origin[ends], w.origin[ends], p.entry_cost, u[:, 0])
    elsewhere = there != w.residence[ends]
    new = ends[elsewhere]
    w.residence[new] = there[elsewhere]
    w.employer[new] = _employers(w, there[elsewhere], u[elsewhere, 1])
    return new


def _migrate(w: World, p: Parameters, draw: Streams, considers: Int) -> Int:
    """Established researchers weigh a move.

    Returns:
        Rows of those who go.
    """
    u = draw.uniform("move", w.step, considers, count=2)
    here = w.residence[considers]
    there = _choose(w, p, here, w.origin[considers], p.move_cost, u[:, 0])
    goes = there != here
    movers = considers[goes]
    w.residence[movers] = there[goes]
    w.employer[movers] = _employers(w, there[goes], u[goes, 1])
    w.arrived = np.bincount(there[goes], minlength=w.n).astype(float)
    return movers


def _choose(w: World, p: Parameters, here: Index, origin: Index, cost: float, uniform: Float) -> Int:
    """Logit over places; without noise only a place that is strictly better draws away.

    Places are worth the same to all who live in one nation and come from one.
    """
    pair, which = distinct(here.astype(np.int64) * w.n + origin, w.n * w.n)
    home, born = np.divmod(pair, w.n)
    utility = place_utility(w, p, home, born, cost)
    if p.move_noise > 0:
        return pick(logit(utility, scale=p.move_noise), uniform, which)
    gain = utility.max(axis=1, initial=-np.inf) - utility[np.arange(len(home)), home]
    return np.where(gain > p.choice_tolerance, utility.argmax(axis=1), home)[which]


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
    employed = w.headcount + 1
    compute = log1p(np.maximum(w.usable, 0) / p.lab_compute)
    place = p.wage_weight * log(w.income) + p.compute_weight * compute + p.freedom_weight * w.freedom
    place = place + p.cluster_weight * log(employed / employed.mean())
    talent, civilian = (w.control[:, LAYER[layer]] for layer in ("talent", "civilian_research"))
    return _drawn(
        place, residence, origin, w.visa, talent, civilian, w.distance,
        home_weight=p.home_weight, visa_weight=p.visa_weight, chill_weight=p.chill_weight,
        distance_weight=p.distance_weight, cost=cost,
    )  # fmt: skip


@compiled
def _drawn(
    place: Float,
    residence: Int,
    origin: Int,
    visa: Float,
    talent: Float,
    civilian: Float,
    distance: Float,
    home_weight: float,
    visa_weight: float,
    chill_weight: float,
    distance_weight: float,
    cost: float,
) -> Float:
    """(k, n) utility: what a place offers, the law on entry and on joint work, home, and the way there."""
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
    return mean_of_others(open_civilian(w), weight)


def _employers(w: World, nation: Int, uniform: Float) -> Int:
    """Firms of the nation in proportion to their size; -1 where it has none.

    Args:
        w: the world.
        nation: (k,) rows of the nations to work in.
        uniform: (k,) numbers in (0, 1), one a researcher.
    """
    if not w.f:
        return np.full(len(nation), -1)
    at_home, heap, edge = w.once(_heaped, "firm_nation", "firm_size")
    low, high = edge[nation], edge[nation + 1]
    mark = np.minimum(low + uniform * (high - low), np.nextafter(high, 0))
    employer = np.searchsorted(heap[1:], mark, side="right")
    return np.where(high > low, at_home[np.minimum(employer, w.f - 1)], -1)


def _heaped(w: World) -> tuple[Int, Float, Float]:
    """Firms in the order of their nations, (f + 1,) sums of sizes, and (n + 1,) the sum where each begins."""
    at_home = np.argsort(w.firm_nation, kind="stable")
    heap = np.concatenate([[0.0], w.firm_size[at_home].cumsum()])
    return at_home, heap, heap[np.searchsorted(w.firm_nation[at_home], np.arange(w.n + 1))]


def _opened(w: World, p: Parameters) -> Float:
    """(2, n) what openness counts at home for publishing and for work across borders (C11, C19).

    Publish unless secrecy at home is worth more; join work abroad where rules allow.
    """
    rules = strictest(w, "closed_weights")
    secrecy = np.clip(w.threat.max(axis=1) * p.secrecy_of_threat + rules * p.secrecy_of_rules, 0, 1)
    welcome = p.joint_base + p.joint_incentive * w.joint
    return np.stack([1 - secrecy, welcome * _open_doors(w)])


def _work(w: World, p: Parameters, draw: Streams, opened: Float, rows: Int) -> tuple[Int, Int]:
    """Some publish and work across borders, as openness and their nation of residence let them.

    Args:
        w: the world.
        p: parameters.
        draw: the same numbers however often it is asked.
        opened: (2, n) as `_opened`.
        rows: (k,) of researchers.

    Returns:
        Rows of those whose career ends, and of those who weigh a move.
    """
    place = draw.place("researcher", w.step)
    return _spend(
        place, rows, (p.career_hazard, p.move_rate), w.openness, w.residence, opened, p.work_noise,
        w.publishes, w.joins_abroad,
    )  # fmt: skip


@compiled
def _spend(
    place: Place,
    rows: Int,
    chances: tuple[float, float],
    openness: Float,
    residence: Index,
    opened: Float,
    noise: float,
    publishes: Bool,
    joins_abroad: Bool,
) -> tuple[Int, Int]:
    """One pass over researchers with the four numbers of each.

    Args:
        place: of their numbers.
        rows: (k,)
        chances: that a career ends, and that a move is weighed.
        openness: (r,) share.
        residence: (r,) rows of nations.
        opened: (2, n) factors of openness in publishing and in joining work abroad.
        noise: part of the numbers that counts; at 0 all of one openness do the same.
        publishes, joins_abroad: (r,) changed in place.

    Returns:
        Rows of those whose career ends, and of those who weigh a move.
    """
    key, counter = begin(*place)
    ends, considers = np.empty(len(rows), dtype=np.int64), np.empty(len(rows), dtype=np.int64)
    ended, considered = 0, 0
    for r in rows:
        end, consider, publish, join = block(key, counter, np.uint64(r), FIRST)
        nation = residence[r]
        publishes[r] = 0.5 + noise * (number(publish) - 0.5) < min(openness[r] * opened[0, nation], 1.0)
        joins_abroad[r] = 0.5 + noise * (number(join) - 0.5) < min(openness[r] * opened[1, nation], 1.0)
        ends[ended], considers[considered] = r, r
        ended += number(end) < chances[0]
        considered += number(consider) < chances[1]
    return ends[:ended].copy(), considers[:considered].copy()
