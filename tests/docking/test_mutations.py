"""Break each function of theory on purpose: `verify` disagrees and a short run comes out differently.

A function that only one of the two calls would be a copy of the model's own decision, not that decision.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from sovereigns.experiments.docking.verify import verify
from sovereigns.model.simulation import Simulation
from tests.worlds import few_nations

NATIONS = ("ARE", "CHN", "DEU", "FRA", "IND", "JPN", "KEN", "NLD", "SGP", "USA")
QUARTERS = 3
FOUNDED = """
title = "A coalition of all"
assumes = "All nations are in a safety coalition at the start."
sources = ["knight2025"]
start = "2025Q1"
rules = ["known-2025q1"]

[bodies.safety-coalition]
members = ["ALL"]
"""


class Break(NamedTuple):
    """A wrong version of one function, wherever verify and the world call it."""

    case: str
    places: tuple[str, ...]
    wrong: Callable[[Any], Any]
    """from the right answer"""


BREAKS = {
    "racing.safety_effort": Break(
        "armstrong",
        (
            "sovereigns.experiments.docking.armstrong.safety_effort",
            "sovereigns.model.phases.research.safety_effort",
        ),
        lambda safety: safety * 0.7,
    ),
    "dsair.race_payoff": Break(
        "dsair",
        ("sovereigns.model.kernels.theory.dsair.race_payoff", "sovereigns.model.phases.decide.race_payoff"),
        lambda payoff: -payoff,
    ),
    "dsair.fermi": Break(
        "dsair",
        ("sovereigns.experiments.docking.dsair.fermi", "sovereigns.model.phases.decide.fermi"),
        lambda chance: 1 - chance,
    ),
    "relative_gains.reply": Break(
        "relative-gains",
        (
            "sovereigns.experiments.docking.relative_gains.reply",
            "sovereigns.agents.strategies.relative_gains.reply",
        ),
        lambda cooperates: 1 - cooperates,
    ),
    "coalition.settle": Break(
        "barrett",
        ("sovereigns.experiments.docking.barrett.settle", "sovereigns.model.institutions.bargain.settle"),
        lambda members: ~members,
    ),
    "directed_change.efficiency_share": Break(
        "directed-change",
        (
            "sovereigns.experiments.docking.directed_change.efficiency_share",
            "sovereigns.model.phases.research.efficiency_share",
        ),
        lambda share: share * 0.7,
    ),
    "hill.hill_number": Break(
        "hill",
        ("sovereigns.experiments.docking.hill.hill_number", "sovereigns.model.metrics.hill_number"),
        lambda number: number * 1.1,
    ),
    "compute_price.efforts": Break(
        "compute-price",
        ("sovereigns.experiments.docking.compute_price.efforts", "sovereigns.model.phases.research.efforts"),
        lambda efforts: (efforts[0], efforts[1], efforts[2] - 1),
    ),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Runs a small world with members in a coalition and gives the text of its table."""
    folder = tmp_path_factory.mktemp("mutations")
    nations, scenario = few_nations(folder, *NATIONS), folder / "founded.toml"
    scenario.write_text(FOUNDED, encoding="utf-8")

    def run() -> str:
        simulation = Simulation(scenario, seed=1, nations=nations, firms=40, researchers=100)
        return simulation.run(QUARTERS).metrics().to_csv()

    return run


@pytest.fixture(scope="module")
def whole(world: Callable[[], str]) -> str:
    return world()


def test_nothing_broken_changes_nothing(world: Callable[[], str], whole: str) -> None:
    assert world() == whole


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_function_is_seen_by_verify_and_by_the_world(
    name: str, world: Callable[[], str], whole: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = BREAKS[name]
    for place in broken.places:
        module, function = place.rsplit(".", 1)
        right = getattr(__import__(module, fromlist=[function]), function)
        monkeypatch.setattr(place, lambda *given, right=right, **named: broken.wrong(right(*given, **named)))
    assert not verify(broken.case, {})["agrees"]
    assert world() != whole
