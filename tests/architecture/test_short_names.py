"""One installed name: short names in a checkout are the same modules."""

import subprocess
import sys

import sovereigns
from sovereigns.model.simulation import Simulation

SAME = """
import model.simulation, experiments.store, agents.registry
import sovereigns.model.simulation, sovereigns.experiments.results.store, sovereigns.agents.registry
assert model.simulation is sovereigns.model.simulation
assert model.simulation.Simulation is sovereigns.Simulation
assert experiments.store is sovereigns.experiments.results.store
assert agents.registry is sovereigns.agents.registry
from model.simulation import Simulation
from experiments.store import open_results
assert open_results is sovereigns.open_results
import sovereigns.model.world
import model.world
assert model.world.World is sovereigns.model.world.World
"""


def test_short_names_are_the_same_modules() -> None:
    done = subprocess.run([sys.executable, "-c", SAME], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_package_gives_what_most_uses_need() -> None:
    assert sovereigns.Simulation is Simulation
    assert all(callable(getattr(sovereigns, name)) for name in sovereigns.__all__)
