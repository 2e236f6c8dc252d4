"""The events of a run in the few words that a timeline has room for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from sovereigns.experiments.readable import few
from sovereigns.model.events import Event

CROWD = 4
"""events of one kind in a quarter from which they are told together"""
MOST_NAMES = 6
"""nations that are named"""
KINDS: Mapping[str, tuple[str, str]] = {
    "announce": ("announce", "announced"),
    "impose": ("impose", "imposed"),
    "tighten": ("impose", "tightened"),
    "loosen": ("loosen", "loosened"),
    "rescind": ("loosen", "rescinded"),
    "end": ("loosen", "ended"),
    "government": ("government", "government"),
    "election": ("government", "election"),
    "succession": ("government", "succession"),
    "learn": ("government", "new strategy"),
    "propose": ("body", "proposal"),
    "accept": ("body", "accepted"),
    "refuse": ("body", "refused"),
    "found": ("body", "founded"),
    "join": ("body", "joined"),
    "leave": ("body", "left"),
    "verify": ("body", "inspection"),
    "breach": ("body", "breach"),
    "dissolve": ("body", "dissolved"),
    "release": ("release", "release"),
    "opening": ("release", "weights opened"),
    "incident": ("incident", "incident"),
    "theft": ("incident", "theft"),
    "conflict": ("conflict", "conflict"),
    "blockade": ("conflict", "blockade"),
    "bust": ("conflict", "bust"),
    "breakthrough": ("conflict", "breakthrough"),
}
"""Kind of event -> the row of the timeline that it stands in, and its name in words."""
Told = tuple[int, str, str, str, str]
"""number of the quarter, kind, text, who, on"""


def happened(events: Iterable[tuple[int, Event]], start: int) -> list[Told]:
    """Each event with its words, and crowds of one kind in one quarter as one.

    Args:
        events: (quarter, event), oldest first.
        start: the first quarter.
    """
    told: list[Told] = []
    for quarter, pairs in groupby(events, key=lambda pair: pair[0]):
        kinds: dict[str, list[Event]] = {}
        for _, event in pairs:
            kinds.setdefault(event.kind, []).append(event)
        alone = [event for crowd in kinds.values() if len(crowd) < CROWD for event in crowd]
        crowds = [crowd for crowd in kinds.values() if len(crowd) >= CROWD]
        told += [*_alone(quarter - start, alone), *(_together(quarter - start, crowd) for crowd in crowds)]
    return told


def _alone(quarter: int, events: list[Event]) -> list[Told]:
    """One line a text: what was announced and took effect at once has both kinds."""
    lines: dict[tuple[str, str, str], list[str]] = {}
    for event in events:
        lines.setdefault((event.text, event.actor, event.target), []).append(event.kind)
    return [
        (quarter, ", ".join(dict.fromkeys(kinds)), text, _few(actor), _few(target))
        for (text, actor, target), kinds in lines.items()
    ]


def _together(quarter: int, crowd: list[Event]) -> Told:
    largest = max(crowd, key=lambda event: event.value)
    actors = ";".join(dict.fromkeys(event.actor for event in crowd))
    text = f"{len(crowd)} of this kind, the largest: {largest.text}"
    return quarter, crowd[0].kind, text, _few(actors), ""


def _few(names: str) -> str:
    return few(names.split(";"), MOST_NAMES)
