"""Bodies: how many take part with and without a sanction, and how often one is founded at all."""

from __future__ import annotations

import numpy as np

from sovereigns.experiments.patterns.pattern import Finished, Pattern, Runs
from sovereigns.model.standard import SCENARIO

SECTION = "bodies"
COALITION, FIVE_YEARS, DECADE = "safety-coalition", 20, 40
KINDS = ("propose", "accept", "refuse", "join", "leave", "breach", "verify", "found", "dissolve", "election")


def _members(runs: Runs, sanction: float) -> float:
    finished = runs.of(COALITION, FIVE_YEARS, outsider_sanction=sanction)
    return float(np.median([run.metrics["coalition_members"].iloc[-1] for run in finished]))


def _kinds(run: Finished) -> set[str]:
    return set(run.events.loc[run.events["process"] == "govern", "kind"])


def _founded(runs: Runs) -> float:
    """Part of the runs in which a body is founded."""
    return float(np.mean(["found" in _kinds(run) for run in runs.of(SCENARIO, DECADE)]))


def _early(run: Finished) -> bool:
    """Whether both powers were in one body before they had agreed on a dialogue."""
    w = run.world
    usa, china = w.iso3.index("USA"), w.iso3.index("CHN")
    both = (w.member[:, usa] & w.member[:, china]).any()
    agreed = run.events[(run.events["layer"] == "dialogue") & (run.events["kind"] == "accept")]
    return bool(both and not agreed["text"].str.contains("CHN and USA|USA and CHN").any())


def _before_talks(runs: Runs) -> float:
    finished = runs.of(COALITION, FIVE_YEARS, outsider_sanction=0.03)
    return float(sum(_early(run) for run in finished))


def _all_kinds(runs: Runs) -> float:
    finished = [*runs.of(SCENARIO, DECADE), *runs.of(COALITION, FIVE_YEARS, outsider_sanction=0.03)]
    return float(len(set(KINDS) & {kind for run in finished for kind in _kinds(run)}))


PATTERNS = (
    Pattern(
        "members of a coalition without a sanction, after five years",
        SECTION,
        0,
        59,
        "Nordhaus 2015; Barrett 1994",
        lambda runs: _members(runs, 0.0),
        "median of the seeds",
    ),
    Pattern(
        "the same with a sanction of 3 % of trade",
        SECTION,
        121,
        193,
        "Nordhaus 2015",
        lambda runs: _members(runs, 0.03),
        "median of the seeds",
    ),
    Pattern(
        "part of runs in which a body is founded within ten years",
        SECTION,
        2 / 16,
        14 / 16,
        "talks on AI of 2023 to 2025 founded networks and no treaty: neither never nor always",
        _founded,
    ),
    Pattern(
        "runs in which both powers are in a body without having talked",
        SECTION,
        0,
        0,
        "bilateral talks come before a coalition of both",
        _before_talks,
    ),
    Pattern(
        "kinds of events of governance that occur",
        SECTION,
        len(KINDS),
        len(KINDS),
        "propose, accept, refuse, join, leave, breach, verify, found, dissolve, election",
        _all_kinds,
    ),
)
