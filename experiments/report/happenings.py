"""The events of a run as a list that a person can read: what comes often is told once a quarter."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

OFTEN = 60
MOST_NAMES = 6


@dataclass(frozen=True)
class Happening:
    """One line of the list."""

    quarter: str
    kind: str
    text: str
    who: str
    on: str


def happenings(events: pd.DataFrame) -> list[Happening]:
    """The events in time; a kind with more than OFTEN of them takes one line a quarter.

    Args:
        events: a row an event.
    """
    counts = events["kind"].value_counts()
    often = set(counts[counts > OFTEN].index)
    told: list[Happening] = []
    for quarter, rows in events.groupby("quarter", sort=False):
        common = rows["kind"].isin(often)
        alone = rows[~common].groupby(["text", "actor", "target"], sort=False)
        told += [_alone(str(quarter), of) for _, of in alone]
        crowds = rows[common].groupby("kind", sort=False)
        told += [_together(str(quarter), str(kind), of) for kind, of in crowds]
    return told


def _alone(quarter: str, rows: pd.DataFrame) -> Happening:
    """One event, or one that was announced and took effect at once."""
    kinds = ", ".join(dict.fromkeys(rows["kind"]))
    text, actor, target = rows[["text", "actor", "target"]].iloc[0]
    return Happening(quarter, kinds, text, _shorten(actor.split(";")), _shorten(target.split(";")))


def _together(quarter: str, kind: str, rows: pd.DataFrame) -> Happening:
    actors = rows["actor"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    who = [f"{actor} {times}" if times > 1 else str(actor) for actor, times in actors.items()]
    largest = rows["text"].iloc[int(rows["value"].argmax())]
    return Happening(quarter, kind, f"{len(rows)} of this kind, the largest: {largest}", _shorten(who), "")


def _shorten(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
