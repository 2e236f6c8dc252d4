"""Side with the strongest ally."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from sovereigns.agents.contract import Bool, Briefing, Draw, Float, Int, LearntBy, Posture
from sovereigns.agents.posture import ByPosture
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.theory.bandwagon import patrons


class Bandwagon(ByPosture):
    """Takes over the posture of its patron toward third nations and cooperates with the patron.

    The patron is the strongest of its allies and of the members of its bloc that are stronger than itself;
    without any tie it is the strongest nation of all. Equal patrons are followed to equal parts. Who is
    stronger than all its allies has nobody to go with: it keeps to what it did, and does not learn to follow.
    """

    name: ClassVar[str] = "bandwagon"
    summary: ClassVar[str] = (
        "Follows its strongest ally that is stronger than itself, without any the strongest."
    )
    source: ClassVar[str] = (
        "Schweller, R. (1994), Bandwagoning for profit, International Security 19(1):72-107"
    )
    nice: ClassVar[bool] = False
    learnt_by: ClassVar[LearntBy] = "led"

    def posture(self, briefing: Briefing, draw: Draw) -> Posture:
        """Cooperate with the patron, and with others as far as the patron did last quarter."""
        patron = patrons(briefing.who, briefing.bloc, briefing.alliance, briefing.gdp)
        cooperate = _followed(briefing.who, patron, briefing.postures)
        because = [_FOLLOWS.format(briefing.iso3[one.argmax()]) if one.any() else _ALONE for one in patron]
        return Posture(briefing.who, cooperate, because, cooperate, np.zeros(briefing.m))


_ALONE = "has no stronger ally to go with and, as to others, does as it did ({how})"
_FOLLOWS = "goes with its patron {0} and, as to others, as {0} did ({{how}})"


@compiled
def _followed(who: Int, patron: Bool, postures: Float) -> Float:
    """(m, n) mean posture of a nation's patrons toward each nation, its own without any; 1 toward them."""
    m, n = patron.shape
    cooperate = np.zeros((m, n))
    for i in range(m):
        count = patron[i].sum()
        if count == 0:
            cooperate[i] = postures[who[i]]
            continue
        for j in range(n):
            if patron[i, j]:
                cooperate[i] += postures[j]
        for j in range(n):
            cooperate[i, j] = 1.0 if patron[i, j] else min(cooperate[i, j] / count, 1.0)
    return cooperate
