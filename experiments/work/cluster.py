"""Sweeps on a cluster: shards go to a dask.distributed scheduler that is already there (docs/cluster.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sovereigns.experiments.work.engine import Engine
from sovereigns.model.errors import InputError

ADDRESS = re.compile(r"(\w+://)?[^\s/]+:\d+|inproc://\S+")
PATIENCE = 10
"""Seconds to wait for a scheduler's answer."""


@contextmanager
def cluster(address: str) -> Iterator[Engine]:
    """The workers of a scheduler, as many as come and go. It does again what a dead worker was doing.

    Args:
        address: of the scheduler, as in tcp://host:8786.

    Raises:
        InputError: dask.distributed is not installed, or no scheduler answers there.
    """
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise InputError("--cluster: dask.distributed is not installed; uv sync --extra cluster") from None
    if not ADDRESS.fullmatch(address):
        raise InputError(f"--cluster '{address}': is no address of a scheduler; write it as tcp://HOST:8786")
    try:
        client: Any = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as error:
        raise InputError(
            f"--cluster {address}: no scheduler answers ({error}); dask scheduler starts one, as in tcp://HOST:8786"
        ) from None
    executor = client.get_executor(pure=False)
    try:
        yield Engine(executor, lambda: sum(client.nthreads().values()), (KilledWorker,), tries=1)
    finally:
        executor.shutdown(wait=False)
        client.close()
