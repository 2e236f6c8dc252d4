"""Safe or unsafe practice in a race of many rounds, and who copies whom (T2).

Source: Han, Pereira, Santos, Lenaerts 2020, "To regulate or not", JAIR 69:881, with two practices:
always safe (0) and always unsafe (1). Every argument may be an array; shapes broadcast.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics import elementary

Float = NDArray[np.float64]
Number = Float | float


def round_payoff(
    own: Number, other: Number, speed: Number, found_out: Number, benefit: Number, cost: Number
) -> Float:
    """What one round brings: the market shared by speed, less the cost of safety.

    Args:
        own: 1 unsafe practice, 0 safe.
        other: the other's practice.
        speed: of unsafe development, that of safe being 1.
        found_out: chance that unsafe practice is found out in a round; it then sells nothing.
        benefit: of a round, in the same unit as the payoff.
        cost: of safety in a round.
    """
    own, other = np.asarray(own, dtype=np.float64), np.asarray(other, dtype=np.float64)
    share = _pace(own, speed) / (_pace(own, speed) + _pace(other, speed))
    caught, other_caught = own * found_out, other * found_out
    sold = (1 - caught) * (other_caught + (1 - other_caught) * share)
    return benefit * sold - cost * (1 - own)


def race_payoff(
    own: Number,
    other: Number,
    speed: Number,
    disaster: Number,
    found_out: Number,
    benefit: Number,
    cost: Number,
    prize: Number,
    rounds: Number,
) -> Float:
    """What a round of the whole race brings on average, the prize going to who arrives first.

    Args:
        own: 1 unsafe practice, 0 safe.
        other: the other's practice.
        speed: of unsafe development, above 1.
        disaster: chance that unsafe practice ends in a disaster that takes all.
        found_out: chance that unsafe practice is found out in a round.
        benefit: of a round.
        cost: of safety in a round.
        prize: of the race.
        rounds: to the end at safe pace.
    """
    own, other = np.asarray(own, dtype=np.float64), np.asarray(other, dtype=np.float64)
    first = (1 + own - other) / 2
    won = first * prize * _pace(own, speed) / rounds
    return (1 - own * disaster) * (won + round_payoff(own, other, speed, found_out, benefit, cost))


def practice_payoff(own: int, unsafe: Number, population: Number, **race: Number) -> Float:
    """Mean race payoff of a practice when each of a population races each other.

    Args:
        own: 1 unsafe, 0 safe.
        unsafe: how many are unsafe, own included.
        population: how many there are, 2 or more.
        race: the arguments of `race_payoff` from speed on.
    """
    unsafe_others = unsafe - own
    safe_others = population - unsafe - (1 - own)
    total = unsafe_others * race_payoff(own, 1, **race) + safe_others * race_payoff(own, 0, **race)
    return total / (population - 1)


def fermi(own: Number, other: Number, selection: Number) -> Float:
    """Chance of copying another's practice: the better it does, the likelier.

    Args:
        own: payoff.
        other: payoff of the one who may be copied.
        selection: strength of selection; 0 copies at random.
    """
    return elementary.logistic(np.asarray(selection * (np.asarray(other) - own), dtype=np.float64))


def _pace(practice: Float, speed: Number) -> Float:
    return 1 + practice * (speed - 1)
