"""Cooperate where it pays although the other gains too."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from sovereigns.agents.contract import Briefing, Draw, Float, Posture
from sovereigns.agents.posture import ByPosture
from sovereigns.model.kernels.theory.relative_gains import reply


class RelativeGains(ByPosture):
    """Best reply of a state that values own gain less threat times the mean gain of its rivals.

    Cooperation holds where the discount factor reaches the critical one, which rises with threat and falls
    with the number of rivals. There it answers in kind, with as much credit as it trusts the partner: that
    punishes a breach and lets cooperation begin anew. In the literature: the defensive positionalist
    (Grieco), under Powell's and Snidal's conditions.
    """

    name: ClassVar[str] = "relative-gains"
    summary: ClassVar[str] = (
        "Cooperates with a nation only if the future outweighs what the other gains by it."
    )
    source: ClassVar[str] = (
        "Grieco, J. (1988), International Organization 42:485-507; Powell, R. (1991), American Political "
        "Science Review 85:1303-1320; Snidal, D. (1991), American Political Science Review 85:701-726"
    )
    nice: ClassVar[bool] = False

    def posture(self, briefing: Briefing, draw: Draw) -> Posture:
        """Cooperate where that is an equilibrium, as far as the other did or is trusted to."""
        discount = np.broadcast_to(briefing.discount[:, None], briefing.threat.shape)
        sustainable = reply(
            briefing.temptation,
            briefing.reward,
            briefing.punishment,
            briefing.sucker,
            briefing.threat,
            rivals(briefing.threat),
            discount,
            briefing.responses.reversion,
        )
        credit = briefing.cooperated + briefing.trust * (1 - briefing.cooperated)
        worth = sustainable * credit
        because = "by its gains and record, cooperation pays {how} in the long run"
        return Posture.of(briefing, worth, because, worth)


def rivals(threat: Float) -> Float:
    """How many others gains are weighed against: those feared no less than the one in question.

    With equal threat from all n - 1 others that is n - 1, as in Snidal; with one feared rival it is 1,
    however many harmless nations there are.

    Args:
        threat: (m, n) weight on relative gains toward each nation.

    Returns:
        (m, n) a number from 1 to n - 1.
    """
    n = threat.shape[1]
    less_feared = [np.searchsorted(np.sort(row), row) for row in threat]
    no_less: Float = n - np.array(less_feared, dtype=float)
    return no_less.clip(1, max(n - 1, 1))
