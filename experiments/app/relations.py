"""Ties between nations by quarter, computed in a worker: who is allied, restricts, competes, shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sovereigns.agents.contract import LAYERS
from sovereigns.experiments.app.trajectory import EARLY, pack
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.facts.inputs import Inputs, load_inputs
from sovereigns.model.facts.quarters import text
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.relations.use import people_on
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import Float, World

FOLDS = {
    "EU27": "European Union",
    "NATO": "NATO, not in the EU",
    "US_TREATY": "partners of the USA",
    "CSTO": "CSTO",
    "GCC": "Gulf (GCC)",
    "ASEAN": "ASEAN",
    "AU": "African Union",
    "MERCOSUR": "Mercosur",
    "SCO": "SCO, others",
}
"""Groups that nations fold into, the first that a nation belongs to; the rest fold by region."""
ALONE = ("USA", "CHN", "RUS")
"""Nations that fold into nothing."""
LEAST_LAYER = 0.1
"""Level from which a layer is named as restricted."""
FULL = 255


@dataclass(frozen=True)
class Tie:
    """A kind of relation from the row nation to the column nation."""

    title: str
    verb: str
    """As in "A restricts B"."""
    unit: str
    meaning: str
    least: float
    """Strength from which a tie is sent."""
    shown: float
    """Strength from which it is shown at first."""
    measure: Callable[[World], Float]
    lasting: bool = False
    """Whether it has no direction and stays as it is: kept once."""


def _strictest(w: World) -> Float:
    level: Float = w.control.max(axis=1)
    return level


def _shared(w: World) -> Float:
    """(n, n) share of the column nation's people that use the row nation's AI."""
    return np.ascontiguousarray(people_on(w).T)


def _sent(w: World) -> Float:
    """(n, n) share of the column nation's researchers who come from the row nation."""
    pair = np.bincount(w.origin * w.n + w.residence, minlength=w.n * w.n).reshape(w.n, w.n)
    total = pair.sum(axis=0)
    return pair / np.where(total > 0, total, 1)


TIES = {
    "alliance": Tie(
        "Alliances",
        "is allied with",
        "strength, 0 to 1",
        "Strength of the closest treaty or group that ties two nations.",
        0.25,
        0.75,
        lambda w: w.alliance,
        True,
    ),
    "control": Tie(
        "Controls",
        "restricts",
        "level of the strictest layer, 0 to 1",
        "Strictest control on goods, services, people or money that one nation holds against another.",
        0.25,
        0.5,
        _strictest,
    ),
    "ai": Tie(
        "AI shared",
        "shares AI with",
        "share of the receiver's people who use it",
        "People of one nation who use AI developed in another.",
        0.01,
        0.05,
        _shared,
    ),
    "talent": Tie(
        "Researchers",
        "sends researchers to",
        "share of the receiver's researchers",
        "Researchers of one nation who come from another.",
        0.02,
        0.1,
        _sent,
    ),
    "rivalry": Tie(
        "Competition",
        "competes with",
        "share of its policy, 0 to 1",
        "How far one nation withholds cooperation from another.",
        0.5,
        0.75,
        lambda w: 1 - w.cooperation,
    ),
    "materials": Tie(
        "Materials withheld",
        "withholds materials from",
        "level, 0 to 1",
        "Critical materials that one nation withholds from another.",
        0.1,
        0.1,
        lambda w: w.retaliation,
    ),
    "spying": Tie(
        "Spying",
        "spies on",
        "effort, 0 to 1",
        "Effort to steal know-how and weights.",
        0.05,
        0.1,
        lambda w: w.spying,
    ),
}


@dataclass
class Ties:
    """Ties as they were, quarter after quarter: places in the flattened pair matrix and strengths."""

    at: dict[str, list[NDArray[np.uint16]]] = field(default_factory=lambda: {name: [] for name in TIES})
    strength: dict[str, list[NDArray[np.uint8]]] = field(default_factory=lambda: {name: [] for name in TIES})
    layers: list[NDArray[np.uint16]] = field(default_factory=list)
    """Which layers a control is on, a bit a layer."""
    member: list[NDArray[np.uint8]] = field(default_factory=list)

    def observe(self, w: World) -> None:
        """Keep the ties as they stand."""
        for name, tie in TIES.items():
            if tie.lasting and self.member:
                continue
            level = np.triu(tie.measure(w), 1) if tie.lasting else tie.measure(w).copy()
            np.fill_diagonal(level, 0)
            at = np.flatnonzero(level >= tie.least)
            self.at[name].append(at.astype(np.uint16))
            self.strength[name].append((level.ravel()[at] * FULL).round().astype(np.uint8))
        by, on = np.divmod(self.at["control"][-1].astype(np.int64), w.n)
        bits = (w.control[by, :, on] >= LEAST_LAYER) << np.arange(len(LAYERS))
        self.layers.append(bits.sum(axis=1).astype(np.uint16))
        self.member.append(w.member.astype(np.uint8))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Of each kind `.at`, `.strength` and `.until`, where each quarter's ties end; `layers`, `member`."""
        arrays: dict[str, NDArray[Any]] = {}
        for name in TIES:
            arrays[f"{name}.at"] = np.concatenate(self.at[name])
            arrays[f"{name}.strength"] = np.concatenate(self.strength[name])
            arrays[f"{name}.until"] = np.cumsum([len(at) for at in self.at[name]]).astype(np.int32)
        return arrays | {"layers": np.concatenate(self.layers), "member": np.stack(self.member)}


def relations(future: Recipe) -> Iterator[bytes | None]:
    """The ties of a future, first of its beginning, then of all of it.

    Args:
        future: what to run.
    """
    simulation, ties = future.simulation(), Ties()
    ties.observe(simulation.world)
    for quarter in range(1, future.quarters + 1):
        simulation.step()
        ties.observe(simulation.world)
        sent = quarter in EARLY and quarter < future.quarters
        yield _packed(simulation, ties, future) if sent else None
    yield _packed(simulation, ties, future)


def _packed(simulation: Simulation, ties: Ties, future: Recipe) -> bytes:
    done = len(ties.member)
    words = ("title", "verb", "unit", "meaning", "least", "shown", "lasting")
    header = {
        "query": future.query(),
        "done": done,
        "complete": done == future.quarters + 1,
        "quarters": [text(simulation.recorder.quarters[0] + t) for t in range(future.quarters + 1)],
        "kinds": {name: {word: getattr(tie, word) for word in words} for name, tie in TIES.items()},
        "full": FULL,
        "layers": [layer.replace("_", " ") for layer in LAYERS],
        "bodies": {body.name: body.summary for body in institutions()},
        "folds": folds(),
        "ideal": load_inputs().nations["ideal_point"].tolist(),
        "gdp": load_inputs().nations["gdp"].tolist(),
    }
    return pack(header, ties.arrays())


@cache
def folds() -> dict[str, dict[str, Any]]:
    """Name -> title and members (ISO3) of the groups that nations fold into, each nation in one at most."""
    found: dict[str, dict[str, Any]] = {}
    for iso3, name, title in _belonging(load_inputs()):
        found.setdefault(name, {"title": title, "members": []})["members"].append(iso3)
    return {name: fold for name, fold in found.items() if len(fold["members"]) > 1}


def _belonging(inputs: Inputs) -> Iterator[tuple[str, str, str]]:
    """(nation, name of its group, title) of each nation that folds."""
    table = inputs.nations
    for iso3, groups, region in zip(table["iso3"], table["groups"], table["region"], strict=True):
        first = next((name for name in FOLDS if name in groups), None)
        if iso3 in ALONE:
            continue
        if first:
            yield iso3, first, FOLDS[first]
        else:
            yield iso3, region.replace(" ", "-"), f"others in {region}"
