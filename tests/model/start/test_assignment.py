"""The default rule gives equal nations equal strategies, from public columns alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from sovereigns.agents.registry import strategies
from sovereigns.model.start.assignment import default_strategies


def columns(n: int, **given: list[float]) -> dict[str, Any]:
    """A world of n unremarkable nations with some columns given."""
    plain: dict[str, Any] = {
        "gdp_share": np.full(n, 0.001),
        "capability": np.zeros(n),
        "alliance": np.zeros((n, n)),
        "bloc": np.full(n, -1),
        "state_capacity": np.full(n, 0.4),
        "localisation": np.full(n, 0.2),
    }
    return plain | {name: np.array(values) for name, values in given.items()}


THRESHOLDS = {
    "powers": 2,
    "ally_threshold": 0.5,
    "large_threshold": 0.01,
    "able_threshold": 0.6,
    "closed_threshold": 0.5,
}


def test_the_default_rule_reads_public_columns() -> None:
    alliance = np.zeros((7, 7))
    alliance[2, 0] = alliance[0, 2] = 0.8
    alliance[4, 3] = alliance[3, 4] = 0.8
    world = columns(
        7,
        capability=[6, 5, 4, 4, 1, 1, 1],
        gdp_share=[0.26, 0.17, 0.04, 0.001, 0.04, 0.001, 0.001],
        state_capacity=[0.9, 0.8, 0.9, 0.7, 0.7, 0.9, 0.9],
        localisation=[0, 0.9, 0, 0, 0.9, 0.9, 0],
    ) | {"alliance": alliance, "bloc": np.array([-1, -1, -1, 0, -1, -1, -1])}
    assert default_strategies(**world, **THRESHOLDS) == (
        "relative-gains",
        "relative-gains",
        "bandwagon",
        "bandwagon",
        "hedge",
        "sovereign-builder",
        "tit-for-tat",
    )


def test_equal_nations_get_equal_strategies_and_rows_do_not_matter() -> None:
    world = columns(4, capability=[5, 3, 3, 1], gdp_share=[0.2, 0.1, 0.1, 0.1])
    chosen = default_strategies(**world, **THRESHOLDS)
    assert chosen == ("relative-gains", "relative-gains", "relative-gains", "hedge")
    new = [3, 2, 0, 1]
    mixed = {name: column[new] for name, column in world.items()}
    assert default_strategies(**mixed, **THRESHOLDS) == tuple(chosen[row] for row in new)


def test_every_default_exists_and_any_world_gets_one() -> None:
    for n in (0, 1, 2, 193):
        chosen = default_strategies(**columns(n), **THRESHOLDS)
        assert len(chosen) == n
        assert set(chosen) <= set(strategies())


def test_without_powers_nobody_seeks_relative_gains() -> None:
    assert "relative-gains" not in default_strategies(**columns(3), **(THRESHOLDS | {"powers": 0}))
