"""Speed is measured in seconds that are there."""

import pytest

from sovereigns.experiments.limits import QUARTERS
from sovereigns.experiments.speed.bench import PLAN, sweep_speed, world_speed
from sovereigns.experiments.speed.limits import exponent, growth


@pytest.mark.slow
def test_the_world_is_measured_against_plain_mesa() -> None:
    speed = world_speed(rounds=1, quarters=1, sizes=(500, 2000), large=4000)
    assert 0 < speed["seconds_per_standard_run"] < speed["first_run_seconds"]
    for measure in ("ratio_to_mesa", "ratio_of_quarter_to_mesa", "seconds_per_quarter"):
        assert set(speed[measure]) == {"500", "2000", "4000"}
        assert all(number > 0 for number in speed[measure].values())
    assert speed["extrapolated"] == [4000], "what was not timed is marked so"
    assert 0 < speed["floor_fraction"] < 1
    assert speed["bytes_per_researcher"] < 360, "what an object of plain Mesa takes"


@pytest.mark.slow
def test_a_sweep_is_measured_in_one_run() -> None:
    small = PLAN.replace("replications = 8", "replications = 2").replace(
        f"quarters = {QUARTERS}", "quarters = 1"
    )
    speed = sweep_speed(small + "firms = 0\nresearchers = 0\n", rounds=1)
    assert speed["runs_per_second"] > 0
    assert speed["ratio_to_batch_run"] > 0
    assert speed["parallel_efficiency"] > 0
    assert speed["runner_overhead"] > 0


def test_an_exponent_tells_how_time_grows() -> None:
    assert exponent({"10": 0.5, "20": 1.0, "40": 2.0}) == pytest.approx(1), "in proportion"
    assert exponent({"10": 1.0, "100": 100.0}) == pytest.approx(2)
    assert exponent({"10": 3.0, "1000": 3.0}) == pytest.approx(0)


@pytest.mark.slow
def test_what_grows_is_timed_size_by_size() -> None:
    sizes = {"researchers": (100, 200), "firms": (50, 100), "quarters": (1, 2), "runs": (1, 2)}
    limits = growth(sizes, largest=(50, 100), quarters=1)
    assert {name: tuple(map(int, taken)) for name, taken in limits["seconds"].items()} == sizes
    assert all(seconds > 0 for taken in limits["seconds"].values() for seconds in taken.values())
    assert set(limits["exponents"]) == set(sizes)
    assert limits["peak_memory_mb"] > 50
