"""Two futures side by side: which they are, under how many seeds, as a URL's query and as a command line."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace

from sovereigns.experiments.app.served import served
from sovereigns.experiments.limits import QUARTERS
from sovereigns.experiments.recipe import Recipe, quoted, words_of
from sovereigns.model.errors import unknown
from sovereigns.model.facts.numbers import whole
from sovereigns.model.standard import SCENARIO
from sovereigns.model.start.presets import scenario_names

MINE = "mine"
"""The session's own future, as it is steered."""
OTHER = "no-controls"
SEEDS, FEWEST, MOST = 16, 2, 64


@dataclass(frozen=True)
class Pair:
    """Two names, each of a preset, of the served file, or MINE; and how many seeds both run under."""

    a: str
    b: str
    seeds: int = SEEDS

    def futures(self, current: Recipe) -> tuple[Recipe, Recipe]:
        """Both, on the session's first seed and length.

        Args:
            current: the session's future.
        """
        sides = [
            current if name == MINE else replace(current.unchanged(), scenario=name)
            for name in (self.a, self.b)
        ]
        return sides[0], sides[1]

    def query(self) -> str:
        """It as a part of a URL's query; `read` is the way back."""
        return f"a={quoted(self.a)}&b={quoted(self.b)}&seeds={self.seeds}"

    def command(self, current: Recipe) -> str:
        """The command line that gives the same table."""
        sides = self.futures(current)
        words = ["sovereigns", "compare", *(side.scenario for side in sides), "--seeds", str(self.seeds)]
        words += ["--seed", str(current.seed)] if current.seed else []
        words += ["--quarters", str(current.quarters)] if current.quarters != QUARTERS else []
        return shlex.join(words + sides[0].changes("-a") + sides[1].changes("-b"))


def proposed(current: Recipe) -> Pair:
    """What is compared before anybody chooses: what the session changed, or what its preset does.

    Args:
        current: the session's future.
    """
    if current != current.unchanged():
        return Pair(current.scenario, MINE)
    return Pair(OTHER if current.scenario != OTHER else SCENARIO, current.scenario)


def read(query: str, otherwise: Pair) -> Pair:
    """The pair of a URL's query.

    Args:
        query: without the question mark; other keys of it are left alone.
        otherwise: what is taken where it says nothing.

    Raises:
        InputError: a scenario that does not exist, or a number of seeds out of range.
    """
    given = dict(words_of(query))
    seeds = whole(given.get("seeds", str(otherwise.seeds)), "seeds", FEWEST, MOST)
    pair = Pair(given.get("a", otherwise.a), given.get("b", otherwise.b), seeds)
    names = (*scenario_names(), served.scenario, MINE)
    for key, name in (("a", pair.a), ("b", pair.b)):
        if name not in names:
            raise unknown("scenario", name, names, key)
    return pair
