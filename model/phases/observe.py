"""Process 1, observe: each nation gets a Briefing, what it believes rather than what is true."""

from __future__ import annotations

import numpy as np

from agents.contract import NATION_LEVERS, Briefing, Responses
from model.institutions.registry import institutions
from model.parameters import Parameters
from model.streams import Streams
from model.world import Float, World


def observe(w: World, p: Parameters, draw: Streams) -> Briefing:
    """Beliefs of every nation at the start of the step.

    What a nation sees of another carries an even error whose width falls with intelligence: the observer's
    state
    capacity, its alliance with the observed, and its spying. Of itself it knows the truth.

    Returns:
        A Briefing for all n nations.
    """
    noise = _noise(w, p, draw)
    seen = w.capability + noise
    growth = w.capability_past[0] - w.capability_past[-1] + noise
    payoffs = perceived_payoffs(w, p, np.maximum(seen, 0))
    inside, cheat, eligible = _bodies(w, p)
    leader = seen.max(axis=1)
    return Briefing(
        step=w.step,
        quarter=w.quarter,
        who=np.arange(w.n),
        iso3=w.iso3,
        bodies=w.bodies,
        gdp=w.gdp,
        capability=np.maximum(seen, 0),
        growth=growth,
        compute=w.usable * (1 + noise / p.capability_unit),
        ideal_distance=w.ideal_distance,
        alliance=w.alliance,
        bloc=w.bloc,
        threat=w.threat,
        trust=w.trust,
        dependence=_dependence(w),
        received=np.ascontiguousarray(w.control_mean.T),
        imposed=w.control,
        cooperated=np.ascontiguousarray(w.cooperation.T),
        own_cooperated=w.cooperation,
        betrayed=w.betrayals,
        **payoffs,
        discount=p.discount_low + (p.discount_high - p.discount_low) * w.state_capacity,
        state_capacity=w.state_capacity,
        lag_years=(leader - w.capability) / p.frontier_pace,
        scarcity=w.scarcity,
        own_model_share=own_model_share(w),
        cultural_misfit=w.misfit,
        sovereign_gain=sovereign_gain(w, p),
        self_reliance_gain=p.self_reliance_value * w.rally * w.scarcity
        - p.self_reliance_cost * (1 - w.chip_design),
        expected_loss=w.expected_loss,
        narrative=w.narrative,
        member=w.member.T,
        eligible=eligible,
        membership=w.member,
        inside_gain=inside,
        cheat_gain=cheat,
        excluded=w.exclusion.T,
        levers={name: getattr(w, name) for name in NATION_LEVERS},
        postures=w.cooperation,
        responses=Responses(**{name: getattr(p, name) for name in Responses.__dataclass_fields__}),
    )


def own_model_share(w: World) -> Float:
    """(n,) share of each nation's people who use a model developed or adapted at home."""
    return np.diagonal(w.used_from) + w.programme_usage


def sovereign_gain(w: World, p: Parameters) -> Float:
    """(n,) perceived gain of a sovereign-AI programme at full effort, net of its cost, in utility units.

    Causes, each with its own weight (C14): prestige, data closed to foreign models, controls received,
    cultural
    misfit of what people use, as far as private models of the nation do not serve its people; the cost
    weighs less on
    larger economies.
    """
    cost = p.sovereign_cost * p.adaptation_cost / (p.adaptation_cost + p.sovereign_most * w.gdp)
    fear = (
        p.closure_motive * w.localisation + p.control_motive * w.received_most + p.culture_motive * w.misfit
    )
    unmet = 1 - (own_model_share(w) - w.programme_usage)
    relief = p.free_rider_motive * w.monitoring + p.pooling_motive * (w.common_usage.sum(axis=1) > 0)
    return p.prestige + fear * unmet - cost - relief


def perceived_payoffs(w: World, p: Parameters, capability: Float) -> dict[str, Float]:
    """The dyadic game as each nation sees it: T > R > P > S, shape (n, n) each.

    Joint gains grow with what the other can bring (its capability against the own) and shrink with distance
    of
    ideals; mutual competition loses what incidents cost; leverage over a dependent partner tempts.
    """
    own = np.diagonal(capability)[:, None]
    brings = capability / (capability + own + p.capability_floor)
    reward = (
        p.payoff_reward
        * (p.reward_base + brings)
        * (1 - p.ideal_discount * w.ideal_distance / (1 + w.ideal_distance))
    )
    temptation = reward + p.payoff_temptation * (1 - brings)
    punishment = -p.payoff_mutual_loss * (w.expected_loss[:, None] + w.conflict_risk[:, None])
    punishment = np.minimum(punishment, reward - p.payoff_gap)
    sucker = punishment - p.payoff_sucker * (p.reward_base + brings)
    return {"temptation": temptation, "reward": reward, "punishment": punishment, "sucker": sucker}


def _noise(w: World, p: Parameters, draw: Streams) -> Float:
    if p.belief_noise == 0:
        return np.zeros((w.n, w.n))
    unseen = 1 - np.maximum(w.alliance, p.intelligence_reach * w.state_capacity[:, None])
    unseen *= 1 - w.spying
    uniform = draw.matrix("observe", w.step, w.n, w.n)
    noise = p.belief_noise * unseen * (uniform - 1 / 2) * 2
    np.fill_diagonal(noise, 0)
    return noise


def _dependence(w: World) -> Float:
    """(n, n) share of a nation's AI use that comes from each nation."""
    return w.used_from + np.diag(w.programme_usage)


def _bodies(w: World, p: Parameters) -> tuple[Float, Float, np.ndarray]:
    """(n, b) perceived gain of being inside and of cheating, and whether the body would admit the nation."""
    inside = np.zeros((w.n, len(w.bodies)))
    cheat = np.zeros((w.n, len(w.bodies)))
    eligible = np.zeros((w.n, len(w.bodies)), dtype=bool)
    for row, body in enumerate(institutions()):
        inside[:, row] = body.inside_gain(w, p, row)
        cheat[:, row] = body.cheat_gain(w, p, row)
        eligible[:, row] = body.admits(w, p, row)
    return inside, cheat, eligible
