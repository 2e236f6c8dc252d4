"""Experience-weighted attraction: what one got and what one might have got, remembered.

Source: Camerer and Ho 1999, Econometrica 67:827. Reinforcement learns from what was played (`forgone` 0),
belief learning from all alike (1); attractions sum up (`depreciation` 0) or average (as much as `memory`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]
Bool = NDArray[np.bool_]


def lasting_experience(depreciation: float) -> float:
    """Experience, in rounds, at which one round adds as much as is lost of it.

    Args:
        depreciation: share of experience that is left after a round, below 1.
    """
    return 1 / (1 - depreciation)


def updated(
    attraction: Float,
    payoff: Float,
    plays: Bool,
    experience: float,
    *,
    memory: float,
    depreciation: float,
    forgone: float,
) -> Float:
    """Attractions after a round, (s, n) of s strategies to n players.

    Args:
        attraction: (s, n) before the round, in the unit of payoffs.
        payoff: (s, n) what each strategy got a player in the round, or would have.
        plays: (s, n) which of them it played.
        experience: before the round, in rounds.
        memory: share of an attraction that is left after a round.
        depreciation: share of experience that is left after a round.
        forgone: weight of what a strategy that was not played would have got, beside 1 of what was played.
    """
    weight = np.where(plays, 1.0, forgone)
    after = depreciation * experience + 1
    learnt: Float = (memory * experience * attraction + weight * payoff) / after
    return learnt
