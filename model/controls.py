"""Which chips a rule catches: it follows from their performance, no chip carries a status of its own."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

CONDITIONS = {
    "tpp_min": "tpp",
    "io_min_gb_s": "interconnect_gb_s",
    "density_min": "density",
    "bandwidth_min_tb_s": "bandwidth_tb_s",
}
"""Condition of a rule -> column of the chips."""


def caught(chips: pd.DataFrame, rule: pd.Series) -> NDArray[np.bool_]:
    """Which chips one row of the rules catches: those for which every condition given holds.

    Args:
        chips: the chips of `Inputs`.
        rule: a row of the rules of `Inputs`; a condition of 0, a blank class and no vendors do not restrict.

    Returns:
        (chips,) True where caught; nothing is caught by a rule on another layer than chips.
    """
    held = np.full(len(chips), rule["layer"] == "chips")
    for condition, column in CONDITIONS.items():
        held &= chips[column].to_numpy(float) >= rule[condition]
    if rule["chip_class"]:
        held &= (chips["class"] == rule["chip_class"]).to_numpy()
    if rule["vendors"]:
        held &= chips["vendor_iso3"].isin(rule["vendors"]).to_numpy()
    return held
