"""Speed is measured in seconds that are there."""

import pytest

from sovereigns.experiments.speed.bench import PLAN, sweep_speed, world_speed


@pytest.mark.slow
def test_the_world_is_measured_against_plain_mesa() -> None:
    speed = world_speed(rounds=1, quarters=1, sizes=(500, 2000))
    assert 0 < speed["seconds_per_standard_run"] < speed["first_run_seconds"]
    assert set(speed["ratio_to_mesa"]) == {"500", "2000"}
    assert all(ratio > 0 for ratio in speed["ratio_to_mesa"].values())
    assert 0 < speed["floor_fraction"] < 1
    assert speed["bytes_per_researcher"] < 360, "what an object of plain Mesa takes"


@pytest.mark.slow
def test_a_sweep_is_measured_in_one_run() -> None:
    small = PLAN.replace("replications = 8", "replications = 2").replace("quarters = 20", "quarters = 1")
    speed = sweep_speed(small + "firms = 0\nresearchers = 0\n", rounds=1)
    assert speed["runs_per_second"] > 0
    assert speed["ratio_to_batch_run"] > 0
    assert speed["parallel_efficiency"] > 0
    assert speed["runner_overhead"] > 0
