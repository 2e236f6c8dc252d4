"""Changes of government that are dated whatever the scenario: data/governments.csv."""

from __future__ import annotations

from functools import cache

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.facts.quarters import parse
from sovereigns.model.facts.tables import load_text
from sovereigns.model.scenario import Intervention, Scenario


@cache
def _dated() -> tuple[tuple[int, str, float, str], ...]:
    """Quarter, ISO3, shift in whom it hears and text of each."""
    table = load_text("governments")[["quarter", "iso3", "shift", "text"]]
    return tuple((parse(when), who, float(shift), text) for when, who, shift, text in table.to_numpy())


def with_governments(scenario: Scenario, p: Parameters, iso3: tuple[str, ...]) -> tuple[Intervention, ...]:
    """The events of a scenario, and before them the dated changes of government that it leaves as they were.

    Args:
        scenario: whose own change of a government in the same quarter goes before the dated one.
        p: parameters: whom governments hear on the mean.
        iso3: nations of this world.
    """
    own = {(e.quarter, who) for e in scenario.events if e.action == "government" for who in e.by}
    dated = []
    for when, who, shift, text in _dated():
        if who in iso3 and (when, who) not in own:
            ear = float(np.clip(p.receptivity_start + shift, 0, 1))
            dated.append(Intervention(quarter=when, by=(who,), action="government", value=ear, text=text))
    return (*dated, *scenario.events)
