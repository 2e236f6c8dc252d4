"""Process 1, observe: each nation gets a Briefing, what it believes rather than what is true."""

from __future__ import annotations

import numpy as np

from sovereigns.agents.contract import Briefing, Responses
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.bargain import perceived
from sovereigns.model.institutions.contract import admits
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.relations.markets import demand, need, supply
from sovereigns.model.relations.threat import gained
from sovereigns.model.relations.use import own_model_share
from sovereigns.model.streams import Streams
from sovereigns.model.world import Float, World


def observe(w: World, p: Parameters, draw: Streams) -> Briefing:
    """Beliefs of every nation at the start of the step.

    What a nation sees of another carries an even error whose width falls with intelligence: the observer's
    state capacity, its alliance with the observed, and its spying. Of itself it knows the truth.
    """
    seen, growth, compute = _seen(w, p, draw)
    inside, cheat, eligible = _bodies(w, p)
    return Briefing(
        step=w.step,
        quarter=w.quarter,
        who=np.arange(w.n),
        iso3=w.iso3,
        bodies=w.bodies,
        gdp=_public(w.gdp),
        capability=seen,
        growth=growth,
        compute=compute,
        ideal_distance=w.ideal_distance,
        alliance=w.alliance,
        bloc=_public(w.bloc),
        supply=_public(supply(w, p)),
        need=_public(need(w, p)),
        demand=_public(demand(w)),
        threat=w.threat,
        fear=w.fear,
        trust=w.trust,
        dependence=_dependence(w),
        received=np.ascontiguousarray(w.control_mean.T),
        lifted=w.lifted.copy(),
        cooperated=np.ascontiguousarray(w.cooperation.T),
        own_cooperated=w.cooperation,
        betrayed=w.betrayals,
        **perceived_payoffs(w, p, seen),
        discount=p.discount_low + (p.discount_high - p.discount_low) * w.state_capacity,
        state_capacity=w.state_capacity,
        lag_years=(seen.max(axis=1) - w.capability) / p.frontier_pace,
        scarcity=w.scarcity,
        own_model_share=own_model_share(w),
        cultural_misfit=w.misfit,
        sovereign_gain=sovereign_gain(w, p),
        self_reliance_gain=p.self_reliance_value * w.rally * w.scarcity
        - p.self_reliance_cost * (1 - w.chip_design),
        expected_loss=w.expected_loss,
        narrative=w.narrative,
        member=w.member.T.copy(),
        eligible=eligible,
        membership=_public(w.member.copy()),
        tabled=_public(w.table.copy()),
        inside_gain=inside,
        cheat_gain=cheat,
        excluded=w.exclusion.T.copy(),
        agenda=w.agenda,
        levers=_levers(w),
        postures=_public(w.cooperation),
        controls=_public(w.control),
        dated=_public(w.dated),
        responses=Responses(**{name: getattr(p, name) for name in Responses.__dataclass_fields__}),
    )


def _public[A: np.ndarray](column: A) -> A:
    """The column as all strategies may see and none may change it."""
    seen = column.view()
    seen.flags.writeable = False
    return seen


def _levers(w: World) -> dict[str, Float]:
    """Every nation's own levers as they stand."""
    return {
        "subsidy": w.subsidy,
        "sovereign": w.sovereign,
        "localisation": w.localisation,
        "visa": w.visa,
        "joint": w.joint,
        "regulation": w.regulation,
        "safety_standard": w.safety_standard,
        "open_weights": w.open_weights,
    }


def sovereign_gain(w: World, p: Parameters) -> Float:
    """(n,) perceived gain of a sovereign-AI programme at full effort, net of its cost, in utility units.

    Causes, each with its own weight (C14): prestige, data closed to foreign models, controls received,
    cultural misfit of what people use, as far as private models of the nation do not serve its AI users; the
    cost weighs less on larger economies.
    """
    cost = p.sovereign_cost * p.adaptation_cost / (p.adaptation_cost + p.sovereign_most * w.gdp)
    fear = (
        p.closure_motive * w.localisation + p.control_motive * w.received_most + p.culture_motive * w.misfit
    )
    unmet = 1 - np.diagonal(w.used_from)
    relief = p.free_rider_motive * w.monitoring + p.pooling_motive * (w.common_usage.sum(axis=1) > 0)
    return p.prestige + fear * unmet - cost - relief


def perceived_payoffs(w: World, p: Parameters, capability: Float) -> dict[str, Float]:
    """The dyadic game as each nation sees it: T > R > P > S, shape (n, n) each.

    Joint gains grow with what the other can bring (its capability against the own) and shrink with distance
    of ideals; mutual competition loses what incidents cost; leverage over a dependent partner tempts.
    """
    game = _game(
        capability,
        w.ideal_distance,
        w.expected_loss + w.conflict_risk,
        of_reward=p.payoff_reward,
        base=p.reward_base,
        of_distance=p.ideal_discount,
        of_temptation=p.payoff_temptation,
        of_loss=p.payoff_mutual_loss,
        of_sucker=p.payoff_sucker,
        gap=p.payoff_gap,
        floor=p.capability_floor,
    )
    return dict(zip(("temptation", "reward", "punishment", "sucker"), game, strict=True))


@compiled
def _game(
    capability: Float,
    distance: Float,
    loss: Float,
    of_reward: float,
    base: float,
    of_distance: float,
    of_temptation: float,
    of_loss: float,
    of_sucker: float,
    gap: float,
    floor: float,
) -> Float:
    """(4, n, n) payoffs T, R, P, S."""
    n = len(loss)
    game = np.empty((4, n, n))
    for i in range(n):
        own = capability[i, i]
        war = -of_loss * loss[i]
        for j in range(n):
            brings = capability[i, j] / (capability[i, j] + own + floor)
            alike = 1 - of_distance * distance[i, j] / (1 + distance[i, j])
            reward = of_reward * (base + brings) * alike
            punishment = min(war, reward - gap)
            game[0, i, j] = reward + of_temptation * (1 - brings)
            game[1, i, j] = reward
            game[2, i, j] = punishment
            game[3, i, j] = punishment - of_sucker * (base + brings)
    return game


def _seen(w: World, p: Parameters, draw: Streams) -> Float:
    """(3, n, n) capability, its growth over a year and compute as the row nation sees the column nation's."""
    uniform = np.ascontiguousarray(draw.matrix("observe", w.step, w.n, w.n))
    return _believed(
        w.alliance, w.spying, w.state_capacity, uniform, w.capability, gained(w), w.usable,
        noise=p.belief_noise, reach=p.intelligence_reach, unit=p.capability_unit,
    )  # fmt: skip


@compiled
def _believed(
    alliance: Float,
    spying: Float,
    state_capacity: Float,
    uniform: Float,
    capability: Float,
    gained: Float,
    compute: Float,
    noise: float,
    reach: float,
    unit: float,
) -> Float:
    """(3, n, n) three facts (n,) with one error for each pair; none about oneself."""
    n = len(capability)
    seen = np.empty((3, n, n))
    for i in range(n):
        for j in range(n):
            unseen = (1 - max(alliance[i, j], reach * state_capacity[i])) * (1 - spying[i, j])
            error = noise * unseen * (uniform[i, j] - 1 / 2) * 2 if i != j else 0.0
            seen[0, i, j] = max(capability[j] + error, 0.0)
            seen[1, i, j] = gained[j] + error
            seen[2, i, j] = compute[j] * (1 + error / unit)
    return seen


def _dependence(w: World) -> Float:
    """(n, n) share of a nation's AI use that comes from each nation."""
    share = w.used_from.copy()
    share.flat[:: w.n + 1] += w.programme_usage
    return share


def _bodies(w: World, p: Parameters) -> tuple[Float, Float, np.ndarray]:
    """(n, b) perceived gain of being inside and of cheating, and whether the body would admit the nation."""
    inside = np.zeros((w.n, len(w.bodies)))
    cheat = np.zeros((w.n, len(w.bodies)))
    eligible = np.zeros((w.n, len(w.bodies)), dtype=bool)
    for row, body in enumerate(institutions()):
        eligible[:, row] = admits(body, w, p, row)
        if (w.member[row] | w.table[row]).any():
            inside[:, row], cheat[:, row] = perceived(w, p, body, row)
    return inside, cheat, eligible
