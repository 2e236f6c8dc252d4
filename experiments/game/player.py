"""A person as a strategy: the orders of one nation, quarter by quarter, through the Strategy contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np

from sovereigns.agents.contract import LEVERS, Briefing, Draw, Float, Order
from sovereigns.experiments.game.actions import Action, carry_out, in_force

Turn = tuple[Action, ...]


class Person:
    """Holds what it finds, but for what the person has ordered up to the quarter at hand.

    It remembers nothing itself: the orders are given with it, and the Briefing says which quarter it is.
    """

    name: ClassVar[str] = "person"
    summary: ClassVar[str] = "Does what a person orders, and holds the rest."
    source: ClassVar[str] = "own: the seat of a person at the table"

    def __init__(self, turns: Sequence[Turn]) -> None:
        """Take the orders.

        Args:
            turns: the actions of each quarter, from the first; later quarters order nothing new.
        """
        self.turns = tuple(turns)

    def decide(self, briefing: Briefing, draw: Draw) -> Order:
        """Hold, and carry out what is in force by order."""
        now = self.turns[briefing.step] if briefing.step < len(self.turns) else ()
        reason = "; ".join(told(one) for one in now) or "holds course"
        return Order(who=briefing.who, **self.levers(briefing), reason=(reason,))

    def levers(self, briefing: Briefing) -> dict[str, Any]:
        """The nation's levers as its orders up to this quarter set them, each with a leading axis of 1."""
        order = Order.hold(briefing)
        levers = {name: np.array(getattr(order, name), dtype=float) for name in LEVERS}
        carry_out(in_force(self.turns[: briefing.step + 1]), levers, briefing.iso3, briefing.bodies)
        _settle(levers, briefing)
        return levers


def _settle(levers: dict[str, Float], briefing: Briefing) -> None:
    """Members ask no more; those outside have nothing to leave or to break."""
    member = briefing.member
    for name, stands in (("join", ~member), ("propose", ~member), ("leave", member), ("cheat", member)):
        levers[name] *= stands


def told(one: Action) -> str:
    """An action in words."""
    target = f" {one.to}" if one.to else ""
    return f"{one.verb.title}{target}" + (f" to {one.level:.2f}" if one.verb.graded else "")
