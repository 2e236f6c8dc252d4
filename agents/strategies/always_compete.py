"""Compete with everyone, whatever they do."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from sovereigns.agents.contract import Briefing, Draw, Posture
from sovereigns.agents.posture import ByPosture


class AlwaysCompete(ByPosture):
    """Defects in every round. No one can exploit it, and no one can gain with it.

    In the literature: ALL-D, Defector. It is the only equilibrium of the prisoner's dilemma played once.
    """

    name: ClassVar[str] = "always-compete"
    summary: ClassVar[str] = "Competes with every nation in every quarter."
    source: ClassVar[str] = "Axelrod, R. (1984), The Evolution of Cooperation, Basic Books (ALL D)"
    nice: ClassVar[bool] = False
    retaliatory: ClassVar[bool] = True
    forgiving: ClassVar[bool] = False

    def posture(self, briefing: Briefing, draw: Draw) -> Posture:
        """Compete with all."""
        return Posture.of(briefing, np.zeros_like(briefing.threat), "as with all others")
