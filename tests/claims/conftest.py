"""A small world that has lived for a year without rules, and its parameters; each test goes its own way."""

import pytest

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import World
from tests.worlds import Stage, branch, hold, ordered


@pytest.fixture(scope="package")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Maker of small worlds."""
    return Stage(tmp_path_factory.mktemp("claims"))


@pytest.fixture(scope="package")
def lived(stage: Stage) -> Simulation:
    """A world after a year in which nobody moved a lever; to be branched, never changed."""
    return ordered(stage.build(), hold, 4)


@pytest.fixture
def w(lived: Simulation) -> World:
    """That world, for one test."""
    world: World = branch(lived).world
    return world


@pytest.fixture
def p(lived: Simulation) -> Parameters:
    """Its parameters."""
    parameters: Parameters = lived.parameters
    return parameters
