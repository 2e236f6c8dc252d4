"""What one browser session has chosen: its future, the ones before it, and what went wrong.

A `solara.reactive` of a module has one value a session; the session's end frees it.
"""

from __future__ import annotations

import solara

from sovereigns.experiments.app.future import check, read
from sovereigns.experiments.app.looks import misread
from sovereigns.experiments.app.served import served
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.errors import InputError

MOST = 100
"""steps that can be undone"""

current: solara.Reactive[Recipe] = solara.reactive(Recipe())
past: solara.Reactive[tuple[Recipe, ...]] = solara.reactive(())
undone: solara.Reactive[tuple[Recipe, ...]] = solara.reactive(())
problem: solara.Reactive[str] = solara.reactive("")
"""What a person should know about the last input; blank if it was fine."""


def opened(query: str) -> None:
    """Take the future from a URL; a broken one leaves the page as it is, with a message."""
    unclear = misread(query)
    if unclear:
        problem.set(f"The address was not understood. {unclear}")
    try:
        future = read(query, served.scenario)
    except InputError as error:
        problem.set(f"The address was not understood. {error}")
        future = read("", served.scenario) if current.value == Recipe() else current.value
    if future != current.value:
        current.set(future)


def choose(future: Recipe) -> None:
    """Make it the session's future; one step that can be undone. What cannot be played gives a message."""
    try:
        check(future, served.scenario)
    except InputError as error:
        return problem.set(str(error))
    problem.set("")
    if future != current.value:
        past.set((*past.value, current.value)[-MOST:])
        undone.set(())
        current.set(future)
    return None


def undo() -> None:
    """One step back."""
    if past.value:
        undone.set((*undone.value, current.value))
        current.set(past.value[-1])
        past.set(past.value[:-1])


def redo() -> None:
    """One step forward again."""
    if undone.value:
        past.set((*past.value, current.value))
        current.set(undone.value[-1])
        undone.set(undone.value[:-1])


def reset() -> None:
    """The scenario as it is."""
    choose(current.value.unchanged())


def compared() -> tuple[Recipe | None, str]:
    """What the current future is set beside, and its name: the one before it, or the scenario as it is."""
    unchanged = current.value.unchanged()
    if past.value:
        return past.value[-1], "the earlier future"
    return (unchanged, "the preset unchanged") if unchanged != current.value else (None, "")
