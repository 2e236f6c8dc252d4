"""The app serves its own package, and of the folder of results what lies in it; nothing else, by no path."""

import asyncio
import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from sovereigns.experiments.app import server

SECRET = "it is me whom nobody should read"
CLIMBS = ("../", "..%2f", "%2e%2e/", "..%5c", "....//", "%2e%2e%2f", "/", "%2f", "")


def answer(app: Any, path: str) -> bytes:
    """Status and body that an application answers a path with, as it comes over the wire."""
    told: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        told.append(str(message.get("status", "")).encode() + message.get("body", b""))

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": unquoted(path), "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8765")], "server": ("127.0.0.1", 8765), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    with ThreadPoolExecutor(1) as apart:  # tests in a browser leave a running loop in this thread
        apart.submit(asyncio.run, app(scope, receive, send)).result()
    return b"".join(told)


def unquoted(path: str) -> str:
    from urllib.parse import unquote

    return unquote(path)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of a person who has notebooks with extensions of their own."""
    home = tmp_path_factory.mktemp("home")
    own = home / "share" / "nbextensions" / "mine"
    own.mkdir(parents=True)
    for place in (home, own):
        (place / "secret.js").write_text(SECRET)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_DATA_DIR", str(home / "share"))
        patch.setenv("JUPYTER_PATH", str(home / "share"))
        import solara.server.server as pages

        patch.setattr(pages, "nbextensions_directories", [home / "share" / "nbextensions"])
        yield home


def prefixes(app: Any) -> list[str]:
    """Where the routes of an application begin, without what they fill in."""
    return sorted(
        {"/", "/jupyter/nbextensions"} | {route.path.split("{")[0].rstrip("/") for route in app.routes}
    )


def test_no_route_leads_out_of_what_is_served(home: Path) -> None:
    app = server.application()
    target = str(home / "secret.js").lstrip("/")
    for prefix, climb in itertools.product(prefixes(app), CLIMBS):
        for times in (1, 24) if climb not in ("/", "%2f", "") else (1,):
            path = f"{prefix}/{climb * times}{target}"
            assert SECRET.encode() not in answer(app, path), path


def test_extensions_of_a_persons_notebooks_are_not_served_and_ours_are(home: Path) -> None:
    app = server.application()
    assert SECRET.encode() not in answer(app, "/jupyter/nbextensions/mine/secret.js")
    for name in server.EXTENSIONS:
        assert answer(app, f"/jupyter/nbextensions/{name}/extension.js").startswith(b"200"), name
