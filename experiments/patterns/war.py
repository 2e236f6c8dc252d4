"""Interstate war: how many, between whom, and whether the two powers fight."""

from __future__ import annotations

import numpy as np

from sovereigns.experiments.patterns.pattern import BY_2035, Pattern, Runs
from sovereigns.model.kernels.numerics.elementary import log
from sovereigns.model.standard import SCENARIO
from sovereigns.model.world import World

SECTION = "war"
GREAT = ("USA", "CHN", "RUS", "GBR", "FRA", "IND")
DECADE = 40


def _wars(runs: Runs) -> float:
    return float(np.mean([run.metrics["conflicts"].sum() for run in runs.of(SCENARIO, DECADE)]))


def expected_share(world: World) -> float:
    """Share of the wars to be expected that are between rivals, neighbours, or two great powers."""
    great = np.isin(world.iso3, GREAT)
    known = (world.rivalry > 0) | (world.border > 0) | (great[:, None] & great)
    wars = -log(world.peace)
    return float(wars[known].sum() / wars.sum())


def _share(runs: Runs) -> float:
    return float(np.mean([expected_share(run.world) for run in runs.of(SCENARIO, DECADE)]))


def _powers(runs: Runs, scenario: str) -> float:
    """Chance of war between the United States and China by the end of 2035."""
    worlds = [run.world for run in runs.of(scenario, BY_2035)]
    return float(np.mean([1 - w.peace[w.iso3.index("USA"), w.iso3.index("CHN")] for w in worlds]))


def _ratio(runs: Runs) -> float:
    return _powers(runs, "full-decoupling") / _powers(runs, "cooperation-turn")


PATTERNS = (
    Pattern(
        "interstate wars in ten years",
        SECTION,
        2,
        10,
        "Clauset2018: 95 interstate wars from 1823 to 2003, about one in two years",
        _wars,
        "This number set the base rate: it is no test of it.",
    ),
    Pattern(
        "share of wars between rivals, neighbours, or two great powers",
        SECTION,
        0.9,
        1,
        "BennettStam2004; ThompsonEtAl2021; cow_contiguity",
        _share,
        "Base rate, the part of rivalry and that of arms were set while this row and the two below were in "
        "view.",
    ),
    Pattern(
        "chance of war between the United States and China by 2035",
        SECTION,
        0.05,
        0.25,
        "forecasts of experts and crowds between 5 and 25 %",
        lambda runs: _powers(runs, SCENARIO),
    ),
    Pattern(
        "that chance in full decoupling against a turn to cooperation",
        SECTION,
        2,
        100,
        "knight2025: rivalry widens the channel, talks close it",
        _ratio,
    ),
)
