"""sovereigns: nations, firms and researchers racing, or pooling, toward AI.

The installed name of the whole: `sovereigns.model`, `sovereigns.agents` and `sovereigns.experiments`. What
most uses need can be had from here: `from sovereigns import Simulation, compare, sweep, open_results`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sovereigns.experiments.analysis.compare import compare
    from sovereigns.experiments.results.store import open_results
    from sovereigns.experiments.sweeps.sweep import sweep
    from sovereigns.model.simulation import Simulation

__all__ = ["Simulation", "compare", "open_results", "sweep"]

_PLACES = {
    "Simulation": "sovereigns.model.simulation",
    "compare": "sovereigns.experiments.analysis.compare",
    "open_results": "sovereigns.experiments.results.store",
    "sweep": "sovereigns.experiments.sweeps.sweep",
}


def __getattr__(name: str) -> object:
    """What is imported when it is first asked for, so that the command line starts at once."""
    if name not in _PLACES:
        raise AttributeError(f"module 'sovereigns' has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
