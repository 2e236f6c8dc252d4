"""Imported once, in the process that all workers are forked from: each begins with the model in machine code.

What the workers do is imported here too, so that nobody's first click waits for it.
"""

from __future__ import annotations

from sovereigns.experiments.app import dossier, opened, playing, relations  # noqa: F401
from sovereigns.experiments.app.trajectory import packed
from sovereigns.experiments.recipe import Recipe


def warm(future: Recipe) -> None:
    """Compile what a quarter needs, by playing one.

    Args:
        future: whose.
    """
    simulation = future.simulation()
    simulation.step()
    packed(simulation, future)


warm(Recipe())
