"""Who may talk to the app: a page of its own address, under the name it was started for, and nobody else."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

NAMES = ("127.0.0.1", "localhost")
BAD_HOST, FOREIGN = 400, 403
HTTP = 80
"""The port that a browser leaves out."""


class Gate:
    """In front of every route and WebSocket: any other Host is answered 400, any other Origin 403."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        """Stand before an app that was started for a port."""
        self._app = app
        self._hosts = {f"{name}:{port}".encode() for name in NAMES}
        self._hosts |= {name.encode() for name in NAMES if port == HTTP}
        self._origins = {b"http://" + host for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass what may pass."""
        status = self._refusal(scope) if scope["type"] in ("http", "websocket") else 0
        if not status:
            return await self._app(scope, receive, send)
        if scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 1008})
        head = [(b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": status, "headers": head})
        return await send({"type": "http.response.body", "body": b"not served here\n"})

    def _refusal(self, scope: Scope) -> int:
        def given(name: bytes) -> list[bytes]:
            return [value.lower() for key, value in scope["headers"] if key.lower() == name]

        hosts = given(b"host")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return BAD_HOST
        return 0 if all(origin in self._origins for origin in given(b"origin")) else FOREIGN
