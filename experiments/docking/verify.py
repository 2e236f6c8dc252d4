"""Docking: the model's own decision code in reduced worlds beside published closed forms."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sovereigns.experiments.docking import (
    armstrong,
    barrett,
    compute_price,
    directed_change,
    dsair,
    hill,
    relative_gains,
)
from sovereigns.experiments.docking.case import Case
from sovereigns.model.errors import unknown

CASES: tuple[Case, ...] = tuple(
    part.CASE for part in (armstrong, dsair, relative_gains, barrett, directed_change, hill, compute_price)
)


def cases() -> list[str]:
    """Names of the cases."""
    return [case.name for case in CASES]


def find(name: str) -> Case:
    """The case of that name.

    Raises:
        InputError: there is none.
    """
    for case in CASES:
        if case.name == name:
            return case
    raise unknown("case", name, cases(), "verify", "sovereigns verify")


def verify(case: str, point: Mapping[str, str]) -> dict[str, Any]:
    """What a closed form says at a point and what the model does there.

    Args:
        case: one of `cases()`.
        point: coordinate = text; those left out take the case's base values.

    Returns:
        `case, point, quantity, expected, measured, stderr, agrees`.

    Raises:
        InputError: the case or a coordinate is unknown, or the point lies outside the case's domain.
    """
    chosen = find(case)
    where = chosen.point(point)
    expected = chosen.expected(where)
    measured, stderr = chosen.measured(where)
    return {
        "case": case,
        "point": where,
        "quantity": chosen.quantity,
        "expected": expected,
        "measured": measured,
        "stderr": stderr,
        "agrees": agrees(expected, measured, stderr),
    }


def agrees(expected: float, measured: float, stderr: float) -> bool:
    """Within four standard errors, or 1 % of at least 0.05; or neither is a number."""
    if math.isnan(expected):
        return math.isnan(measured)
    return abs(measured - expected) <= max(4 * stderr, 0.01 * max(0.05, abs(expected)))
