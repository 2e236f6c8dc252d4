"""What a scenario sets, checked: laws, costs, beliefs, strategies and dated events, never outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sovereigns.model.facts.parameters import Value

STARTS = ("2025Q1", "2022Q1")


CONTROL_ACTIONS = ("announce", "impose", "tighten", "loosen", "rescind")


@dataclass(frozen=True, kw_only=True)
class Intervention:
    """One dated event: a change of law, a shock or a change of government."""

    quarter: int
    """Quarters since 2022Q1 in which it happens."""
    by: tuple[str, ...]
    """ISO3 of who acts, or TWN."""
    on: tuple[str, ...] = ()
    """ISO3 of who is acted on, or TWN."""
    layer: str = ""
    """One of LAYERS; blank where none is meant."""
    action: str
    """One of ACTIONS."""
    value: float
    """Level or strength in [0, 1]."""
    until: int | None = None
    """First quarter in which it no longer holds, quarters since 2022Q1; None: it stays."""
    kind: str = ""
    """Of a shock, one of SHOCKS; else blank."""
    text: str = ""
    """What happened, for readers; may be blank."""


@dataclass(frozen=True)
class Founding:
    """How a body stands at the start."""

    members: tuple[str, ...]
    """ISO3 of who belongs to it."""
    exclude: tuple[str, ...]
    """ISO3 of whom the law shuts out."""
    proposers: tuple[str, ...]
    """ISO3 of who puts a text on the table at the start; rivals among them talk first."""


@dataclass(frozen=True)
class Scenario:
    """One checked scenario."""

    name: str
    title: str
    assumes: str
    """One sentence: what it assumes."""
    sources: tuple[str, ...]
    start: str
    """One of STARTS."""
    set: Mapping[str, Value]
    """Parameters that differ from the table."""
    strategies: Mapping[str, str]
    """ISO3 -> strategy; `default` for all others. A nation in neither gets one by the documented rule."""
    bodies: Mapping[str, Founding]
    """Name of a body -> how it stands at the start."""
    rules: tuple[str, ...]
    """Ids of the control catalogue."""
    locks: tuple[str, ...]
    """Levers that no nation may move."""
    events: tuple[Intervention, ...]
    notes: tuple[str, ...]
    """What was left out because its nation is not in this world."""
    digest: str
    """SHA-256 of the file."""
