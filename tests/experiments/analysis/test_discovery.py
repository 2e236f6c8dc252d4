"""Scenario discovery finds a box that was planted, and finds none where there is none."""

import numpy as np
import pandas as pd
import pytest

from sovereigns.experiments.analysis.discovery import find_box

RUNS = 400


@pytest.fixture(scope="module")
def factors() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    numbers = {name: rng.uniform(size=RUNS) for name in ("prestige", "cost", "idle", "noise")}
    return pd.DataFrame(numbers | {"form": rng.choice(["saturating", "exponential"], size=RUNS)})


def test_a_planted_box_is_found(factors: pd.DataFrame) -> None:
    outcome = ((factors["prestige"] > 0.6) & (factors["cost"] < 0.5)).to_numpy()
    box = find_box(factors, outcome)
    assert box is not None
    assert set(box.limits) == {"prestige", "cost"}
    low, high = box.limits["prestige"]
    assert (low, high) == (pytest.approx(0.6, abs=0.06), pytest.approx(1, abs=0.02))
    assert box.limits["cost"][1] == pytest.approx(0.5, abs=0.06)
    assert box.coverage > 0.85
    assert box.density > 0.85
    inside = box.holds(factors)
    assert outcome[inside].mean() == pytest.approx(box.density)
    assert outcome[inside].sum() / outcome.sum() == pytest.approx(box.coverage)


def test_a_choice_can_be_a_side(factors: pd.DataFrame) -> None:
    outcome = ((factors["prestige"] > 0.4) & (factors["form"] == "saturating")).to_numpy()
    box = find_box(factors, outcome)
    assert box is not None
    assert box.limits["form"] == ("saturating",)


def test_nothing_is_made_of_chance_or_of_too_few_runs(factors: pd.DataFrame) -> None:
    rng = np.random.default_rng(4)
    assert find_box(factors, np.zeros(RUNS, dtype=bool)) is None
    assert find_box(factors, np.arange(RUNS) < 5) is None
    box = find_box(factors, rng.uniform(size=RUNS) < 0.5)
    assert box is None or box.density < 0.7
