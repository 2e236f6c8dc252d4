"""What stands in for a blank: one rule, one function, named in the `fill` column of a `*_columns.csv`.

Peers are found in layers, from narrow to wide: nations of the same region and income, then of the same
income, then all. The first layer with more than two known values gives their median; a user's own rows come
before those of the standard table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model.quarters import NEVER
from model.tables import Column

Float = NDArray[np.float64]
Labels = tuple[NDArray[np.object_], ...]
"""One array of labels a layer, narrow to wide; rows with equal labels are peers."""


@dataclass(frozen=True)
class Peers:
    """Rows of a table with their layers of peers."""

    table: pd.DataFrame
    labels: Labels


def fill_nations(table: pd.DataFrame, columns: Sequence[Column], standard: pd.DataFrame) -> pd.DataFrame:
    """Nations without blanks.

    Args:
        table: nations as read.
        columns: its columns with their rules.
        standard: the shipped nations as read; they lend medians and the bounds of the income groups.
    """
    bounds = np.quantile(_income(standard), [1 / 3, 2 / 3])
    pools = [_nation_peers(rows, bounds) for rows in (table, standard)]
    bases = {
        "peers": [np.ones(len(pool.table)) for pool in pools],
        "peers per GDP": [pool.table["gdp"].to_numpy(float) for pool in pools],
        "peers per income": [_income(pool.table) for pool in pools],
    }
    filled = table.copy()
    for column in columns:
        name = column.column
        if column.fill == "zero":
            filled[name] = table[name].fillna(0.0)
        elif column.fill in bases:
            base = bases[column.fill]
            rates = [pool.table[name].to_numpy(float) / b for pool, b in zip(pools, base, strict=True)]
            typical = peer_filled(rates, [pool.labels for pool in pools]) * base[0]
            filled[name] = table[name].where(table[name].notna(), typical)
    return filled


def fill_firms(table: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """Firms without blanks; peers are of the same kind and size, then of the same kind, then all.

    The year of foundation is that of the first model where unknown; who has no model trained nothing.
    """
    labels = _layers(table, ("kind", "size"), ("kind",))
    filled = table.copy()
    for column in columns:
        name = column.column
        if column.fill == "peers, zero without models":
            filled.loc[table["models_to_2024"] == 0, name] = 0.0
        if column.fill.startswith("peers"):
            filled[name] = peer_filled([filled[name].to_numpy(float)], [labels])
    filled["first_model"] = table["first_model"].fillna(NEVER)
    filled["founded"] = table["founded"].fillna(filled["first_model"])
    return filled


def fill_chips(table: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """Chips without blanks; peers are of the same class, then all; TPP follows from training performance."""
    labels = _layers(table, ("class",))
    filled = table.copy()
    per_h100e = float((table["tpp"] / table["train_h100e"])[table["chip"] == "H100 SXM"].iloc[0])
    for column in columns:
        name = column.column
        if column.fill == "training share":
            filled[name] = table[name].fillna(table["train_h100e"] * per_h100e)
        elif column.fill == "peers":
            filled[name] = peer_filled([table[name].to_numpy(float)], [labels])
    return filled


def fill_rules(table: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """Rules without blanks: no condition is 0, no cap is infinite, no end is `NEVER`."""
    blank = {"no condition": 0.0, "never": float(NEVER), "no cap": np.inf}
    return table.fillna({column.column: blank[column.fill] for column in columns if column.fill in blank})


def peer_filled(values: Sequence[Float], labels: Sequence[Labels]) -> Float:
    """The first pool of values, with the median of its peers for each unknown one.

    Args:
        values: pools of values; NaN: unknown. The first pool is the one to fill, the others only lend.
        labels: the layers of peers of each pool.

    Returns:
        The values of the first pool in their unit, none unknown.
    """
    filled = values[0].copy()
    for row in np.flatnonzero(np.isnan(filled)):
        filled[row] = _median([layer[row] for layer in labels[0]], values, labels)
    return filled


def _median(mine: Sequence[object], values: Sequence[Float], labels: Sequence[Labels]) -> float:
    for depth, label in enumerate(mine):
        for value, layers in zip(values, labels, strict=True):
            peers = value[(layers[depth] == label) & ~np.isnan(value)]
            if peers.size > 2:
                return float(np.median(peers))
    return float(np.nanmedian(values[-1]))


def _income(table: pd.DataFrame) -> Float:
    return (table["gdp"] / table["population"]).to_numpy(float)


def _nation_peers(table: pd.DataFrame, bounds: Float) -> Peers:
    tercile = np.searchsorted(bounds, _income(table)).astype(str)
    return Peers(table, _layers(table.assign(income=tercile), ("region", "income"), ("income",)))


def _layers(table: pd.DataFrame, *layers: tuple[str, ...]) -> Labels:
    narrow = [["|".join(row) for row in table[list(layer)].itertuples(index=False)] for layer in layers]
    return (*(np.array(labels, dtype=object) for labels in narrow), np.full(len(table), "", dtype=object))
