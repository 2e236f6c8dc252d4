"""Side with the strongest ally."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from sovereigns.agents.contract import Bool, Briefing, Draw, Float, Int, Posture
from sovereigns.agents.posture import ByPosture
from sovereigns.model.kernels.numerics.compiled import compiled


class Bandwagon(ByPosture):
    """Takes over the posture of its patron toward third nations and cooperates with the patron.

    The patron is the ally, or fellow member of the bloc, with the largest economy weighted by the strength of
    the tie; without any tie it is the strongest nation of all. Equal patrons are followed to equal parts.
    """

    name: ClassVar[str] = "bandwagon"
    summary: ClassVar[str] = "Follows its strongest ally, or failing one the strongest nation."
    source: ClassVar[str] = (
        "Schweller, R. (1994), Bandwagoning for profit, International Security 19(1):72-107"
    )
    nice: ClassVar[bool] = False

    def posture(self, briefing: Briefing, draw: Draw) -> Posture:
        """Cooperate with the patron, and with others as far as the patron did last quarter."""
        patron = patrons(briefing)
        cooperate = _followed(patron, briefing.postures)
        because = [
            "has no patron to go with" if one == own else _FOLLOWS.format(briefing.iso3[one])
            for one, own in zip(patron.argmax(axis=1), briefing.who, strict=True)
        ]
        return Posture(briefing.who, cooperate, because, cooperate, np.zeros(briefing.m))


_FOLLOWS = "goes with its patron {0} and, as to others, as {0} did ({{how}})"


def patrons(briefing: Briefing) -> Bool:
    """(m, n) the patron of each deciding nation: several where they are equal, itself where it is alone."""
    return _strongest(briefing.who, briefing.bloc, briefing.alliance, briefing.gdp)


@compiled
def _strongest(who: Int, bloc: Int, alliance: Float, gdp: Float) -> Bool:
    m, n = alliance.shape
    patron = np.zeros((m, n), dtype=np.bool_)
    for i in range(m):
        own = who[i]
        tie = alliance[i].copy()
        for j in range(n):
            if bloc[own] >= 0 and bloc[own] == bloc[j]:
                tie[j] = 1.0
        tie[own] = 0.0
        if not tie.any():
            tie[:] = 1.0
        strength = tie * gdp
        strength[own] = -1.0
        patron[i] = strength == strength.max()
    return patron


@compiled
def _followed(patron: Bool, postures: Float) -> Float:
    """(m, n) mean posture of a nation's patrons toward each nation; 1 toward the patrons themselves."""
    m, n = patron.shape
    cooperate = np.zeros((m, n))
    for i in range(m):
        for j in range(n):
            if patron[i, j]:
                cooperate[i] += postures[j]
        patrons = patron[i].sum()
        for j in range(n):
            cooperate[i, j] = 1.0 if patron[i, j] else min(cooperate[i, j] / patrons, 1.0)
    return cooperate
