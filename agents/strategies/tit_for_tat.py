"""Do to each nation what it did last quarter."""

from __future__ import annotations

from typing import ClassVar

from sovereigns.agents.contract import Briefing, Draw, Posture
from sovereigns.agents.posture import ByPosture


class TitForTat(ByPosture):
    """Answers each nation in kind. Nice, retaliatory, forgiving and clear; with its like it echoes a slip.

    In the literature: TFT, by Anatol Rapoport, winner of both of Axelrod's tournaments.
    """

    name: ClassVar[str] = "tit-for-tat"
    summary: ClassVar[str] = "Does to each nation what that nation did to it last quarter."
    source: ClassVar[str] = "Axelrod, R. (1984), The Evolution of Cooperation, Basic Books"
    nice: ClassVar[bool] = True
    retaliatory: ClassVar[bool] = True
    forgiving: ClassVar[bool] = True

    def posture(self, briefing: Briefing, draw: Draw) -> Posture:
        """Cooperate as far as the other did."""
        return Posture.of(briefing, briefing.cooperated, "that nation cooperated {how}", briefing.cooperated)
