"""What orders would change: the same world with them and without them, in several futures, a few quarters on.

Each future has a chance of its own; the two worlds of one future share it, so that they differ by the orders
alone. The staff of a nation knows the model: a forecast starts from the world as it is, with rivals by their
strategies; what it cannot know is chance.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sovereigns.experiments.game.branch import branch
from sovereigns.experiments.game.goals import goals
from sovereigns.experiments.game.player import Turn
from sovereigns.experiments.game.rules import RULES
from sovereigns.experiments.limits import SEED_MAX
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import Float

GOALS = ("welfare", "security", "autonomy", "score")


@dataclass(frozen=True)
class Forecast:
    """Goals of one nation in several futures.

    Arrays (futures, quarters + 1, 4): welfare, security, autonomy, score; the first quarter is now.
    """

    with_plan: Float
    without: Float

    def at_end(self, name: str) -> tuple[float, float, float]:
        """Median, lowest and highest of a goal at the end with the plan."""
        return _spread(self.with_plan[:, -1, GOALS.index(name)])

    def change(self, name: str) -> tuple[float, float, float]:
        """The same of what the plan changes in it."""
        return _spread((self.with_plan - self.without)[:, -1, GOALS.index(name)])


def _spread(values: Float) -> tuple[float, float, float]:
    return float(np.median(values)), float(values.min()), float(values.max())


def packed(simulation: Simulation, nation: str, turns: Sequence[Turn]) -> bytes:
    """A world for a worker process."""
    return pickle.dumps(branch(simulation, nation, turns))


def futures(
    world: bytes | Simulation,
    nation: str,
    turns: Sequence[Turn],
    start: Float,
    seeds: Sequence[int],
    quarters: int | None = None,
) -> Iterator[Float | None]:
    """The goals of a nation in each future, (quarters + 1, 4); None after every quarter on the way.

    Args:
        world: a world as it is, or packed.
        nation: ISO3.
        turns: its orders, those of the quarter at hand included.
        start: (n,) welfare at the start of the game.
        seeds: of the futures.
        quarters: how far; the horizon of the rules if left out.
    """
    for seed in seeds:
        given = pickle.loads(world) if isinstance(world, bytes) else world
        one = branch(given, nation, turns, seed)
        row = one.world.iso3.index(nation)
        path = [goals(one, start)[:, row]]
        for _ in range(int(quarters or RULES.horizon)):
            one.step()
            path.append(goals(one, start)[:, row])
            yield None
        yield np.array(path)


def seeds_of(seed: int, step: int) -> list[int]:
    """Seeds of the futures that a forecast of a quarter draws, none of them the game's own."""
    count = int(RULES.futures)
    return [(seed + 1 + step * count + k) % (SEED_MAX + 1) for k in range(count)]


def forecast(
    simulation: Simulation,
    nation: str,
    turns: Sequence[Turn],
    plan: Turn,
    start: Float,
    progress: Callable[[int, int], None] | None = None,
) -> Forecast:
    """What a plan would change, computed here.

    Args:
        simulation: the world that waits for orders.
        nation: ISO3.
        turns: orders so far.
        plan: those that are weighed.
        start: (n,) welfare at the start of the game.
        progress: told (futures done, futures in all).
    """
    seeds = seeds_of(simulation.seed, simulation.world.step)
    sides = []
    for side, told in enumerate((turns, (*turns, plan))):
        paths: list[Float] = []
        for path in futures(simulation, nation, told, start, seeds):
            if path is None:
                continue
            paths.append(path)
            if progress:
                progress(side * len(seeds) + len(paths), 2 * len(seeds))
        sides.append(np.stack(paths))
    return Forecast(with_plan=sides[1], without=sides[0])
