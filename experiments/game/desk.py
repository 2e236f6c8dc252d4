"""What a person decides from: beliefs, offers, what can be done at what cost, and what cannot and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sovereigns.agents.contract import Briefing, Float, Order
from sovereigns.experiments.game.actions import NATION, Action, level_now
from sovereigns.experiments.game.branch import branch, deliberate
from sovereigns.experiments.game.offers import Offer, offers
from sovereigns.experiments.game.player import Person, Turn
from sovereigns.experiments.game.rules import RULES
from sovereigns.model.facts.quarters import text
from sovereigns.model.relations.markets import chip_market, equipment_market, memory_market
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import HYPERSCALER


@dataclass(frozen=True)
class Desk:
    """One nation at the start of one quarter."""

    simulation: Simulation
    """a branch, used up by deliberating: read only"""
    row: int
    believed: Briefing
    """of this nation alone"""
    orders: Order
    """what all nations are about to order, unknown to the person"""
    offers: tuple[Offer, ...]
    held: dict[str, Float]
    """the nation's levers as its orders so far set them"""

    @property
    def iso3(self) -> str:
        """The nation."""
        return self.believed.iso3[self.row]

    @property
    def quarter(self) -> str:
        """The quarter that is decided."""
        return text(self.believed.quarter)

    def level(self, one: Action) -> float:
        """Where what an action would set is ordered to stand now."""
        return level_now(one, self.held, self.believed.iso3, self.believed.bodies)

    def cost(self, one: Action) -> int:
        """Points that an action takes."""
        if one.do == "broker":
            return int(RULES.cost_broker)
        if not one.verb.graded:
            return int(RULES.cost_fixed)
        return max(int(abs(one.level - self.level(one)) / RULES.step + 1 / 2), 1)

    def why_not(self, one: Action) -> str:
        """Why the nation cannot do this now; blank if it can."""
        lever = one.verb.levers[0]
        if lever in self.simulation.world.law.locks:
            return f"this scenario locks the lever {lever.replace('_', ' ')} for all nations"
        if one.verb.graded and abs(one.level - self.level(one)) < RULES.step / 100:
            return f"it stands at {self.level(one):.2f} already"
        if one.verb.target == NATION:
            return self._not_toward(one) or self._not_delegated(lever)
        return self._not_in(one) if one.verb.target else self._not_delegated(lever)

    def _not_delegated(self, lever: str) -> str:
        vote, bloc = self.vote(lever)
        if vote >= RULES.vote_least:
            return ""
        words = lever.replace("_", " ")
        return f"{bloc} decides on {words} for its members; your vote weighs {100 * vote:.1f} %"

    def vote(self, lever: str) -> tuple[float, str]:
        """Weight of the nation's will in what becomes of a lever, and the bloc that decides it, if any."""
        w = self.simulation.world
        bloc = int(w.bloc[self.row])
        if bloc < 0 or lever not in w.inputs.delegations[bloc]:
            return 1.0, ""
        return float(w.gdp[self.row] / w.gdp[w.bloc == bloc].sum()), w.inputs.blocs[bloc]

    def _not_toward(self, one: Action) -> str:
        w, other = self.simulation.world, self.believed.iso3.index(one.to)
        if other == self.row:
            return "that is your own nation"
        if one.verb.layers and w.bloc[self.row] >= 0 and w.bloc[other] == w.bloc[self.row]:
            return f"{one.to} and you share one market"
        if one.do == "materials" and w.materials[self.row] <= RULES.supply_least:
            return "no critical material is processed in your nation"
        if one.do == "restrict" and one.level > self.level(one) and self._supplies() <= RULES.supply_least:
            return "the world buys no chips, equipment, memory or cloud from your nation"
        return ""

    def _supplies(self) -> float:
        w, p = self.simulation.world, self.simulation.parameters
        cloud = w.per_nation(w.firm_capital, w.firm_kind == HYPERSCALER)
        markets = chip_market(w, p), equipment_market(w), memory_market(w), cloud / max(cloud.sum(), 1)
        return float(max(market[self.row] for market in markets))

    def _not_in(self, one: Action) -> str:
        b = self.believed.bodies.index(one.to)
        inside, members = bool(self.believed.member[0, b]), int(self.believed.membership[b].sum())
        if one.do in ("leave", "covert"):
            return "" if inside else f"your nation is no member of the {one.to}"
        if inside:
            return f"your nation is a member of the {one.to}"
        if not self.believed.eligible[0, b]:
            return f"the {one.to} is off the table, shuts your nation out or remembers a breach"
        tabled = bool(self.believed.tabled[b].any())
        if one.do == "broker":
            return (
                f"the {one.to} is founded or talked about already; ask to join" if members or tabled else ""
            )
        if not members and not tabled:
            return f"nobody has put a text on the {one.to} on the table; call the conference that does"
        gain = float(self.believed.inside_gain[0, b])
        loss = f"{100 * -gain:.2g} % of GDP"
        return "" if gain >= 0 else f"your parliament sees a loss in it ({loss}) and would not ratify"


def desk(simulation: Simulation, nation: str, turns: Sequence[Turn]) -> Desk:
    """The desk of a nation in a world that waits for its orders.

    Args:
        simulation: the world; it is left alone.
        nation: ISO3 of the nation.
        turns: its orders so far.
    """
    other = branch(simulation, nation, turns)
    briefing, order = deliberate(other)
    row = briefing.iso3.index(nation)
    believed = briefing.rows(np.array([row]))
    on_desk = tuple(offers(other, briefing, order, row))
    return Desk(other, row, believed, order, on_desk, Person(turns).levers(believed))
