"""The app's own launcher: solara under uvicorn, with every file that a page asks for served from here."""

from __future__ import annotations

import os
import socket
import warnings
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
from sovereigns.experiments.app.served import served, workers
from sovereigns.experiments.app.view import STATIC
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.errors import InputError
from sovereigns.model.places import EXPERIMENTS

HOST = "127.0.0.1"
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
GEOMETRY = EXPERIMENTS / "report" / "geometry" / "world.json"


def launch(port: int, scenario: str, results: Path | None) -> None:
    """Serve until interrupted; prints the address alone on a line when it answers.

    Args:
        port: 0 picks a free one.
        scenario: a preset or the path of a scenario file; what the app opens with.
        results: folder of a run or a sweep.

    Raises:
        InputError: the scenario does not exist or is broken, the port is taken, the folder is not there.
    """
    os.environ.update(ENVIRONMENT)  # before anything imports solara
    from sovereigns.experiments.app.atlas import atlas
    from sovereigns.experiments.app.future import baseline

    served.scenario, served.results = scenario, results
    baseline(scenario)
    if results is not None and not results.is_dir():
        raise InputError(f"--results: no folder '{results}'; give one that run or sweep wrote")
    listening = listen(port)
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


def listen(port: int) -> socket.socket:
    """A socket on this machine alone.

    Raises:
        InputError: somebody has it.
    """
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()
    except OSError as error:
        listening.close()
        reason = error.strerror or "not to be had"
        raise InputError(f"--port: {port}: {reason}; choose another, or 0 for any free one") from error
    return listening


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
    import solara.server.starlette as solara_server

    from sovereigns.experiments.app.registry import pages

    # solara fears an iframe of another site; the app serves this machine alone
    warnings.filterwarnings("ignore", message="Cookies with samesite=none")
    paths = {page.path.strip("/") for page in pages()}
    front: list[Any] = [
        Route("/atlas.json", _atlas),
        Route("/world.json", _geometry),
        Mount("/front", StaticFiles(directory=STATIC)),
        Mount("/_solara/cdn", StaticFiles(directory=STATIC / "cdn")),
    ]
    ours = [route for route in solara_server.routes if not _is_catch_all(route)]
    shown = [Route(f"/{path}", solara_server.root) for path in sorted(paths)]
    return Starlette(
        routes=[*front, *ours, *shown, Route("/{lost:path}", _lost)],
        lifespan=solara_server.lifespan,
        middleware=solara_server.middleware,
    )


def _is_catch_all(route: Any) -> bool:
    return getattr(route, "path", "") in ("/{fullpath}", "/{fullpath:path}", "/_solara/cdn")


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
