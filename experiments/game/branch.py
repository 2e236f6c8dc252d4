"""The same world, to go another way: copies that share nothing, and what nations order in it now."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from sovereigns.agents.contract import Briefing, Order
from sovereigns.experiments.game.player import Person, Turn
from sovereigns.model.recorder import Recorder
from sovereigns.model.simulation import Simulation
from sovereigns.model.streams import Streams


def branch(simulation: Simulation, nation: str, turns: Sequence[Turn], seed: int | None = None) -> Simulation:
    """A copy of a world that forgets its past and goes on with other orders of one nation.

    Args:
        simulation: the world; it is left alone.
        nation: ISO3 of the nation.
        turns: its orders from the first quarter of the game on.
        seed: of the chance to come; that of the world if left out.
    """
    empty = Recorder(simulation.world.iso3)
    shared = (simulation.inputs, simulation.law, simulation.menu, simulation.setting)
    memo = {id(simulation.recorder): empty} | {id(one): one for one in shared}
    other = copy.deepcopy(simulation, memo)
    other.record = False
    other.seat(nation, Person(turns))
    if seed is not None:
        other.draw = Streams(seed)
    return other


def deliberate(simulation: Simulation) -> tuple[Briefing, Order]:
    """The part of a quarter before orders become rules: what nations are told, and what they order.

    Args:
        simulation: a branch; it is used up.
    """
    order = simulation.deliberate()
    assert simulation.briefing is not None
    return simulation.briefing, order
