"""Cooperate until betrayed, then never again."""

from __future__ import annotations

from typing import ClassVar

from sovereigns.agents.contract import Briefing, Draw, Posture
from sovereigns.agents.posture import ByPosture


class Grim(ByPosture):
    """Cooperates until a nation has once failed to, then competes with it for ever.

    In the literature: GRIM, trigger strategy, Friedman, Grudger. The threat sustains any cooperation that a
    patient player can want; one misunderstanding ends it.
    """

    name: ClassVar[str] = "grim"
    summary: ClassVar[str] = "Cooperates with each nation until it is betrayed once, then never again."
    source: ClassVar[str] = (
        "Friedman, J. W. (1971), A non-cooperative equilibrium for supergames, "
        "Review of Economic Studies 38:1-12"
    )
    nice: ClassVar[bool] = True
    retaliatory: ClassVar[bool] = True
    forgiving: ClassVar[bool] = False

    def posture(self, briefing: Briefing, draw: Draw) -> Posture:
        """Cooperate with those that never betrayed."""
        never = (briefing.betrayed == 0).astype(float)
        return Posture.of(
            briefing, never, "that nation broke cooperation in {:.0%} of past quarters", briefing.betrayed
        )
