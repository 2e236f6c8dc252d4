"""The researchers of the model and those of plain Mesa go the same way, each one of them."""

from copy import deepcopy

import numpy as np
import pytest

from sovereigns.experiments.speed.researchers import Researchers
from sovereigns.model.phases.move import move
from sovereigns.model.phases.research import talent_at_work
from sovereigns.model.simulation import Simulation

COLUMNS = ("residence", "employer", "generation", "publishes", "joins_abroad")


@pytest.fixture(scope="module")
def begun() -> Simulation:
    return Simulation(researchers=3000, firms=60, record=False).run(2)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"move_rate": 1.0, "career_hazard": 0.5},  # all move about
        {"move_rate": 1.0, "move_noise": 0.0},  # nobody errs
        {"work_noise": 0.0},
    ],
    ids=["as it is", "all weigh a move", "no noise", "no chance in work"],
)
def test_objects_and_columns_agree_on_every_researcher(begun: Simulation, changed: dict[str, float]) -> None:
    p = begun.parameters.replace(changed)
    world = deepcopy(begun.world)
    plain = Researchers(deepcopy(world), p, begun.draw)
    moved = 0.0
    for _ in range(3):
        move(world, p, begun.draw)
        plain.step()
        for column in COLUMNS:
            theirs = np.array([getattr(person, column) for person in plain.people])
            assert (theirs == getattr(world, column)).all(), column
        assert np.allclose(plain.skill_at_work(), talent_at_work(deepcopy(world), p), rtol=1e-12, atol=0)
        moved += world.arrived.sum()
        world.step += 1
        plain.w.step += 1
    assert moved > 0
