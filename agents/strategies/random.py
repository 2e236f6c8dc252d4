"""Toss a coin for every partner."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from sovereigns.agents.contract import Briefing, Draw, LearntBy, Posture
from sovereigns.agents.posture import ByPosture


class Random(ByPosture):
    """Cooperates with each nation with a chance of one half, drawn anew each quarter: the yardstick.

    In the literature: RANDOM. A draw is named after the partner, so that it is the same whoever else is in
    the world.
    """

    name: ClassVar[str] = "random"
    summary: ClassVar[str] = "Cooperates with each nation with a chance of one half."
    source: ClassVar[str] = (
        "Axelrod, R. (1980), Effective choice in the prisoner's dilemma, "
        "Journal of Conflict Resolution 24:3-25"
    )
    nice: ClassVar[bool] = False
    learnt_by: ClassVar[LearntBy] = "nobody"

    def posture(self, briefing: Briefing, draw: Draw) -> Posture:
        """Toss a coin for each partner."""
        tosses = np.stack([draw(f"toward {partner}") for partner in briefing.iso3], axis=1)
        return Posture.of(briefing, (2 * tosses < 1).astype(float), "the coin fell so")
