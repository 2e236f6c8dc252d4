"""What a nation wants: welfare, security, autonomy, each from 0 to 100, and the score that weighs them.

- Welfare: `World.welfare`, the log points of the nation's mean person (consumption, the AI that serves it,
  less harm), against the start: 50 stands for no change, and it follows a logistic curve.
- Security: s / (s + expected loss from incidents and conflict), with s a row of the rules.
- Autonomy: share of the AI in use that nobody whom the nation fears could turn against it (Farrell and Newman
  2019): 100 where all is built on own models or on those of nations without any threat, whoever runs them,
  less what is built on those of others, each by the threat that it poses.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np

from sovereigns.experiments.game.rules import RULES
from sovereigns.model.kernels.numerics.elementary import logistic
from sovereigns.model.relations.use import used_by_base
from sovereigns.model.world import Float, World


@dataclass(frozen=True)
class Goals:
    """How far a nation's goals are reached, 0 to 100 each."""

    welfare: float
    security: float
    autonomy: float
    score: float
    """their mean by the weights of the rules"""


def goals(w: World, start: Float) -> Float:
    """(4, n) welfare, security, autonomy and score of every nation, 0 to 100.

    Args:
        w: the world.
        start: (n,) welfare at the start of the game.
    """
    welfare = logistic((w.welfare - start) / RULES.welfare_scale)
    security = RULES.security_scale / (RULES.security_scale + w.expected_loss)
    foreign = used_by_base(w)
    np.fill_diagonal(foreign, 0)
    autonomy = 1 - (foreign * w.threat).sum(axis=1)
    weights = RULES.weight_welfare, RULES.weight_security, RULES.weight_autonomy
    parts = np.stack([welfare, security, autonomy])
    score = (parts * np.array(weights)[:, None]).sum(axis=0) / sum(weights)
    whole: Float = 100 * np.concatenate([parts, score[None]])
    return whole


def goals_of(w: World, start: Float, row: int) -> Goals:
    """Those of one nation."""
    return Goals(*goals(w, start)[:, row].tolist())


def gap(ours: Goals, theirs: Goals) -> Goals:
    """Ours less theirs."""
    return Goals(*(a - b for a, b in zip(astuple(ours), astuple(theirs), strict=True)))
