"""Results: runs, sweeps and verdicts on the claims that lie in the folder that the app was given."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import solara

from sovereigns.experiments.app import session
from sovereigns.experiments.app.folders import RUN, Folder, folders, path_of
from sovereigns.experiments.app.opened import Asked, open_folder
from sovereigns.experiments.app.served import served
from sovereigns.experiments.app.view import view
from sovereigns.experiments.app.watch import use_work
from sovereigns.experiments.recipe import quoted, words_of
from sovereigns.model.errors import InputError

PATH, TITLE, ORDER = "/results", "Results", 7
NONE_GIVEN = (
    "No folder of results was given. Start the app with one: sovereigns app --results DIR, "
    "where DIR is what run, sweep or claims wrote, or a folder of such folders."
)
NOTHING = "There are no results in {}: no run, no sweep, no verdicts on claims, up to two levels down."

wanted: solara.Reactive[str] = solara.reactive("")
"""Name of the folder that the session has open; blank for the first."""


def opened(query: str) -> None:
    """Take the folder's name from a URL.

    Args:
        query: of the address.
    """
    name = dict(words_of(query)).get("result")
    if name:
        wanted.set(name)


def heard(said: Mapping[str, Any]) -> None:
    """Open what a person chose.

    Args:
        said: `do` and its arguments.
    """
    match said:
        case {"do": "open", "name": str(name)}:
            session.problem.set("")
            wanted.set(name)


@solara.component
def Page() -> None:  # noqa: N802
    """List of the folders, and what the one that is open holds."""
    router = solara.use_router()
    solara.use_memo(lambda: opened(router.search or ""), [router.search])
    root, name = served.results, wanted.value
    with solara.v.Html(tag="div", class_="results"):
        if root is None:
            view("notice", {"title": "Results", "message": NONE_GIVEN})
            return
        listed = folders(root)
        chosen = next((one for one in listed if one.name == name), None)
        message = "" if chosen or not name else _refusal(root, name)
        if chosen is None and not name and listed:
            chosen = listed[0]
        shown = [{"name": one.name, "kind": one.kind, "title": one.title} for one in listed]
        query = f"result={quoted(chosen.name)}" if chosen else ""
        view(
            "folders",
            {"folders": shown, "open": chosen.name if chosen else "", "query": query},
            on_said=heard,
        )
        if message or chosen is None:
            view("notice", {"message": message or NOTHING.format(root)})
        else:
            Opened(chosen, root).key(f"{chosen.name} {chosen.stamp}")


@solara.component
def Opened(folder: Folder, root: Path) -> None:  # noqa: N802
    """What a folder holds.

    Args:
        folder: one of the list.
        root: the folder that the app was given.
    """
    asked = Asked(str(root.resolve() / folder.name), folder.kind, folder.stamp)
    read = use_work("results", open_folder, None if folder.problem else asked)

    def said(_: Mapping[str, Any]) -> None:
        read.again()

    if folder.problem or read.message:
        told = {"message": folder.problem or read.message, "retry": not folder.problem}
        view("notice", told, on_said=said).key("broken")
    elif not read.complete:
        # no view: one that is gone before the browser has set it up is an error there
        solara.v.Html(
            tag="p", class_="note", attributes={"role": "status"}, children=[f"Reading {folder.name} …"]
        )
    elif folder.kind == RUN:
        Run(f"opened {folder.name}", read.payload)
    else:
        view(folder.kind, {"name": folder.name}, read.payload).key("content")


@solara.component
def Run(future: str, payload: bytes) -> None:  # noqa: N802
    """One run, as the page World shows it.

    Args:
        future: its name in the browser's store.
        payload: the packed run.
    """
    of = {"future": future}
    view("feed", {"name": future}, payload)
    view("about", of)
    with solara.v.Html(tag="div", class_="stage"):
        view("map", of)
        view("player", of)
        view("headlines", of)
    view("timeline", of)
    view("lines", of)


def _refusal(root: Path, name: str) -> str:
    try:
        path = path_of(root, name)
    except InputError as error:
        return str(error)
    return f"{path.name}: holds no run, no sweep and no verdicts on claims; choose one of the list."
