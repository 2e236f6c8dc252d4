"""How much safety a team keeps in a race (T1).

Source: Armstrong, Bostrom, Shulman 2016, "Racing to the precipice", AI & Society 31:201. Teams of
capability x, spread evenly from 0 to a weight, choose a safety s from 0 to 1; the highest x - s wins, and the
winner's AI is safe with chance s. A team gets 1 from its own safe AI, 1 - enmity from another's, 0 from a
disaster.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics.root import falling_root

Float = NDArray[np.float64]
Int = NDArray[np.int64]

Information = Literal["none", "private", "public"]
INFORMATION: tuple[str, ...] = get_args(Information)


def safety_effort(
    information: str,
    standing: Float | float,
    teams: Float | float,
    weight: Float | float,
    enmity: Float | float,
) -> Float:
    """The safety that is a best reply when every team follows the same rule.

    A team adds safety as long as the room it has covers what is at stake, and stops at 1.

    Args:
        information: what a team knows: `none`, `private` (its own capability) or `public` (everybody's).
        standing: the team's capability under `private`; the lead of the first team over the second under
            `public`, where the rest keep to the leader's safety; ignored under `none`. Any shape.
        teams: number of teams in the race, with a shape that broadcasts with standing, as the rest.
        weight: of capability against safety, the upper end of capabilities.
        enmity: what a team loses when another's safe AI wins, from 0 to 1.

    Returns:
        Safety from 0 to 1; 0 for a team that trails.

    Raises:
        ValueError: the information is none of the three.
    """
    if information not in INFORMATION:
        raise ValueError(f"information '{information}' is unknown; it is one of {', '.join(INFORMATION)}")
    shape = np.broadcast_shapes(*(np.shape(part) for part in (standing, teams, weight, enmity)))

    def gain(safety: Float) -> Float:
        stake = safety - outsider_payoff(safety, enmity)
        if information == "none":
            return weight - teams * stake
        if information == "private":
            return (standing - safety) - (teams - 1) * stake
        return standing - stake

    return falling_root(gain, 0.0, 1.0, shape)


def outsider_payoff(safety: Float, enmity: Float | float) -> Float:
    """What a team expects when another wins with that safety."""
    return (1 - enmity) * safety


def race_outcome(capability: Float, safety: Float) -> tuple[Int, Float]:
    """Who wins each race, and how likely the winner's AI is a disaster.

    Args:
        capability: (..., teams).
        safety: (..., teams), from 0 to 1.

    Returns:
        (...) the winner, the first of equals; (...) the chance of a disaster.
    """
    winner = (capability - safety).argmax(axis=-1)
    kept = np.take_along_axis(safety, winner[..., None], axis=-1)[..., 0]
    return winner, 1 - kept
