"""The rule by which a claim holds, fails or is mixed. Pure functions of numbers; nothing here runs a model.

A point of the plausible parameter space counts for a part if the paired 95 % interval of its effect (by
Student's t over the seeds) lies beyond the size that would matter, in the stated direction. A part holds if
at least 2/3 of the points count, fails if at most 1/3 do, else is mixed. The weakest part decides a claim.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from experiments.compare import paired
from experiments.hypotheses.hypothesis import Part
from model.world import Float

HOLDS, MIXED, FAILS = "holds", "mixed", "fails"
MOST, FEW = 2 / 3, 1 / 3
SPREAD = (5, 95)
"""Percentiles over points between which 90 % of the effects lie."""
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class PointEffect:
    """The effect at one point."""

    mean: float
    low: float
    """Lower end of the paired 95 % interval; not a number with fewer than two seeds."""
    high: float
    counts: bool
    margin: float
    """How far the near end of the interval lies beyond the size, in the stated direction: above 0 if it
    counts. With a rule on seeds: the share of seeds that show the effect, less the share asked."""


def judge_point(part: Part, effects: Float) -> PointEffect:
    """What one point says about a part.

    Args:
        part: the part.
        effects: (s,) effect under each seed; those that are not finite are left out.
    """
    interval = paired(np.zeros(len(effects)), effects)
    low, high = interval["low"], interval["high"]
    if part.seeds is None:
        near = low if part.sign > 0 else -high
        margin = near - part.size
        counts = bool(margin > 0)
    else:
        finite = effects[np.isfinite(effects)]
        shown = float((part.sign * finite > part.size).mean()) if len(finite) else np.nan
        margin = shown - part.seeds
        counts = bool(margin >= 0)
    return PointEffect(interval["difference"], low, high, counts, margin)


def verdict(share: float) -> str:
    """holds, mixed or fails, by the share of points that count; no point at all fails."""
    if share >= MOST:
        return HOLDS
    return MIXED if share > FEW else FAILS


def judge_part(part: Part, points: Sequence[PointEffect]) -> dict[str, Any]:
    """One object of `parts`: share of points that count, median effect, and the range of 90 % of them."""
    means = np.array([point.mean for point in points])
    means = means[np.isfinite(means)]
    low, high = np.percentile(means, SPREAD) if len(means) else (np.nan, np.nan)
    share = float(np.mean([point.counts for point in points])) if points else 0.0
    return {
        "id": part.id,
        "states": part.states,
        "metric": "; ".join(measure.text for measure in part.measures),
        "contrast": part.contrast.text,
        "direction": part.direction,
        "size": part.size,
        "why": part.why,
        "points": len(points),
        "share": share,
        "effect": float(np.median(means)) if len(means) else np.nan,
        "low": float(low),
        "high": float(high),
        "verdict": verdict(share),
    }


def decided_by(
    points: Sequence[PointEffect], drawn: Mapping[str, Float]
) -> tuple[str | None, float | None, float | None]:
    """The parameter most associated with whether points count.

    Spearman's rank correlation of each parameter with the points' margin, which is above 0 where a point
    counts. It is named only if points differ in whether they count, and if its chance, times the number of
    parameters looked at (Bonferroni), is at most 0.05.

    Args:
        points: effects, one a point.
        drawn: parameter -> (points,) values.

    Returns:
        Name, correlation, and chance after correction; nothing where nothing decides.
    """
    margin = np.array([point.margin for point in points])
    counts = {point.counts for point in points}
    varied = {name: values for name, values in drawn.items() if len(np.unique(values)) > 1}
    if len(counts) < 2 or not np.isfinite(margin).all() or not varied:
        return None, None, None
    found = {name: stats.spearmanr(values, margin) for name, values in varied.items()}
    name = max(found, key=lambda key: abs(found[key].statistic))
    chance = min(1.0, float(found[name].pvalue) * len(varied))
    if not chance <= SIGNIFICANT:
        return None, None, None
    return name, float(found[name].statistic), chance
