"""From posture to levers: what it means to cooperate with one nation and to compete with another.

A strategy says how far it cooperates toward each nation; this file says the rest, the same for all
strategies. Slopes and thresholds are `Briefing.responses`. Competing has teeth only where there is alarm:
threat felt, or controls received. Each layer is shut for a ground of its own (`agents.grounds`), once it is
on the government's agenda. Within a bloc no trade lever is used: members share one market.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np

from sovereigns.agents.contract import (
    LAYERS,
    Bool,
    Briefing,
    Draw,
    Float,
    Int,
    Order,
    Posture,
)
from sovereigns.agents.grounds import GROUND_ROWS, GROUNDS, hold
from sovereigns.agents.reasons import Reasons
from sovereigns.agents.stance import Stance, take_stance
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.theory.coalition import stays


class ByPosture(ABC):
    """A strategy that says how far it cooperates toward each nation; the levers follow, the same for all."""

    @abstractmethod
    def posture(self, briefing: Briefing, draw: Draw) -> Posture:
        """Turn what the nations believe into how they stand to each other.

        Args:
            briefing: beliefs of m nations.
            draw: uniform numbers of this step, one a nation.
        """

    def decide(self, briefing: Briefing, draw: Draw) -> Order:
        """Carry out the posture.

        Raises:
            OrderError: a part of it has the wrong shape, is not finite, leaves [0, 1], or cannot be told.
        """
        posture = self.posture(briefing, draw)
        posture.check(briefing)
        return written(briefing, posture)


def gather(briefing: Briefing, parts: Sequence[tuple[Int, Order | Posture]]) -> Order:
    """One order of all m deciding nations; postures are written out together: row by row it is the same.

    Args:
        briefing: beliefs of m nations.
        parts: (positions among the m, their decision) a group; disjoint groups that cover all.
    """
    postures = [(rows, one) for rows, one in parts if isinstance(one, Posture)]
    orders = [(rows, one) for rows, one in parts if isinstance(one, Order)]
    if not orders:
        return written(briefing, _together(postures, briefing.who))
    if postures:
        rows = np.sort(np.concatenate([rows for rows, _ in postures]))
        places = [(np.searchsorted(rows, some), one) for some, one in postures]
        part = briefing.rows(rows)
        orders.append((rows, written(part, _together(places, part.who))))
    return Order.gather(orders, briefing.m)


def _together(parts: Sequence[tuple[Int, Posture]], who: Int) -> Posture:
    """One posture of the nations `who` from those of groups that cover them."""
    n = parts[0][1].cooperate.shape[1]
    cooperate, weighed = np.empty((len(who), n)), np.empty((len(who), n))
    because, sovereignty = np.empty(len(who), dtype=object), np.empty(len(who))
    for rows, one in parts:
        cooperate[rows], weighed[rows] = one.cooperate, one.weighed
        because[rows], sovereignty[rows] = one.because, one.sovereignty
    return Posture(who, cooperate, because.tolist(), weighed, sovereignty)


def written(briefing: Briefing, posture: Posture) -> Order:
    """The order that a posture makes.

    Args:
        briefing: beliefs of the m nations that it is the posture of.
        posture: checked.
    """
    stance = take_stance(briefing, posture.cooperate)
    own = _own_levers(briefing, stance, posture.sovereignty)
    return Order(
        who=briefing.who,
        cooperate=stance.cooperate,
        control=_controls(briefing, stance),
        spy=_spying(briefing, stance),
        retaliate=_withheld(briefing.received, stance.trade, briefing.responses.retaliation_threshold)
        * (1 - briefing.lifted),
        **own,
        **_bodies(briefing, stance),
        reason=Reasons(briefing, stance, own, posture.because, posture.weighed, posture.sovereignty),
    )


def _controls(briefing: Briefing, stance: Stance) -> Float:
    """(m, l, n) in proportion to alarm, each layer for its own ground, where it is on the agenda.

    Whom dated law lists stands nearer to the others on its list. Less what was agreed to be lifted.
    """
    r, rows = briefing.responses, np.array(GROUND_ROWS)
    part = hold(briefing) * briefing.agenda[:, rows].T
    slope = np.array([r.door_slope if ground.door else r.control_slope for ground in GROUNDS])
    cost = r.market_weight * briefing.demand + r.control_effort
    near, market = (np.array([getattr(g, name) for g in GROUNDS]) for name in ("near", "market"))
    levels = np.zeros((briefing.m, len(LAYERS), len(briefing.iso3)))
    _set_levels(
        levels, stance.guard, stance.lead, rows, slope, near, market, part, briefing.need[rows], cost,
        r.withhold_reach,
    )  # fmt: skip
    _level_lists(levels, briefing.dated, briefing.demand, briefing.bloc, briefing.who, r.list_share)
    if briefing.lifted.any():
        levels *= 1 - briefing.lifted[:, None, :]
    return levels


@compiled
def _set_levels(
    levels: Float,
    guard: Float,
    lead: Float,
    rows: Int,
    slope: Float,
    near: Bool,
    market: Bool,
    part: Float,
    need: Float,
    cost: Float,
    reach: float,
) -> None:
    """Write levels; what is lost to the partner by a control is weighed against sales forgone."""
    m, n = guard.shape
    able = np.empty(n)
    for i in range(m):
        for j in range(n):
            able[j] = min(max(1 + lead[i, j] / reach, 0.0), 1.0)
        for k in range(len(slope)):
            level, own = levels[i, rows[k]], part[k, i]
            if own == 0:
                continue
            for j in range(n):
                wish = min(max(slope[k] * guard[i, j], 0.0), 1.0)
                level[j] = wish * able[j] if near[k] else wish
            if not market[k]:
                level *= own
                continue
            for j in range(n):
                hurt = own * need[k, j]
                level[j] *= hurt / (hurt + cost[j]) if hurt > 0 else 0.0


@compiled
def _level_lists(levels: Float, dated: Float, demand: Float, bloc: Int, who: Int, share: float) -> None:
    """Raise those whom dated law lists on one level toward the mean of what is asked of them all.

    Rules are written for lists of countries, about those who buy most: the others are carried along.

    Args:
        levels: (m, l, n) asked of each partner, written.
        dated: (n, l, n) levels that dated law asks for: who stands on one level counts as one list.
        demand: (n,) share of the market, by which the mean is weighted.
        bloc: (n,) row of the bloc, -1 for none; fellow members are left alone.
        who: (m,) rows of the nations that ask.
        share: part of the way.
    """
    for i in range(len(levels)):
        own = who[i]
        for layer in range(levels.shape[1]):
            law, asked = dated[own, layer], levels[i, layer]
            if not law.any():
                continue
            listed = np.flatnonzero((law > 0) & ((bloc != bloc[own]) | (bloc < 0)))
            for level in np.unique(law[listed]):
                same = listed[law[listed] == level]
                market = demand[same].sum()
                if market > 0:
                    mean = (demand[same] * asked[same]).sum() / market
                    for j in same:
                        asked[j] += share * max(mean - asked[j], 0.0)


def _spying(briefing: Briefing, stance: Stance) -> Float:
    """(m, n) toward competitors that lead, as far as the state is able and its economy pays a service."""
    economy = briefing.gdp[briefing.who]
    means = briefing.state_capacity * economy / (economy + briefing.responses.spy_economy)
    return _spied(stance.lead, stance.compete, means, briefing.responses.spy_slope)


@compiled
def _spied(lead: Float, compete: Float, means: Float, slope: float) -> Float:
    spy = np.empty_like(lead)
    m, n = lead.shape
    for i in range(m):
        for j in range(n):
            wish = min(max(-slope * lead[i, j], 0.0), 1.0)
            spy[i, j] = wish * compete[i, j] * means[i]
    return spy


@compiled
def _withheld(received: Float, trade: Float, threshold: float) -> Float:
    """(m, n) materials withheld from competitors whose controls exceed the threshold."""
    withheld = np.empty_like(trade)
    m, n = trade.shape
    for i in range(m):
        for j in range(n):
            withheld[i, j] = trade[i, j] * (max(received[i, j] - threshold, 0.0) / (1 - threshold))
    return withheld


def _own_levers(briefing: Briefing, stance: Stance, sovereignty: Float) -> dict[str, Float]:
    """(m,) each of the nation's own levers."""
    doors = {"visa": stance.open, "joint": stance.joint}
    return doors | _programmes(briefing, stance, sovereignty) | _laws(briefing, stance, sovereignty)


def _programmes(briefing: Briefing, stance: Stance, sovereignty: Float) -> dict[str, Float]:
    """Spending: by the gain seen in it, and by what rallies a nation (controls, AI of a foreign culture).

    Who trails backs open weights, from which it gains most; who leads does not (West 2003).
    """
    r = briefing.responses
    self_reliance = r.effort_per_gain * briefing.self_reliance_gain + r.rally_slope * stance.pressed
    own_ai = r.effort_per_gain * briefing.sovereign_gain + r.misfit_slope * briefing.cultural_misfit
    alone = sovereignty * briefing.state_capacity
    return {
        "subsidy": _share(self_reliance),
        "sovereign": np.maximum(_share(own_ai), alone),
        "open_weights": _share(-r.open_slope * stance.lead.min(axis=1)),
    }


def _laws(briefing: Briefing, stance: Stance, sovereignty: Float) -> dict[str, Float]:
    """Laws start from those in force: voices to win undo AI rules, harm makes them; alarm closes data in."""
    r, now = briefing.responses, briefing.levers
    win, calm = np.maximum(briefing.narrative, 0), np.maximum(-briefing.narrative, 0)
    undone = _share(r.race_slope * win)
    made = _share(r.race_slope * calm + r.care_slope * briefing.expected_loss)
    laws = {
        name: now[name] * (1 - undone) + (1 - now[name]) * made for name in ("regulation", "safety_standard")
    }
    closing = _share(r.localisation_slope * np.maximum(stance.alarm, sovereignty))
    laws["localisation"] = np.maximum(now["localisation"] * (1 - calm), closing)
    return laws


def _bodies(briefing: Briefing, stance: Stance) -> dict[str, Float]:
    """(m, b) join where it pays and rivals do not prevail, leave where they do, cheat only on rivals.

    What is not on the table they think of proposing, the likelier the larger the economy. Remembered
    exclusion has lowered `inside_gain` already. Whether it still pays when the turn comes to answer, and
    whether there is a text that serves a proposer, is seen by then (`phases/govern.py`).
    """
    rivalry = _rivalry(briefing, stance.compete)
    pays = stays(briefing.inside_gain, np.zeros_like(briefing.inside_gain), briefing.responses.indifference)
    prevail = 2 * rivalry > 1
    wills = pays & ~prevail & briefing.eligible
    founded, tabled = briefing.membership.any(axis=1), briefing.tabled.any(axis=1)
    economy = (briefing.gdp / briefing.gdp.sum())[briefing.who][:, None]
    levers = {
        "join": wills & ~briefing.member & (founded | tabled),
        "leave": briefing.member & prevail,
        "propose": briefing.responses.initiative * economy * (wills & ~founded & ~tabled),
        "cheat": rivalry * (briefing.member & (briefing.cheat_gain > 0)),
    }
    return {name: lever.astype(float) for name, lever in levers.items()}


def _rivalry(briefing: Briefing, compete: Float) -> Float:
    """(m, b) share of a body's other members, or of those at its table, that one competes with.

    Of all nations while there are none.
    """
    n = compete.shape[1]
    rivals = np.repeat(compete.sum(axis=1)[:, None], len(briefing.bodies), axis=1)
    others = np.full(rivals.shape, n - 1)
    parties = briefing.membership | briefing.tabled
    for body in np.flatnonzero(parties.any(axis=1)):
        inside = parties[body]
        rivals[:, body] = (compete * inside).sum(axis=1)
        others[:, body] = inside.sum() - inside[briefing.who]
    return rivals / np.maximum(others, 1)


def _share(wish: Float) -> Float:
    """A wish cut to what a lever can do, [0, 1]."""
    return np.minimum(np.maximum(wish, 0), 1)
