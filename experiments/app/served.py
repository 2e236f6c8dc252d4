"""What one server serves, the same for all its sessions: scenario, results, workers, a shelf."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sovereigns.experiments.app.workers import Workers
from sovereigns.experiments.work.cores import cores
from sovereigns.model.standard import SCENARIO

KEPT = 64
"""futures on the shelf, half a megabyte each"""


class Shelf:
    """Futures that were computed, the least recently asked for dropped first."""

    def __init__(self, most: int = KEPT) -> None:
        """An empty shelf of a size."""
        self._most = most
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> bytes | None:
        """What was put there, or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Hashable, content: bytes) -> None:
        """Keep it."""
        with self._lock:
            self._kept[key] = content
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


@dataclass
class Served:
    """Set by the launcher before the first session."""

    scenario: str = SCENARIO
    """A preset, or the path of a scenario file."""
    results: Path | None = None
    """Folder of a run or a sweep for the page Results."""
    shelf: Shelf = field(default_factory=Shelf)


served = Served()


@cache
def workers() -> Workers:
    """The processes of this server, started when first asked for."""
    return Workers(max(2, cores()))
