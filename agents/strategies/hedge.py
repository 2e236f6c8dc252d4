"""Cooperate with all, and insure against those that one fears or depends on."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from sovereigns.agents.contract import Briefing, Draw, Posture
from sovereigns.agents.posture import ByPosture


class Hedge(ByPosture):
    """Takes no side between powers: keeps every door open a little and commits to none that it hangs on.

    Cooperation falls short of the whole by the threat felt or by the dependence, whichever is larger, and
    never below a floor. So the nation returns to the middle from both sides: it draws back from a power that
    it leans on, and keeps working with one that it fears.
    """

    name: ClassVar[str] = "hedge"
    summary: ClassVar[str] = "Cooperates with every power, and less with those that it fears or depends on."
    source: ClassVar[str] = (
        "Goh, E. (2005), Meeting the China Challenge, East-West Center; Kuik, C.-C. (2008), The essence of "
        "hedging, Contemporary Southeast Asia 30:159-185"
    )
    nice: ClassVar[bool] = False

    def posture(self, briefing: Briefing, draw: Draw) -> Posture:
        """Cooperate short of the risk."""
        risk = np.minimum(np.maximum(briefing.threat, briefing.dependence), 1)
        cooperate = np.maximum(1 - risk, briefing.responses.hedge_floor)
        return Posture.of(briefing, cooperate, "threat from it, or dependence on it, weighs {:.0%}", risk)
