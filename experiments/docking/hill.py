"""T6, Hill numbers: how many equally large shares would be as diverse.

Sources: Hill 1973; Jost 2006.
"""

from __future__ import annotations

import math

import numpy as np

from sovereigns.experiments.docking.case import Case, Coordinate, Point
from sovereigns.model.kernels.theory.hill import hill_number


def definition(point: Point) -> float:
    """Hill's definition, sum of shares to the order, to 1 / (1 - order), and its limits."""
    order: float = point["order"]
    total = math.fsum(point["shares"])
    parts: list[float] = [share / total for share in point["shares"] if share > 0]
    if math.isinf(order):
        return 1 / max(parts)
    if abs(order - 1) < 1e-6:
        return math.exp(-math.fsum(part * math.log(part) for part in parts))
    scale = max(parts)
    total = math.fsum(math.pow(part / scale, order) for part in parts)
    return math.exp((math.log(total) + order * math.log(scale)) / (1 - order))


def metric(point: Point) -> tuple[float, float]:
    """The model's own metric."""
    return float(hill_number(np.array(point["shares"]), point["order"])), 0.0


CASE = Case(
    name="hill",
    quantity="Hill number",
    source="Hill 1973, Ecology 54:427; Jost 2006, Oikos 113:363",
    coordinates=(
        Coordinate("shares", "0.5,0.3,0.2", "[0, 1e300]", many=True),
        Coordinate("order", "1", "[0, inf]"),
    ),
    expected=definition,
    measured=metric,
    domain=lambda point: "" if any(point["shares"]) else "shares are all 0; give at least one above 0",
)
