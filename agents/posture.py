"""From posture to levers: what it means to cooperate with one nation and to compete with another.

A strategy says how far it cooperates toward each nation; this file says the rest, the same for all
strategies. Slopes and thresholds are `Briefing.responses`. Competing has teeth only where there is alarm:
threat felt, or controls received. Within a bloc no trade lever is used: members share one market.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sovereigns.agents.contract import (
    LAYER,
    LAYERS,
    Briefing,
    Float,
    Int,
    Order,
    OrderError,
    Responses,
    check_lever,
)
from sovereigns.agents.reasons import Reasons
from sovereigns.agents.stance import Stance, take_stance
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.theory.coalition import stays

FRONTIER = tuple(LAYER[name] for name in ("chips", "compute_cap", "cluster", "cloud", "closed_weights"))
"""Layers that only a nation near or ahead of the partner in AI has something to withhold on."""
SUPPLY = tuple(LAYER[name] for name in ("memory", "equipment", "entity_licence"))
"""Goods that nations behind in AI make too."""
DOORS = tuple(LAYER[name] for name in ("talent", "investment", "subsidy", "civilian_research"))
"""People, money and civilian work."""
KIND = tuple(1 * (k in FRONTIER) + 2 * (k in SUPPLY) + 3 * (k in DOORS) for k in range(len(LAYERS)))
"""Of each layer: 0 left open, 1 frontier, 2 supply, 3 doors."""


def act(
    briefing: Briefing,
    cooperate: Float,
    because: str,
    weighed: Float | None = None,
    sovereignty: float = 0,
) -> Order:
    """The order that carries out a posture.

    Args:
        briefing: beliefs of m nations.
        cooperate: (m, n) 1 cooperate toward that nation, 0 compete, between: a mixed policy.
        because: main cause of competing, for the reason; `{:.2f}` stands for the number in `weighed`.
        weighed: (m, n) that number for each partner; how far one competes if left out.
        sovereignty: will to stand alone whatever others do, from 0 to 1.
    """
    m = briefing.m
    return Plan(
        briefing,
        cooperate,
        [because] * m,
        1 - cooperate if weighed is None else weighed,
        np.full(m, sovereignty),
    )


class Plan(Order):
    """An order known by its posture: its levers are written out when one is read, or all by `gather`."""

    def __init__(
        self, briefing: Briefing, cooperate: Float, because: list[str], weighed: Float, sovereignty: Float
    ) -> None:
        """Keep what `act` was given, with a cause (m,) and a will to stand alone (m,) for each nation."""
        posture = cooperate, because, weighed, sovereignty
        self.__dict__.update(who=briefing.who, briefing=briefing, posture=posture)

    def check(self, m: int, n: int, bodies: int) -> None:
        """Check what `act` was given; what is made of it is checked when it is written out.

        Raises:
            OrderError: the posture has a wrong shape, is not finite or leaves [0, 1].
        """
        cooperate, _, weighed, _ = self.posture
        check_lever("cooperate", cooperate, (m, n))
        if np.shape(weighed) != (m, n):
            raise OrderError(f"order: weighed has shape {np.shape(weighed)}, not {(m, n)}")

    def __getattr__(self, name: str) -> Any:
        if name not in Order.__dataclass_fields__:
            raise AttributeError(name)
        written = _write(self.briefing, *self.posture)
        self.__dict__.update(vars(written), control=written.control)
        return self.__dict__[name]


class Written(Order):
    """An order that says its control by kind of layer; it is written out by layer when read."""

    def __init__(self, kinds: Float, **levers: Any) -> None:
        """Keep the levels (m, 4, n) of the kinds of layers (`KIND`) and the other levers, checked."""
        self.__dict__.update(levers, kinds=kinds)
        self.__post_init__()

    def levels(self) -> tuple[Float, tuple[int, ...]]:
        """Levels by kind, and the kind of each layer."""
        return self.kinds, KIND

    def __getattr__(self, name: str) -> Any:
        if name != "control":
            raise AttributeError(name)
        return self.kinds.take(KIND, axis=1)


def gather(briefing: Briefing, parts: Sequence[tuple[Int, Order]]) -> Order:
    """One order of all m deciding nations, whose plans are written out together: row by row it is the same.

    Args:
        briefing: beliefs of m nations.
        parts: (positions among the m, their order) a group; disjoint groups that cover all.
    """
    plans = [(rows, order) for rows, order in parts if isinstance(order, Plan)]
    if sum(len(rows) for rows, _ in plans) < briefing.m:
        return Order.gather(parts, briefing.m)
    cooperate, weighed = np.empty_like(briefing.threat), np.empty_like(briefing.threat)
    because, sovereignty = np.empty(briefing.m, dtype=object), np.empty(briefing.m)
    for rows, plan in plans:
        for whole, part in zip((cooperate, because, weighed, sovereignty), plan.posture, strict=True):
            whole[rows] = part
    return _write(briefing, cooperate, because.tolist(), weighed, sovereignty)


def _write(
    briefing: Briefing, cooperate: Float, because: list[str], weighed: Float, sovereignty: Float
) -> Order:
    stance = take_stance(briefing, cooperate)
    own = _own_levers(briefing, stance, sovereignty)
    return Written(
        who=briefing.who,
        cooperate=stance.cooperate,
        kinds=_controls(stance, briefing.responses),
        spy=_spying(briefing, stance),
        retaliate=_withheld(briefing.received, stance.trade, briefing.responses.retaliation_threshold),
        **own,
        **_bodies(briefing, stance),
        reason=Reasons(briefing, stance, own, because, weighed),
    )


def _controls(stance: Stance, r: Responses) -> Float:
    """(m, 4, n) by kind of layer, in proportion to alarm; the frontier only as far as the nation is near or
    ahead there."""
    return _levels(stance.guard, stance.lead, np.array([r.control_slope, r.door_slope, r.withhold_reach]))


@compiled
def _levels(guard: Float, lead: Float, weights: Float) -> Float:
    control_slope, door_slope, reach = weights
    m, n = guard.shape
    levels = np.empty((m, 4, n))
    for i in range(m):
        for j in range(n):
            levels[i, 0, j] = 0.0
            goods = min(max(control_slope * guard[i, j], 0.0), 1.0)
            levels[i, 1, j] = goods * min(max(1 + lead[i, j] / reach, 0.0), 1.0)
            levels[i, 2, j] = goods
            levels[i, 3, j] = min(max(door_slope * guard[i, j], 0.0), 1.0)
    return levels


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
    doors = {"visa": stance.open, "joint": stance.open.copy()}
    return doors | _programmes(briefing, stance, sovereignty) | _laws(briefing, stance, sovereignty)


def _programmes(briefing: Briefing, stance: Stance, sovereignty: Float) -> dict[str, Float]:
    """Spending: by the gain seen in it, and by what rallies a nation (controls, AI of a foreign culture)."""
    r = briefing.responses
    self_reliance = r.effort_per_gain * briefing.self_reliance_gain + r.rally_slope * stance.pressed
    own_ai = r.effort_per_gain * briefing.sovereign_gain + r.misfit_slope * briefing.cultural_misfit
    alone = sovereignty * briefing.state_capacity
    return {"subsidy": _share(self_reliance), "sovereign": np.maximum(_share(own_ai), alone)}


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
    """(m, b) join where it pays and rivals do not prevail, leave where they do, cheat only on rivals, think of
    proposing what is not on the table, the likelier the larger the economy.

    Remembered exclusion has lowered `inside_gain` already. Whether it still pays when the turn comes to
    answer, and whether there is a text that serves a proposer, is seen by then (`phases/govern.py`).
    """
    rivalry = _rivalry(briefing, stance.compete)
    pays = stays(briefing.inside_gain, np.zeros_like(briefing.inside_gain), briefing.responses.indifference)
    prevail = 2 * rivalry > 1
    wills = pays & ~prevail & briefing.eligible
    founded = briefing.membership.any(axis=1)
    economy = (briefing.gdp / briefing.gdp.sum())[briefing.who][:, None]
    levers = {
        "join": wills & ~briefing.member & (founded | briefing.tabled),
        "leave": briefing.member & prevail,
        "propose": briefing.responses.initiative * economy * (wills & ~founded & ~briefing.tabled),
        "cheat": rivalry * (briefing.member & (briefing.cheat_gain > 0)),
    }
    return {name: lever.astype(float) for name, lever in levers.items()}


def _rivalry(briefing: Briefing, compete: Float) -> Float:
    """(m, b) share of a body's other members that one competes with; of all nations while it has none."""
    n = compete.shape[1]
    rivals = np.repeat(compete.sum(axis=1)[:, None], len(briefing.bodies), axis=1)
    others = np.full(rivals.shape, n - 1)
    for body in np.flatnonzero(briefing.membership.any(axis=1)):
        inside = briefing.membership[body]
        rivals[:, body] = (compete * inside).sum(axis=1)
        others[:, body] = inside.sum() - inside[briefing.who]
    return rivals / np.maximum(others, 1)


def _share(wish: Float) -> Float:
    """A wish cut to what a lever can do, [0, 1]."""
    return np.minimum(np.maximum(wish, 0), 1)
