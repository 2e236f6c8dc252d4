"""What a sweep says about its question, as numbers and short stories."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sovereigns.experiments.analysis.cells import cells
from sovereigns.experiments.analysis.discovery import Box, find_box
from sovereigns.experiments.analysis.effects import (
    associations,
    effects_by_quarter,
    indices,
    policy_effects,
)
from sovereigns.experiments.analysis.moderation import moderation
from sovereigns.experiments.analysis.short_story import tell
from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.results.given import kept
from sovereigns.experiments.results.store import open_results
from sovereigns.experiments.results.sweep_results import FAILURES, KEEPS, SweepResults
from sovereigns.experiments.sweeps.design import KINDS, LEVELS
from sovereigns.experiments.sweeps.plan import common
from sovereigns.experiments.sweeps.shard import OK, Run, code_digest, simulate
from sovereigns.model.errors import InputError
from sovereigns.model.metrics import METRICS, metrics_of

FACTORIAL = KINDS[0]
POWERS = ("USA", "CHN")
WELFARE_AT_THE_END = (
    "SELECT run, iso3, welfare FROM nations WHERE quarter = (SELECT max(quarter) FROM nations)"
)
OUTCOME, MANY = "sovereign_ais", 100
"""The outcome that is looked for: so many sovereign AIs or more at the end."""
HEADLINES = metrics_of("outcome")
"""Metrics that indices and correlations explain, and that the report shows."""
MOST_STORIES = 4


@dataclass(frozen=True)
class Sweep:
    """A finished or unfinished sweep, as analysis sees it."""

    name: str
    runs: pd.DataFrame
    """Runs that came to their end."""
    failed: int
    scenarios: Mapping[str, str]
    """Name -> what loads it."""
    factors: Mapping[str, list[Any]]
    """Name -> its levels; none where it has a range."""
    kind: str
    """Of the design."""
    recipe: Recipe
    """What all its runs have in common."""
    question: str = ""
    paths: pd.DataFrame | None = None
    """The quarters of all runs, where the plan keeps them."""
    grid: int = LEVELS
    """Levels of a morris design."""
    current: bool = True
    """Whether model and data still are those of the sweep: only then can its runs be made again."""
    unfinished: str = ""
    """How far it is, where it is not finished."""
    welfare: pd.DataFrame | None = None
    """(runs, nations) at the end, indexed by the number of the run, where the plan keeps nations."""

    @property
    def chosen(self) -> bool:
        """Whether its points are chosen, not drawn."""
        return self.kind == FACTORIAL

    @cached_property
    def nation_names(self) -> Mapping[str, str]:
        """ISO3 -> name, in the table of nations that it was run with; none where that is not to be read."""
        with suppress(InputError):
            return self.recipe.inputs().nation_names
        return {}

    @property
    def policies(self) -> dict[str, list[Any]]:
        """What is compared in pairs: scenarios, and in a factorial each factor with levels."""
        found = {"scenario": list(self.scenarios)}
        found |= self.factors if self.chosen else {}
        return {name: levels for name, levels in found.items() if len(levels) > 1}


def read(folder: Path) -> Sweep:
    """What a folder holds.

    Raises:
        InputError: no sweep there, or no run that came to its end.
    """
    results = open_results(folder)
    if not isinstance(results, SweepResults):
        raise InputError(f"{folder}: holds one run; give the folder of a sweep (sovereigns sweep)")
    told, runs = results.manifest, results.runs
    ended = runs[runs["status"] == OK].reset_index(drop=True)
    if ended.empty:
        raise InputError(f"{folder}: no run has come to its end; {FAILURES.format(folder)}")
    return Sweep(
        name=told["name"],
        runs=ended,
        failed=len(runs) - len(ended),
        scenarios={name: kept(place, folder) for name, place in told["references"].items()},
        factors={factor["name"]: levels(factor, told["design"]["kind"]) for factor in told["factors"]},
        kind=told["design"]["kind"],
        recipe=common(
            told["quarters"],
            told["start"],
            told["firms"],
            told["researchers"],
            kept(told["nations_file"], folder) if "nations_file" in told else None,
        ),
        question=told["question"],
        paths=None if told["keep"] == KEEPS[0] else results.quarters,
        grid=told["design"]["levels"],
        current=told["code"] == code_digest(),
        unfinished=results.unfinished,
        welfare=results.sql(WELFARE_AT_THE_END).pivot(index="run", columns="iso3", values="welfare")
        if told["keep"] == KEEPS[2]
        else None,
    )


def levels(factor: Mapping[str, Any], kind: str) -> list[Any]:
    """Values that a factor of a manifest takes: its levels, or in a factorial the ends of its range."""
    ends = [factor["low"], factor["high"]] if kind == FACTORIAL and "low" in factor else []
    return list(factor.get("levels", ends))


def findings(sweep: Sweep) -> dict[str, Any]:
    """All that the numbers say, as JSON values."""
    factors, policies, chosen = list(sweep.factors), sweep.policies, sweep.chosen
    metrics = [name for name in METRICS if name in sweep.runs]
    shown = [name for name in HEADLINES if name in metrics]
    outcome = (sweep.runs[OUTCOME] >= MANY).to_numpy()
    box = find_box(spread(sweep), outcome) if factors or len(sweep.scenarios) > 1 else None
    runs, nations = with_nations(sweep)
    powers = [name for name in POWERS if name in nations]
    return {
        "name": sweep.name,
        "runs": len(runs),
        "failed": sweep.failed,
        "unfinished": sweep.unfinished,
        "effects": policy_effects(runs, factors, policies, metrics, chosen),
        "paths": []
        if sweep.paths is None
        else effects_by_quarter(runs, sweep.paths, factors, policies, shown, chosen),
        "moderation": moderation(runs, factors, policies, [*shown, *powers], chosen),
        "cells": cells(runs, factors, [*shown, *powers]) if chosen and factors else [],
        "nations": policy_effects(runs, factors, policies, nations, chosen),
        "indices": indices(runs, sweep.kind, factors, shown, sweep.grid),
        "associations": associations(runs, factors, shown),
        "discovery": {
            "outcome": f"{OUTCOME} >= {MANY}",
            "share": float(outcome.mean()),
            "box": None if box is None else asdict(box),
        },
        "stories": stories(sweep, outcome, box) if sweep.current else [],
    }


def with_nations(sweep: Sweep) -> tuple[pd.DataFrame, list[str]]:
    """The runs with a column a nation, its welfare at the end, and the names of those columns."""
    if sweep.welfare is None:
        return sweep.runs, []
    return sweep.runs.join(sweep.welfare, on="run"), [str(name) for name in sweep.welfare.columns]


def spread(sweep: Sweep) -> pd.DataFrame:
    """(runs, factors) what PRIM searches: every factor that varies, and the scenario if there are several."""
    columns = [*(["scenario"] if len(sweep.scenarios) > 1 else []), *sweep.factors]
    return sweep.runs[[name for name in columns if sweep.runs[name].nunique() > 1]]


def stories(sweep: Sweep, outcome: np.ndarray, box: Box | None) -> list[dict[str, Any]]:
    """Runs made again with their events, each the most typical one of its group.

    With the outcome and without it, or of each scenario where all runs end alike.
    """
    groups = {f"{MANY} or more sovereign AIs": outcome, f"fewer than {MANY}": ~outcome}
    if box is not None:
        inside = box.holds(sweep.runs)
        groups = {"inside the box": inside & outcome, "outside the box": ~inside & ~outcome}
    elif len(set(outcome)) < 2:
        played = sweep.runs["scenario"]
        groups = {f"typical of {name}": (played == name).to_numpy() for name in sweep.scenarios}
    told = []
    for label, chosen in list(groups.items())[:MOST_STORIES]:
        if chosen.any():
            row = sweep.runs.loc[typical(sweep.runs[chosen])]
            told.append({"label": label, **_retell(sweep, row)})
    return told


def typical(runs: pd.DataFrame) -> Any:
    """Index of the run with headline metrics nearest to the median of the group, each in its own spread."""
    values = runs[[name for name in HEADLINES if name in runs]].astype(float)
    scale = values.std(ddof=0).replace(0, 1).fillna(1)
    distance = ((values - values.median()) / scale).pow(2).sum(axis=1)
    return distance.idxmin()


def _retell(sweep: Sweep, row: pd.Series) -> dict[str, Any]:
    name, seed = str(row["scenario"]), int(row["seed"])
    given = {factor: row[factor] for factor in sweep.factors}
    base = replace(sweep.recipe, scenario=sweep.scenarios[name], seed=seed)
    run = Run.at(int(row["run"]), name, int(row["point"]), given, base)
    tables = simulate(run).run(base.quarters).tables()
    return {
        "run": run.number,
        "scenario": name,
        "seed": seed,
        "factors": given,
        "sentences": tell(tables["world"], tables["events"]),
    }
