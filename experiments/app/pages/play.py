"""Play: one person decides for one nation, quarter by quarter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import solara

from sovereigns.experiments.app import kept_games, session
from sovereigns.experiments.app.future import LONGEST, check
from sovereigns.experiments.app.kept_games import Kept
from sovereigns.experiments.app.playing import Seat, Weighed, contest, sit, weigh
from sovereigns.experiments.app.served import served
from sovereigns.experiments.app.trajectory import header
from sovereigns.experiments.app.view import view
from sovereigns.experiments.app.watch import Watch, use_work
from sovereigns.experiments.game.actions import Action, action
from sovereigns.experiments.game.setup import Setup
from sovereigns.experiments.limits import SEED_MAX
from sovereigns.experiments.recipe import Recipe, words_of
from sovereigns.model.errors import InputError
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.numbers import whole
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.start.scenarios import unknown_nation

PATH, TITLE, ORDER = "/play", "Play", 6

seat: solara.Reactive[Seat | None] = solara.reactive(None)
"""Where this session plays; None before a game."""
weighed: solara.Reactive[Weighed | None] = solara.reactive(None)
"""The plan that a forecast was asked for."""
contested: solara.Reactive[Seat | None] = solara.reactive(None)
"""The game that the field of strategies is played beside."""


kept: solara.Reactive[Kept | None] = solara.reactive(None)
"""The file of this session's game."""


def opened(query: str) -> None:
    """Go on with the game that a URL names; one that cannot be gone on with gives a message.

    Args:
        query: of the address.
    """
    name = dict(words_of(query)).get("game")
    if name and not (kept.value and kept.value.name == name):
        heard({"do": "open", "name": name})


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
            _sit_down(_begun(nation, scenario, said))
        case {"do": "load", "content": str(content), "name": str(name)}:
            _sit_down(_permitted(Seat.of_file(content.encode(errors="surrogatepass"), name)))
        case {"do": "open", "name": str(name)}:
            file = kept_games.read(name)
            _sit_down(_permitted(Seat.of_file(file.content, f"game '{name}'")), file)
        case {"do": "leave"}:
            _leave(here)
        case {"do": "commit", "plan": list(plan), "played": int(n)} if here and n == len(here.turns):
            seat.set(here.with_turn(_turn(plan)))
        case {"do": "undo", "played": int(n)} if here and here.turns and n == len(here.turns):
            seat.set(here.back())
        case {"do": "forecast", "plan": list(plan)} if here:
            weighed.set(Weighed(here, _turn(plan)))
        case {"do": "contest"} if here:
            contested.set(here)


def _sit_down(chosen: Seat, file: Kept | None = None) -> None:
    kept.set(file or Kept(kept_games.fresh(chosen.setup.nation)))
    seat.set(chosen)


def _leave(here: Seat | None) -> None:
    if here and kept.value and not here.turns:
        kept_games.forget(kept.value)
    seat.set(None)
    kept.set(None)


def keep(here: Seat | None, game: Watch) -> None:
    """Write the quarter that has been played to the game's file.

    Args:
        here: where the session plays.
        game: what is known of the game.
    """
    file = kept.value
    if here is None or file is None or not game.complete:
        return
    content = header(game.payload)["game"]["file"].encode()
    if content == file.content or Seat.of_file(content, file.name).played != here.played:
        return  # nothing new, or still the quarter before
    try:
        kept.set(kept_games.keep(file, content, here.setup.nation))
    except InputError as error:
        session.problem.set(str(error))


def _begun(nation: str, scenario: str, said: Mapping[str, Any]) -> Seat:
    rivals = str(said.get("rivals") or "")
    seed = whole(str(said.get("seed", "0")), "seed", 0, SEED_MAX)
    quarters = whole(str(said.get("quarters", "")), "quarters", 1, LONGEST)
    if nation not in load_inputs().nation_names:
        raise unknown_nation(nation, "nation", load_inputs())
    recipe = Recipe(scenario, seed, quarters, strategies=(("all", rivals),) if rivals else ())
    return _permitted(Seat(Setup(nation, recipe, bool(said.get("open_table", True)))))


def _permitted(chosen: Seat) -> Seat:
    """A seat in a preset or in the scenario that the app was opened with; no other file is read."""
    check(chosen.setup.recipe, served.scenario)
    return chosen


def _turn(plan: list[Any]) -> tuple[Action, ...]:
    nations, bodies = load_inputs().nation_names, [body.name for body in institutions()]
    return tuple(action(str(one["do"]), str(one["to"]), one["level"], nations, bodies) for one in plan)


@solara.component
def Page() -> None:  # noqa: N802
    """Before a game the choice of a seat; then the desk and the map; at the end the debrief."""
    router = solara.use_router()
    solara.use_memo(lambda: opened(router.search or ""), [router.search])
    here = seat.value
    asked = weighed.value if weighed.value and weighed.value.seat == here else None
    beside = contested.value if contested.value == here else None
    game = use_work("game", sit, here)
    with_plan = use_work("weigh", weigh, asked)
    without = use_work("weigh", weigh, asked and Weighed(asked.seat, None))
    field = use_work("contest", contest, beside)
    solara.use_effect(lambda: keep(here, game), [here, game])
    games = solara.use_memo(lambda: [] if here else kept_games.listed(), [here])
    unweighed = with_plan.message or without.message
    told = {
        "seated": here is not None,
        "name": kept.value.name if here and kept.value else "",
        "games": games,
        "turns": len(here.turns) if here else 0,
        "ready": game.complete,
        "failed": game.message,
        "weighing": asked is not None and not (with_plan.complete and without.complete or unweighed),
        "unweighed": unweighed,
        "weighed": [vars(one) for one in asked.plan or ()] if asked else [],
        "contesting": beside is not None,
        "uncontested": field.message,
    }

    def said_here(said: Mapping[str, Any]) -> None:
        match said:
            case {"do": "retry", "what": "game"}:
                game.again()
            case {"do": "retry", "what": "forecast"}:
                for one in (with_plan, without):
                    if one.message:
                        one.again()
            case {"do": "retry", "what": "field"}:
                field.again()
            case _:
                heard(said)

    with solara.v.Html(tag="div", class_="play"):
        view("play", told, on_said=said_here)
        # what failed stands in the view, where the person looks
        view("feed", {"name": "game"}, game.payload if here else b"")
        view("feed", {"name": "with-plan"}, with_plan.payload)
        view("feed", {"name": "without-plan"}, without.payload)
        view("feed", {"name": "field"}, field.payload)
