"""One run of one arm: a point's parameters, a seed, and the numbers that the claims ask of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sovereigns.experiments.claims.arms import ARMS, Arm, set_by
from sovereigns.experiments.claims.measures import Measure
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.facts.parameters import Value
from sovereigns.model.world import Float


def trial(
    name: str, drawn: Mapping[str, Value], seed: int, measures: Sequence[Measure], quarters: int | None = None
) -> dict[str, float | Float]:
    """Run an arm and measure it.

    Args:
        name: of the arm.
        drawn: parameter -> value at the point; what the arm or its scenario sets goes before it.
        seed: of all chance.
        measures: what to measure.
        quarters: shorter horizons for all measures, for tests; their own without it.

    Returns:
        Name of the measure -> its value.
    """
    arm = ARMS[name]
    simulation = recipe(arm, drawn, seed).simulation(record=False)
    ends = {measure.name: min(measure.quarters, quarters or measure.quarters) for measure in measures}
    short = [measure.until(ends[measure.name]) for measure in measures]
    seen: list[list[float | Float]] = [[] for _ in measures]
    for quarter in range(1, max(ends.values()) + 1):
        simulation.step()
        for values, measure in zip(seen, short, strict=True):
            if measure.sees(quarter):
                values.append(measure.look(simulation.world))
        for body, after in arm.readmits.items():
            if quarter == after:
                simulation.world.law_excludes[simulation.world.bodies.index(body)] = False
    return {m.name: s.sum_up(v) for m, s, v in zip(measures, short, seen, strict=True)}


def recipe(arm: Arm, drawn: Mapping[str, Value], seed: int) -> Recipe:
    """The run of an arm at a point.

    Args:
        arm: what it or its scenario sets goes before what is drawn.
        drawn: parameter -> value at the point.
        seed: of all chance.
    """
    law = set_by(arm.path)
    free = {name: value for name, value in drawn.items() if name not in law} | dict(arm.held)
    return Recipe(arm.path, seed, set=tuple(free.items()), strategies=tuple(arm.strategies.items()))
