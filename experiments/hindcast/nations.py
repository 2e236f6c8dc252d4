"""The hindcast and the forecast nation by nation: who has compute, models and talent, who uses AI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from sovereigns.experiments.hindcast.calibrate import with_discrepancy
from sovereigns.experiments.hindcast.history import AHEAD, LAST, Record, length, nations, row_of
from sovereigns.experiments.hindcast.scoring import QUANTILES, shares
from sovereigns.model.facts.quarters import parse, text
from sovereigns.model.start.people import use_counted

Float = NDArray[np.float64]
Row = dict[str, Any]

MODELS = "notable_model_share"
HELD = {
    "compute_share": ("compute_share", "compute"),
    MODELS: ("notable_models", "notable"),
    "talent_share": ("talent_share", "talent"),
}
"""Share of the world -> column of the table of nations, and what a run holds of it.

Models of a run are those released since 2022Q1; the record counts those of all years, and does not go on.
"""
USE, USE_COUNTED = "ai_use", "2025Q2"
"""Use of AI was counted over the first half of 2025, and is forecast from there.

A half-year stands at its second quarter. A run begins with that count, and adds a quarter with each step.
"""


def by_nation(back: Sequence[Record], ahead: Sequence[Record]) -> dict[str, list[Row]]:
    """Observed, median and 90 % band of each nation with a record, by quarter.

    Args:
        back: runs from 2022Q1.
        ahead: runs from 2025Q1; none where nothing is forecast.

    Returns:
        Shares of what nations hold at 2024Q4 and, save for models, in each quarter after.
        Use of AI from the half-year on in which it was counted.
    """
    rows: dict[str, list[Row]] = {USE: _use(ahead)}
    last = length(LAST)
    if len(back[0]["compute"]) < last:
        return rows
    for what, (_, held) in HELD.items():
        seen = _recorded(what)
        names = list(seen)
        part = _shares(back, held, last - 1)[:, _of(names)]
        rows[what] = list(_rows(names, LAST, with_discrepancy(what, part), seen))
        quarters = range(len(ahead[0][held])) if ahead and what != MODELS else ()
        for k in quarters:
            part = _shares(ahead, held, k)[:, _of(names)]
            rows[what] += _rows(names, text(parse(AHEAD) + k), with_discrepancy(what, part), {})
    return rows


def ranks(back: Sequence[Record]) -> dict[str, Row]:
    """How runs rank the nations with a record at 2024Q4, and how the state at the end of 2022Q1 does.

    For models that is compute then, since none of a run has been released.
    """
    last = length(LAST)
    if len(back[0]["compute"]) < last:
        return {}
    return {what: _ranked(what, back, last - 1) for what in HELD}


def _ranked(what: str, back: Sequence[Record], last: int) -> Row:
    truth, held = _recorded(what), HELD[what][1]
    columns = _of(truth)
    first = "compute" if what == MODELS else held
    return {
        "nations": len(truth),
        "rank_correlation": _correlation(_shares(back, held, last)[:, columns], truth),
        "no_change": _correlation(_shares(back, first, 0)[:, columns], truth),
    }


def _correlation(part: Float, truth: dict[str, float]) -> float:
    """Spearman's, of the median run."""
    return float(np.nanmedian([spearmanr(run, list(truth.values()))[0] for run in part]))


def _use(ahead: Sequence[Record]) -> list[Row]:
    if not ahead:
        return []
    counted = use_counted()
    names, begin = list(counted), parse(USE_COUNTED)
    used = np.array([record["use"] for record in ahead])[:, :, _of(names)]
    rows = list(_rows(names, USE_COUNTED, np.array([list(counted.values())]), counted))
    for k in range(used.shape[1] - begin + parse(AHEAD) - 1):
        rows += _rows(names, text(begin + 1 + k), with_discrepancy(USE, used[:, k]), {})
    return rows


def _recorded(what: str) -> dict[str, float]:
    """ISO3 -> share on record at 2024Q4, of models among the nations that have any."""
    record = nations()[HELD[what][0]]
    total = sum(record.values()) if what == MODELS else 1.0
    return {iso3: value / total for iso3, value in record.items()}


def _of(names: Iterable[str]) -> list[int]:
    return [row_of(iso3) for iso3 in names]


def _shares(records: Sequence[Record], held: str, quarter: int) -> Float:
    """(runs, n) shares of the world."""
    return np.array([shares(record[held][quarter]) for record in records])


def _rows(names: list[str], quarter: str, sample: Float, seen: Mapping[str, float]) -> Iterable[Row]:
    """A row a nation.

    Args:
        names: (n,) ISO3.
        quarter: which.
        sample: (runs, n) values.
        seen: ISO3 -> what was recorded.
    """
    low, median, high = np.quantile(sample, QUANTILES, axis=0).tolist()
    for iso3, m, a, b in zip(names, median, low, high, strict=True):
        observed = seen.get(iso3)
        yield {"iso3": iso3, "quarter": quarter, "observed": observed, "median": m, "low": a, "high": b}
