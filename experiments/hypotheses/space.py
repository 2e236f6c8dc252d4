"""The plausible parameter space over which claims are tested."""

from __future__ import annotations

from model.parameters import Row, rows

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
