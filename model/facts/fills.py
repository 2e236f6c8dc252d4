"""What stands in for a blank: one rule, one function, named in the `fill` column of a `*_columns.csv`.

Peers are found in layers, from narrow to wide: nations of the same region and income, then of the same
income, then all. The first layer with more than two known values gives their median; a user's own rows come
before those of the standard table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sovereigns.model.facts.quarters import NEVER
from sovereigns.model.facts.tables import Column

Float = NDArray[np.float64]


@dataclass(frozen=True)
class DonorPool:
    """Rows of a table and their layers of peers."""

    table: pd.DataFrame
    labels: tuple[NDArray[np.object_], ...]
    """One array of labels a layer, narrow to wide; rows with equal labels are peers."""

    @classmethod
    def of(cls, table: pd.DataFrame, *layers: Sequence[str]) -> DonorPool:
        """Peers agree in all columns of a layer; in a last layer all rows are peers."""
        narrow = [["|".join(row) for row in table[list(names)].itertuples(index=False)] for names in layers]
        everyone = np.full(len(table), "", dtype=object)
        return cls(table, (*(np.array(labels, dtype=object) for labels in narrow), everyone))


Pools = Sequence[DonorPool]
"""The first is the one to fill; the others only lend."""


def fill_nations(table: pd.DataFrame, columns: Iterable[Column], standard: pd.DataFrame) -> pd.DataFrame:
    """Nations without blanks.

    Args:
        table: nations as read.
        columns: its columns with their rules.
        standard: the shipped nations as read; they lend medians and the bounds of the income thirds.
    """
    bounds = np.quantile(_income(standard), [1 / 3, 2 / 3])
    thirds = [
        rows.assign(third=np.searchsorted(bounds, _income(rows)).astype(str)) for rows in (table, standard)
    ]
    return _fill([DonorPool.of(rows, ("region", "third"), ("third",)) for rows in thirds], columns)


def fill_firms(table: pd.DataFrame, columns: Iterable[Column]) -> pd.DataFrame:
    """Firms without blanks; peers are of the same kind and size, then of the same kind, then all."""
    return _fill([DonorPool.of(table, ("kind", "size"), ("kind",))], columns)


def fill_chips(table: pd.DataFrame, columns: Iterable[Column]) -> pd.DataFrame:
    """Chips without blanks; peers are of the same class, then all."""
    return _fill([DonorPool.of(table, ("class",))], columns)


def fill_rules(table: pd.DataFrame, columns: Iterable[Column]) -> pd.DataFrame:
    """Dated rules without blanks."""
    return _fill([DonorPool.of(table)], columns)


def none_recorded(pools: Pools, name: str) -> pd.Series:
    """`zero`: the source lists what it knows of, so a blank is none."""
    return pools[0].table[name].fillna(0.0)


def default_tier(pools: Pools, name: str) -> pd.Series:
    """`tier 2`: the diffusion rule lists tiers 1 and 3, every other nation is in tier 2."""
    return pools[0].table[name].fillna(2.0)


def own_code(pools: Pools, name: str) -> pd.Series:
    """`own code`: a language or culture of its own."""
    table = pools[0].table
    return table[name].where(table[name] != "", table["iso3"])


def peers(pools: Pools, name: str) -> pd.Series:
    """`peers`: the median of the peers."""
    return _by_peers(pools, name, [np.ones(len(pool.table)) for pool in pools])


def peers_per_gdp(pools: Pools, name: str) -> pd.Series:
    """`peers per GDP`: the peers' median for each dollar of GDP, times the nation's own GDP."""
    return _by_peers(pools, name, [pool.table["gdp"].to_numpy(float) for pool in pools])


def peers_per_income(pools: Pools, name: str) -> pd.Series:
    """`peers per income`: the peers' median for each dollar of GDP per head, times the nation's own."""
    return _by_peers(pools, name, [_income(pool.table) for pool in pools])


def peers_with_models(pools: Pools, name: str) -> pd.Series:
    """`peers, zero without models`: nothing for a firm that has no model, else the median of the peers."""
    without = pools[0].table["models_to_2024"] == 0
    return peers(pools, name).where(~without, 0.0)


def as_the_frontier(pools: Pools, name: str) -> pd.Series:
    """`as the frontier`: in proportion to the firm's largest run to 2024, as the world's largest runs are."""
    later = peers_with_models(pools, "max_training_flop")
    given = pools[0].table[name]
    return given.fillna(later * (given.max() / later.max()))


def first_model(pools: Pools, name: str) -> pd.Series:
    """`first model`: a firm is at least as old as its first model."""
    return pools[0].table[name].fillna(never(pools, "first_model"))


def training_share(pools: Pools, name: str) -> pd.Series:
    """`training share`: total processing performance in proportion to training performance, as an H100's."""
    table = pools[0].table
    h100 = table[table["chip"] == "H100 SXM"].iloc[0]
    return table[name].fillna(table["train_h100e"] * (h100[name] / h100["train_h100e"]))


def no_condition(pools: Pools, name: str) -> pd.Series:
    """`no condition`: a limit of 0, which every chip exceeds."""
    return pools[0].table[name].fillna(0.0)


def no_cap(pools: Pools, name: str) -> pd.Series:
    """`no cap`: infinite."""
    return pools[0].table[name].fillna(np.inf)


def never(pools: Pools, name: str) -> pd.Series:
    """`never`: a date later than any run."""
    return pools[0].table[name].fillna(float(NEVER))


def as_given(pools: Pools, name: str) -> pd.Series:
    """`none` (no blank occurs) and `none listed` (a blank is an empty list or text)."""
    return pools[0].table[name]


RULES: dict[str, Callable[[Pools, str], pd.Series]] = {
    "none": as_given,
    "none listed": as_given,
    "zero": none_recorded,
    "tier 2": default_tier,
    "own code": own_code,
    "peers": peers,
    "peers per GDP": peers_per_gdp,
    "peers per income": peers_per_income,
    "peers, zero without models": peers_with_models,
    "as the frontier": as_the_frontier,
    "first model": first_model,
    "training share": training_share,
    "no condition": no_condition,
    "no cap": no_cap,
    "never": never,
}


def _fill(pools: Pools, columns: Iterable[Column]) -> pd.DataFrame:
    return pd.DataFrame({column.column: RULES[column.fill](pools, column.column) for column in columns})


def _by_peers(pools: Pools, name: str, bases: Sequence[Float]) -> pd.Series:
    given = pools[0].table[name]
    rates = [pool.table[name].to_numpy(float) / base for pool, base in zip(pools, bases, strict=True)]
    filled = given.to_numpy(float).copy()
    for row in np.flatnonzero(np.isnan(filled)):
        filled[row] = _median(int(row), pools, rates) * bases[0][row]
    return pd.Series(filled, index=given.index)


def _median(row: int, pools: Pools, rates: Sequence[Float]) -> float:
    for layer, mine in enumerate(pools[0].labels):
        for pool, rate in zip(pools, rates, strict=True):
            known = rate[(pool.labels[layer] == mine[row]) & ~np.isnan(rate)]
            if known.size > 2:
                return float(np.median(known))
    return float(np.nanmedian(rates[-1]))


def _income(table: pd.DataFrame) -> Float:
    return (table["gdp"] / table["population"]).to_numpy(float)
