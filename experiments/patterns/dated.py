"""Who restricts what for whom after 2023, where dated law ends and orders are free, against what came."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sovereigns.agents.contract import LAYERS
from sovereigns.experiments.patterns.pattern import Pattern, Runs
from sovereigns.experiments.patterns.watched import SCENARIOS
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.quarters import parse
from sovereigns.model.kernels.numerics.elementary import log
from sovereigns.model.world import Float

Bool = NDArray[np.bool_]

SECTION = "dated controls"
LAW = str(SCENARIOS / "law-to-2023.toml")
FROM, TO, BEFORE = parse("2024Q1"), parse("2026Q2"), parse("2021Q3")
"""First quarter of free orders, the last of the catalogue, and the first of as long a time before."""
SEEDS_EACH = 4
"""Runs for each seed of the other patterns: 64 at the usual 16."""
RESTRICTS = ("impose", "tighten")
AT_HOME = ("subsidy",)
"""Layers on which a nation's law is about itself."""


def dated(rules: pd.DataFrame, iso3: tuple[str, ...], first: int, last: int) -> Bool:
    """(n, l, n) who restricts a layer for whom by a dated rule that comes into force in a time.

    Every partner of a rule on all others counts.

    Args:
        rules: of the catalogue.
        iso3: the nations.
        first: quarter, since 2022Q1.
        last: quarter, counted in.
    """
    found, row = np.zeros((len(iso3), len(LAYERS), len(iso3)), dtype=bool), {k: i for i, k in enumerate(iso3)}
    meant = rules["effective"].between(first, last) & (rules["enforced"] > 0)
    meant &= rules["action"].isin(RESTRICTS) & ~rules["layer"].isin(AT_HOME)
    for imposers, targets, layer in rules.loc[meant, ["by", "on", "layer"]].itertuples(index=False):
        by, on = ([row[name] for name in names if name in row] for names in (imposers, targets))
        found[np.ix_(by, [LAYERS.index(layer)], on)] = True
    nations = np.arange(len(iso3))
    found[nations, :, nations] = False
    return found


def ordered(seed: int) -> Bool:
    """(n, l, n) who comes to restrict a layer for whom in a run after dated law has ended.

    Till then nobody orders any control. What counts is a rise by which a rule is seen.
    """
    simulation = Recipe(LAW, seed=seed).simulation(record=False)
    w, law = simulation.world, simulation.world.law
    w.law = replace(law, locks=law.locks | {"control"})
    simulation.run(FROM - w.quarter)
    w.law, least = law, w.control.copy()
    found = np.zeros(w.control.shape, dtype=bool)
    for _ in range(FROM, TO + 1):
        simulation.step()
        found |= w.control - least >= simulation.parameters.rule_seen
        least = np.minimum(least, w.control)
    return found


def chances(hits: Float, tries: float) -> Float:
    """Chance of what was hit so often of so many tries (Krichevsky and Trofimov 1981)."""
    return np.asarray((hits + 1 / 2) / (tries + 1))


def log_score(chance: Float, came: Bool) -> Float:
    """Logarithm of the chance that was given to what came: 0 is best (Good 1952)."""
    return np.asarray(log(np.where(came, chance, 1 - chance)))


def against_past(hits: Float, runs: int, past: Bool, came: Bool, asked: Bool) -> float:
    """Log score of runs less that of each imposer's and layer's own past rate, for each control that came.

    Args:
        hits: (n, l, n) in how many of the runs it came.
        runs: how many there are.
        past: (n, l, n) what came in as long a time before.
        came: (n, l, n) what came.
        asked: (n, l, n) where it is asked.
    """
    n = len(past)
    rate = np.broadcast_to(chances(past.sum(axis=2, keepdims=True, dtype=float), n - 1), past.shape)
    gain = log_score(chances(hits, runs), came) - log_score(rate, came)
    return float(gain[asked].sum() / came[asked].sum())


def asked_of(past: Bool, came: Bool) -> Bool:
    """(n, l, n) where it is asked: of imposers of dated law, toward others.

    A rule on all others names no target: nothing is asked of an imposer on the layer of such a rule, where
    who gives each of 192 partners the larger least chance would win.
    """
    n = len(past)
    known = past.any(axis=(1, 2))[:, None, None]
    named = (came.sum(axis=2, keepdims=True) < n - 1) & (np.arange(n) != np.arange(n)[:, None])[:, None, :]
    return known & named & ~np.isin(LAYERS, AT_HOME)[:, None]


def measured(runs: Runs) -> float:
    """For each control that came, by a catalogue that the runs have not seen after 2023."""
    inputs = load_inputs()
    iso3 = tuple(inputs.nations["iso3"])
    orders = runs.once("dated controls", ordered, [(seed,) for seed in range(SEEDS_EACH * runs.seeds)])
    past, came = dated(inputs.rules, iso3, BEFORE, FROM - 1), dated(inputs.rules, iso3, FROM, TO)
    hits = np.sum(orders, axis=0, dtype=float)
    return against_past(hits, len(orders), past, came, asked_of(past, came))


PATTERNS = (
    Pattern(
        "log score of a dated control of 2024 to 2026 less that of past rates",
        SECTION,
        0,
        100,
        "bis_rules: imposer, target and layer of the project's catalogue of rules",
        measured,
        "Chance of each imposer, target and layer (k + 1/2) / (n + 1) of four runs a seed, with dated law to "
        "2023 and free orders after, against the imposer's and layer's part of partners in as long a time "
        "before. That a law's list stands together was made a mechanism after this row had been seen to be "
        "out: its size is that of rules to 2023, which hold nearly all on a list at one level. With it runs "
        "tighten rules on clusters for all of the United States' list; chips and equipment, which law holds "
        "at 0.91 and 0.6 for China, fear does not tighten further (0.75 and 0.55 are asked for), and these "
        "two lose most. China's hold on memory for Japan and India never came: its ban of 2023 on buying "
        "counts as the use of that layer.",
    ),
)
