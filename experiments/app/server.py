"""The app's own launcher: solara under uvicorn, with every file that a page asks for served from here."""

from __future__ import annotations

import os
import socket
import warnings
from importlib import metadata
from pathlib import Path
from typing import Any

import click
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sovereigns.experiments.app.gate import Gate
from sovereigns.experiments.app.port import HOST
from sovereigns.experiments.app.served import served, workers
from sovereigns.experiments.app.view import STATIC
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.errors import InputError
from sovereigns.model.places import EXPERIMENTS

ENVIRONMENT = {
    "SOLARA_APP": "sovereigns.experiments.app.main",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_ASSETS_EXTRA_LOCATIONS": str(STATIC),
    "SOLARA_ASSETS_PROXY_CACHE_DIR": str(STATIC / "cdn"),
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_TITLE": "sovereigns",
    "SOLARA_THEME_VARIANT": "light",
    "SOLARA_KERNEL_CULL_TIMEOUT": "60s",
    "SOLARA_SESSION_SAME_SITE": "lax",
    "SOLARA_KERNEL_MAX_PER_SESSION": "0",
}
EXTENSIONS = {
    "anywidget": "anywidget",
    "jupyter-vue": "ipyvue",
    "jupyter-vuetify": "ipyvuetify",
}
"""Front ends of widgets that a page asks for, by name, and the distributions that bring them."""
GEOMETRY = EXPERIMENTS / "report" / "geometry" / "world.json"


NOTEBOOK = "/jupyter/nbextensions"
NOT_SERVED = ("/{fullpath}", "/{fullpath:path}", "/_solara/cdn", NOTEBOOK)
"""Routes of solara that serve any path, or folders that are not ours."""


def launch(listening: socket.socket, scenario: str, results: Path | None) -> None:
    """Serve until interrupted; prints the address alone on a line when it answers.

    Args:
        listening: to the port that it serves.
        scenario: a preset or the path of a scenario file; what the app opens with.
        results: folder of a run or a sweep.

    Raises:
        InputError: the scenario does not exist or is broken, the folder is not there.
    """
    os.environ.update(ENVIRONMENT)  # before anything imports solara
    from sovereigns.experiments.app.atlas import atlas
    from sovereigns.experiments.app.future import baseline

    served.scenario, served.results = scenario, results
    baseline(scenario)
    if results is not None and not results.is_dir():
        raise InputError(f"--results: no folder '{results}'; give one that run or sweep wrote")
    workers()
    from sovereigns.experiments.app.watch import prepare

    prepare(Recipe(scenario))
    atlas()
    port = listening.getsockname()[1]
    address = f"http://{HOST}:{port}/"
    config = uvicorn.Config(
        Gate(application(), port),
        proxy_headers=False,
        log_level="warning",
        timeout_graceful_shutdown=2,
        ws_per_message_deflate=False,  # nothing leaves this machine: packing would only take time
    )
    try:
        AnnouncedServer(config, address).run(sockets=[listening])
    finally:
        workers().close()


class AnnouncedServer(uvicorn.Server):
    """Says where it is once it answers."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        """Remember what to say."""
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say it."""
        await super().startup(sockets)
        if self.started:
            click.echo(self._address)


def application() -> Starlette:
    """Solara with our own files before it; a path that is no page leads to the first page, with a message."""
    import solara.server.server as solara_pages
    import solara.server.starlette as solara_server

    from sovereigns.experiments.app.registry import pages

    # solara fears an iframe of another site; the app serves this machine alone
    warnings.filterwarnings("ignore", message="Cookies with samesite=none")
    extensions = _extensions()
    # what a person has installed for notebooks is neither asked for by a page nor served
    solara_pages.nbextensions_directories[:] = list({path.parent for path in extensions.values()})
    names = [f"{name}/extension" for name in extensions]
    setattr(solara_pages, "get_nbextension_names", lambda: names)  # noqa: B010
    paths = {page.path.strip("/") for page in pages()}
    front: list[Any] = [
        Route("/atlas.json", _atlas),
        Route("/world.json", _geometry),
        Mount("/front", StaticFiles(directory=STATIC)),
        *(Mount(f"{NOTEBOOK}/{name}", StaticFiles(directory=path)) for name, path in extensions.items()),
        Mount("/_solara/cdn", StaticFiles(directory=STATIC / "cdn")),
    ]
    ours = [route for route in solara_server.routes if getattr(route, "path", "") not in NOT_SERVED]
    shown = [Route(f"/{path}", solara_server.root) for path in sorted(paths)]
    return Starlette(
        routes=[*front, *ours, *shown, Route("/{lost:path}", _lost)],
        lifespan=solara_server.lifespan,
        middleware=solara_server.middleware,
    )


def _extensions() -> dict[str, Path]:
    """The folders of EXTENSIONS, of the distributions themselves."""
    found = {}
    for name, distribution in EXTENSIONS.items():
        for file in metadata.files(distribution) or []:
            if file.as_posix().endswith(f"nbextensions/{name}/extension.js"):
                found[name] = Path(str(file.locate())).resolve().parent
    return found


def _atlas(_: Request) -> Response:
    from sovereigns.experiments.app.atlas import atlas

    return Response(atlas(), media_type="application/json", headers={"Cache-Control": "no-cache"})


def _geometry(_: Request) -> Response:
    return Response(
        GEOMETRY.read_bytes(), media_type="application/json", headers={"Cache-Control": "max-age=86400"}
    )


def _lost(request: Request) -> Response:
    if "." in request.url.path:
        return Response("not found", status_code=404, media_type="text/plain")
    return RedirectResponse("/?lost=1")
