"""Bodies: how many take part with and without a sanction, and how often one is founded at all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sovereigns.experiments.patterns.pattern import Finished, Pattern, Runs
from sovereigns.model.standard import SCENARIO

SECTION = "bodies"
COALITION, FIVE_YEARS, DECADE = "safety-coalition", 20, 40
KINDS = ("propose", "accept", "refuse", "join", "leave", "breach", "verify", "found", "dissolve", "election")
ENTERS, LEAVES = ("found", "join"), ("leave", "breach", "dissolve")
POWERS = {"USA", "CHN"}


def _members(runs: Runs, sanction: float) -> float:
    finished = runs.of(COALITION, FIVE_YEARS, outsider_sanction=sanction)
    return float(np.median([run.metrics["coalition_members"].iloc[-1] for run in finished]))


def _kinds(run: Finished) -> set[str]:
    return set(run.events.loc[run.events["process"] == "govern", "kind"])


def _founded(runs: Runs) -> float:
    """Part of the runs in which a body is founded."""
    return float(np.mean(["found" in _kinds(run) for run in runs.of(SCENARIO, DECADE)]))


def before_talks(events: pd.DataFrame) -> bool | None:
    """Whether both powers sat in one body before they had agreed on a dialogue; None where they never do.

    Args:
        events: of a run, in their order, from a start at which no body has members.
    """
    inside: dict[str, set[str]] = {}
    talked = False
    govern = events[events["process"] == "govern"]
    for kind, actor, body, layer in zip(
        *(govern[name] for name in ("kind", "actor", "target", "layer")), strict=True
    ):
        talked |= layer == "dialogue" and kind == "accept" and {actor, body} == POWERS
        if kind in ENTERS:
            inside.setdefault(body, set()).update(actor.split(";"))
        elif kind in LEAVES:
            inside.setdefault(body, set()).difference_update(actor.split(";"))
        if inside.get(body, set()) >= POWERS:
            return not talked
    return None


def _before_talks(runs: Runs) -> float:
    """Runs in which they did; not a number where they sit together in none."""
    finished = runs.of(COALITION, FIVE_YEARS, outsider_sanction=0.03)
    told = [early for run in finished if (early := before_talks(run.events)) is not None]
    return float(sum(told)) if told else float("nan")


def _all_kinds(runs: Runs) -> float:
    return float(len(set(KINDS) & {kind for run in runs.of(SCENARIO, DECADE) for kind in _kinds(run)}))


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
        "the same with a duty of 3 % on trade with outsiders",
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
        "All quarters of runs in which both are in one body at some time; not measured where there is none.",
    ),
    Pattern(
        "kinds of events of governance that occur somewhere in ten years",
        SECTION,
        len(KINDS),
        len(KINDS),
        "propose, accept, refuse, join, leave, breach, verify, found, dissolve, election",
        _all_kinds,
    ),
)
