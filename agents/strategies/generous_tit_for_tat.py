"""Answer in kind, but forgive some betrayals."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from sovereigns.agents.contract import Briefing, Draw, Float, Posture
from sovereigns.agents.posture import ByPosture


class GenerousTitForTat(ByPosture):
    """Tit for tat that forgives betrayals as often as it safely can, so that no slip echoes for ever.

    In the literature: GTFT. The most generous share that no pure competitor can exploit follows from the
    payoffs: min(1 - (T - R) / (R - S), (R - P) / (T - P)). Forgiving a share is played as a mixed policy.
    """

    name: ClassVar[str] = "generous-tit-for-tat"
    summary: ClassVar[str] = "Answers in kind, but forgives a share of betrayals that the payoffs make safe."
    source: ClassVar[str] = (
        "Nowak, M. and Sigmund, K. (1992), Tit for tat in heterogeneous populations, Nature 355:250-253"
    )
    nice: ClassVar[bool] = True
    retaliatory: ClassVar[bool] = True
    forgiving: ClassVar[bool] = True

    def posture(self, briefing: Briefing, draw: Draw) -> Posture:
        """Cooperate as far as the other did, and forgive a share of the rest."""
        mercy = generosity(briefing.temptation, briefing.reward, briefing.punishment, briefing.sucker)
        cooperate = briefing.cooperated + mercy * (1 - briefing.cooperated)
        return Posture.of(briefing, cooperate, "that nation cooperated {how}", briefing.cooperated)


def generosity(temptation: Float, reward: Float, punishment: Float, sucker: Float) -> Float:
    """Share of betrayals to forgive, in [0, 1]; 0 where the payoffs are no prisoner's dilemma.

    Args:
        temptation: payoff T, utility units, any shape.
        reward: payoff R.
        punishment: payoff P.
        sucker: payoff S.
    """
    dilemma = (temptation > reward) & (reward > punishment) & (punishment > sucker)
    loss, gain = np.where(dilemma, reward - sucker, 1), np.where(dilemma, temptation - punishment, 1)
    most = np.minimum(1 - (temptation - reward) / loss, (reward - punishment) / gain)
    return np.where(dilemma, np.clip(most, 0, 1), 0)
