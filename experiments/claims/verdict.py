"""The rule by which a claim holds, fails, is mixed or stays undecided. Pure functions of numbers.

A point of the calibrated space counts for a part if the paired interval of its effect (by Student's t over
the seeds, its variance moderated by that at the other points) lies beyond the size that would matter, in the
stated direction. Points that do not count say one of three things: the effect is too small to matter, it goes
the other way, or nothing is clear.

A part is judged by the interval of the share of points that count: at its low end no unclear point counts, at
its high end all do, each with what another draw of points might show (Wilson 1927). The part holds if the
interval lies at 2/3 or above, fails if it lies at 1/3 or below, is mixed if it lies between, and is undecided
if it spans a third. A claim holds if all its parts do, fails if one does, and is undecided if none does
and one is undecided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from scipy import stats
from scipy.special import stdtrit

from sovereigns.experiments.analysis.compare import CONFIDENCE
from sovereigns.experiments.claims.hypothesis import Part
from sovereigns.experiments.claims.moderated import Prior
from sovereigns.model.world import Float

HOLDS, MIXED, UNDECIDED, FAILS = "holds", "mixed", "undecided", "fails"
WEAKEST_FIRST = (FAILS, UNDECIDED, MIXED, HOLDS)
MOST, FEW = 2 / 3, 1 / 3
SPREAD = (5, 95)
"""Percentiles over points between which 90 % of the effects lie."""
NONE = (np.nan, np.nan)
FEWEST = 4
"""Seeds with which a rule on seeds can be told: a share of 0.9 says little of two."""

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
    """Lower end of the paired interval; not a number with fewer than two seeds."""
    high: float
    says: Says
    margin: float
    """How far the mean lies beyond the size, in the stated direction.

    With a rule on seeds: the share of seeds that show the effect, less the share asked.
    """

    @property
    def counts(self) -> bool:
        """Whether it bears the part out."""
        return self.says == COUNTS


def judge_point(part: Part, effects: Float, looks: int = 1, others: Prior | None = None) -> PointEffect:
    """What one point says about a part.

    Args:
        part: the part.
        effects: (s,) effect under each seed; those that are not finite are left out.
        looks: how often the rule may look before it stops adding seeds; an interval is wider for it, so that
            all looks together err in 5 % of cases (Bonferroni).
        others: what the points together say of the variance between seeds; without it the point's own counts.
    """
    there = effects[np.isfinite(effects)]
    mean, half = _interval(there, 1 - (1 - CONFIDENCE) / looks, others or Prior())
    stated = part.sign * mean
    if part.seeds is None:
        says = _by_interval(stated - half, stated + half, part.size)
        return PointEffect(mean, mean - half, mean + half, says, stated - part.size)
    says, shown = _by_seeds(part.sign * there, part.size, part.seeds)
    return PointEffect(mean, mean - half, mean + half, says, shown - part.seeds)


def _by_seeds(stated: Float, size: float, asked: float) -> tuple[Says, float]:
    """What seeds say of a rule on seeds, by effects in the stated direction, and how many show it."""
    shown, reverse = ((stated > size).mean(), (stated < 0).mean()) if len(stated) else NONE
    if len(stated) < FEWEST:
        return UNCLEAR, float(shown)
    return COUNTS if shown >= asked else OPPOSITE if reverse >= asked else UNCLEAR, float(shown)


def _interval(values: Float, confidence: float, others: Prior) -> tuple[float, float]:
    """Mean and half of its interval (Student's t); not a number where there are too few."""
    count = len(values)
    mean = float(values.mean()) if count else np.nan
    if count < 2:
        return mean, np.nan
    variance, freedom = others.moderate(values.var(ddof=1), count - 1)
    return mean, float(stdtrit(freedom, (1 + confidence) / 2) * np.sqrt(variance / count))


def _by_interval(near: float, far: float, size: float) -> Says:
    """What an interval says, its ends counted in the stated direction."""
    if near > size:
        return COUNTS
    if far < 0:
        return OPPOSITE
    return SMALL if far <= size else UNCLEAR


def verdict(low: float, high: float) -> str:
    """What the interval of the share of points that count says of a part."""
    if low >= MOST:
        return HOLDS
    if high <= FEW:
        return FAILS
    return MIXED if low > FEW and high < MOST else UNDECIDED


def weakest_part(parts: Sequence[dict[str, Any]]) -> int:
    """Which part speaks for its claim: that with the weakest verdict, of these that with the least share."""
    return min(
        range(len(parts)), key=lambda k: (WEAKEST_FIRST.index(parts[k]["verdict"]), parts[k]["share"], k)
    )


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


def may_clear(judged: Mapping[str, Any]) -> bool:
    """Whether more seeds could decide a part: whether any word of its unclear points would.

    Args:
        judged: what `judge_part` gives.
    """
    points = judged["points"]
    counts, open_ = (round(judged[word] * points) for word in ("share", UNCLEAR))
    return any(
        verdict(*wilson((counts + more) / points, points)) != UNDECIDED for more in range(open_ + 1) if points
    )


def judge_part(part: Part, points: Sequence[PointEffect]) -> dict[str, Any]:
    """One object of `parts`: what its points say.

    Median effect and the range of 90 % of effects, share of points that count with its interval, shares of
    points that say something else.
    """
    means = np.array([point.mean for point in points])
    means = means[np.isfinite(means)]
    low, high = np.percentile(means, SPREAD) if len(means) else NONE
    shares = {word: sum(point.says == word for point in points) / max(len(points), 1) for word in SAID}
    share_low = wilson(shares[COUNTS], len(points))[0]
    share_high = wilson(shares[COUNTS] + shares[UNCLEAR], len(points))[1]
    return {
        "id": part.id,
        "states": part.states,
        "metric": part.measured,
        "contrast": part.contrast.text,
        "direction": part.direction,
        "size": part.size,
        "why": part.why,
        "effect": float(np.median(means)) if len(means) else np.nan,
        "low": float(low),
        "high": float(high),
        "points": len(points),
        "share": shares[COUNTS],
        "share_low": share_low,
        "share_high": share_high,
        **{word: shares[word] for word in SAID[1:]},
        "verdict": verdict(share_low, share_high),
    }
