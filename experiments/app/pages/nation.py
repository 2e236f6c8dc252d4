"""Nation: one nation through the future: what it has, believes, orders, and what is done to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import solara

from sovereigns.experiments.app import session
from sovereigns.experiments.app.dossier import Inquiry, dossier
from sovereigns.experiments.app.feed import feed
from sovereigns.experiments.app.view import view
from sovereigns.experiments.app.watch import use_work
from sovereigns.model.facts.inputs import load_inputs

PATH, TITLE, ORDER = "/nation", "Nation", 3


@solara.component
def Page() -> None:  # noqa: N802
    """Header, player, what changed, resources, firms, researchers, briefing, orders, partners, bodies."""
    iso3, choose = solara.use_state("")

    def heard(said: Mapping[str, Any]) -> None:
        match said:
            case {"do": "nation", "iso3": str(name)} if name in set(load_inputs().nations["iso3"]):
                choose(name)
            case {"do": "nation"}:
                choose("")

    found = use_work("dossier", dossier, Inquiry(session.current.value, iso3) if iso3 else None)
    with solara.v.Html(tag="div", class_="dossier"):
        feed("dossier", found)
        view("nation", on_said=heard)
        with solara.v.Html(tag="div", class_="stage"):
            view("map")
            view("player")
            view("standing")
        view("changed")
        view("resources")
        with solara.v.Html(tag="div", class_="halves"):
            view("people")
            view("firms")
        view("briefing")
        view("orders")
        view("partners")
        view("bodies")
