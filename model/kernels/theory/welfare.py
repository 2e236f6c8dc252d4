"""Social welfare functions by name: how the welfare of many becomes one number.

utilitarian: mean (Harsanyi 1955). prioritarian: concave mean, the worse off count for more (Parfit 1997;
Atkinson 1970). sufficientarian: mean shortfall below a threshold (Frankfurt 1987). egalitarian: the worst off
(Rawls 1971).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.kernels.numerics.elementary import exp, log

Float = NDArray[np.float64]

FUNCTIONS = ("utilitarian", "prioritarian", "sufficientarian", "egalitarian")


def social_welfare(welfare: Float, people: Float, function: str, aversion: float, sufficient: float) -> float:
    """One number for the welfare of a population, in the unit of its members' welfare.

    Args:
        welfare: (n,) welfare of the mean person of each group, log points.
        people: (n,) share of each group in the population; sums to 1.
        function: one of FUNCTIONS.
        aversion: strength of priority to the worse off (prioritarian), above 0.
        sufficient: welfare that is enough (sufficientarian).

    Raises:
        ValueError: no such function.
    """
    if function == "utilitarian":
        return float((welfare * people).sum())
    if function == "prioritarian":
        return float(-log((people * exp(-aversion * welfare)).sum()) / aversion)
    if function == "sufficientarian":
        return float((people * np.minimum(welfare - sufficient, 0)).sum())
    if function == "egalitarian":
        return float(welfare[people > 0].min())
    raise ValueError(f"welfare function {function!r}; one of {', '.join(FUNCTIONS)}")
