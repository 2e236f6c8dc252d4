"""T4, self-enforcing agreements: how many identical nations stay in a coalition that nobody enforces.

Sources: Barrett 1994; d'Aspremont et al. 1983.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sovereigns.experiments.docking.case import Case, Coordinate, Point
from sovereigns.model.kernels.theory.coalition import FORMS, coalition_payoffs, stays

Float = NDArray[np.float64]

TOLERANCE = 1e-9
"""How far two payoffs may differ and count as equal, as a share of the payoff outside."""


def stable_size(point: Point) -> float:
    """Size of the stable coalition; a nation that is indifferent joins."""
    w = point["linkage"]
    if point["form"] == "fixed":
        size = math.floor(2 + math.sqrt(1 + 2 * w) + TOLERANCE)
    elif point["form"] == "fellow":
        size = math.floor(3 + 2 * w + TOLERANCE)
    else:
        size = 3
        while size < point["nations"] and (size + 1) * size * (size - 2) <= 2 * w * (1 + TOLERANCE):
            size += 1
    return float(min(size, point["nations"]))


def let_nations_decide(point: Point) -> tuple[float, float]:
    """Nations join one by one while it pays and leave one by one while that pays, from no coalition on."""
    members = 0
    while members < point["nations"] and stays(*_inside_and_outside(members + 1, point)):
        members += 1
    while members > 0 and not stays(*_inside_and_outside(members, point)):
        members -= 1
    return float(members), 0.0


def _inside_and_outside(members: int, point: Point) -> tuple[Float, Float, Float]:
    """What the last of the members gets, what it would get outside, and how close counts as equal."""
    linked = {"linkage": point["linkage"], "form": point["form"]}
    inside, _ = coalition_payoffs(members, point["nations"], **linked)
    _, outside = coalition_payoffs(members - 1, point["nations"], **linked)
    return inside, outside, TOLERANCE * np.abs(outside)


CASE = Case(
    name="barrett",
    quantity="coalition size",
    source="Barrett 1994; d'Aspremont, Jacquemin, Gabszewicz, Weymark 1983",
    coordinates=(
        Coordinate("nations", "10", "[3, 20000]", whole=True),
        Coordinate("linkage", "0", "[0, 1e12]"),
        Coordinate("form", "fixed", choices=FORMS),
    ),
    expected=stable_size,
    measured=let_nations_decide,
)
