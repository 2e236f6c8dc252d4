"""Numbers of the game: rows of `rules.csv`, each with unit, range and source, read as `RULES.points`."""

from __future__ import annotations

from pathlib import Path

from sovereigns.model.facts.parameters import Parameters

TABLE = Path(__file__).with_name("rules.csv")
RULES = Parameters.defaults(TABLE)
