"""Closing in has its price: one order of the game, held for years, against a nation's own strategy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sovereigns.experiments.game.actions import BODY, NATION, VERBS, Action, Verb
from sovereigns.experiments.game.goals import goals_of
from sovereigns.experiments.game.player import Person, Turn
from sovereigns.experiments.game.setup import Setup
from sovereigns.experiments.patterns.pattern import Pattern, Runs
from sovereigns.experiments.patterns.threat import feared_most, toward
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import World

SECTION = "game"
NATIONS = (
    "USA", "CHN", "JPN", "DEU", "GBR", "FRA", "IND", "BRA", "KOR", "NLD",
    "ISR", "ARE", "SGP", "KEN", "NGA", "CHE", "CHL", "VNM", "ISL", "TCD",
)  # fmt: skip
"""Of all sizes and regions, by ISO3."""
FRIENDS = ("USA", "DEU", "JPN", "CHN")
"""Whom of them a nation fears least is its friend."""
QUARTERS, MARGIN = 16, 3.0
"""How long an order is held, and by how many points of the score it may win."""
PART_OF_SEEDS = 8
NOTHING = "nothing"

Ahead = dict[str, float]
"""An order in words -> points that it leaves a nation ahead of its own strategy."""


def ahead(iso3: str, seed: int, quarters: int = QUARTERS) -> Ahead:
    """Hold each order alone from the first quarter on, and none, from one nation's seat.

    Args:
        iso3: the nation.
        seed: of its worlds.
        quarters: how long.
    """
    begun = _begun(iso3, seed)
    turns = {NOTHING: ()} | orders(begun.world, iso3)
    own = _score(begun, iso3, quarters)
    told = {}
    for name, turn in turns.items():
        simulation = _begun(iso3, seed)
        simulation.seat(iso3, Person((turn,)))
        told[name] = _score(simulation, iso3, quarters) - own
    return told


def _begun(iso3: str, seed: int) -> Simulation:
    return Setup(iso3, Recipe(seed=seed)).played.simulation(record=False)


def _score(simulation: Simulation, iso3: str, quarters: int) -> float:
    start = simulation.world.welfare.copy()
    w = simulation.run(quarters).world
    return goals_of(simulation, start, w.iso3.index(iso3)).score


def orders(w: World, iso3: str) -> dict[str, Turn]:
    """Each verb at its limits: toward the most feared and a friend, or with each body that there is.

    Args:
        w: World(0), in which nobody is in a body that it could leave or deceive.
        iso3: the nation.

    Returns:
        order in words -> the turn in which it is given.
    """
    friend = min((one for one in FRIENDS if one != iso3), key=lambda one: toward(w, iso3, one))
    targets = {
        NATION: {"the most feared": feared_most(w, iso3), "a friend": friend},
        BODY: {name: name for name in w.bodies},
        "": {"": ""},
    }
    return {
        f"{verb.title} {level:g} {who}".rstrip(): (Action(verb.name, to, level),)
        for verb in VERBS.values()
        if verb.name not in ("leave", "covert")
        for who, to in targets[verb.target].items()
        for level in _limits(verb)
    }


def _limits(verb: Verb) -> tuple[float, ...]:
    """Levels at which it is held: what is withheld or watched is nothing at 0."""
    return (0.0, 1.0) if verb.target == "" or verb.name == "cooperate" else (1.0,)


def winning(told: Sequence[Ahead]) -> float:
    """Nations that the same order leaves ahead by more than the margin: the most, over orders."""
    names = {name for one in told for name in one} - {NOTHING}
    return float(max(sum(one.get(name, 0) > MARGIN for one in told) for name in names))


def idle(told: Sequence[Ahead]) -> float:
    """Nations for which nothing is better than their own strategy and every order."""
    return float(
        sum(one[NOTHING] > max(0.0, *(one[name] for name in one if name != NOTHING)) for one in told)
    )


def _by_nation(runs: Runs) -> list[Ahead]:
    """Means over seeds, of each nation."""
    seeds = max(runs.seeds // PART_OF_SEEDS, 1)
    jobs = [(iso3, seed) for iso3 in NATIONS for seed in range(seeds)]
    told = runs.once("orders held", ahead, jobs)
    each = [told[first : first + seeds] for first in range(0, len(told), seeds)]
    return [{name: float(np.mean([one[name] for one in of])) for name in of[0]} for of in each]


PATTERNS = (
    Pattern(
        "nations of twenty in which the best single order, held for four years, beats their own strategy by "
        "more than 3 points", SECTION, 0, 4, "by definition: closing in has its price",
        lambda runs: winning(_by_nation(runs)),
        "Of each action of the game at its limits, toward the most feared nation and toward a friend, and of "
        "each body joined or brokered, the order that does so in most nations; all else is left as it is "
        "found. Points are those of the game's score, means of an eighth of the seeds of other rows, one at "
        "least: an order takes a run for each nation. The order that wins is keeping data at home. It costs "
        "each nation welfare; those who fear the makers of what their people use gain autonomy by it, and "
        "less able AI does less harm. Until a common laboratory came to be joined for what it adds to the AI "
        "that people have, brokering one won in 11; until accidents were counted as `hazard_base` means, a "
        "third of what they had been, keeping data at home won in 5, as security moved with every order.",
    ),
    Pattern(
        "nations of twenty for which doing nothing is best", SECTION, 0, 0,
        "by definition: closing in has its price", lambda runs: idle(_by_nation(runs)),
        "Better than their own strategy and every order of the row above.",
    ),
)  # fmt: skip
