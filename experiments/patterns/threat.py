"""Who fears whom: threat held against strategic rivalries and a survey, and what moves it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from scipy.stats import rankdata

from sovereigns.experiments.patterns.pattern import Pattern, Runs
from sovereigns.model.facts.shipped import shipped
from sovereigns.model.standard import SCENARIO
from sovereigns.model.world import Float, World

SECTION = "threat"
UNTOLD = {"threat_rivalry": 0.0, "threat_friends": 0.0}
"""Shuts all that threat knows of rivalries."""
SURVEY = Path(__file__).with_name("threat_survey.csv")
LATER = 8
"""Quarters after which threat must still be right."""


def _pairs(square: Float) -> Float:
    """Mean of both directions, of each pair of nations once."""
    return np.asarray((square + square.T)[np.triu_indices(len(square), 1)]) / 2


def ranked(world: World) -> float:
    """Area under the curve: the chance that a pair of rivals is feared more than a pair of others."""
    rank, rivals = rankdata(_pairs(world.threat)), _pairs(world.rivalry) > 0
    k = int(rivals.sum())
    return float((rank[rivals].sum() - k * (k + 1) / 2) / (k * (len(rank) - k)))


def _auc(runs: Runs, quarters: int, told: bool) -> float:
    return float(
        np.mean([ranked(run.world) for run in runs.of(SCENARIO, quarters, **({} if told else UNTOLD))])
    )


def _fall(runs: Runs) -> float:
    return _auc(runs, 0, told=False) - _auc(runs, LATER, told=False)


def _lasts(runs: Runs) -> float:
    """Threat between rivals later, against that at the start: ranks alone would not see all of it fade."""
    levels = [
        np.mean([run.world.threat[run.world.rivalry > 0].mean() for run in runs.of(SCENARIO, quarters)])
        for quarters in (0, LATER)
    ]
    return float(levels[1] / levels[0])


def _named_rightly(runs: Runs, quarters: int) -> float:
    """Of the nations surveyed, how many fear most whom their people name most, on the mean of seeds."""
    told = [(row["iso3"], row["named"]) for row in shipped(SURVEY)]
    worlds = [run.world for run in runs.of(SCENARIO, quarters)]
    return float(np.mean([sum(feared_most(w, who) == whom for who, whom in told) for w in worlds]))


def feared_most(world: World, iso3: str) -> str:
    """ISO3 of the nation that one fears most."""
    return world.iso3[int(world.threat[world.iso3.index(iso3)].argmax())]


def toward(world: World, holder: str, feared: str) -> float:
    """Threat that one nation sees in another."""
    return float(world.threat[world.iso3.index(holder), world.iso3.index(feared)])


def _raised(runs: Runs, scenario: str, quarters: int, **shock: float) -> float:
    """How much more the United States fear China with a shock, or in another preset, at the same seeds."""
    with_it, without = runs.of(scenario, quarters, **shock), runs.of(SCENARIO, quarters)
    more = [
        toward(a.world, "USA", "CHN") - toward(b.world, "USA", "CHN")
        for a, b in zip(with_it, without, strict=True)
    ]
    return float(np.mean(more))


PATTERNS = (
    Pattern(
        "rivals ranked by threat at the start, rivalry left out",
        SECTION,
        0.9,
        1,
        "ThompsonEtAl2021: rivalries going on; AUC, chance 0.5, distance alone 0.90",
        partial(_auc, quarters=0, told=False),
    ),
    Pattern(
        "fall of that in 8 quarters without a shock",
        SECTION,
        -1,
        0.05,
        "ThompsonEtAl2021: a strategic rivalry lasts for decades",
        _fall,
    ),
    Pattern(
        "mean threat between rivals after 8 quarters without a shock, against that at the start",
        SECTION,
        0.95,
        1.1,
        "ThompsonEtAl2021: a strategic rivalry lasts for decades; the width is assumed",
        _lasts,
    ),
    Pattern(
        "rivals ranked by threat at the start, rivalry told",
        SECTION,
        0.9,
        1,
        "ThompsonEtAl2021",
        partial(_auc, quarters=0, told=True),
        "Here the rivalries are an input: no test, but what one would see if they were lost on the way.",
    ),
    Pattern(
        "nations of ten surveyed that fear most whom their people name, at the start",
        SECTION,
        8,
        10,
        "pew2025",
        partial(_named_rightly, quarters=0),
        "Brazil is near a tie of Venezuela and the United States. India names Pakistan and Kenya the United "
        "States; the model has China, and Somalia, which is Kenya's rival and neighbour.",
    ),
    Pattern(
        "the same after 8 quarters",
        SECTION,
        7,
        10,
        "pew2025",
        partial(_named_rightly, quarters=LATER),
    ),
    Pattern(
        "threat of China to the United States added by a blockade of the foundry of 8 quarters",
        SECTION,
        0.01,
        0.3,
        "bloomberg2024: the size is assumed, the sign is not",
        partial(_raised, scenario=SCENARIO, quarters=LATER, blockade_hazard=1.0),
    ),
    Pattern(
        "threat of China to the United States added by full decoupling, after 8 quarters",
        SECTION,
        0.02,
        0.4,
        "knight2025: controls are felt as hostile; the size is assumed",
        partial(_raised, scenario="full-decoupling", quarters=LATER),
        "The standard world escalates by itself, so that full decoupling adds little to it, and its last "
        "rules are two quarters old by then. The row below was put beside this one after this one had been "
        "seen to be out; then controls, which had added to the odds of threat, were made to multiply them.",
    ),
    Pattern(
        "threat of China to the United States taken away where nobody may control, after 8 quarters",
        SECTION,
        -0.4,
        -0.02,
        "knight2025: controls are felt as hostile; the size is assumed",
        partial(_raised, scenario="no-controls", quarters=LATER),
    ),
    Pattern(
        "threat of China to the United States taken away by a turn to cooperation, after 8 quarters",
        SECTION,
        -0.4,
        -0.02,
        "knight2025: lifted controls and talks lower it; the size is assumed",
        partial(_raised, scenario="cooperation-turn", quarters=LATER),
    ),
)
