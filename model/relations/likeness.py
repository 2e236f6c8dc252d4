"""Which nations are like which, and what their circumstances let them expect."""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.elementary import exp, log
from sovereigns.model.kernels.numerics.sums import over_columns, over_rows
from sovereigns.model.world import Float, World


def likeness(w: World, p: Parameters) -> Float:
    """(n, n) how like two nations are by income and by whether they elect; 0 of a nation with itself."""
    income = log(w.income)
    apart = np.abs(income[:, None] - income[None, :]) / p.learning_income
    alike: Float = exp(-apart) * np.where(w.elected[:, None] == w.elected, 1.0, p.learning_regime)
    np.fill_diagonal(alike, 0)
    return alike


def beyond_circumstances(w: World, value: Float) -> Float:
    """(n,) what of a value a nation's circumstances do not explain (least squares).

    They are income, regime, capacity, people on line and people who use AI, of whom welfare counts most.
    Governments are held to what others in their place reached (Kayser and Peress 2012). In a world of six
    nations or fewer circumstances explain all of it.
    """
    basis = w.once(_circumstances, "income", "elected", "state_capacity", "online", "ai_use")
    return value - over_columns(basis, over_rows(basis, value))


def _circumstances(w: World) -> Float:
    """(n, 6) orthonormal directions of a constant and five circumstances; 0 where they say nothing new."""
    told = np.ones(w.n), log(w.income), w.elected, w.state_capacity, w.online, w.ai_use
    return _directions(np.stack(told))


@compiled
def _directions(told: Float) -> Float:
    """(n, k) orthonormal directions of (k, n) columns, one after another (Gram-Schmidt, twice)."""
    basis = np.zeros(told.T.shape)
    for k in range(len(told)):
        new = told[k].copy()
        for _ in range(2):
            new -= over_columns(basis, over_rows(basis, new))
        square = _square(new)
        if square > _NOTHING_NEW * _square(told[k]):
            basis[:, k] = new / np.sqrt(square)
    return basis


@compiled
def _square(column: Float) -> float:
    """Sum of squares, from the top down."""
    total = 0.0
    for part in column:
        total += part * part
    return total


_NOTHING_NEW = 1e-20
"""Share of a column's square below which what is left of it is rounding."""
