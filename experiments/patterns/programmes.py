"""National programmes: how many, whom they serve, which ways they go; and where Chinese AI is used."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sovereigns.agents.contract import LAYER
from sovereigns.experiments.patterns.economy import HISTORY, TO_2026, TO_2030
from sovereigns.experiments.patterns.pattern import Pattern, Runs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.relations.programmes import offers_own
from sovereigns.model.relations.use import lineages
from sovereigns.model.world import WAYS, Float, World

SECTION = "programmes"
BARRED, DISTRUST = 0.5, 0.5
"""Level of a US rule on cloud or closed weights, and threat seen in the US, from which either counts."""


def _median(measure: Callable[[World], float], quarters: int) -> Callable[[Runs], float]:
    return lambda runs: float(np.median([measure(run.world) for run in runs.of(HISTORY, quarters)]))


def _programmes(w: World) -> float:
    mature = w.programme > Parameters.defaults().programme_start
    return float((mature & (w.programme_way >= 0)).sum())


def _serving(w: World) -> float:
    """Nations where a programme's own model serves a tenth of users."""
    return float((offers_own(w) & (w.programme_usage >= w.sovereign_threshold)).sum())


def _ways(runs: Runs) -> float:
    """Ways that programmes go in at least half of the runs, to 2026Q1 or 2030Q1."""
    seen = np.zeros(len(WAYS))
    for early, late in zip(runs.of(HISTORY, TO_2026), runs.of(HISTORY, TO_2030), strict=True):
        both = np.concatenate([early.world.programme_way, late.world.programme_way])
        seen += [(both == way).any() for way in range(len(WAYS))]
    return float((seen >= runs.seeds / 2).sum())


def chinese(w: World) -> Float:
    """(n,) part of each nation's AI users on a lineage from China."""
    china, share = w.iso3.index("CHN"), lineages(w)
    own = share[:, : w.f][:, w.firm_nation == china].sum(axis=1) + share[:, w.f + china]
    return own / np.maximum(share.sum(axis=1), 1e-9)


def _leads_at_home(w: World) -> float:
    return float(chinese(w)[w.iso3.index("CHN")])


def _where_us_is_not(w: World) -> float:
    """Mean part where US vendors are barred or distrusted, against elsewhere; China left out."""
    usa, china = w.iso3.index("USA"), w.iso3.index("CHN")
    rules = np.maximum(w.control[usa, LAYER["cloud"]], w.control[usa, LAYER["closed_weights"]])
    apart = (rules >= BARRED) | (w.threat[:, usa] >= DISTRUST)
    others = np.arange(w.n) != china
    return float(chinese(w)[apart & others].mean() / chinese(w)[~apart & others].mean())


PATTERNS = (
    Pattern(
        "nations with a national AI programme in 2026Q1", SECTION, 30, 70,
        "counts of national models and programmes at the end of 2025", _median(_programmes, TO_2026),
        "Mature ones, whichever way they go.",
    ),
    Pattern(
        "nations where their programme's own model serves a tenth of AI users, in 2026Q1", SECTION, 3, 20,
        "counts of national models and their users at the end of 2025", _median(_serving, TO_2026),
    ),
    Pattern(
        "ways of programmes that occur: train, adapt, share, rent", SECTION, 4, 4,
        "each is the way of some nation in 2025", _ways,
        "In half of the runs at least, in 2026Q1 or 2030Q1. Autonomy and cost of building were set in view"
        " of this row.",
    ),
    Pattern(
        "part of China's AI users on a Chinese lineage in 2026Q1", SECTION, 0.5, 1,
        "US services are not offered there", _median(_leads_at_home, TO_2026),
    ),
    Pattern(
        "Chinese lineages where US vendors are barred or distrusted, against elsewhere, in 2026Q1", SECTION,
        1.2, 100,
        "downloads and traffic by nation in 2025", _median(_where_us_is_not, TO_2026),
    ),
)  # fmt: skip
