"""Answer in kind abroad, and build an AI of one's own at home."""

from __future__ import annotations

from typing import ClassVar

from sovereigns.agents.contract import Briefing, Draw, Posture
from sovereigns.agents.posture import ByPosture


class SovereignBuilder(ByPosture):
    """Deals with others as they deal with it, and in any case builds its own AI and keeps its data at home.

    The sovereign-AI programme grows to what the state is able to run, and localisation to what the will to
    stand alone asks for. Self-help (Waltz 1979) carried over to AI.
    """

    name: ClassVar[str] = "sovereign-builder"
    summary: ClassVar[str] = "Answers in kind, and puts its means into an AI and data of its own."
    source: ClassVar[str] = (
        "own: self-help of Waltz, K. (1979), Theory of International Politics, applied to AI, because the "
        "literature has no settled strategy of sovereign-AI programmes (claim C14)"
    )
    nice: ClassVar[bool] = True
    retaliatory: ClassVar[bool] = True
    forgiving: ClassVar[bool] = True

    def posture(self, briefing: Briefing, draw: Draw) -> Posture:
        """Answer in kind with the full will to stand alone."""
        answer = briefing.cooperated
        return Posture.of(briefing, answer, "that nation cooperated {how}", answer, sovereignty=1)
