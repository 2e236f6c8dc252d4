"""T5, directed technical change: how a firm splits research between efficiency and know-how.

Source: Acemoglu 2002, Review of Economic Studies 69:781.
"""

from __future__ import annotations

from sovereigns.experiments.docking.case import Case, Coordinate, Point
from sovereigns.model.kernels.theory.directed_change import efficiency_share


def best_share(point: Point) -> float:
    """Share of research on efficiency that gives the most output."""
    r = (point["elasticity"] - 1) / point["elasticity"]
    q = 1 / (1 - point["returns"] * r)
    odds = (point["weight"] / (1 - point["weight"])) ** q * point["scarcity"] ** (q * r)
    return float(odds / (1 + odds))


def firm_splits(point: Point) -> tuple[float, float]:
    """The split of the model's firm."""
    share = efficiency_share(
        point["weight"], point["elasticity"], point["returns"], point["scarcity"], talent=1.0
    )
    return float(share), 0.0


def corner(point: Point) -> str:
    """Why no split is best, empty if one is."""
    r = (point["elasticity"] - 1) / point["elasticity"]
    if point["returns"] * r < 1:
        return ""
    return "all research goes to one side; the domain is returns * (elasticity - 1) / elasticity < 1"


CASE = Case(
    name="directed-change",
    quantity="share of research on efficiency",
    source="Acemoglu 2002, Review of Economic Studies 69:781",
    coordinates=(
        Coordinate("elasticity", "0.5", "(0, 1e6]"),
        Coordinate("scarcity", "0.5", "(0, 1e12]"),
        Coordinate("weight", "0.5", "(0, 1)"),
        Coordinate("returns", "0.5", "(0, 1e6]"),
    ),
    expected=best_share,
    measured=firm_splits,
    domain=corner,
)
