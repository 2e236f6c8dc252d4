"""Speed is measured in seconds that are there."""

import pytest

from experiments.bench import world_speed


@pytest.mark.slow
def test_a_run_takes_less_than_the_command_around_it() -> None:
    speed = world_speed(rounds=1, quarters=1)
    assert 0 < speed["seconds_per_standard_run"] < speed["first_run_seconds"]
