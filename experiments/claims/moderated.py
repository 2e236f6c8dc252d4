"""The variance between seeds at one point, moderated by what all points show (Smyth 2004).

Two seeds tell little of the variance at their point, but there are many points: their variances are draws of
one scaled inverse chi-square, whose scale and degrees of freedom the points themselves tell. Each point's
variance is drawn toward the scale and known with so many degrees of freedom more.

Smyth, G. K. (2004): Linear models and empirical Bayes methods for assessing differential expression in
microarray experiments. Statistical Applications in Genetics and Molecular Biology 3(1), article 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import digamma, polygamma

from sovereigns.model.world import Float

TRUSTED = 1 / 8
"""Most degrees of freedom that the prior counts for, a point of those that it was estimated from.

Few points cannot tell a prior that is sure from one that is not; with this, intervals at 8 to 100 points
cover what they say but for one in a hundred at worst (`tests/experiments/claims/test_moderated.py`).
"""


@dataclass(frozen=True)
class Prior:
    """What the points together say of the variance between seeds at any of them."""

    variance: float = 0.0
    freedom: float = 0.0
    """degrees of freedom that it counts for; 0: each point stands for itself"""

    def moderate(self, variance: float, freedom: float) -> tuple[float, float]:
        """The variance of a point, and its degrees of freedom.

        Args:
            variance: seen at the point.
            freedom: degrees of freedom that it was seen with.
        """
        total = self.freedom + freedom
        return (self.freedom * self.variance + freedom * variance) / total, total


def prior(effects: Sequence[Float]) -> Prior:
    """The prior that the effects of some points, one a seed, tell by the moments of their log variances.

    Args:
        effects: a row a point; what is not finite is left out, and points with one value, or with equal
            values, tell nothing.
    """
    finite = [values[np.isfinite(values)] for values in effects]
    told = [(values.var(ddof=1), len(values) - 1) for values in finite if len(values) > 1]
    variance, freedom = np.array([one for one in told if one[0] > 0], dtype=float).reshape(-1, 2).T
    if len(variance) < 2:
        return Prior()
    logs = np.log(variance) - digamma(freedom / 2) + np.log(freedom / 2)
    among = logs.var(ddof=1) - polygamma(1, freedom / 2).mean()
    counts = _freedom(float(among), TRUSTED * len(variance))
    return Prior(float(np.exp(logs.mean() + digamma(counts / 2) - np.log(counts / 2))), counts)


def _freedom(among: float, most: float) -> float:
    """Degrees of freedom at which log variances differ by so much beyond chance; at most so many."""
    if among <= polygamma(1, most / 2):
        return most
    return 2 * float(brentq(lambda half: polygamma(1, half) - among, 1 / np.sqrt(among), most / 2))
