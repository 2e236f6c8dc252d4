"""A kind of control that a government never held must come on its agenda first."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import poisson

from sovereigns.agents.contract import LAYER
from sovereigns.agents.posture import GROUNDS
from sovereigns.model.facts.inputs import Inputs, load_inputs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.facts.quarters import parse
from sovereigns.model.simulation import Simulation

KINDS = [LAYER[ground.layer] for ground in GROUNDS]
POWERS = ("USA", "CHN")
TUNED = parse("2019Q1"), parse("2023Q4")
YEARS = 3
USUAL = Parameters.defaults().control_initiative


def new_kinds(rate: float, seed: int = 0) -> int:
    """Kinds of control that governments come to hold in three years of free orders."""
    s = Simulation("dated-law-off", seed=seed, set={"control_initiative": rate}, record=False)
    before = s.world.wielded
    w = s.run(4 * YEARS).world
    assert (w.wielded >= before).all(), "what was held once stays known"
    return int((w.wielded & ~before)[:, KINDS].sum())


def test_without_an_agenda_no_government_takes_up_a_kind_that_it_never_held() -> None:
    assert new_kinds(0) == 0


def test_the_more_comes_on_the_agenda_the_more_kinds_are_taken_up() -> None:
    few, usual, all_ = (new_kinds(rate) for rate in (0.02, USUAL, 1000))
    assert few < usual < all_


def test_the_powers_take_up_as_many_new_kinds_as_comes_up_for_them() -> None:
    """Size of the effect: both want most of them, so the agenda decides."""
    seeds = range(8)
    taken = sum(new_kinds(USUAL, seed) for seed in seeds)
    w = Simulation("dated-law-off", seed=0).world
    share = w.gdp / w.gdp.sum()
    rows = [w.iso3.index(power) for power in POWERS]
    at_risk = (share[rows, None] * ~w.wielded[np.ix_(rows, KINDS)]).sum() * 4 * YEARS * len(seeds)
    assert 0.5 * USUAL * at_risk < taken < 3 * USUAL * at_risk


def first_used(inputs: Inputs, iso3: str, layer: str) -> float:
    rules = inputs.rules
    restricts = rules["action"].isin(["impose", "tighten"]) & (rules["enforced"] > 0)
    mine = restricts & (rules["layer"] == layer) & rules["by"].map(lambda by: iso3 in by)
    return float(rules.loc[mine, "effective"].min()) if mine.any() else np.inf


def test_its_rate_agrees_with_kinds_that_were_new_to_the_powers_before_2024() -> None:
    """Dated controls of 2024 to 2026 are kept to test, see `sovereigns patterns`."""
    inputs, (begin, end) = load_inputs(), TUNED
    gdp = inputs.nations.set_index("iso3")["gdp"]
    new, at_risk = 0, 0.0
    for iso3 in POWERS:
        for ground in GROUNDS:
            first = first_used(inputs, iso3, ground.layer)
            if first >= begin:
                new += int(first <= end)
                at_risk += gdp[iso3] / gdp.sum() * (min(first, end) - begin + 1)
    assert new == 6 and at_risk == pytest.approx(80.7, abs=0.5), "as the row of the parameter says"
    assert poisson.cdf(new, USUAL * at_risk) == pytest.approx(0.5, abs=0.4)
