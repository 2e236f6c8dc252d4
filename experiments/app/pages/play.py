"""Play: one person decides for one nation, quarter by quarter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import solara

from sovereigns.experiments.app import session
from sovereigns.experiments.app.future import LONGEST, check
from sovereigns.experiments.app.playing import Seat, Weighed, contest, sit, weigh
from sovereigns.experiments.app.served import served
from sovereigns.experiments.app.view import view
from sovereigns.experiments.app.watch import use_work
from sovereigns.experiments.game.actions import Action, action
from sovereigns.experiments.game.setup import Setup
from sovereigns.experiments.limits import SEED_MAX
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.start.scenarios import scenario_names, unknown_nation

PATH, TITLE, ORDER = "/play", "Play", 6

seat: solara.Reactive[Seat | None] = solara.reactive(None)
"""Where this session plays; None before a game."""
weighed: solara.Reactive[Weighed | None] = solara.reactive(None)
"""The plan that a forecast was asked for."""
contested: solara.Reactive[Seat | None] = solara.reactive(None)
"""The game that the field of strategies is played beside."""


def heard(said: Mapping[str, Any]) -> None:
    """Do what a person did; what cannot be done gives a message.

    Args:
        said: `do` and its arguments.
    """
    try:
        _do(said, seat.value)
    except InputError as error:
        session.problem.set(str(error))
    else:
        session.problem.set("")


def _do(said: Mapping[str, Any], here: Seat | None) -> None:
    match said:
        case {"do": "begin", "nation": str(nation), "scenario": str(scenario)}:
            seat.set(_begun(nation, scenario, said))
        case {"do": "load", "content": str(content), "name": str(name)}:
            seat.set(_permitted(Seat.of_file(content.encode(), name)))
        case {"do": "leave"}:
            seat.set(None)
        case {"do": "commit", "plan": list(plan), "played": int(n)} if here and n == len(here.turns):
            seat.set(here.with_turn(_turn(plan)))
        case {"do": "undo", "played": int(n)} if here and here.turns and n == len(here.turns):
            seat.set(here.back())
        case {"do": "forecast", "plan": list(plan)} if here:
            weighed.set(Weighed(here, _turn(plan)))
        case {"do": "contest"} if here:
            contested.set(here)


def _begun(nation: str, scenario: str, said: Mapping[str, Any]) -> Seat:
    rivals = str(said.get("rivals") or "")
    quarters, seed = int(said.get("quarters", 0)), int(said.get("seed", 0))
    if not (1 <= quarters <= LONGEST and 0 <= seed <= SEED_MAX):
        raise InputError(f"A game has 1 to {LONGEST} quarters, and a seed from 0; not {quarters} and {seed}.")
    if nation not in load_inputs().nation_names:
        raise unknown_nation(nation, "nation", load_inputs())
    recipe = Recipe(scenario, seed, quarters, strategies=(("all", rivals),) if rivals else ())
    return _permitted(Seat(Setup(nation, recipe, bool(said.get("open_table", True)))))


def _permitted(chosen: Seat) -> Seat:
    """A seat in a preset or in the scenario that the app was opened with; no other file is read."""
    recipe = chosen.setup.recipe
    if recipe.scenario not in (*scenario_names(), served.scenario):
        raise unknown("scenario", recipe.scenario, scenario_names(), "scenario")
    check(recipe)
    return chosen


def _turn(plan: list[Any]) -> tuple[Action, ...]:
    nations, bodies = load_inputs().nation_names, [body.name for body in institutions()]
    return tuple(action(str(one["do"]), str(one["to"]), one["level"], nations, bodies) for one in plan)


@solara.component
def Page() -> None:  # noqa: N802
    """Before a game the choice of a seat; then the desk and the map; at the end the debrief."""
    here = seat.value
    asked = weighed.value if weighed.value and weighed.value.seat == here else None
    beside = contested.value if contested.value == here else None
    game = use_work("game", sit, here)
    with_plan = use_work("weigh", weigh, asked)
    without = use_work("weigh", weigh, asked and Weighed(asked.seat, None))
    field = use_work("contest", contest, beside)
    told = {
        "seated": here is not None,
        "turns": len(here.turns) if here else 0,
        "ready": game.complete,
        "failed": bool(game.message),
        "weighing": asked is not None and not (with_plan.complete and without.complete),
    }
    with solara.v.Html(tag="div", class_="play"):
        view("play", told, on_said=heard)
        view("feed", {"name": "game", "message": game.message}, game.payload if here else b"")
        view("feed", {"name": "with-plan", "message": with_plan.message}, with_plan.payload)
        view("feed", {"name": "without-plan"}, without.payload)
        view("feed", {"name": "field", "message": field.message}, field.payload)
