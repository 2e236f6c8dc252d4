"""Compete or cooperate when others' gains count against one's own (T3).

Sources: Grieco 1988, International Organization 42:485; Powell 1991, APSR 85:1303; Snidal 1991, APSR 85:701.
A nation plays a prisoner's dilemma with each of the others. Its utility is its own gain less a weight times
the mean of the others' gains. Who is betrayed answers with competition for ever (grim).
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]
Number = Float | float

Reversion = Literal["dyad", "global"]
REVERSION: tuple[str, ...] = get_args(Reversion)


def reply(
    temptation: Number,
    reward: Number,
    punishment: Number,
    sucker: Number,
    threat: Number,
    others: Number,
    discount: Number,
    reversion: str = "dyad",
) -> Float:
    """Cooperate if its discounted stream of utility is at least that of competing.

    Arguments are numbers or arrays whose shapes broadcast, as (nations, nations) for all pairs.

    Args:
        temptation: payoff of competing while the other cooperates (T).
        reward: payoff of joint cooperation (R).
        punishment: payoff of joint competition (P).
        sucker: payoff of cooperating while the other competes (S).
        threat: weight on the mean of the others' gains, from 0 to 1.
        others: how many other nations there are.
        discount: weight of the next round against this one, from 0 to 1.
        reversion: `dyad`: only the betrayed competes from then on; `global`: all do, toward all.

    Returns:
        1 cooperate, 0 compete.

    Raises:
        ValueError: the reversion is neither of the two.
    """
    if reversion not in REVERSION:
        raise ValueError(f"reversion '{reversion}' is unknown; it is one of {', '.join(REVERSION)}")
    once = threat / np.maximum(others, 1)
    later = threat if reversion == "global" else once
    cooperate = (1 - discount) * utility(reward, reward, once) + discount * utility(reward, reward, later)
    compete = (1 - discount) * utility(temptation, sucker, once)
    compete = compete + discount * utility(punishment, punishment, later)
    return np.asarray(cooperate >= compete, dtype=np.float64)


def utility(own: Number, other: Number, weight: Number) -> Number:
    """Own gain less the weighted gain of the other."""
    return own - weight * other
