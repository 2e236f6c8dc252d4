"""Steer: change what is decided, and see the whole future answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import solara

from sovereigns.experiments.app import session
from sovereigns.experiments.app.feed import feed
from sovereigns.experiments.app.view import view
from sovereigns.experiments.app.watch import use_ensemble, use_run
from sovereigns.experiments.limits import SEED_MAX
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.errors import InputError
from sovereigns.model.facts.numbers import whole

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
        case {"do": "seed", "seed": str(seed)}:
            _seed(future, seed)
        case {"do": "undo"}:
            session.undo()
        case {"do": "redo"}:
            session.redo()
        case {"do": "reset"}:
            session.reset()


def _seed(future: Recipe, text: str) -> None:
    try:
        session.choose(future.with_seed(whole(text, "seed", 0, SEED_MAX)))
    except InputError as error:
        session.problem.set(str(error))


@solara.component
def Page() -> None:  # noqa: N802
    """Panel of levers; map, numbers, sentences and lines that answer."""
    future, (other, title) = session.current.value, session.compared()
    bands, before, before_bands = use_ensemble(future), use_run(other), use_ensemble(other)
    steps = {"undo": len(session.past.value), "redo": len(session.undone.value)}
    chosen = {
        "set": dict(future.set),
        "strategies": dict(future.strategies),
        "scenario": future.scenario,
        "seed": str(future.seed),
    }
    with solara.v.Html(tag="div", class_="steer"):
        view("panel", {**chosen, **steps}, on_said=heard)
        with solara.v.Html(tag="div", class_="answers"):
            feed("bands", bands)
            feed("ghost", before, title=title)
            feed("ghost-bands", before_bands, title=title)
            view("headlines")
            view("map")
            view("player")
            view("sentences")
            view("lines")
