"""The same bytes on a dask.distributed cluster, one of whose workers is killed midway."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.faults.sweeps import LONG, RUNS, names, shards, until, write_plan

Call = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.slow
WORKER = ("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler on loopback with two workers: its address, the workers."""
    file, processes = tmp_path / "scheduler.json", []

    def start(*words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *words, "--scheduler-file", str(file)]
        processes.append(
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path)
        )
        return processes[-1]

    start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
    until(file.exists)
    workers = [start(*WORKER) for _ in range(2)]
    yield json.loads(file.read_text())["address"], workers
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
        process.wait()


def test_a_cluster_that_loses_a_worker_gives_the_same_bytes(
    call: Call,
    whole_long: Path,
    tmp_path: Path,
    dask: tuple[str, list[subprocess.Popen[bytes]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from sovereigns.experiments.sweeps import sweep as sweeps

    address, workers = dask
    out, keep = tmp_path / "out", sweeps.SweepFolder.keep

    def kill_midway(folder: sweeps.SweepFolder, number: int, parcel: sweeps.Parcel) -> None:
        keep(folder, number, parcel)
        if len(folder.finished()) == 2:
            workers[0].kill()

    monkeypatch.setattr(sweeps.SweepFolder, "keep", kill_midway)
    code, printed, err = call(
        "sweep", write_plan(tmp_path, LONG), "--out", out, "--cluster", address, "--json"
    )
    assert code == 0, err
    assert json.loads(printed)["done"] == RUNS
    assert workers[0].wait(10) == -9
    assert workers[1].poll() is None
    assert shards(out) == shards(whole_long)
    assert names(out) == names(whole_long)


def test_a_cluster_that_is_not_there_is_named(call: Call, tmp_path: Path) -> None:
    code, out, err = call(
        "sweep", write_plan(tmp_path), "--out", tmp_path / "out", "--cluster", "tcp://127.0.0.1:9"
    )
    assert (code, out) == (2, "")
    assert "--cluster tcp://127.0.0.1:9: no scheduler answers" in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()
