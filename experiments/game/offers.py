"""What other nations offer: found by asking their own strategies what they would do if you did your part.

Nothing is promised that a strategy would not do: an offer of a nation is the difference between its order as
things are and its order if your nation had worked with it and held nothing against it. A body's offer is its
own: it admits you, others are in it or ask to be, and your nation sees no loss in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sovereigns.agents.contract import Briefing, Float, Order
from sovereigns.experiments.game.actions import Action
from sovereigns.experiments.game.rules import RULES
from sovereigns.model.simulation import Simulation


@dataclass(frozen=True)
class Offer:
    """One offer: who, what, and what accepting it would order."""

    name: str
    """kind and who offers, as `truce USA`"""
    by: str
    """ISO3 of a nation or name of a body"""
    text: str
    actions: tuple[Action, ...]
    """ordered, at no points, when it is accepted"""


def offers(simulation: Simulation, briefing: Briefing, order: Order, row: int) -> list[Offer]:
    """What is on the desk of one nation this quarter.

    Args:
        simulation: a branch that has deliberated.
        briefing: what all nations were told.
        order: what they order.
        row: of the nation.
    """
    if_you_did = simulation.order(_had_you_cooperated(briefing, row))
    return [
        *_truces(briefing, order, if_you_did, row),
        *_joint_work(briefing, order, if_you_did, row),
        *_bodies(briefing, order, row),
    ]


def _had_you_cooperated(briefing: Briefing, row: int) -> Briefing:
    """The same beliefs of all others, had the nation worked with everybody and held no control."""
    cooperated, received = briefing.cooperated.copy(), briefing.received.copy()
    postures, betrayed = briefing.postures.copy(), briefing.betrayed.copy()
    cooperated[:, row] = 1
    received[:, row] = betrayed[:, row] = 0
    postures[row] = 1
    return replace(briefing, cooperated=cooperated, received=received, postures=postures, betrayed=betrayed)


def _truces(briefing: Briefing, order: Order, hypothetical: Order, row: int) -> list[Offer]:
    now, then = (given.control[:, :, row].mean(axis=1) for given in (order, hypothetical))
    return [
        Offer(
            f"truce {iso3}",
            iso3,
            f"{iso3} would take its controls on you from {now[j]:.2f} to {then[j]:.2f} if you work with "
            "it and lift what you hold against it.",
            (
                Action("cooperate", iso3, 1.0),
                *(Action(do, iso3, 0.0) for do in ("restrict", "doors") if _holds(briefing, row, j)),
            ),
        )
        for j, iso3 in _largest(now - then, briefing, row)
    ]


def _joint_work(briefing: Briefing, order: Order, hypothetical: Order, row: int) -> list[Offer]:
    now, then = (given.cooperate[:, row] for given in (order, hypothetical))
    wants = (then - now) * (briefing.own_cooperated[row] < 1)
    return [
        Offer(
            f"work {iso3}",
            iso3,
            f"{iso3} would go from {now[j]:.2f} to {then[j]:.2f} in working with you if you work with it.",
            (Action("cooperate", iso3, 1.0),),
        )
        for j, iso3 in _largest(wants, briefing, row)
    ]


def _largest(size: Float, briefing: Briefing, row: int) -> list[tuple[int, str]]:
    """Nations with the largest offers worth telling, weighted by their economies."""
    worth = np.where(size >= RULES.offer_least, size * briefing.gdp, 0)
    worth[row] = 0
    ranked = np.argsort(-worth, kind="stable")[: int(RULES.offers_most)]
    return [(int(j), briefing.iso3[j]) for j in ranked if worth[j] > 0]


def _holds(briefing: Briefing, row: int, other: int) -> bool:
    return bool(briefing.imposed[row, :, other].any())


def _bodies(briefing: Briefing, order: Order, row: int) -> list[Offer]:
    found = []
    for b, body in enumerate(briefing.bodies):
        asks = (order.join[:, b] > 0) & ~briefing.member[:, b]
        asks[row] = False
        members = int(briefing.membership[b].sum())
        welcome = briefing.eligible[row, b] and not briefing.member[row, b]
        if welcome and (members or briefing.tabled[b].any()) and briefing.inside_gain[row, b] >= 0:
            inside = (
                f"{members} {'member' if members == 1 else 'members'}" if members else "a text on the table"
            )
            text = f"The {body} ({inside}, {int(asks.sum())} ready to sign) would admit you."
            found.append(Offer(f"join {body}", body, text, (Action("join", body),)))
    return found
