"""What a game is played on: the nation, the world, the rivals. All that it depends on but the orders."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from sovereigns.experiments.game.rules import RULES
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.institutions.registry import offers
from sovereigns.model.simulation import Simulation


@dataclass(frozen=True)
class Setup:
    """The world of a game. `Setup(nation)` is the standard one."""

    nation: str
    recipe: Recipe = Recipe()  # noqa: RUF009
    """Its strategies are those of rivals."""
    open_table: bool = True
    """bodies can be founded and brokered; else nobody may propose any"""

    @property
    def played(self) -> Recipe:
        """The recipe with what the table adds to it."""
        return replace(self.recipe, set=(*self._off_the_table().items(), *self.recipe.set))

    def world(self) -> Simulation:
        """The world before its first quarter, every nation by its strategy.

        Raises:
            InputError: something in it does not exist or is out of range.
        """
        return self.played.simulation()

    def _off_the_table(self) -> dict[str, float]:
        return {} if self.open_table else dict.fromkeys(offers(), 0.0)

    def as_config(self) -> dict[str, Any]:
        """It as `config` of a saved game, with a fingerprint of the data and parameters behind it."""
        recipe = self.recipe
        return {
            "nation": self.nation,
            "quarters": recipe.quarters,
            "open_table": self.open_table,
            "firms": recipe.firms,
            "researchers": recipe.researchers,
            "set": dict(recipe.set),
            "strategies": dict(recipe.strategies),
            "fingerprint": fingerprint(self),
        }


def fingerprint(setup: Setup) -> str:
    """SHA-256 of parameters, strategies, rules of the game and digests of the data."""
    rules = json.dumps(RULES.as_dict(), sort_keys=True)
    return hashlib.sha256(f"{setup.played.digest()} {rules}".encode()).hexdigest()
