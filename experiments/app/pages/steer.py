"""Steer: change what is decided, and see the whole future answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import solara

from sovereigns.experiments.app import session
from sovereigns.experiments.app.view import view
from sovereigns.experiments.app.watch import use_ensemble, use_run

PATH, TITLE, ORDER = "/steer", "Steer", 2


def heard(said: Mapping[str, Any]) -> None:
    """Do what a person did in the panel.

    Args:
        said: `do` and its arguments.
    """
    future = session.current.value
    match said:
        case {"do": "set", "name": str(name), "value": value}:
            session.choose(future.with_value(name, None if value is None else str(value)))
        case {"do": "strategy", "who": str(who), "name": name}:
            session.choose(future.with_strategy(who, name or None))
        case {"do": "scenario", "name": str(name)}:
            session.choose(replace(future.unchanged(), scenario=name))
        case {"do": "seed", "seed": int(seed)}:
            session.choose(future.with_seed(seed))
        case {"do": "undo"}:
            session.undo()
        case {"do": "redo"}:
            session.redo()
        case {"do": "reset"}:
            session.reset()


@solara.component
def Page() -> None:  # noqa: N802
    """Panel of levers; map, numbers, sentences and lines that answer."""
    future, earlier = session.current.value, session.earlier()
    bands, before, before_bands = use_ensemble(future), use_run(earlier), use_ensemble(earlier)
    steps = {"undo": len(session.past.value), "redo": len(session.undone.value)}
    chosen = {
        "set": dict(future.set),
        "strategies": dict(future.strategies),
        "scenario": future.scenario,
        "seed": future.seed,
    }
    with solara.v.Html(tag="div", class_="steer"):
        view("panel", {**chosen, **steps}, on_said=heard)
        with solara.v.Html(tag="div", class_="answers"):
            view("feed", {"name": "bands", "message": bands.message}, bands.payload)
            view("feed", {"name": "ghost"}, before.payload if earlier else b"")
            view("feed", {"name": "ghost-bands"}, before_bands.payload if earlier else b"")
            view("headlines")
            view("map")
            view("player")
            view("sentences")
            view("lines")
