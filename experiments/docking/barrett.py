"""T4, self-enforcing agreements: how many identical nations stay in a coalition that nobody enforces.

Sources: Barrett 1994; d'Aspremont et al. 1983.
"""

from __future__ import annotations

import math

import numpy as np

from sovereigns.experiments.docking.case import Case, Coordinate, Point
from sovereigns.model.kernels.theory.coalition import Stakes, settle

FORMS = ("fixed", "fellow", "pool")
"""What is linked to membership goes to each member, to each per fellow member, or is shared by members."""
TOLERANCE = 1e-9
"""How far two payoffs may differ and count as equal, as a share of what all others' effort is worth."""


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
    """Nations answer in turn, as in a world's talks, from no agreement on until nobody wants to change."""
    nations = int(point["nations"])
    nobody, turns = np.zeros(nations, dtype=bool), np.arange(nations)
    tolerance = np.full(nations, TOLERANCE * nations)
    members = settle(nobody, turns, _identical(point), tolerance, rounds=nations)
    return float(members.sum()), 0.0


def _identical(point: Point) -> Stakes:
    """Stakes of identical nations at benefit and cost 1, with what is linked to membership."""
    nations, linked = int(point["nations"]), point["linkage"]
    none, pairs = np.zeros(nations), (nations, nations)
    return Stakes(
        harm=np.broadcast_to(1.0, pairs),
        cost=np.ones(nations),
        own=np.ones(nations),
        most=np.inf,
        aside=np.broadcast_to(linked if point["form"] == "fellow" else 0.0, pairs),
        escaped=np.broadcast_to(0.0, pairs),
        fixed=none - linked if point["form"] == "fixed" else none,
        pool=linked if point["form"] == "pool" else 0.0,
        part=np.ones(nations),
        transfer=0.0,
    )


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
