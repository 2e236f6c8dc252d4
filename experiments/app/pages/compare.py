"""Compare: two futures side by side on the same seeds and the same scales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import solara

from sovereigns.experiments.app import session
from sovereigns.experiments.app.feed import feed
from sovereigns.experiments.app.pair import MINE, Pair, proposed, read
from sovereigns.experiments.app.view import view
from sovereigns.experiments.app.watch import use_run
from sovereigns.experiments.app.watch_pair import use_pair
from sovereigns.model.errors import InputError

PATH, TITLE, ORDER = "/compare", "Compare", 5

chosen: solara.Reactive[Pair | None] = solara.reactive(None)
"""What the session compares; None until the page is opened."""


def opened(query: str) -> None:
    """Take the pair from a URL; a broken one leaves it as it is, with a message.

    Args:
        query: of the address.
    """
    before = chosen.value or proposed(session.current.value)
    try:
        chosen.set(read(query, before))
    except InputError as error:
        session.problem.set(f"The address was not understood. {error}")
        chosen.set(before)


def heard(said: Mapping[str, Any]) -> None:
    """Do what a person chose.

    Args:
        said: `do` and its arguments.
    """
    pair = chosen.value or proposed(session.current.value)
    match said:
        case {"do": "a", "name": str(name)}:
            _choose(replace(pair, a=name))
        case {"do": "b", "name": str(name)}:
            _choose(replace(pair, b=name))
        case {"do": "seeds", "seeds": int(seeds)}:
            _choose(replace(pair, seeds=seeds))
        case {"do": "swap"}:
            _choose(replace(pair, a=pair.b, b=pair.a))


def _choose(pair: Pair) -> None:
    try:
        chosen.set(read(pair.query(), pair))
        session.problem.set("")
    except InputError as error:
        session.problem.set(str(error))


@solara.component
def Page() -> None:  # noqa: N802
    """Choice of the two; their maps and the difference, lines of both, table of differences."""
    router = solara.use_router()
    solara.use_memo(lambda: opened(router.search or ""), [router.search])
    current = session.current.value
    pair = chosen.value or proposed(current)
    a, b = pair.futures(current)
    runs, paired = (use_run(a), use_run(b)), use_pair(a, b, pair.seeds)
    for name, run in zip("ab", runs, strict=True):
        feed(name, run)
    feed("pair", paired)
    told = {"a": pair.a, "b": pair.b, "seeds": pair.seeds, "mine": MINE}
    told |= {"query": pair.query(), "command": pair.command(current), "current": current.scenario}
    with solara.v.Html(tag="div", class_="compare"):
        view("pair", told, on_said=heard)
        view("player")
        view("mapbar")
        with solara.v.Html(tag="div", class_="twins"):
            view("map", {"future": "a", "beside": "b", "title": "A", "plain": True})
            view("map", {"future": "b", "beside": "a", "title": "B", "plain": True})
        with solara.v.Html(tag="div", class_="twins"):
            view("map", {"future": "b", "less": "a", "title": "B less A", "plain": True})
            view("differences")
        view("twolines")
