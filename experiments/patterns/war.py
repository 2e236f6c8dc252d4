"""Interstate war: how many, between whom, and whether the two powers fight."""

from __future__ import annotations

import numpy as np

from sovereigns.experiments.patterns.pattern import BY_2035, Pattern, Runs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.elementary import log
from sovereigns.model.relations.war import bystanders_loss, war_costs
from sovereigns.model.standard import SCENARIO
from sovereigns.model.world import Float, World

SECTION = "war"
GREAT = ("USA", "CHN", "RUS", "GBR", "FRA", "IND")
DECADE, YEAR = 40, 4


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


def _at_peace(runs: Runs) -> World:
    return runs.of("no-controls", 0)[0].world


def _first_year(w: World) -> Float:
    """(n,) share of a year's output that nations lose by a war of the two powers over the foundry.

    Its cost fades from the quarter in which it breaks out; the foundry is cut off from the quarter after.
    """
    p = Parameters.defaults()
    us, cn = w.iso3.index("USA"), w.iso3.index("CHN")
    cost, own = war_costs(w, p), np.zeros(w.n)
    own[us], own[cn] = cost[us, cn], cost[cn, us]
    cut_off = p.foundry_cost * p.conflict_blockade * float(w.reach[us])
    left = p.war_lasts ** np.arange(YEAR)
    fought: Float = own + bystanders_loss(w, p, own)
    return (fought * left.sum() + cut_off * left[1:].sum()) / YEAR


def _lost(runs: Runs, iso3: str) -> float:
    w = _at_peace(runs)
    return float(_first_year(w)[w.iso3.index(iso3)])


def _lost_by_all(runs: Runs) -> float:
    w = _at_peace(runs)
    return float(np.average(_first_year(w), weights=w.gdp))


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
    Pattern(
        "output that China loses in the first year of a war with the United States over the foundry",
        SECTION,
        0.08,
        0.25,
        "bloomberg2024: 16.7 %, give or take half",
        lambda runs: _lost(runs, "CHN"),
        "By whose power stands against whose, by trade, and by the foundry that is cut off. What war costs "
        "was set by this row and the next, read in its first quarter: they are no tests of it; that of the "
        "world is one.",
    ),
    Pattern(
        "output that the United States lose by it",
        SECTION,
        0.03,
        0.1,
        "bloomberg2024: 6.7 %, give or take half",
        lambda runs: _lost(runs, "USA"),
        "The two stand as near equals here, and the foundry that is cut off costs all nations alike.",
    ),
    Pattern(
        "output that the world loses by it",
        SECTION,
        0.05,
        0.15,
        "bloomberg2024: 10.2 %, give or take half",
        _lost_by_all,
    ),
)
