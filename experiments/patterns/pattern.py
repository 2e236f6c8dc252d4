"""What a pattern is (Grimm et al. 2005, Science 310:987), and the finished runs that it is read from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sovereigns.experiments.patterns.chance import MOST
from sovereigns.experiments.recipe import Recipe, Settings
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
    set: Settings = ()
    """Parameters set over all else in the runs of `of` and in those of arms."""
    kept: dict[Hashable, list[Any]] = field(default_factory=dict)
    """What was asked for -> what came of it."""

    def of(self, scenario: str, quarters: int, **parameters: float) -> list[Finished]:
        """One for each seed; with 0 quarters World(0) of each.

        Args:
            scenario: name of a preset.
            quarters: how long they run.
            parameters: set over those of the scenario.
        """
        recipe = Recipe(scenario, quarters=quarters, set=(*sorted(parameters.items()), *self.set))
        return self.once(recipe, finish, [(recipe.with_seed(seed),) for seed in range(self.seeds)])

    def once[T](self, asked: Hashable, work: Callable[..., T], jobs: Sequence[tuple[object, ...]]) -> list[T]:
        """The results of `work(*job)` for every job, in their order, worked out for the first who asks.

        Args:
            asked: what for: whoever asks for the same gets the same.
            work: done for each job.
            jobs: its arguments.
        """
        if asked not in self.kept:
            self.kept[asked] = run_all(work, jobs, progress=self.progress)
        return self.kept[asked]

    def alone(self) -> list[Runs]:
        """The runs of `of` and of arms so far, of each seed by itself."""
        return [
            Runs(1, set=self.set, kept={asked: [came[seed]] for asked, came in self.kept.items()})
            for seed in range(self.seeds)
        ]


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
    told: Callable[[Runs], bool] | None = None
    """Whether it is told from chance, where that is asked for beside the range."""

    @property
    def against_chance(self) -> bool:
        """Whether its value is counted in spreads between seeds, so that one seed alone tells no size."""
        return MOST in (self.high, -self.low)

    def holds(self, value: float, runs: Runs) -> bool:
        """Whether it is in: its value lies in the range, and is told from chance where that is asked for."""
        return self.inside(value) and (self.told is None or self.told(runs))

    def inside(self, value: float) -> bool:
        """Whether a value lies in the credible range."""
        return self.low <= value <= self.high


def finish(recipe: Recipe) -> Finished:
    """Run one simulation to its end."""
    simulation = recipe.simulation()
    if recipe.quarters:
        simulation.run(recipe.quarters)
    return Finished(simulation.world, simulation.tables()["events"], simulation.metrics())
