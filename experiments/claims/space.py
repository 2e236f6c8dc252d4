"""The plausible parameter space over which claims are tested."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import qmc

from sovereigns.model.facts.parameters import Row, rows

POLICY = (
    "coalition_offer",
    "monitoring_offer",
    "cern_offer",
    "treaty_offer",
    "tariff_share",
    "localisation_floor",
)
"""What governments choose rather than what nobody knows: held at the table's value unless an arm sets it."""


def uncertain() -> list[Row]:
    """Rows of the table that points draw: every number with a plausible range, every structural variant."""
    return [row for row in rows() if row.name not in POLICY and (row.choices or _ranges(row))]


def _ranges(row: Row) -> bool:
    return row.distribution != "fixed" and row.low is not None and row.high is not None and row.low < row.high


def serving(claim: str) -> list[str]:
    """Parameters that may decide a claim: those whose row names it, and the structural variants."""
    return [row.name for row in uncertain() if row.choices or claim in row.serves.split(";")]


def draw(points: int, seed: int = 0) -> pd.DataFrame:
    """A row a point, a column an uncertain parameter: a latin hypercube.

    Args:
        points: how many.
        seed: of the draw.
    """
    table = uncertain()
    unit = qmc.LatinHypercube(len(table), rng=np.random.default_rng(seed)).random(points)
    return pd.DataFrame({row.name: _scaled(row, unit[:, k]) for k, row in enumerate(table)})


def _scaled(row: Row, unit: np.ndarray) -> object:
    if row.choices:
        return [row.choices[int(u * len(row.choices))] for u in unit]
    return row.low + unit * (row.high - row.low)  # type: ignore[operator]
