"""What a nation wants: welfare, security, autonomy, each from 0 to 100, and the score that weighs them.

- Welfare: `World.welfare`, the log points of the nation's mean person (consumption, the AI that serves it,
  less harm), against the start: 50 stands for no change, and it follows a logistic curve.
- Security: s / (s + expected loss from incidents and conflict), with s a row of the rules.
- Autonomy: share of the AI in use that nobody whom the nation fears could turn against it (Farrell and Newman
  2019), by its model or by its chips (Hawkins et al. 2025). What is built on others' models counts less by
  the threat that their nation poses, whoever runs it; what is built on own ones by that of the nations that
  sell the chips under it, times a row of the rules.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np

from sovereigns.experiments.game.rules import RULES
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.elementary import logistic
from sovereigns.model.relations.compute import domestic_chip_share
from sovereigns.model.relations.markets import chip_market
from sovereigns.model.relations.use import used_by_base
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import Float, World


@dataclass(frozen=True)
class Goals:
    """How far a nation's goals are reached, 0 to 100 each."""

    welfare: float
    security: float
    autonomy: float
    score: float
    """their mean by the weights of the rules"""


def goals(simulation: Simulation, start: Float) -> Float:
    """(4, n) welfare, security, autonomy and score of every nation, 0 to 100.

    Args:
        simulation: whose world it is.
        start: (n,) welfare at the start of the game.
    """
    w = simulation.world
    welfare = logistic((w.welfare - start) / RULES.welfare_scale)
    security = RULES.security_scale / (RULES.security_scale + w.expected_loss)
    autonomy = 1 - (used_by_base(w) * _threat_through(w, simulation.parameters)).sum(axis=1)
    weights = RULES.weight_welfare, RULES.weight_security, RULES.weight_autonomy
    parts = np.stack([welfare, security, autonomy])
    score = (parts * np.array(weights)[:, None]).sum(axis=0) / sum(weights)
    whole: Float = 100 * np.concatenate([parts, score[None]])
    return whole


def _threat_through(w: World, p: Parameters) -> Float:
    """(n, n) threat to the row nation through AI that is built on a model of the column nation."""
    through = w.threat.copy()
    sellers = (w.threat * chip_market(w, p)).sum(axis=1)
    np.fill_diagonal(through, RULES.chip_hold * (1 - domestic_chip_share(w)) * sellers)
    return through


def goals_of(simulation: Simulation, start: Float, row: int) -> Goals:
    """Those of one nation."""
    return Goals(*goals(simulation, start)[:, row].tolist())


def gap(ours: Goals, theirs: Goals) -> Goals:
    """Ours less theirs."""
    return Goals(*(a - b for a, b in zip(astuple(ours), astuple(theirs), strict=True)))
