"""The plausible parameter space over which claims are tested: its design, and the points that history leaves.

Each row of the table is drawn by its own distribution, in strata (McKay, Beckman and Conover 1979), keyed by
its name: a row that comes, goes or changes moves no other. Rows that move together in reality keep their rank
correlation (Iman and Conover 1982). Of the design's points only those that history does not rule out are
used (`experiments.claims.match`): a parameter that history cannot see keeps its independent range.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

from sovereigns.experiments.sweeps.design import correlate, correlations
from sovereigns.experiments.sweeps.factors import RANGE, Factor, read_factor
from sovereigns.model.errors import InputError
from sovereigns.model.facts.parameters import Row, rows
from sovereigns.model.institutions.registry import offers
from sovereigns.model.world import Float

POLICY = (*offers(), "tariff_share", "localisation_floor")
"""What governments choose rather than what nobody knows: held at the table's value unless an arm sets it."""
FILE = Path(__file__).with_name("points.csv")


@dataclass(frozen=True)
class Matched:
    """What history matching left."""

    size: int
    """of the design"""
    points: tuple[int, ...]
    """rows of the design that are left, in their order"""
    space: str
    """digest of the space that the points were tried in"""


def uncertain() -> list[Row]:
    """Rows of the table that points draw: every number with a plausible range, every structural variant."""
    return [row for row in rows() if row.name not in POLICY and (row.choices or _ranges(row))]


def _ranges(row: Row) -> bool:
    return row.distribution != "fixed" and row.low is not None and row.high is not None and row.low < row.high


def serving(claim: str) -> list[str]:
    """Parameters that may decide a claim: numbers and structural variants whose row names it."""
    return [row.name for row in uncertain() if claim in row.serves.split(";")]


def design(size: int, seed: int = 0) -> pd.DataFrame:
    """A row a point, a column an uncertain parameter.

    Args:
        size: how many points.
        seed: of the draw.
    """
    factors = [read_factor(row.name, RANGE, "parameters.csv") for row in uncertain()]
    shares = np.column_stack([_strata(factor.name, size, seed) for factor in factors])
    named = {name for pair in correlations() for name in pair}
    together = [k for k, factor in enumerate(factors) if factor.name in named]
    shares[:, together] = correlate(shares[:, together], [factors[k] for k in together])
    return pd.DataFrame({f.name: f.at(share) for f, share in zip(factors, shares.T, strict=True)})


def _strata(name: str, size: int, seed: int) -> Float:
    """(size,) one number in each of so many equal parts of [0, 1], in an order of its own."""
    key = int.from_bytes(sha256(f"{seed} {name}".encode()).digest()[:8], "big")
    generator = np.random.default_rng(key)
    return np.asarray((generator.permutation(size) + generator.random(size)) / size)


def digest() -> str:
    """Of the space: a point of a design is the same as long as it is."""
    factors: list[Factor] = [read_factor(row.name, RANGE, "parameters.csv") for row in uncertain()]
    said = [
        [factor.config for factor in factors],
        sorted(f"{a} {b} {r}" for (a, b), r in correlations().items()),
    ]
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


@cache
def matched(path: Path = FILE) -> Matched:
    """What `experiments.claims.match` recorded."""
    lines = path.read_text(encoding="utf-8").splitlines()
    told = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# ") and ": " in line)
    points = csv.DictReader(line for line in lines if not line.startswith("#"))
    return Matched(int(told["design"]), tuple(int(row["point"]) for row in points), told["space"])


def warning() -> str:
    """What to tell who draws points: that they were matched in another space than now; blank if not."""
    if matched().space == digest():
        return ""
    return (
        "The points were held against history before the table of parameters changed; of what has come or "
        "moved since history has seen nothing. To match again: sovereigns reproduce points"
    )


def draw(points: int) -> pd.DataFrame:
    """The first points that history leaves; a row a point, a column an uncertain parameter.

    Args:
        points: how many.

    Raises:
        InputError: history left fewer.
    """
    left = matched()
    if points > len(left.points):
        raise InputError(
            f"{points} points are asked for; at most {len(left.points)} are there, which history leaves"
        )
    return design(left.size).iloc[list(left.points[:points])].reset_index(drop=True)
