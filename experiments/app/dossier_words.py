"""What a nation's page shows: which state variables, in which words, units and plots."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sovereigns.agents.contract import LAYERS, NATION_LEVERS
from sovereigns.agents.sayings import WORDS
from sovereigns.model.metrics import METRICS, NATION_METRICS
from sovereigns.model.relations.use import people_on, users_of
from sovereigns.model.world import COVERT, DOMESTIC, LEADING, LEGACY, Float, World

LEAST_LAYER = 0.1
"""Level from which a layer is named as restricted."""


@dataclass(frozen=True)
class State:
    """A variable of nations or of firms: (n,) or (f,)."""

    title: str
    unit: str
    measure: Callable[[World], Float]


@dataclass(frozen=True)
class Pair:
    """A relation between a nation and each other one, (n,)."""

    title: str
    unit: str
    measure: Callable[[World, int], Float]


@dataclass(frozen=True)
class Belief:
    """A number of the Briefing, (m,)."""

    title: str
    unit: str


def _column(name: str) -> Callable[[World], Float]:
    return lambda w: np.asarray(getattr(w, name), dtype=np.float64)


def _kind(kind: int) -> Callable[[World], Float]:
    return lambda w: w.owned[kind]


def _from_abroad(w: World) -> Float:
    return np.bincount(w.residence[w.residence != w.origin], minlength=w.n).astype(float)


def _abroad(w: World) -> Float:
    return np.bincount(w.origin[w.residence != w.origin], minlength=w.n).astype(float)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _frontier(w: World) -> Float:
    return np.full(w.n, w.capability.max())


def _metric(name: str) -> State:
    """What the table of nations has too, as that says it."""
    metric = NATION_METRICS[name]
    return State(metric.title, metric.unit, metric.measure)


def _as_of_the_world(name: str, measure: Callable[[World], Float]) -> State:
    """What a world metric is the mean or the most of, in its words."""
    return State(METRICS[name].title, METRICS[name].unit, measure)


STATES: dict[str, State] = {
    "usable": _metric("compute_h100e"),
    "leading": State("Chips: leading, bought", "H100e", _kind(LEADING)),
    "legacy": State("Chips: aged, bought", "H100e", _kind(LEGACY)),
    "domestic": State("Chips: domestic", "H100e", _kind(DOMESTIC)),
    "covert": State("Chips: smuggled in", "H100e", _kind(COVERT)),
    "domestic_share": _metric("domestic_chip_share"),
    "rented": State("Rented from abroad", "H100e", _column("rented")),
    "leased": State("Rented out abroad", "H100e", _column("leased")),
    "hosted": State("Foreign clouds in the nation", "H100e", _column("hosted")),
    "scarcity": State("Wanted compute withheld", "share", _column("scarcity")),
    "gdp": _metric("gdp"),
    "consumption": State("Consumption", "thousand USD a head a year", _column("consumption")),
    "energy": State("Electricity against the best supplied", "share", _column("energy")),
    "researchers": _metric("researchers"),
    "from_abroad": State("of them from abroad", "researchers of the model", _from_abroad),
    "abroad": State("Own researchers abroad", "researchers of the model", _abroad),
    "talent": State("Talent at work", "skill units", _column("talent")),
    "capability": _metric("capability"),
    "frontier": _as_of_the_world("world_capability", _frontier),
    "own_model": _metric("own_model_share"),
    "programme": State("Maturity of the national programme", "share", _column("programme")),
    "owns": _metric("sovereign"),
    "threat": _metric("threat"),
    "received": State("Strictest control against it", "level, 0 to 1", lambda w: w.received_most),
    "imposed": State("Strictest control it holds", "level, 0 to 1", lambda w: w.imposed_most),
    "expected_loss": _as_of_the_world("expected_loss", _column("expected_loss")),
    "welfare": _metric("welfare"),
    **{name: State(_capital(WORDS[name]), "share", _column(name)) for name in NATION_LEVERS},
}

OUTCOMES = (
    "usable",
    "domestic",
    "gdp",
    "researchers",
    "capability",
    "own_model",
    "programme",
    "threat",
    "received",
    "imposed",
    "scarcity",
    "expected_loss",
)
"""States that are followed from a quarter to the next, beside every lever."""
STANDING = ("usable", "domestic_share", "gdp", "researchers", "capability", "own_model", "received")
"""States that stand beside the map."""


def _alone(name: str) -> tuple[str, str, tuple[str, ...]]:
    return STATES[name].title, STATES[name].unit, (name,)


PLOTS: list[tuple[str, str, tuple[str, ...]]] = [
    ("Chips that it owns", "H100e", ("leading", "legacy", "domestic", "covert")),
    ("Compute to use", "H100e", ("usable", "rented", "leased", "hosted")),
    (STATES["capability"].title, STATES["capability"].unit, ("capability", "frontier")),
    _alone("gdp"),
    ("Researchers", "of the model", ("researchers", "from_abroad", "abroad")),
    ("Own AI", "share", ("own_model", "programme")),
    ("Energy, unmet compute", "share", ("energy", "scarcity")),
    ("Fear and fences", "level, 0 to 1", ("threat", "received", "imposed")),
    ("Money levers", "share of the most", ("subsidy", "sovereign")),
    ("Doors", "share", ("visa", "joint", "localisation")),
    ("Domestic rules", "share", ("regulation", "safety_standard", "open_weights")),
    _alone("expected_loss"),
]
"""Title, unit and states of each plot."""


FIRMS: dict[str, State] = {
    "users": State("Users in the world", "million people", users_of),
    "share": State("Nation's compute that it can use", "share", _column("firm_size")),
    "capability": State("Best model", NATION_METRICS["capability"].unit, _column("firm_capability")),
    "open": State("Open weights", "1 yes, 0 no", _column("firm_is_open")),
    "profit": State("Profit", "bn USD a quarter", _column("firm_profit")),
    "safety": State("Safety effort", "share", _column("firm_safety")),
    "founded": State("Exists", "1 yes, 0 not yet", lambda w: (w.firm_founded <= w.quarter).astype(float)),
}


def _layers(level: NDArray[Any]) -> Float:
    """(n,) a bit a layer that is restricted, from (l, n) levels; exact in float32 up to 24 layers."""
    bits = (level >= LEAST_LAYER) << np.arange(len(LAYERS))[:, None]
    return np.asarray(bits.sum(axis=0), dtype=np.float64)


def _received(w: World, i: int) -> Float:
    return np.asarray(w.control[:, :, i].max(axis=1))


PAIRS: dict[str, Pair] = {
    "alliance": Pair("Alliance", "strength, 0 to 1", lambda w, i: w.alliance[i]),
    "ideal": Pair("Distance in UN votes", "standard deviations", lambda w, i: w.ideal_distance[i]),
    "trust": Pair("Trust in it", "share", lambda w, i: w.trust[i]),
    "threat": Pair("Fear of it", "weight, 0 to 1", lambda w, i: w.threat[i]),
    "feared": Pair("Its fear of us", "weight, 0 to 1", lambda w, i: w.threat[:, i]),
    "given": Pair("Cooperation given", "share", lambda w, i: w.cooperation[i]),
    "got": Pair("Cooperation received", "share", lambda w, i: w.cooperation[:, i]),
    "imposed": Pair("Strictest control we hold", "level, 0 to 1", lambda w, i: w.control[i].max(axis=0)),
    "received": Pair(
        "Strictest control it holds", "level, 0 to 1", lambda w, i: w.control[:, :, i].max(axis=1)
    ),
    "imposed_layers": Pair("Layers we restrict", "bits", lambda w, i: _layers(w.control[i])),
    "received_layers": Pair("Layers it restricts", "bits", lambda w, i: _layers(w.control[:, :, i].T)),
    "uses": Pair("Our people on its AI", "share of people", lambda w, i: people_on(w)[i]),
    "used": Pair("Its people on our AI", "share of people", lambda w, i: people_on(w)[:, i]),
    "materials": Pair("Materials it withholds", "level, 0 to 1", lambda w, i: w.retaliation[:, i]),
}


def _believed(name: str) -> Belief:
    return Belief(STATES[name].title, STATES[name].unit)


BELIEFS: dict[str, Belief] = {
    "lag_years": Belief("Years behind the leader", "years"),
    "scarcity": _believed("scarcity"),
    "own_model_share": _believed("own_model"),
    "cultural_misfit": Belief("Misfit of the AI in use", "cultural distance, 0 to 1"),
    "sovereign_gain": Belief("Gain of a sovereign-AI programme", "utility units"),
    "self_reliance_gain": Belief("Gain of chip self-reliance", "utility units"),
    "expected_loss": _believed("expected_loss"),
    "narrative": Belief("Public voices: cooperate (-1) or win (1)", "index"),
    "discount": Belief("Weight of the next policy cycle", "share"),
}


def titled(words: Mapping[str, State | Pair | Belief]) -> list[list[str]]:
    """(name, title, unit) of each."""
    return [[name, one.title, one.unit] for name, one in words.items()]
