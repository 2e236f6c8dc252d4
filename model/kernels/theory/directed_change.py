"""Research that saves compute, or know-how that makes more of talent and data (T5).

Source: Acemoglu 2002, "Directed technical change", Review of Economic Studies 69:781. Output has a constant
elasticity of substitution between compute, which efficiency augments, and talent, which know-how augments.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics import elementary
from sovereigns.model.kernels.numerics.root import falling_root

Float = NDArray[np.float64]
Number = Float | float

SMALLEST = 2.0**-1022
WIDEST = 64.0
"""Odds beyond exp(64) count as a corner."""


def ces(
    efficiency: Number, compute: Number, knowhow: Number, talent: Number, weight: Number, elasticity: Number
) -> Float:
    """Output from augmented compute and augmented talent.

    Args:
        efficiency: multiplies compute.
        compute: in any unit, above 0.
        knowhow: multiplies talent.
        talent: talent and data, in any unit, above 0.
        weight: of compute, between 0 and 1.
        elasticity: of substitution, above 0; at 1 the form is Cobb-Douglas.

    Returns:
        Output, in the shape that the arguments broadcast to.
    """
    machines = elementary.log(np.asarray(efficiency * compute, dtype=np.float64))
    minds = elementary.log(np.asarray(knowhow * talent, dtype=np.float64))
    mean = weight * machines + (1 - weight) * minds
    r = curvature(elasticity)
    slope = np.where(r == 0, 1.0, r)
    spread = weight * elementary.expm1(slope * (machines - mean))
    spread = spread + (1 - weight) * elementary.expm1(slope * (minds - mean))
    return elementary.exp(mean + np.where(r == 0, 0.0, elementary.log1p(spread) / slope))


def efficiency_share(
    weight: Number, elasticity: Number, returns: Number, compute: Number, talent: Number
) -> Float:
    """The share of research on efficiency at which neither side of research would gain from more.

    Research effort e multiplies its factor by e to the power of the returns. At the best split the odds of
    the effort on efficiency equal the odds of the output that augmented compute earns.

    Args:
        weight: of compute, between 0 and 1.
        elasticity: of substitution, above 0.
        returns: exponent of research effort, above 0.
        compute: in the unit in which talent counts as much.
        talent: talent and data.

    Returns:
        Share from 0 to 1, in the shape that the arguments broadcast to.

    Raises:
        ValueError: returns times (elasticity - 1) / elasticity reaches 1, so that all goes to one side.
    """
    r = curvature(elasticity)
    if (returns * r >= 1).any():
        raise ValueError("returns * (elasticity - 1) / elasticity must stay below 1 for a split to be best")
    weight, compute, talent = (np.asarray(part, dtype=np.float64) for part in (weight, compute, talent))
    taste = elementary.log(weight) - elementary.log(1 - weight)
    plenty = elementary.log(np.maximum(compute, SMALLEST)) - elementary.log(np.maximum(talent, SMALLEST))

    def gain(odds: Float) -> Float:
        earned = taste + r * (plenty + returns * odds)
        return earned - odds

    shape = np.broadcast_shapes(*(np.shape(part) for part in (taste, r, plenty, returns)))
    return elementary.logistic(falling_root(gain, -WIDEST, WIDEST, shape))


def curvature(elasticity: Number) -> Float:
    """The exponent that goes with an elasticity of substitution: 0 at 1, toward 1 for perfect substitutes."""
    elasticity = np.asarray(elasticity, dtype=np.float64)
    return (elasticity - 1) / elasticity
