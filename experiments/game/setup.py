"""What a game is played on: the nation, the world, the rivals. All that it depends on but the orders."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sovereigns.experiments.game.rules import RULES
from sovereigns.experiments.limits import QUARTERS
from sovereigns.experiments.results.store import configuration, digest
from sovereigns.model.simulation import FIRMS, RESEARCHERS, Simulation

OFFERS = ("cern_offer", "coalition_offer", "monitoring_offer", "treaty_offer")
"""Parameters that let nations propose bodies."""


@dataclass(frozen=True)
class Setup:
    """The world of a game. `Setup(nation)` is the standard one."""

    nation: str
    scenario: str = "diffusion-rule-2025"
    seed: int = 0
    quarters: int = QUARTERS
    open_table: bool = True
    """bodies can be founded and brokered; else nobody may propose any"""
    firms: int = FIRMS
    researchers: int = RESEARCHERS
    set: Mapping[str, object] = field(default_factory=dict)
    strategies: Mapping[str, str] = field(default_factory=dict)
    """of rivals, by ISO3 or for all, over those of the scenario"""

    def world(self, seed: int | None = None, strategies: Mapping[str, str] | None = None) -> Simulation:
        """The world before its first quarter, every nation by its strategy.

        Args:
            seed: another than the game's.
            strategies: others than the rivals of the game.

        Raises:
            InputError: something in it does not exist or is out of range.
        """
        return Simulation(
            self.scenario,
            self.seed if seed is None else seed,
            firms=self.firms,
            researchers=self.researchers,
            set=self._off_the_table() | dict(self.set),
            strategies=self.strategies if strategies is None else strategies,
        )

    def _off_the_table(self) -> dict[str, object]:
        return {} if self.open_table else dict.fromkeys(OFFERS, 0.0)

    def as_config(self) -> dict[str, Any]:
        """It as `config` of a saved game, with a fingerprint of the data and parameters behind it."""
        return {
            "nation": self.nation,
            "quarters": self.quarters,
            "open_table": self.open_table,
            "firms": self.firms,
            "researchers": self.researchers,
            "set": dict(self.set),
            "strategies": dict(self.strategies),
            "fingerprint": fingerprint(self),
        }


def fingerprint(setup: Setup) -> str:
    """SHA-256 of parameters, strategies, rules of the game and digests of the data."""
    world = digest(configuration(setup.world(), setup.quarters))
    rules = json.dumps(RULES.as_dict(), sort_keys=True)
    return hashlib.sha256(f"{world} {rules}".encode()).hexdigest()
