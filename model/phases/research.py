"""Process 7, research: talent, data and compute become efficiency, know-how and safety.

Output is CES in efficiency-augmented compute and know-how-augmented talent and data (theory T5, Acemoglu
2002), so that scarce compute steers research (C6). Safety effort is the reply of a race (T1, Armstrong et al.
2016) corrected by what a price of compute does to safety spending (T7, Jensen et al. 2023). Knowledge spreads
by publication, open weights, movers, imitation, distillation and theft (C2, C10, C11).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np

from sovereigns.agents.contract import LAYER
from sovereigns.model.events import Choice
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.elementary import exp, log, logistic, power
from sovereigns.model.kernels.numerics.limits import held
from sovereigns.model.kernels.numerics.sums import over_rows
from sovereigns.model.kernels.theory.compute_price import efforts
from sovereigns.model.kernels.theory.directed_change import ces, efficiency_share
from sovereigns.model.kernels.theory.racing import safety_effort
from sovereigns.model.relations.use import data_kept, people_on
from sovereigns.model.relations.weights import theft
from sovereigns.model.world import INVESTOR, REFERENCE_QUARTER, UNIVERSITY, Bool, Float, Index, World


def research(w: World, p: Parameters) -> None:
    """One quarter of research in every firm, and what leaks between them."""
    talent = talent_at_work(w, p)
    _care(w, p)
    _progress(w, p, talent)
    _spread(w, p)
    develops = w.firm_kind != INVESTOR
    w.efficiency = w.best_of_nation(w.firm_efficiency, develops, p.efficiency_floor)
    w.know_how = w.best_of_nation(w.firm_know_how, develops, p.know_how_floor)


def talent_at_work(w: World, p: Parameters) -> Float:
    """(f,) skill at work in each firm.

    Its own people, what spills over at home, the return to joint work, and what universities bring home from
    abroad.
    """
    academic = w.firm_kind == UNIVERSITY
    own, (home, abroad, total, lent) = np.zeros(w.f), np.zeros((4, w.n))
    joint = 1 + p.network_return
    _at_work(
        w.skill, w.residence, w.employer, w.joins_abroad, academic, joint, own, home, abroad, total, lent
    )
    w.talent = home
    w.joint_work = np.where(total > 0, abroad / np.where(total > 0, total, 1), 0)
    world = max(float(w.skill.sum()), 1.0)
    shared = home[w.firm_nation] * w.firm_size
    paid = p.university_link * w.joint * lent
    brought = np.where(academic, 0, paid[w.firm_nation] * w.firm_size)
    unit = p.talent_unit * w.talent_part / world
    return ((1 - p.talent_spillover) * own + p.talent_spillover * shared + brought) * unit


@compiled
def _at_work(
    skill: Float,
    residence: Index,
    employer: Index,
    joins_abroad: Bool,
    academic: Bool,
    joint: float,
    own: Float,
    home: Float,
    abroad: Float,
    total: Float,
    lent: Float,
) -> None:
    """Add up the skill of researchers in one pass over them.

    Args:
        skill, residence, employer, joins_abroad: (r,) columns of the world.
        academic: (f,) whether a firm is a university.
        joint: what skill is multiplied by in work across borders.
        own: (f,) to fill: worth of a firm's people.
        home: (n,) to fill: worth of a nation's people.
        abroad: (n,) to fill: skill of those who work across borders.
        total: (n,) to fill: skill.
        lent: (n,) to fill: skill of universities' people who work across borders, which the nation may pay to
            bring into industry at home (C19).
    """
    for r in range(len(skill)):
        nation, firm = residence[r], employer[r]
        worth = skill[r] * joint if joins_abroad[r] else skill[r]
        home[nation] += worth
        total[nation] += skill[r]
        if firm >= 0:
            own[firm] += worth
        if joins_abroad[r]:
            abroad[nation] += skill[r]
            if firm >= 0 and academic[firm]:
                lent[nation] += skill[r]


def accessible_data(w: World, p: Parameters) -> Float:
    """(n,) personal data that developers can learn from (C13).

    Their nation's, and a part of those of users abroad, where localisation lets them leave.
    """
    on, leaves = people_on(w), w.data * (1 - data_kept(w, p))
    abroad = over_rows(on, leaves) - np.diagonal(on) * leaves
    return w.data + p.data_abroad * abroad


def _care(w: World, p: Parameters) -> None:
    """Safety effort: the race's reply, and what moves it.

    The price of compute moves it, standards lift it, unsafe practice cuts it.
    """
    lead = np.maximum(w.firm_capability - _best_other(w.firm_capability), 0)
    enmity = p.enmity_base + (1 - p.enmity_base) * w.threat.max(axis=1)[w.firm_nation]
    rivals = _close_rivals(w, p)
    race = safety_effort(p.race_information, _standing(w, p, lead), rivals, p.capability_weight, enmity)
    wanted = race * _price_sway(w, p)
    lifted = np.maximum(wanted, w.standard_in_force[w.firm_nation])
    haste = 1 - p.unsafe_cut * w.firm_unsafe
    w.firm_safety += p.safety_speed * (np.clip(lifted * haste, 0, 1) - w.firm_safety)
    w.tell(_say_care, p, lifted > wanted, rivals)


def _say_care(w: World, p: Parameters, lifted: Bool, rivals: float) -> Iterator[Choice]:
    """Why firms take as much care as they do."""
    unsafe = w.firm_unsafe > 0
    behind = w.firm_capability <= w.firm_capability.max(initial=0) - p.race_reach
    why = {
        "its nation's standard asks for more than the race does, and it cuts corners": lifted & unsafe,
        "its nation's standard asks for more than the race does": lifted,
        "out of reach of the frontier, and it cuts corners": behind & unsafe,
        "out of reach of the frontier": behind,
        "what a race of {} firms leaves, and it cuts corners": unsafe,
        "what a race of {} firms leaves": ~unsafe,
    }
    develops = (w.firm_kind != INVESTOR) & (w.firm_size > 0)
    yield Choice.of("safety effort", develops, w.firm_safety, why, [f"{rivals:.0f}"] * w.f)


def _standing(w: World, p: Parameters, lead: Float) -> Float:
    """(f,) where a firm stands in the race, from 0 to the weight of capability.

    Its lead if all is public, else its place within reach of the frontier.
    """
    if p.race_information == "public":
        return lead / p.capability_unit * p.capability_weight
    behind = (w.firm_capability.max(initial=0) - w.firm_capability) / p.race_reach
    return np.clip(1 - behind, 0, 1) * p.capability_weight


def _price_sway(w: World, p: Parameters) -> float:
    """Safety of the market at today's price of compute against that at the price of the start (T7)."""
    market = p.race_firms, p.safety_productivity, p.performance_productivity, p.performance_cost
    safety = _safety_by_price(efforts, market, (p.safety_scale, p.performance_scale, p.rival_harm))
    now, start = (_between(x, safety) for x in (log(w.chip_price / p.chip_price_start), 0.0))
    return now / start


def _between(price: float, safety: Float) -> float:
    """Safety at a logarithm of the price, in a straight line between the two nearest."""
    place = min(max((price - _LOG_PRICES[0]) / (_LOG_PRICES[1] - _LOG_PRICES[0]), 0.0), len(safety) - 1.0)
    left = min(int(place), len(safety) - 2)
    part = place - left
    return float(safety[left] * (1 - part) + safety[left + 1] * part)


@lru_cache
def _safety_by_price(
    solve: Callable[..., tuple[Float, Float, Float]], market: tuple[float, ...], worth: tuple[float, ...]
) -> Float:
    """Safety at which the market settles at each of many prices of compute, solved once a parameter set."""
    return logistic(solve(*market, exp(_LOG_PRICES), *worth)[2])


_LOG_PRICES = np.linspace(-16, 16, 1025)
"""Logarithms of the prices, against the one of the start, between which safety is interpolated."""


def _best_other(values: Float) -> Float:
    """(f,) the largest value among the other firms."""
    if len(values) < 2:
        return values.copy()
    top = values.max()
    second = np.sort(values, kind="stable")[-2]
    return np.where(values == top, second, top)


def _close_rivals(w: World, p: Parameters) -> float:
    """Teams in the race: firms within reach of the frontier with a base model of their own, at least two."""
    near = w.firm_capability > w.firm_capability.max(initial=0) - p.race_reach
    return max(2.0, float((near & (w.firm_base == np.arange(w.f))).sum()))


def _progress(w: World, p: Parameters, talent: Float) -> None:
    develops = (w.firm_kind != INVESTOR) & (w.firm_size > 0)
    home = w.firm_nation
    compute = np.maximum(w.usable, 0)[home] * w.firm_size * p.research_share / p.research_unit
    labour = (
        talent * automated(w, p) * power(np.maximum(accessible_data(w, p), p.data_floor), p.data_weight)[home]
    )
    ready = np.maximum(compute, p.research_floor), np.maximum(labour, p.research_floor)
    pays = efficiency_share(p.compute_weight_ces, p.ces_elasticity, p.research_returns, *ready)
    w.firm_split = 1 / 2 + p.research_direction * (pays - 1 / 2)
    w.tell(_say_direction, p, develops)
    inputs = w.firm_efficiency, ready[0], w.firm_know_how, ready[1]
    output = ces(*inputs, p.compute_weight_ces, p.ces_elasticity)
    frontier = p.reference_output * exp(p.frontier_burden * (w.quarter - REFERENCE_QUARTER) / 4)
    strength = power(output / (output + frontier), p.output_curvature) * (1 - p.safety_tax * w.firm_safety)
    strength *= (1 - p.regulation_drag * w.regulation_in_force[home]) * develops
    strength *= np.maximum(1 - p.research_burden * (w.firm_compliance / w.firm_capital), 0)
    effort = power(2 * np.stack([w.firm_split, 1 - w.firm_split]), p.research_returns)
    gain = exp(np.array([[p.efficiency_pace], [p.know_how_pace]]) * effort * strength)
    w.firm_efficiency = held(w.firm_efficiency * gain[0])
    w.firm_know_how = held(w.firm_know_how * gain[1])


def _say_direction(w: World, p: Parameters, develops: Bool) -> Iterator[Choice]:
    """Why firms seek efficiency, which saves compute (1), or know-how, which saves people (0)."""
    words = "{} is what it lacks most" if p.ces_elasticity < 1 else "{} is what it has most of"
    saves_compute = 2 * w.firm_split > 1
    why = {words.format("compute"): saves_compute, words.format("talent"): ~saves_compute}
    yield Choice.of("research on efficiency", develops, w.firm_split, why)


def automated(w: World, p: Parameters) -> Float:
    """(f,) multiple of its research labour that a developer's own superintelligent AI makes.

    It is 1 below the threshold.
    """
    above = np.maximum(w.firm_capability - w.superintelligence, 0) / p.capability_unit
    return 1 + p.research_of_ai * above


def _spread(w: World, p: Parameters) -> None:
    """Every developer closes a part of its gap to the best it can see.

    Openly, through weights, people, or theft.
    """
    develops = w.firm_kind != INVESTOR
    if not develops.any():
        return
    home = w.firm_nation
    everyone = p.spread_publication * w.published + p.spread_imitation
    staff = np.maximum(w.headcount, max(len(w.skill), 1) / w.n)
    own = p.spread_movers * 4 * w.arrived / staff
    own += p.spread_distillation * _distillable(w, p) + p.spread_theft * _stolen(w, p)
    reach = everyone + own[home]
    openly = w.firm_is_open & develops
    value = np.stack([w.firm_efficiency, w.firm_know_how])
    best = value[:, develops].max(axis=1)[:, None]
    best_open = value[:, openly].max(axis=1, initial=0)[:, None]
    behind, behind_open = np.maximum(log(np.maximum([best / value, best_open / value], 1)), 0)
    closed_part = np.maximum(np.clip(reach, 0, 1) * behind, p.spread_open_weights * behind_open)
    w.firm_efficiency, w.firm_know_how = value * np.where(develops, exp(closed_part), 1)
    _return_flow(w, p, openly)


def _stolen(w: World, p: Parameters) -> Float:
    """(n,) success of each nation's spying where it has most; 0 without any."""
    success, spies = np.zeros(w.n), np.flatnonzero(w.spying.any(axis=1))
    success[spies] = theft(w, p, spies).max(axis=1, initial=0)
    return success


def _distillable(w: World, p: Parameters) -> Float:
    """(n,) access to the leaders' models, from which they can be distilled (C2).

    None where a leader's nation shuts its cloud or weights, or the nation itself shuts data in; at home
    always.
    """
    leads = np.flatnonzero(w.capability >= w.capability.max() * (1 - p.choice_tolerance))
    rules = w.control[leads]
    access = (1 - rules[:, LAYER["cloud"]]) * (1 - rules[:, LAYER["closed_weights"]]) * (1 - data_kept(w, p))
    access[np.arange(len(leads)), leads] = 1
    mean: Float = access.mean(axis=0)
    return mean


def _return_flow(w: World, p: Parameters, openly: np.ndarray) -> None:
    """Those who open their weights gain from what others do with them (C2).

    By the number of others who build on them.
    """
    tuned = np.bincount(w.firm_base, minlength=w.f) - 1
    back = p.return_flow * np.maximum(tuned, 0) / w.f
    w.firm_know_how = held(w.firm_know_how * np.where(openly, exp(back), 1))
