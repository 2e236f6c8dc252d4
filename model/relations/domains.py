"""Domains of AI: leads differ between fields that publish more and less (C10)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from sovereigns.model.facts.shipped import shipped
from sovereigns.model.places import DATA
from sovereigns.model.world import Float


@dataclass(frozen=True)
class Domain:
    """One field of AI, a row of data/domains.csv."""

    name: str
    head: float
    """share of a nation's gap in general capability that it also has here at the start"""
    spread: float
    """share of the gap to the best here that closes in a quarter if all research is published"""


@cache
def domains() -> tuple[Domain, ...]:
    """The rows of data/domains.csv."""
    table = shipped(DATA / "domains.csv")
    return tuple(Domain(row["domain"], float(row["head"]), float(row["spread"])) for row in table)


def begin(capability: Float) -> Float:
    """(d, n) capability by domain at the start: the head of each domain is the share that counts.

    It is a share of the general gap.

    Args:
        capability: (n,) general capability, OOM.
    """
    behind = capability.max() - capability
    return np.stack([capability.max() - d.head * behind for d in domains()])


def advance(domain: Float, gained: Float, frontier: float, published: float) -> Float:
    """(d, n) capability by domain a quarter on.

    What general capability gained, never past its frontier, and what spreads as far as the field is
    published.

    Args:
        domain: (d, n) capability by domain.
        gained: (n,) gain of general capability in the quarter.
        frontier: best general capability of any nation, OOM.
        published: share of research that is published.
    """
    spread = np.array([d.spread for d in domains()])[:, None] * published
    moved = np.minimum(domain + gained, frontier)
    return moved + spread * (moved.max(axis=1, keepdims=True) - moved)
