"""Side with the strongest ally."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from agents.contract import Bool, Briefing, Draw, Order
from agents.posture import act


class Bandwagon:
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

    def decide(self, briefing: Briefing, draw: Draw) -> Order:
        """Cooperate with the patron, and with others as far as the patron did last quarter."""
        patron = patrons(briefing)
        rows, columns = np.nonzero(patron)
        starts = np.searchsorted(rows, np.arange(briefing.m))
        followed = np.add.reduceat(briefing.postures[columns], starts, axis=0)
        followed /= patron.sum(axis=1)[:, None]
        cooperate = np.where(patron, 1, np.minimum(followed, 1))
        return act(briefing, cooperate, "its patron cooperated {:.2f}", cooperate)


def patrons(briefing: Briefing) -> Bool:
    """(m, n) the patron of each deciding nation: several where they are equal, itself where it is alone."""
    bloc = briefing.bloc[briefing.who][:, None]
    tie = np.where((bloc >= 0) & (bloc == briefing.bloc), 1, briefing.alliance)
    own = np.arange(briefing.m), briefing.who
    tie[own] = 0
    tie[~tie.any(axis=1)] = 1
    strength = tie * briefing.gdp
    strength[own] = -1
    strongest: Bool = strength == strength.max(axis=1)[:, None]
    return strongest
