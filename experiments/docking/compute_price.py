"""T7, the price of compute: how safe firms are when both safety and performance must be paid in compute.

After Jensen, Emery-Xu, Trager 2023, arXiv 2302.11436.
"""

from __future__ import annotations

import math

from scipy.optimize import brentq

from sovereigns.experiments.docking.case import Case, Coordinate, Point
from sovereigns.model.kernels.numerics.elementary import logistic
from sovereigns.model.kernels.theory.compute_price import efforts

NAMES = ("firms", "alpha", "beta", "theta", "price", "safety_scale", "performance_scale", "other")
NEAR_ZERO = 1e-12
"""An equilibrium with less safety than this counts as the one without effort."""


def excess(sig: float, point: Point) -> float:
    """Log of the odds that equilibrium spending would buy, less the log odds of sig.

    The paper's conditions are r X_s = alpha sig^n (1 - sig) (1/n + d) and
    r X_p = beta sig^n ((n - 1)/n^2 - theta (1 - sig) (1/n + d)).
    """
    n, alpha, beta, theta, r, a, b, d = (point[name] for name in NAMES)
    log_survival = n * math.log(sig)
    safety = math.log(alpha * (1 - sig) * (1 / n + d) / r) + log_survival
    push = (n - 1) / n**2 - theta * (1 - sig) * (1 / n + d)
    performance = math.log(b) + beta * (math.log(beta * push / r) + log_survival) if push > 0 else -math.inf
    pull = theta * performance if theta else 0.0
    return float(math.log(a) + alpha * safety - pull - math.log(sig / (1 - sig)))


def equilibrium_bounds(point: Point) -> tuple[float, float]:
    """Between these sig there is one equilibrium with effort: below, firms would not perform at all."""
    n, theta, d = point["firms"], point["theta"], point["other"]
    limit = (n - 1) / n**2 / (theta * (1 / n + d)) if theta else math.inf
    return max(NEAR_ZERO, (1 - limit) * (1 + 1e-12)), 1 - NEAR_ZERO


def safety(point: Point) -> float:
    """sig = s / (1 + s) in the symmetric equilibrium with effort."""
    return float(brentq(excess, *equilibrium_bounds(point), args=(point,), xtol=1e-14))


def firms_spend(point: Point) -> tuple[float, float]:
    """sig that the spending of the model's firms buys."""
    return float(logistic(float(efforts(*(point[name] for name in NAMES))[2]))), 0.0


def no_equilibrium(point: Point) -> str:
    """Why there is not one equilibrium with effort, empty if there is."""
    slope = (point["alpha"] - point["theta"] * point["beta"]) * point["firms"]
    if slope > 1 + 1e-12:
        return (
            f"(alpha - theta * beta) * firms is {slope:.4g}; its domain is up to 1, one interior equilibrium"
        )
    low, high = equilibrium_bounds(point)
    if not excess(low, point) > 0 > excess(high, point):
        return "firms make no effort, or no error, that a float can tell from 0; its domain is in between"
    return ""


CASE = Case(
    name="compute-price",
    quantity="safety sig",
    source="after Jensen, Emery-Xu, Trager 2023, arXiv 2302.11436",
    coordinates=(
        Coordinate("firms", "3", "[2, 1000]", whole=True),
        Coordinate("alpha", "0.2", "(0, 100]"),
        Coordinate("beta", "0.5", "(0, 100]"),
        Coordinate("theta", "0.5", "[0, 100]"),
        Coordinate("price", "0.01", "(0, 1e9]"),
        Coordinate("safety_scale", "5", "(0, 1e9]"),
        Coordinate("performance_scale", "1", "(0, 1e9]"),
        Coordinate("other", "0.5", "[0, 1e9]"),
    ),
    expected=safety,
    measured=firms_spend,
    domain=no_equilibrium,
)
