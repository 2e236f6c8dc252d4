"""Process 6, move: researchers stay or go, publish or keep silent, work across borders or not.

Moving is a discrete choice over nations (McFadden 1974; for talent: Docquier and Rapoport 2012): wage, compute to
work with, freedom, visa and talent rules, ties to the origin, and the cost of distance and of leaving.
"""

from __future__ import annotations

import numpy as np

from agents.contract import LAYER
from model.kernels.choice import pick
from model.kernels.elementary import log, log1p
from model.parameters import Parameters
from model.streams import Streams
from model.world import Float, Int, World


def move(w: World, p: Parameters, draw: Streams) -> None:
    """Careers end and begin, some researchers weigh a move, all choose what to publish and with whom to work."""
    w.moved = 0.0
    w.civilian_work = civilian_work(w, p)
    if len(w.skill):
        _renew(w, p, draw)
        _migrate(w, p, draw)
        _work(w, p, draw)


def _renew(w: World, p: Parameters, draw: Streams) -> None:
    """A career ends with a constant hazard; the nation that formed the researcher forms the successor."""
    rows = np.arange(len(w.skill))
    ends = draw.uniform("career", w.step, rows) < p.career_hazard
    if not ends.any():
        return
    back = w.residence != w.origin
    w.generation[ends] += 1
    w.residence[ends] = w.origin[ends]
    moved_home = ends & back
    w.employer[moved_home] = _employers(w, w.residence[moved_home], draw, rows[moved_home])


def _migrate(w: World, p: Parameters, draw: Streams) -> None:
    rows = np.arange(len(w.skill))
    considers = np.flatnonzero(draw.uniform("consider", w.step, rows) < p.move_rate)
    if not len(considers):
        return
    utility = place_utility(w, p, w.residence[considers], w.origin[considers])
    if p.move_noise > 0:
        utility = utility + p.move_noise * draw.gumbel("move", w.step, considers, w.n).reshape(utility.shape)
    here = utility[np.arange(len(considers)), w.residence[considers]]
    best = utility.max(axis=1)
    goes = best > here + p.choice_tolerance
    movers = considers[goes]
    w.residence[movers] = utility[goes].argmax(axis=1)
    w.employer[movers] = _employers(w, w.residence[movers], draw, movers)
    w.moved = float(len(movers))


def place_utility(w: World, p: Parameters, residence: Int, origin: Int) -> Float:
    """(k, n) utility of each place for researchers who live and come from somewhere.

    Args:
        w: the world.
        p: parameters.
        residence: (k,) rows of residence.
        origin: (k,) rows of origin.
    """
    compute = log1p(np.maximum(w.usable, 0) / p.lab_compute)
    place = p.wage_weight * log(w.income) + p.compute_weight * compute + p.freedom_weight * w.freedom
    barred = w.control[:, LAYER["talent"], :]
    entry = w.visa[None, :] * (1 - barred.T)[origin]
    chill = w.control[:, LAYER["civilian_research"], :].T[origin]
    utility = place[None, :] - p.visa_weight * (1 - entry) - p.chill_weight * chill
    at = np.arange(len(origin))
    utility[at, origin] = place[origin] + p.home_weight
    utility -= p.distance_weight * w.distance[residence] / (1 + w.distance[residence]) + p.move_cost
    utility[at, residence] += p.move_cost
    return utility


def civilian_work(w: World, p: Parameters) -> Float:
    """(n,) civilian joint work (health, energy) that stays open with partners weighted by GDP: rules of either side
    close it, and the military frame spills over to it with threat (C9)."""
    if w.n < 2:
        return np.ones(w.n)
    level = w.control[:, LAYER["civilian_research"], :]
    threat = np.maximum(w.threat, w.threat.T)
    open_pair = (1 - level) * (1 - level.T) * (1 - p.military_frame * p.frame_spill * threat)
    weight = np.broadcast_to(w.gdp, open_pair.shape).copy()
    np.fill_diagonal(weight, 0)
    return (open_pair * weight).sum(axis=1) / weight.sum(axis=1)


def _employers(w: World, nation: Int, draw: Streams, rows: Int) -> Int:
    """Firms of the nation in proportion to their means; -1 where it has none."""
    employer = np.full(len(nation), -1)
    u = draw.uniform("employer", w.step, rows)
    for home in np.unique(nation):
        firms = np.flatnonzero((w.firm_nation == home) & (w.firm_size > 0))
        if len(firms):
            here = nation == home
            shares = w.firm_size[firms] / w.firm_size[firms].sum()
            employer[here] = firms[pick(np.broadcast_to(shares, (int(here.sum()), len(firms))), u[here])]
    return employer


def _work(w: World, p: Parameters, draw: Streams) -> None:
    """Publish unless secrecy at home is worth more; join work abroad where incentives and rules allow (C11, C19)."""
    secrecy = np.clip(
        w.threat.max(axis=1) * p.secrecy_of_threat
        + w.control[:, LAYER["closed_weights"], :].max(axis=1) * p.secrecy_of_rules,
        0,
        1,
    )
    welcome = p.joint_base + p.joint_incentive * w.joint
    doors = 1 - w.control[:, LAYER["civilian_research"], :].max(axis=1)
    rows = np.arange(len(w.skill))
    home = w.residence
    half = 1 / 2
    u = half + p.work_noise * (draw.uniform("publish", w.step, rows) - half)
    v = half + p.work_noise * (draw.uniform("join", w.step, rows) - half)
    w.publishes = u < w.openness * (1 - secrecy[home])
    w.joins_abroad = v < np.clip(w.openness * welcome[home] * doors[home], 0, 1)
