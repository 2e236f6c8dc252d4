"""What a pattern is (Grimm et al. 2005, Science 310:987), and the finished runs that it is read from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.work.engine import run_all
from sovereigns.model.world import World

Progress = Callable[[int, int], None]
"""Told (done, total) after each run."""
BY_2035 = 44
"""Quarters from 2025Q1 to the end of 2035."""


@dataclass(frozen=True)
class Finished:
    """What is kept of a finished simulation."""

    world: World
    """As it stands at the end."""
    events: pd.DataFrame
    metrics: pd.DataFrame


@dataclass
class Runs:
    """Finished simulations, run when a pattern first asks for them and kept for the next."""

    seeds: int
    progress: Progress | None = None
    kept: dict[Recipe, list[Finished]] = field(default_factory=dict)
    made: dict[Callable[..., Any], list[Any]] = field(default_factory=dict)
    watched: dict[Any, list[Any]] = field(default_factory=dict)
    """Matched runs by arm: see `watched`."""

    def of(self, scenario: str, quarters: int, **parameters: float) -> list[Finished]:
        """One for each seed; with 0 quarters World(0) of each.

        Args:
            scenario: name of a preset.
            quarters: how long they run.
            parameters: set over those of the scenario.
        """
        recipe = Recipe(scenario, quarters=quarters, set=tuple(sorted(parameters.items())))
        if recipe not in self.kept:
            jobs = [(recipe.with_seed(seed),) for seed in range(self.seeds)]
            self.kept[recipe] = run_all(finish, jobs, progress=self.progress)
        return self.kept[recipe]

    def once[T](self, work: Callable[..., T], jobs: Sequence[tuple[object, ...]]) -> list[T]:
        """The results of `work(*job)` for every job, in their order, worked out for the first who asks."""
        if work not in self.made:
            self.made[work] = run_all(work, jobs, progress=self.progress)
        return self.made[work]


@dataclass(frozen=True)
class Pattern:
    """One thing that the model must show, and where it is known from."""

    name: str
    section: str
    """Of the model that it judges."""
    low: float
    high: float
    """Its credible range."""
    source: str
    measure: Callable[[Runs], float]
    note: str = ""
    """For readers: how to read it, and why it is out where it is."""

    def inside(self, value: float) -> bool:
        """Whether a value lies in the credible range."""
        return self.low <= value <= self.high


def finish(recipe: Recipe) -> Finished:
    """Run one simulation to its end."""
    simulation = recipe.simulation()
    if recipe.quarters:
        simulation.run(recipe.quarters)
    return Finished(simulation.world, simulation.tables()["events"], simulation.metrics())
