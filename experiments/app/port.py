"""The port that the app listens on; read in before anything heavy, so that one in use is told at once."""

from __future__ import annotations

import socket

from sovereigns.model.errors import InputError

HOST = "127.0.0.1"


def listen(port: int) -> socket.socket:
    """A socket on this machine alone.

    Args:
        port: 0 for any free one.

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
