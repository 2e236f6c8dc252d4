"""Repeat what went well, change what went badly."""

from __future__ import annotations

from typing import ClassVar

from sovereigns.agents.contract import Briefing, Draw, Posture
from sovereigns.agents.posture import ByPosture


class WinStayLoseShift(ByPosture):
    """Cooperates if both did the same last quarter. Mends slips with its like, exploits who never answers.

    In the literature: Pavlov, WSLS, simpleton. After R or T (a win) it repeats its play, after P or S it
    changes; with mixed policies c and d it cooperates c d + (1 - c)(1 - d).
    """

    name: ClassVar[str] = "win-stay-lose-shift"
    summary: ClassVar[str] = (
        "Repeats its play toward a nation after a good quarter and changes it after a bad one."
    )
    source: ClassVar[str] = (
        "Nowak, M. and Sigmund, K. (1993), A strategy of win-stay, lose-shift that outperforms tit-for-tat "
        "in the Prisoner's Dilemma game, Nature 364:56-58"
    )
    nice: ClassVar[bool] = True
    retaliatory: ClassVar[bool] = True
    forgiving: ClassVar[bool] = False

    def posture(self, briefing: Briefing, draw: Draw) -> Posture:
        """Cooperate as far as both played alike."""
        own, other = briefing.own_cooperated, briefing.cooperated
        alike = own * other + (1 - own) * (1 - other)
        return Posture.of(briefing, alike, "both played alike {how}", alike)
