"""Cooperate with everyone, whatever they do."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from sovereigns.agents.contract import Briefing, Draw, Posture
from sovereigns.agents.posture import ByPosture


class AlwaysCooperate(ByPosture):
    """Cooperates in every round, even when betrayed. Does best among its like and worst among exploiters.

    In the literature: ALL-C, Cooperator.
    """

    name: ClassVar[str] = "always-cooperate"
    summary: ClassVar[str] = "Cooperates with every nation in every quarter."
    source: ClassVar[str] = "Axelrod, R. (1984), The Evolution of Cooperation, Basic Books (ALL C)"
    nice: ClassVar[bool] = True
    retaliatory: ClassVar[bool] = False
    forgiving: ClassVar[bool] = True

    def posture(self, briefing: Briefing, draw: Draw) -> Posture:
        """Cooperate with all."""
        return Posture.of(briefing, np.ones_like(briefing.threat), "as with all others")
