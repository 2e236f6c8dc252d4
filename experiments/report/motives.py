"""Why the largest nations did what they did: their moves by quarter, each with the reason given."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from experiments.report.readable import number
from experiments.store import Results

LARGEST = 5
MOVES_SHOWN = 5
NAMED = 4
WORDS = {
    "subsidy": "chip subsidy",
    "sovereign": "sovereign-AI programme",
    "localisation": "data localisation",
    "visa": "openness to foreign researchers",
    "joint": "incentive for joint research",
    "regulation": "domestic AI regulation",
    "safety_standard": "safety standard",
    "cooperate": "cooperation",
    "spy": "spying",
    "retaliate": "withheld materials",
    "join": "asks to join",
    "leave": "leaves",
    "propose": "proposes",
    "cheat": "covert programme",
}
"""Lever -> words."""


@dataclass(frozen=True)
class Turn:
    """What one nation did in one quarter."""

    quarter: str
    reason: str
    moves: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """One nation's turns."""

    iso3: str
    strategy: str
    turns: tuple[Turn, ...]


def stories(results: Results) -> list[Story]:
    """The turns of the nations with the largest economies at the start.

    Args:
        results: the run.
    """
    nations = results.nations
    start = nations[nations["quarter"] == nations["quarter"].iloc[0]]
    largest = list(start.sort_values(["gdp", "iso3"], ascending=[False, True])["iso3"].head(LARGEST))
    orders = results.orders_of(largest)
    played = results.manifest["strategies"]
    return [Story(iso3, played[iso3], turns(orders[orders["iso3"] == iso3], len(start))) for iso3 in largest]


def turns(orders: pd.DataFrame, nations: int) -> tuple[Turn, ...]:
    """One nation's moves by quarter, largest first.

    Args:
        orders: its rows, in time.
        nations: how many nations there are.
    """
    before = orders.groupby(["lever", "target"], sort=False)["value"].shift(fill_value=0.0)
    moved = orders.assign(before=before, change=(orders["value"] - before).abs())
    found = []
    for quarter, rows in moved.groupby("quarter", sort=False):
        found.append(Turn(str(quarter), str(rows["reason"].iloc[0]), moves(rows, nations)))
    return tuple(found)


def moves(rows: pd.DataFrame, nations: int) -> tuple[str, ...]:
    """The largest moves of one quarter in words; levers that moved alike are told together.

    Args:
        rows: of one nation and quarter, with `before` and `change`.
        nations: how many nations there are.
    """
    alike: dict[str, list[str]] = {}
    size: dict[str, float] = {}
    for lever, of in rows.groupby("lever", sort=False):
        what = f"{_targets(of, nations)}: {number(of['before'].mean())} → {number(of['value'].mean())}"
        alike.setdefault(what, []).append(str(lever))
        size[what] = max(size.get(what, 0.0), float(of["change"].max()))
    largest = sorted(alike, key=lambda what: -size[what])[:MOVES_SHOWN]
    return tuple(_words(alike[what]) + what for what in largest)


def _words(levers: list[str]) -> str:
    words = [WORDS[lever] for lever in levers if lever in WORDS]
    layers = [lever.partition(":")[2].replace("_", " ") for lever in levers if lever not in WORDS]
    if layers:
        words.append(f"control of {_some(layers)}")
    return ", ".join(words)


def _some(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _targets(rows: pd.DataFrame, nations: int) -> str:
    targets = [
        target for target in rows.sort_values("change", ascending=False, kind="stable")["target"] if target
    ]
    if not targets:
        return ""
    if len(targets) >= nations - 1 > NAMED:
        return " toward all (mean)"
    return f" toward {_some(targets)}" + (" (mean)" if len(targets) > 1 else "")
