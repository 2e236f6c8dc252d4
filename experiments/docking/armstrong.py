"""T1, racing to the precipice: the risk of disaster when teams choose how much safety to keep.

Source: Armstrong, Bostrom, Shulman 2016, AI & Society 31:201.
"""

from __future__ import annotations

import numpy as np

from sovereigns.experiments.docking.case import Case, Coordinate, Point
from sovereigns.model.kernels.theory.racing import INFORMATION, race_outcome, safety_effort
from sovereigns.model.streams import Streams

NUMBERS = 1_000_000
MOST_RACES, LEAST_RACES = 100_000, 300


def risk(point: Point) -> float:
    """Risk of disaster in equilibrium, for the three settings of information."""
    n, mu, e = point["teams"], point["weight"], point["enmity"]
    m = 1 + (n - 1) * e
    if point["information"] == "none":
        return float(max(0.0, 1 - mu / (n * e)))
    if point["information"] == "private":
        return float(1 - n * mu / ((n + 1) * m) if mu <= m else (m / mu) ** n / (n + 1))
    return float(1 - mu / (e * (n + 1)) * (1 - max(0.0, 1 - e / mu) ** (n + 1)))


def simulate(point: Point) -> tuple[float, float]:
    """Mean risk over races of teams with drawn capabilities, and its standard error."""
    teams, weight = point["teams"], point["weight"]
    races = max(LEAST_RACES, min(MOST_RACES, NUMBERS // teams))
    capability = weight * Streams(0).matrix("verify-armstrong", 0, races, teams)
    standing = capability
    if point["information"] == "public":
        first, second = np.partition(capability, -2, axis=-1)[:, [-1, -2]].T
        standing = np.broadcast_to((first - second)[:, None], capability.shape)
    safety = safety_effort(point["information"], standing, teams, weight, point["enmity"])
    disaster = race_outcome(capability, safety)[1]
    return float(disaster.mean()), float(disaster.std() / np.sqrt(races))


CASE = Case(
    name="armstrong",
    quantity="risk of disaster",
    source="Armstrong, Bostrom, Shulman 2016, AI & Society 31:201",
    coordinates=(
        Coordinate("teams", "5", "[2, 10000]", whole=True),
        Coordinate("weight", "2", "(0, 1e12]"),
        Coordinate("enmity", "0.5", "(0, 1]"),
        Coordinate("information", "private", choices=INFORMATION),
    ),
    expected=risk,
    measured=simulate,
)
