"""T2, to regulate or not: the share of unsafe practice when firms copy those who do better.

Source: Han, Pereira, Santos, Lenaerts 2020, JAIR 69:881.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logsumexp

from sovereigns.experiments.docking.case import Case, Coordinate, Point
from sovereigns.model.kernels.theory.dsair import fermi, practice_payoff

Float = NDArray[np.float64]

RACE = ("speed", "disaster", "found_out", "benefit", "cost", "prize", "rounds")
STEEPEST = 700.0
"""Beyond this, selection times a difference of payoffs leaves a chance of copying that no float can hold."""
SMALLEST = 2.0**-1022


def payoffs(point: Point) -> tuple[float, float, float, float]:
    """The race's payoffs safe-safe, safe-unsafe, unsafe-safe, unsafe-unsafe, as the paper writes them."""
    s, p_r, p_fo, b, c, prize, w = (point[name] for name in RACE)
    safe_safe = prize / (2 * w) - c + b / 2
    safe_unsafe = -c + (1 - p_fo) * b / (s + 1) + p_fo * b
    unsafe_safe = (1 - p_r) * (s * prize / w + (1 - p_fo) * s * b / (s + 1))
    unsafe_unsafe = (1 - p_r) * (s * prize / (2 * w) + (1 - p_fo**2) * b / 2)
    return safe_safe, safe_unsafe, unsafe_safe, unsafe_unsafe


def share_unsafe(point: Point) -> float:
    """Share of time that a population with rare mutation is unsafe."""
    a, b, c, d = payoffs(point)
    z = point["population"]
    return float(expit(point["selection"] / 2 * (z * (c - b) + (z - 2) * (d - a))))


def thresholds(point: Point) -> tuple[float, float]:
    """Disaster risk above which safety is collectively preferred, and above which it is risk-dominant."""
    a, b, c, d = payoffs({**point, "disaster": 0.0})
    return 1 - a / d, 1 - (a + b) / (c + d)


def copying(point: Point) -> tuple[Float, Float]:
    """Chances that the unsafe become one more and one fewer, when there are 1 to population - 1 of them."""
    z, race = point["population"], {name: point[name] for name in RACE}
    unsafe = np.arange(1.0, z)
    safe_does, unsafe_does = practice_payoff(0, unsafe, z, **race), practice_payoff(1, unsafe, z, **race)
    meet = unsafe / z * (z - unsafe) / (z - 1)
    more = meet * fermi(safe_does, unsafe_does, point["selection"])
    return more, meet * fermi(unsafe_does, safe_does, point["selection"])


def solve_chain(point: Point) -> tuple[float, float]:
    """The same share from the birth-death chain of copying, solved without sampling."""
    more, fewer = copying(point)
    drift = np.log(np.maximum(fewer, SMALLEST)) - np.log(np.maximum(more, SMALLEST))
    into_unsafe = logsumexp(np.append(0.0, np.cumsum(drift)))
    into_safe = logsumexp(np.append(0.0, np.cumsum(-drift[::-1])))
    return float(expit(into_safe - into_unsafe)), 0.0


def too_steep(point: Point) -> str:
    """Why a point cannot be computed, empty if it can."""
    z, (safe_safe, safe_unsafe, unsafe_safe, unsafe_unsafe) = point["population"], payoffs(point)
    first = ((z - 1) * unsafe_safe - (z - 2) * safe_safe - safe_unsafe) / (z - 1)
    last = (unsafe_safe + (z - 2) * unsafe_unsafe - (z - 1) * safe_unsafe) / (z - 1)
    steepness = max(abs(first), abs(last))
    if first * last >= 0 or point["selection"] * steepness <= STEEPEST:
        return ""
    return (
        "each practice keeps the other out, and copying is so certain that no float holds the chance of the "
        f"reverse; its domain here is selection up to {STEEPEST / steepness:.3g}"
    )


CASE = Case(
    name="dsair",
    quantity="share unsafe",
    source="Han, Pereira, Santos, Lenaerts 2020, JAIR 69:881",
    coordinates=(
        Coordinate("speed", "1.5", "(1, 1e6]"),
        Coordinate("disaster", "0.77", "[0, 1]"),
        Coordinate("found_out", "0", "[0, 1]"),
        Coordinate("benefit", "4", "[0, 1e9]"),
        Coordinate("cost", "1", "[0, 1e9]"),
        Coordinate("prize", "10000", "[0, 1e12]"),
        Coordinate("rounds", "100", "[1, 1e9]"),
        Coordinate("population", "100", "[2, 100000]", whole=True),
        Coordinate("selection", "0.01", "[0, 1e6]"),
    ),
    expected=share_unsafe,
    measured=solve_chain,
    domain=too_steep,
)
