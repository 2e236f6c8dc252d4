"""The rule by which a claim holds, fails or is mixed. Pure functions of numbers; nothing here runs a model.

A point of the plausible parameter space counts for a part if the paired 95 % interval of its effect (by
Student's t over the seeds) lies beyond the size that would matter, in the stated direction. A part holds if
at least 2/3 of the points count, fails if at most 1/3 do, else is mixed. The weakest part decides a claim.

Points that do not count say one of three things, so that a claim that fails for want of precision can be told
from one that is wrong: the effect is too small to matter, it goes the other way, or nothing is clear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from scipy import stats

from sovereigns.experiments.analysis.compare import CONFIDENCE, paired
from sovereigns.experiments.claims.hypothesis import Part
from sovereigns.model.world import Float

HOLDS, MIXED, FAILS = "holds", "mixed", "fails"
MOST, FEW = 2 / 3, 1 / 3
SPREAD = (5, 95)
"""Percentiles over points between which 90 % of the effects lie."""
NONE = (np.nan, np.nan)
SIGNIFICANT = 0.05

COUNTS: Final = "counts"
SMALL: Final = "small"
OPPOSITE: Final = "opposite"
UNCLEAR: Final = "unclear"
"""What a point says: its interval lies beyond the size, short of it, on the other side, or over it.

Short of it: it ends before; on the other side: wholly on the other side of nothing; over it: it holds the
size, so that more seeds could decide.
"""
Says = Literal["counts", "small", "opposite", "unclear"]
SAID: tuple[Says, ...] = (COUNTS, SMALL, OPPOSITE, UNCLEAR)


@dataclass(frozen=True)
class PointEffect:
    """The effect at one point."""

    mean: float
    low: float
    """Lower end of the paired 95 % interval; not a number with fewer than two seeds."""
    high: float
    says: Says
    margin: float
    """How far the near end of the interval lies beyond the size, in the stated direction.

    Above 0 if it counts. With a rule on seeds: the share of seeds that show the effect, less the share asked.
    """

    @property
    def counts(self) -> bool:
        """Whether it bears the part out."""
        return self.says == COUNTS


def judge_point(part: Part, effects: Float) -> PointEffect:
    """What one point says about a part.

    Args:
        part: the part.
        effects: (s,) effect under each seed; those that are not finite are left out.
    """
    interval = paired(np.zeros(len(effects)), effects)
    low, high = interval["low"], interval["high"]
    near, far = (low, high) if part.sign > 0 else (-high, -low)
    says, margin = _by_interval(near, far, part.size), near - part.size
    if part.seeds is not None:
        stated = part.sign * effects[np.isfinite(effects)]
        shown, reverse = ((stated > part.size).mean(), (stated < 0).mean()) if len(stated) else NONE
        says = COUNTS if shown >= part.seeds else OPPOSITE if reverse >= part.seeds else UNCLEAR
        margin = float(shown) - part.seeds
    return PointEffect(interval["difference"], low, high, says, margin)


def _by_interval(near: float, far: float, size: float) -> Says:
    """What an interval says, its ends counted in the stated direction."""
    if near > size:
        return COUNTS
    if far < 0:
        return OPPOSITE
    return SMALL if far <= size else UNCLEAR


def verdict(share: float) -> str:
    """holds, mixed or fails, by the share of points that count; no point at all fails."""
    if share >= MOST:
        return HOLDS
    return MIXED if share > FEW else FAILS


def wilson(share: float, points: int) -> tuple[float, float]:
    """95 % interval of a share of so many points (Wilson 1927): what another draw of points might show.

    Args:
        share: seen.
        points: among how many.
    """
    if not points:
        return 0.0, 1.0
    z2 = float(stats.norm.ppf((1 + CONFIDENCE) / 2)) ** 2 / points
    half = np.sqrt(z2 * share * (1 - share) + z2 * z2 / 4)
    return float((share + z2 / 2 - half) / (1 + z2)), float((share + z2 / 2 + half) / (1 + z2))


def judge_part(part: Part, points: Sequence[PointEffect]) -> dict[str, Any]:
    """One object of `parts`: what its points say.

    Share of points that count with its 95 % interval, shares of points that say something else, median
    effect, and the range of 90 % of effects.
    """
    means = np.array([point.mean for point in points])
    means = means[np.isfinite(means)]
    low, high = np.percentile(means, SPREAD) if len(means) else NONE
    shares = {word: sum(point.says == word for point in points) / max(len(points), 1) for word in SAID}
    share = shares[COUNTS]
    share_low, share_high = wilson(share, len(points))
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
        "share_low": share_low,
        "share_high": share_high,
        **{word: shares[word] for word in SAID[1:]},
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
