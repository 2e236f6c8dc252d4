"""The app answers its own address alone: a foreign host or origin gets nowhere, on no route."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sovereigns.experiments.app.gate import Gate

OURS, EVIL = b"127.0.0.1:8765", b"evil.example.com"


def asked(kind: str, *headers: tuple[bytes, bytes], port: int = 8765) -> list[Any]:
    """What is sent back; `passed` if the app behind the gate was asked."""
    told: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        told.append("passed")

    async def send(message: Any) -> None:
        told.append(message.get("status", message["type"]))

    async def receive() -> Any:
        return {}

    asking = Gate(app, port)({"type": kind, "headers": list(headers)}, receive, send)
    with ThreadPoolExecutor(1) as apart:  # tests in a browser leave a running loop in this thread
        apart.submit(asyncio.run, asking).result()
    return told


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_its_own_pages_pass(kind: str) -> None:
    for host in (OURS, b"localhost:8765"):
        assert asked(kind, (b"host", host)) == ["passed"]
        assert asked(kind, (b"host", host), (b"origin", b"http://" + host)) == ["passed"]


def test_another_host_or_origin_gets_nowhere() -> None:
    for bad in ([(b"host", EVIL)], [], [(b"host", OURS), (b"host", EVIL)], [(b"host", b"127.0.0.1:1")]):
        assert asked("http", *bad)[0] == 400
        assert asked("websocket", *bad) == ["websocket.close"]
    for origin in (b"http://" + EVIL, b"null", b"https://" + OURS, b"http://127.0.0.1:1"):
        assert asked("http", (b"host", OURS), (b"origin", origin))[0] == 403
        assert asked("websocket", (b"host", OURS), (b"origin", origin)) == ["websocket.close"]


def test_a_browser_leaves_out_the_port_of_the_web() -> None:
    for host in (b"127.0.0.1", b"LOCALHOST", b"localhost:80"):
        assert asked("http", (b"host", host), (b"origin", b"http://" + host), port=80) == ["passed"]
    assert asked("http", (b"host", b"127.0.0.1"))[0] == 400


@pytest.mark.parametrize(
    "host",
    [
        b"localhost.:8765",
        b"127.0.0.1:8765.",
        b"[::1]:8765",
        b"127.1:8765",
        b"0.0.0.0:8765",
        b"127.0.0.1:8765@" + EVIL,
    ]
    + [
        b"127.0.0.1:08765",
        b" " + OURS,
        OURS + b"/",
        b"",
        b"127.0.0.1",
        b"evil.127.0.0.1:8765",
        OURS + b"," + EVIL,
    ],
)
def test_a_name_like_ours_is_not_ours(host: bytes) -> None:
    assert asked("http", (b"host", host))[0] == 400
    assert asked("http", (b"host", OURS), (b"origin", b"http://" + host))[0] == 403
    assert (
        asked("http", (b"host", OURS), (b"origin", b"http://" + OURS), (b"origin", b"http://" + host))[0]
        == 403
    )
