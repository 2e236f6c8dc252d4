"""Why the largest nations did what they did: their moves by quarter, each with the reason given."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from sovereigns.experiments.readable import number
from sovereigns.experiments.results.store import Results

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
    "open_weights": "backing of open weights",
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
class Move:
    """One lever in one quarter."""

    lever: str
    what: str
    """Toward whom, and from what to what; the first time only to what."""
    size: float


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
    before = orders.groupby(["lever", "target"], sort=False)["value"].shift()
    moved = orders.assign(before=before, change=(orders["value"] - before.fillna(0)).abs())
    targets = largest_targets(moved)
    means = moved.groupby(["quarter", "lever"], sort=False, as_index=False).agg(
        reason=("reason", "first"),
        before=("before", "mean"),
        value=("value", "mean"),
        change=("change", "max"),
        partners=("target", "size"),
    )
    found: dict[tuple[str, str], list[Move]] = {}
    for quarter, lever, reason, old, new, size, partners in zip(*means.to_dict("list").values(), strict=True):
        toward = _toward(targets.get((quarter, lever), []), partners, nations)
        step = f"{number(old)} → {number(new)}" if math.isfinite(old) else number(new)
        move = Move(lever, f"{toward}: {step}", size)
        found.setdefault((quarter, reason), []).append(move)
    return tuple(Turn(quarter, reason, told(moves)) for (quarter, reason), moves in found.items())


def largest_targets(moved: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """(quarter, lever) -> the targets that it moved most toward, of levers that have targets.

    Args:
        moved: orders with their `change`.
    """
    aimed = moved[moved["target"] != ""].sort_values("change", ascending=False, kind="stable")
    few = aimed.groupby(["quarter", "lever"], sort=False).head(NAMED)
    targets: dict[tuple[str, str], list[str]] = {}
    for quarter, lever, target in zip(few["quarter"], few["lever"], few["target"], strict=True):
        targets.setdefault((quarter, lever), []).append(target)
    return targets


def told(moves: list[Move]) -> tuple[str, ...]:
    """The largest moves of a quarter in words; levers that moved alike are told together."""
    alike: dict[str, list[Move]] = {}
    for move in moves:
        alike.setdefault(move.what, []).append(move)
    largest = sorted(alike, key=lambda what: -max(move.size for move in alike[what]))[:MOVES_SHOWN]
    return tuple(_words([move.lever for move in alike[what]]) + what for what in largest)


def _words(levers: list[str]) -> str:
    words = [WORDS[lever] for lever in levers if lever in WORDS]
    layers = [lever.partition(":")[2].replace("_", " ") for lever in levers if lever not in WORDS]
    if layers:
        words.append(f"control of {_some(layers, len(layers))}")
    return ", ".join(words)


def _toward(named: list[str], partners: int, nations: int) -> str:
    if not named:
        return ""
    if partners >= nations - 1 > NAMED:
        return " toward all (mean)"
    return f" toward {_some(named, partners)}" + (" (mean)" if partners > 1 else "")


def _some(names: list[str], count: int) -> str:
    shown = names[:NAMED]
    more = count - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
