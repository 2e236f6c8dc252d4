"""Whole futures as arrays, computed in a worker and sent to the browser in few messages."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sovereigns.experiments.app.happened import happened
from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.results.plain import legible
from sovereigns.model.facts.quarters import text
from sovereigns.model.metrics import METRICS, NATION_METRICS
from sovereigns.model.simulation import Simulation

EARLY = (1, 4, 12)
"""Quarters after which the part that is known is sent."""
LINEAGE = "model_lineage"
MAPPED = tuple(name for name in NATION_METRICS if name != LINEAGE)
"""Metrics of nations that are numbers."""


def play(future: Recipe) -> Iterator[bytes | None]:
    """A future, first its beginning, then all of it, each packed; None after quarters that are not sent.

    Args:
        future: what to run.
    """
    simulation = future.simulation()
    for quarter in range(1, future.quarters + 1):
        simulation.step()
        yield packed(simulation, future) if quarter in EARLY and quarter < future.quarters else None
    yield packed(simulation, future)


def world_lines(future: Recipe) -> Iterator[NDArray[np.float32] | None]:
    """The world metrics of a future, (quarters + 1, metrics), when it has ended."""
    simulation = future.simulation()
    for _ in range(future.quarters):
        simulation.step()
        yield None
    yield world_array(simulation)


def packed(simulation: Simulation, future: Recipe) -> bytes:
    """All that has happened so far, as one message."""
    return pack(run_header(simulation, future), run_arrays(simulation))


def run_header(simulation: Simulation, future: Recipe) -> dict[str, Any]:
    """What the browser reads a run's arrays by."""
    recorder = simulation.recorder
    done, start = len(recorder.quarters), recorder.quarters[0]
    return {
        "query": future.query(),
        "scenario": future.scenario,
        "seed": future.seed,
        "iso3": simulation.world.iso3,
        "quarters": [text(start + i) for i in range(future.quarters + 1)],
        "done": done,
        "complete": done == future.quarters + 1,
        "nation_metrics": MAPPED,
        "world_metrics": list(METRICS),
        "lineages": _lineages(simulation)[0].tolist(),
        "events": happened(recorder.events, start),
    }


def run_arrays(simulation: Simulation) -> dict[str, NDArray[Any]]:
    """`nations` (metrics, quarters, n), `lineage` (quarters, n), `world` (quarters, metrics).

    Lineage is uint16, the others float32.
    """
    recorder = simulation.recorder
    nations = np.array([[row[name] for row in recorder.nations] for name in MAPPED], dtype=np.float32)
    return {
        "nations": nations,
        "lineage": _lineages(simulation)[1].astype(np.uint16),
        "world": world_array(simulation),
    }


def _lineages(simulation: Simulation) -> tuple[NDArray[Any], NDArray[Any]]:
    """Names in use, and (quarters, n) which of them each nation's people use."""
    rows = np.array([row[LINEAGE] for row in simulation.recorder.nations]).astype(str)
    names, places = np.unique(rows, return_inverse=True)
    return names, places.reshape(rows.shape)


def world_array(simulation: Simulation) -> NDArray[np.float32]:
    """(quarters, metrics) of the world."""
    return np.array([list(row.values()) for row in simulation.recorder.world], dtype=np.float32)


def pack(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """A header and arrays as one message that `unpack` of frontend/src/packed.js reads.

    Four bytes of length, the header as JSON with `arrays` (name, type, shape) in it, then the arrays, each
    begun at a multiple of eight bytes.
    """
    places = [{"name": name, "type": str(a.dtype), "shape": a.shape} for name, a in arrays.items()]
    words = json.dumps(legible({**header, "arrays": places}), separators=(",", ":")).encode()
    message = struct.pack("<I", len(words)) + words
    for array in arrays.values():
        message += bytes(-len(message) % 8) + np.ascontiguousarray(array).tobytes()
    return message


def header(message: bytes) -> dict[str, Any]:
    """The header of a message that `pack` made."""
    (length,) = struct.unpack_from("<I", message)
    found: dict[str, Any] = json.loads(message[4 : 4 + length])
    return found
