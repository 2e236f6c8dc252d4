"""Folders of results for tests: a small run, and a verdict on a claim."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sovereigns.experiments.results import store
from sovereigns.model.simulation import Simulation

VERDICT: dict[str, Any] = {
    "id": "C1",
    "claim": "Controls widen the lead",
    "verdict": "holds",
    "share": 1.0,
    "effect": 1.0,
    "low": 0.5,
    "high": 2.0,
    "parts": [],
}


def write_run(folder: Path) -> None:
    """A run of two quarters."""
    folder.mkdir(parents=True)
    simulation = Simulation(firms=30, researchers=50).run(2)
    store.write_run(simulation, store.configuration(simulation, 2), "sovereigns run", folder)
