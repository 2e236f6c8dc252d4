"""What the claims measure: one number of a run, from world metrics, nation columns and a few probes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from sovereigns.model.kernels.numerics.sums import mean_of_others
from sovereigns.model.metrics import METRICS, NATION_METRICS
from sovereigns.model.relations.danger import nation_mean
from sovereigns.model.world import DOMESTIC, Float, World

HORIZON = 20
"""quarters: the five years from 2025Q1"""
DECADE = 40
"""quarters: for what needs ten years"""
LATE = 8
"""quarters: the last two years"""

When = Literal["end", "mean", "late", "most", "turned", "halved"]
Scale = Literal["plain", "log10", "magnitude"]
NOTHING = 1e-6
"""Floor of a logarithm: a risk, share or count below it is none, so that from some to none is a fall."""
_WHEN = {
    "end": "at the end of {q} quarters",
    "mean": "mean of {q} quarters",
    "late": f"mean of the last {LATE} of {{q}} quarters",
    "most": "worst of {q} quarters",
    "turned": "whether its sign changes in {q} quarters",
    "halved": "quarters of {q} until half of it is gone for good",
}


@dataclass(frozen=True)
class Probe:
    """A number about the world, or about each nation, that only claims need."""

    unit: str
    meaning: str
    measure: Callable[[World], float | Float]


def _by_gdp(values: Float, w: World) -> float:
    return float((values * w.gdp).sum() / w.gdp.sum())


def _coalition(w: World) -> Float:
    return w.member[w.bodies.index("safety-coalition")].astype(float)


def _imposed(w: World) -> Float:
    """(n,) controls that each nation puts on others, weighted by their GDP."""
    imposed: Float = mean_of_others(w.control_mean, w.gdp)
    return imposed


def turned(values: Float) -> float:
    """1 if a series changes its sign, however often, else 0; what is nothing or no number has none."""
    signs = np.sign(values[np.isfinite(values) & (values != 0)])
    return float((signs[1:] != signs[:-1]).any())


def halved(values: Float) -> float:
    """How many steps until a series is for good at most half of its first, or on its other side.

    Its length where it is more at the end; not a number where its first is nothing or none.
    """
    if not abs(values[0]) > 0:
        return float("nan")
    held = np.flatnonzero(values / values[0] > 1 / 2)
    return float(held[-1] + 1)


SUMS: Mapping[When, Callable[[Float], float | Float]] = {
    "most": lambda values: values.max(axis=0),
    "turned": turned,
    "halved": halved,
}
"""How the quarters become one number; their mean where nothing stands here."""

WORLD_PROBES: dict[str, Probe] = {
    "incidents_expected": Probe(
        "incidents a quarter",
        "expected incidents of the world, whatever number comes",
        lambda w: float(w.incidents_expected.sum()),
    ),
    "misuse_expected": Probe(
        "incidents a quarter",
        "expected cases of misuse of the world, whatever number comes",
        lambda w: float(w.misuse_expected.sum()),
    ),
    "arms_share": Probe(
        "share of GDP", "military spending on AI, nations weighted by GDP", lambda w: _by_gdp(w.arms, w)
    ),
    "realised_loss": Probe(
        "share of GDP a quarter", "output lost to incidents and conflict", lambda w: _by_gdp(w.loss, w)
    ),
    "misuse_before_defence": Probe(
        "incidents a quarter",
        "expected misuse by means that no defence meets yet",
        lambda w: float(w.misuse_early.sum()),
    ),
    "cultural_misfit": Probe(
        "share",
        "mean cultural distance of the AI that the people of the world use",
        lambda w: float((w.misfit * w.population).sum() / w.population.sum()),
    ),
}
NATION_PROBES: dict[str, Probe] = {
    "expected_loss": Probe("share of GDP a quarter", "expected loss", lambda w: w.expected_loss.copy()),
    "misuse_expected": Probe(
        "incidents a quarter", "expected misuse by its people", lambda w: w.misuse_expected.copy()
    ),
    "controls_imposed": Probe("share", "level of its controls on others, weighted by their GDP", _imposed),
    "safety": Probe(
        "share", "safety effort of its developers, weighted by size", lambda w: nation_mean(w, w.firm_safety)
    ),
    "coalition": Probe("0 or 1", "membership in the safety coalition", _coalition),
    "firm_profit": Probe(
        "bn USD a quarter", "profit of its firms after compliance", lambda w: w.per_nation(w.firm_profit)
    ),
    "built_abroad": Probe(
        "H100e", "compute that its firms have built abroad", lambda w: w.per_nation(w.firm_abroad)
    ),
    "compliance": Probe(
        "bn USD a quarter", "compliance cost borne by its firms", lambda w: w.compliance.copy()
    ),
    "domestic_chips": Probe("H100e", "domestic chips that it owns", lambda w: w.owned[DOMESTIC].copy()),
}


@dataclass(frozen=True)
class Measure:
    """One number of a run."""

    column: str
    """A world metric or probe; with `nation` a nation column or probe."""
    nation: str = ""
    """ISO3; "mean" of all nations; "each": one number a nation; blank: the world."""
    when: When = "end"
    scale: Scale = "plain"
    """log10: differences are orders of magnitude; magnitude: without its sign."""
    quarters: int = HORIZON

    @property
    def name(self) -> str:
        """Its column in a table of runs."""
        return ".".join(part for part in (self.column, self.nation, self.when, str(self.quarters)) if part)

    @property
    def text(self) -> str:
        """In words."""
        who = {"": "", "mean": ", mean of nations", "each": " of each nation"}.get(
            self.nation, f" of {self.nation}"
        )
        how = {"plain": "", "log10": "log10 ", "magnitude": "magnitude of "}[self.scale]
        return f"{how}{self.column}{who}, {_WHEN[self.when].format(q=self.quarters)}"

    def look(self, w: World) -> float | Float:
        """Its value in the world as it stands."""
        if not self.nation:
            known = METRICS.get(self.column) or WORLD_PROBES[self.column]
            return known.measure(w)
        column = NATION_METRICS.get(self.column) or NATION_PROBES[self.column]
        values: Float = np.asarray(column.measure(w), dtype=float)
        if self.nation == "each":
            return values
        return float(values.mean() if self.nation == "mean" else values[w.iso3.index(self.nation)])

    def until(self, quarters: int) -> Measure:
        """The same over fewer quarters."""
        return replace(self, quarters=quarters)

    def sees(self, quarter: int) -> bool:
        """Whether a quarter, 1 after the first step, is part of it."""
        first = {"end": self.quarters, "late": self.quarters - LATE + 1}.get(self.when, 1)
        return first <= quarter <= self.quarters

    def sum_up(self, seen: Sequence[float | Float]) -> float | Float:
        """The one number from what was seen in the quarters that it sees."""
        values = np.array(seen, dtype=float)
        how = SUMS.get(self.when)
        result: float | Float = how(values) if how else values.mean(axis=0)
        return result

    def scaled(self, values: Float) -> Float:
        """Values of many runs on the scale on which they are compared."""
        if self.scale == "log10":
            return np.log10(np.maximum(values, NOTHING))
        return np.abs(values) if self.scale == "magnitude" else values


def of_nations(column: str, *nations: str, **how: object) -> tuple[Measure, ...]:
    """A column of the table of nations, one measure a nation."""
    return tuple(Measure(column, nation, **how) for nation in nations)  # type: ignore[arg-type]
