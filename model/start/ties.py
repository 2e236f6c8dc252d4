"""How closely nations are tied: shared treaties, blocs and forums of the table of nations."""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.inputs import Inputs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.facts.shipped import shipped
from sovereigns.model.places import DATA
from sovereigns.model.world import Float


def alliance(inputs: Inputs, p: Parameters) -> Float:
    """(n, n) strength of the closest tie between two nations, 0 to 1; 1 with oneself.

    A group ties all its members, or its spokes to the hub only (`data/ties.csv`).
    """
    iso3 = tuple(inputs.nations["iso3"])
    strength = np.zeros((len(iso3), len(iso3)))
    for tie in shipped(DATA / "ties.csv"):
        inside = np.isin(iso3, inputs.groups.get(tie["group"], ()))
        hub = np.array([name == tie["hub"] for name in iso3]) if tie["hub"] else inside
        tied = (inside[:, None] & hub[None, :]) | (hub[:, None] & inside[None, :])
        strength = np.where(tied, np.maximum(strength, getattr(p, tie["strength"])), strength)
    np.fill_diagonal(strength, 1)
    return strength
