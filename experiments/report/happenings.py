"""The events of a run as a list that a person can read: what comes often is told once a quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from sovereigns.experiments.readable import few

OFTEN = 60
MOST_NAMES = 6


class Row(NamedTuple):
    """One event, as the table of events has it."""

    quarter: str
    kind: str
    text: str
    actor: str
    target: str
    value: float


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
    rows = [Row(*row) for row in events[list(Row._fields)].itertuples(index=False, name=None)]
    counts = Counter(row.kind for row in rows)
    told: list[Happening] = []
    for quarter, here in _by(rows, lambda row: row.quarter).items():
        alone = [row for row in here if counts[row.kind] <= OFTEN]
        told += [
            _alone(quarter, of) for of in _by(alone, lambda row: (row.text, row.actor, row.target)).values()
        ]
        crowds = [row for row in here if counts[row.kind] > OFTEN]
        told += [_together(quarter, kind, of) for kind, of in _by(crowds, lambda row: row.kind).items()]
    return told


def _by[K](rows: Iterable[Row], key: Callable[[Row], K]) -> dict[K, list[Row]]:
    """The rows of each key, in the order in which keys come first."""
    found: dict[K, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _alone(quarter: str, rows: list[Row]) -> Happening:
    """One event, or one that was announced and took effect at once."""
    kinds, one = ", ".join(dict.fromkeys(row.kind for row in rows)), rows[0]
    who, toward = (few(names.split(";"), MOST_NAMES) for names in (one.actor, one.target))
    return Happening(quarter, kinds, one.text, who, toward)


def _together(quarter: str, kind: str, rows: list[Row]) -> Happening:
    actors = sorted(Counter(row.actor for row in rows).items(), key=lambda one: (-one[1], one[0]))
    who = [f"{actor} {times}" if times > 1 else actor for actor, times in actors]
    largest = max(rows, key=lambda row: row.value).text
    return Happening(
        quarter, kind, f"{len(rows)} of this kind, the largest: {largest}", few(who, MOST_NAMES), ""
    )
