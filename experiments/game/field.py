"""The field: 200 games in which every nation draws a strategy, to set a person's game beside.

It is played when asked for. Each game has a seed of its own; a nation's strategy is drawn from all that there
are, by the game's keyed streams.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sovereigns.agents.registry import strategies
from sovereigns.experiments.game.endings import ending
from sovereigns.experiments.game.goals import goals
from sovereigns.experiments.game.setup import Setup
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.streams import Streams
from sovereigns.model.world import Float

GAMES = 200
HUNDREDTHS = 100
"""Scores are kept in hundredths of a point."""

Scores = NDArray[np.uint16]


@dataclass(frozen=True)
class Field:
    """What strategies reached. Everyone has 0 from the quarter on in which everyone loses."""

    played: NDArray[np.uint8]
    """(games, n) number of each nation's strategy among those in the order of their names"""
    scores: Scores
    """(games, years, n) score at the end of each year, hundredths of a point"""

    def of(self, row: int, quarters: int) -> tuple[Float, list[str]]:
        """(games,) scores of a nation after so many quarters, and the strategy it played in each game.

        Args:
            row: of the nation.
            quarters: of the game; whole years up to it count.
        """
        names = list(strategies())
        year = min(max(quarters // 4, 1), self.scores.shape[1]) - 1
        return self.scores[:, year, row] / HUNDREDTHS, [names[k] for k in self.played[:, row]]


def draw_strategies(seed: int, nations: int) -> NDArray[np.uint8]:
    """(n,) number of the strategy that each nation plays in the game of a seed."""
    uniform = Streams(seed).uniform("field: strategy", 0, np.arange(nations)).ravel()
    return (uniform * len(strategies())).astype(np.uint8)


def played(setup: Setup, seed: int) -> Iterator[Scores | None]:
    """One game of the field: None after every quarter, at last (years, n) scores, hundredths of a point.

    Args:
        setup: its nation and rivals are left out.
        seed: of the game.
    """
    names, iso3 = list(strategies()), list(load_inputs().nation_names)
    drawn = draw_strategies(seed, len(iso3))
    cast = tuple((code, names[k]) for code, k in zip(iso3, drawn.tolist(), strict=True))
    world = replace(setup.played, seed=seed, strategies=cast).simulation()
    start, quarters = world.world.welfare.copy(), setup.recipe.quarters
    scores = np.zeros((max(quarters // 4, 1), world.world.n), dtype=np.uint16)
    for quarter in range(1, quarters + 1):
        world.step()
        over = ending(world.world, world.recorder.events, quarters)
        if over and over.everyone_loses:
            break
        if quarter % 4 == 0 or quarter == quarters:
            now = HUNDREDTHS * goals(world, start)[-1]
            scores[min(max(quarter // 4, 1), len(scores)) - 1] = (now + 1 / 2).astype(np.uint16)
        yield None
    yield scores


def play(setup: Setup, seed: int) -> Scores:
    """The scores of one game of the field, as `played` gives them."""
    return [scores for scores in played(setup, seed) if scores is not None][0]


def gathered(scores: list[Scores]) -> Field:
    """A field of games played, those of seeds 0, 1 and so on."""
    nations = scores[0].shape[1]
    played = np.stack([draw_strategies(seed, nations) for seed in range(len(scores))])
    return Field(played, np.stack(scores))
