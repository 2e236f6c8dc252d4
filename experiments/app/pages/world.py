"""World: the 193 nations through one future."""

from __future__ import annotations

import solara

from sovereigns.experiments.app.view import view

PATH, TITLE, ORDER = "/", "World", 1


@solara.component
def Page() -> None:  # noqa: N802
    """Map, player, headline numbers, timeline, main lines."""
    with solara.v.Html(tag="div", class_="world"):
        view("story", {"title": "The world, quarter by quarter"})
        with solara.v.Html(tag="div", class_="stage"):
            view("map")
            view("player")
            view("headlines")
        view("timeline")
        view("lines")
