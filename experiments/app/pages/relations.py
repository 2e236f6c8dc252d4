"""Relations: the nations as a network: who is allied, who restricts whom, who shares with whom."""

from __future__ import annotations

import solara

from sovereigns.experiments.app import session
from sovereigns.experiments.app.feed import feed
from sovereigns.experiments.app.relations import relations
from sovereigns.experiments.app.view import view
from sovereigns.experiments.app.watch import use_work

PATH, TITLE, ORDER = "/relations", "Relations", 4


@solara.component
def Page() -> None:  # noqa: N802
    """Network, player, map, numbers of ties, table."""
    found = use_work("relations", relations, session.current.value)
    with solara.v.Html(tag="div", class_="relations"):
        feed("relations", found)
        view("network")
        view("player")
        with solara.v.Html(tag="div", class_="halves"):
            view("ties")
            view("tielines")
        view("map")
