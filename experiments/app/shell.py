"""The frame of every page: navigation, the session's future and its feeds to the browser, messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import solara

from sovereigns.experiments.app import session
from sovereigns.experiments.app.feed import feed
from sovereigns.experiments.app.registry import pages
from sovereigns.experiments.app.view import view
from sovereigns.experiments.app.watch import use_run


@solara.component
def Shell(children: list[Any]) -> None:  # noqa: N802
    """Navigation above, the page below; the run of the session's future goes to the browser from here.

    Args:
        children: the page.
    """
    router = solara.use_router()
    solara.use_memo(lambda: session.opened(router.search or ""), [router.search])
    future = session.current.value
    run = use_run(future)
    listed = [{"path": page.path, "title": page.title} for page in pages()]
    path = "/" + (router.path or "").strip("/")
    with solara.v.Html(tag="div", class_="shell"):
        view("shell", {"pages": listed, "path": path})
        feed("main", run, query=future.query(), command=future.command(brief=True))
        Problem(
            session.problem.value
            or ("There is no such page; this is the first one." if _lost(router.search) else "")
        )
        with solara.v.Html(tag="main", class_="page", attributes={"id": "page"}):
            solara.v.Html(tag="div", children=children)
        view("footer")


@solara.component
def Problem(message: str) -> None:  # noqa: N802
    """A message about the last input, or nothing.

    Args:
        message: blank for nothing.
    """

    def heard(_: Mapping[str, Any]) -> None:
        session.problem.set("")

    view("problem", {"message": message}, on_said=heard)


def _lost(search: str | None) -> bool:
    return "lost=1" in (search or "")
