"""What a nation's page needs of a run: state, firms, people, beliefs beside the truth, orders, partners."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sovereigns.agents.contract import LAYERS, NATION_LEVERS
from sovereigns.agents.sayings import WORDS
from sovereigns.experiments.app.dossier_words import (
    BELIEFS,
    FIRMS,
    OUTCOMES,
    PAIRS,
    PLOTS,
    STANDING,
    STATES,
    titled,
)
from sovereigns.experiments.app.moves import Chronicle
from sovereigns.experiments.app.trajectory import EARLY, pack
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.quarters import text
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.relations.threat import gained
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import FIRM_KINDS, World

Row = NDArray[np.float32]


@dataclass(frozen=True)
class Inquiry:
    """Which nation of which future."""

    future: Recipe
    iso3: str


@dataclass
class Dossier:
    """One nation's rows of the world, quarter after quarter."""

    row: int
    firms: NDArray[np.int64]
    """rows of the firms at home"""
    states: list[Row] = field(default_factory=list)
    business: list[Row] = field(default_factory=list)
    pairs: list[Row] = field(default_factory=list)
    beliefs: list[Row] = field(default_factory=list)
    believed: list[Row] = field(default_factory=list)
    """(3, n) capability, its growth and compute as believed when it last decided"""
    true: list[Row] = field(default_factory=list)
    """(3, n) the same as they were"""
    people: list[NDArray[np.uint16]] = field(default_factory=list)
    """(4, n) researchers: here by origin, from here by residence, came and went in the quarter."""
    bodies: list[Row] = field(default_factory=list)
    """(3, b) member, gain of being inside as believed, whether it would be admitted"""
    came: NDArray[np.uint16] = field(default_factory=lambda: np.zeros((2, 0), dtype=np.uint16))

    def observe(self, w: World) -> None:
        """Keep how things stand."""
        i = self.row
        f = self.firms
        self.states.append(np.array([state.measure(w)[i] for state in STATES.values()], dtype=np.float32))
        self.business.append(np.array([one.measure(w)[f] for one in FIRMS.values()], dtype=np.float32))
        self.pairs.append(np.array([pair.measure(w, i) for pair in PAIRS.values()], dtype=np.float32))
        here = np.bincount(w.origin[w.residence == i], minlength=w.n)
        gone = np.bincount(w.residence[w.origin == i], minlength=w.n)
        moved = self.came if self.came.size else np.zeros((2, w.n))
        self.people.append(np.concatenate([np.stack([here, gone]), moved]).astype(np.uint16))

    def decided(self, simulation: Simulation, truth: Row) -> None:
        """Keep what it believed when it decided, and what was true."""
        briefing = simulation.briefing
        if briefing is None:
            return
        i = self.row
        seen = np.array([briefing.capability[i], briefing.growth[i], briefing.compute[i]])
        self.believed.append(seen.astype(np.float32))
        self.true.append(truth)
        self.beliefs.append(np.array([getattr(briefing, name)[i] for name in BELIEFS], dtype=np.float32))
        member, gain, open_ = briefing.member[i], briefing.inside_gain[i], briefing.eligible[i]
        self.bodies.append(np.stack([member, gain, open_]).astype(np.float32))

    def moves(self, w: World, home: NDArray[np.int32], generation: NDArray[np.int32]) -> None:
        """Count who came and went in a quarter; a career that ended is no move.

        Args:
            w: after the quarter.
            home: (r,) residence before it.
            generation: (r,) of the persons before it.
        """
        same, i = w.generation == generation, self.row
        came = np.bincount(home[same & (home != i) & (w.residence == i)], minlength=w.n)
        went = np.bincount(w.residence[same & (home == i) & (w.residence != i)], minlength=w.n)
        self.came = np.stack([came, went]).astype(np.uint16)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Each with quarters as its first axis; those of beliefs have a quarter less, the last."""
        names = ("states", "business", "pairs", "people", "believed", "true", "beliefs", "bodies")
        return {name: np.stack(getattr(self, name)) for name in names}


def dossier(inquiry: Inquiry) -> Iterator[bytes | None]:
    """One nation through a future, first its beginning, then all of it.

    Args:
        inquiry: which.
    """
    future, simulation = inquiry.future, inquiry.future.simulation()
    w = simulation.world
    row = w.iso3.index(inquiry.iso3)
    kept = Dossier(row, np.flatnonzero(w.firm_nation == row))
    chronicle = Chronicle(row, w)
    kept.observe(w)
    for quarter in range(1, future.quarters + 1):
        truth = np.array([w.capability, gained(w), w.usable])
        home, generation = w.residence.copy(), w.generation.copy()
        simulation.step()
        kept.decided(simulation, truth.astype(np.float32))
        chronicle.heard(simulation)
        kept.moves(w, home, generation)
        kept.observe(w)
        sent = quarter in EARLY and quarter < future.quarters
        yield packed(simulation, kept, chronicle, inquiry) if sent else None
    yield packed(simulation, kept, chronicle, inquiry)


def packed(simulation: Simulation, kept: Dossier, chronicle: Chronicle, inquiry: Inquiry) -> bytes:
    """All that is known so far as one message."""
    w, done = simulation.world, len(kept.states)
    start = simulation.recorder.quarters[0]
    header = {
        "query": inquiry.future.query(),
        "iso3": inquiry.iso3,
        "facts": _facts(inquiry.iso3),
        "quarters": [text(start + t) for t in range(inquiry.future.quarters + 1)],
        "done": done,
        "complete": done == inquiry.future.quarters + 1,
        "plots": PLOTS,
        "outcomes": OUTCOMES,
        "standing": STANDING,
        "layers": [layer.replace("_", " ") for layer in LAYERS],
        "lever_words": {name: WORDS[name] for name in NATION_LEVERS},
        "members": {body.name: body.summary for body in institutions()},
        "firms": _firms(w, kept.firms),
        "turns": chronicle.turns,
    }
    header |= {"states_words": titled(STATES), "business_words": titled(FIRMS)}
    header |= {"pairs_words": titled(PAIRS), "beliefs_words": titled(BELIEFS)}
    return pack(header, kept.arrays())


def _firms(w: World, rows: NDArray[np.int64]) -> list[list[Any]]:
    """(name, kind, stylised from a real firm) of each."""
    return [[w.firm_name[f], FIRM_KINDS[w.firm_kind[f]], bool(w.firm_real[f])] for f in rows.tolist()]


def _facts(iso3: str) -> dict[str, Any]:
    """What the table of nations says of it that does not change."""
    nations = load_inputs().nations
    one = nations[nations["iso3"] == iso3].iloc[0]
    words = ("region", "bloc", "population", "electricity_kwh_pc", "diffusion_tier", "ideal_point")
    return {"groups": list(one["groups"])} | {name: one[name] for name in words}
