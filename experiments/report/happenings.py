"""The events of a run as a list that a person can read: what comes often is told once a quarter."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

OFTEN = 60
NAMED = 6


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
        told += [_alone(event) for event in rows[~common].to_dict("records")]
        told += [
            _together(str(quarter), str(kind), of) for kind, of in rows[common].groupby("kind", sort=False)
        ]
    return told


def _alone(event: Mapping[Hashable, Any]) -> Happening:
    return Happening(
        event["quarter"], event["kind"], event["text"], _list(event["actor"]), _list(event["target"])
    )


def _together(quarter: str, kind: str, rows: pd.DataFrame) -> Happening:
    actors = rows["actor"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    who = [f"{actor} {times}" if times > 1 else str(actor) for actor, times in actors.items()]
    largest = rows["text"].iloc[int(rows["value"].argmax())]
    return Happening(quarter, kind, f"{len(rows)} of this kind, the largest: {largest}", _shorten(who), "")


def _list(names: str) -> str:
    return _shorten(names.split(";"))


def _shorten(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
