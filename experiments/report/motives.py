"""Why the largest nations did what they did: their moves by quarter, each with the reason given."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from sovereigns.agents.sayings import WORDS
from sovereigns.experiments.readable import few, number
from sovereigns.experiments.results.store import Results

LARGEST = 5
MOVES_SHOWN = 5
MOST_NAMES = 4


@dataclass(frozen=True)
class Deeds:
    """What one nation did in one quarter."""

    quarter: str
    moves: tuple[tuple[str, str], ...]
    """What, and why: the reason toward the partner that is named first."""


@dataclass(frozen=True)
class Move:
    """One lever in one quarter."""

    lever: str
    what: str
    """Toward whom, and from what to what; the first time only to what."""
    reason: str
    size: float


@dataclass(frozen=True)
class Story:
    """One nation's turns."""

    iso3: str
    strategy: str
    turns: tuple[Deeds, ...]


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
    gdp = dict(zip(start["iso3"], start["gdp"], strict=True))
    return [Story(iso3, played[iso3], turns(orders[orders["iso3"] == iso3], gdp)) for iso3 in largest]


def turns(orders: pd.DataFrame, gdp: Mapping[str, float]) -> tuple[Deeds, ...]:
    """One nation's moves by quarter, largest first.

    Args:
        orders: its rows, in time.
        gdp: of all nations: of equal moves those toward the largest come first.
    """
    before = orders.groupby(["lever", "target"], sort=False)["value"].shift()
    moved = orders.assign(before=before, change=(orders["value"] - before.fillna(0)).abs())
    moved = moved.assign(size=moved["target"].map(gdp).fillna(0))
    moved = moved.sort_values(["change", "size"], ascending=False, kind="stable")
    targets = largest_targets(moved)
    means = moved.groupby(["quarter", "lever"], sort=False, as_index=False).agg(
        reason=("reason", "first"),
        before=("before", "mean"),
        value=("value", "mean"),
        change=("change", "max"),
        partners=("target", "size"),
    )
    found: dict[str, list[Move]] = {quarter: [] for quarter in orders["quarter"].unique()}
    for quarter, lever, reason, old, new, size, partners in zip(*means.to_dict("list").values(), strict=True):
        toward = _toward(targets.get((quarter, lever), []), partners, len(gdp))
        step = f"{number(old)} → {number(new)}" if math.isfinite(old) else number(new)
        found[quarter].append(Move(lever, f"{toward}: {step}", reason, size))
    return tuple(Deeds(quarter, told(moves)) for quarter, moves in found.items())


def largest_targets(moved: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """(quarter, lever) -> the targets that it moved most toward, of levers that have targets.

    Args:
        moved: orders with the largest change first.
    """
    aimed = moved[moved["target"] != ""]
    few = aimed.groupby(["quarter", "lever"], sort=False).head(MOST_NAMES)
    targets: dict[tuple[str, str], list[str]] = {}
    for quarter, lever, target in zip(few["quarter"], few["lever"], few["target"], strict=True):
        targets.setdefault((quarter, lever), []).append(target)
    return targets


def told(moves: list[Move]) -> tuple[tuple[str, str], ...]:
    """The largest moves of a quarter in words; levers that moved alike for one reason are told together."""
    alike: dict[tuple[str, str], list[Move]] = {}
    for move in moves:
        alike.setdefault((move.what, move.reason), []).append(move)
    largest = sorted(alike, key=lambda key: -max(move.size for move in alike[key]))[:MOVES_SHOWN]
    return tuple(
        (_words([move.lever for move in alike[what, reason]]) + what, reason) for what, reason in largest
    )


def _words(levers: list[str]) -> str:
    words = [WORDS[lever] for lever in levers if lever in WORDS]
    layers = [lever.partition(":")[2].replace("_", " ") for lever in levers if lever not in WORDS]
    if layers:
        words.append(f"control of {few(layers, MOST_NAMES)}")
    return ", ".join(words)


def _toward(named: list[str], partners: int, nations: int) -> str:
    if not named:
        return ""
    if partners >= nations - 1 > MOST_NAMES:
        return " toward all (mean)"
    return f" toward {few(named, MOST_NAMES, partners)}" + (" (mean)" if partners > 1 else "")
