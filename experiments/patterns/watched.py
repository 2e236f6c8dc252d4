"""Matched runs: arms that differ in one thing on the same seeds, of which a few numbers are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from sovereigns.experiments.patterns.held import hold
from sovereigns.experiments.patterns.pattern import Runs
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.kernels.numerics.sums import over_rows
from sovereigns.model.metrics import NATION_METRICS
from sovereigns.model.relations.use import own_model_share
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import VENDOR, Float, World

SCENARIOS = Path(__file__).with_name("scenarios")
KEPT = ("talent", "joint_work", "subsidy", "rally", "intensity", "expected_loss", "conflict_risk", "welfare")
"""Columns of the World, of nations, that are kept of every quarter."""


@dataclass(frozen=True)
class Arm:
    """One world of a contrast."""

    scenario: str
    """A preset, or the name of a file in `scenarios/` of this folder or of the claims'."""
    quarters: int
    set: tuple[tuple[str, float | str], ...] = ()
    strategy: str = ""
    """What all nations play; blank: what the scenario says."""
    held: tuple[str, str, float] | None = None
    """ISO3, lever and value of the one lever that a nation holds there, whatever its strategy orders."""

    def recipe(self, seed: int) -> Recipe:
        """What it is made of, but for the lever held."""
        own = [folder / f"{self.scenario}.toml" for folder in (SCENARIOS, CLAIMS)]
        path = next((str(path) for path in own if path.exists()), self.scenario)
        cast = (("all", self.strategy),) if self.strategy else ()
        return Recipe(path, seed, self.quarters, set=self.set, strategies=cast)


CLAIMS = Path(__file__).parents[1] / "claims" / "scenarios"


@dataclass(frozen=True)
class Watched:
    """What is kept of a run."""

    iso3: tuple[str, ...]
    metrics: pd.DataFrame
    """A row a quarter, World(0) first."""
    nations: Mapping[str, Float] = field(repr=False)
    """(quarters, n) after each quarter: KEPT, the numbers of NATION_METRICS, and `_probes`."""

    def nation(self, name: str, iso3: str) -> Float:
        """(quarters,) one number of one nation."""
        column: Float = self.nations[name][:, self.iso3.index(iso3)]
        return column


def watched(runs: Runs, arm: Arm) -> list[Watched]:
    """An arm on every seed, run when first asked for."""
    arm = replace(arm, set=(*arm.set, *runs.set))
    return runs.once(arm, watch, [(arm, seed) for seed in range(runs.seeds)])


def watch(arm: Arm, seed: int) -> Watched:
    """Run an arm on one seed."""
    simulation = arm.recipe(seed).simulation()
    if arm.held:
        hold(simulation, *arm.held)
    seen: list[dict[str, Float]] = []
    for _ in range(arm.quarters):
        simulation.step()
        seen.append(_probes(simulation))
    by_quarter = {name: np.stack([one[name] for one in seen]) for name in seen[0]}
    return Watched(simulation.world.iso3, simulation.metrics(), by_quarter)


def _probes(simulation: Simulation) -> dict[str, Float]:
    w = simulation.world
    told = {name: np.array(getattr(w, name), dtype=float) for name in KEPT}
    told |= {name: NATION_METRICS[name].measure(w) for name in ("capability", "efficiency", "compute_h100e")}
    p = simulation.parameters
    return told | {
        "own_model": own_model_share(w),
        "reach_abroad": _reach_abroad(w),
        "vendors": w.per_nation(w.firm_profit, w.firm_kind == VENDOR),
        "research_spending": w.gdp * (
            w.subsidy * p.subsidy_most + p.rally_budget * w.rally + p.research_share * w.intensity
        ),
        "ai_spending": w.gdp * w.intensity,
        "begun_in": _begun(w),
    }  # fmt: skip


def _reach_abroad(w: World) -> Float:
    """(n,) million people abroad who use a model of the nation's developers."""
    users = w.population * w.ai_use
    return over_rows(w.used_from, users) - np.diagonal(w.used_from) * users


def _begun(w: World) -> Float:
    """(n,) careers of Chinese origin begun since the start that are pursued in each nation."""
    young = (w.generation > 0) & (w.origin == w.iso3.index("CHN"))
    return np.bincount(w.residence[young], minlength=w.n).astype(float)


def more(with_it: Float, without: Float) -> float:
    """How much larger the mean over seeds is with it, as a part of the one without."""
    return float(np.mean(with_it) / np.mean(without) - 1)
