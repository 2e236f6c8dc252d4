"""One stage for all tests of the processes."""

import pytest

from sovereigns.model.simulation import Simulation
from tests.worlds import Stage


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Maker of small worlds."""
    return Stage(tmp_path_factory.mktemp("stage"))


@pytest.fixture(scope="session")
def opened(stage: Stage) -> Simulation:
    """A world before its first step; to be branched, never changed."""
    return stage.build()


@pytest.fixture(scope="session")
def lived(stage: Stage) -> Simulation:
    """A world after a year; to be branched, never changed."""
    return stage.build().run(4)
