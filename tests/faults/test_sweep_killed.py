"""Sweeps of real processes: workers and drivers killed, Ctrl-C; resumed, their bytes are equal."""

import os
import signal
import subprocess
from concurrent.futures import BrokenExecutor
from pathlib import Path

import psutil
import pytest

from sovereigns.experiments.results.store import open_results
from sovereigns.experiments.sweeps import runner
from sovereigns.experiments.sweeps.shard import KILLED, Parcel, Task, perform
from sovereigns.experiments.sweeps.sweep import sweep
from sovereigns.experiments.work.engine import local
from sovereigns.experiments.work.pool import Pool
from tests.faults.sweeps import (
    COMMAND,
    LONG,
    RUNS,
    SHARDS,
    hear_interrupts,
    names,
    shards,
    undisturbed,
    until,
    write_plan,
)

pytestmark = pytest.mark.slow


def begin(folder: Path) -> subprocess.Popen[str]:
    command = [*COMMAND, str(write_plan(folder, LONG)), "--out", str(folder / "out"), "--workers", "2"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, **pipes, text=True, preexec_fn=hear_interrupts)


def finished(folder: Path) -> int:
    return len(list((folder / "out" / "shards").glob("?????.parquet")))


def workers(driver: int) -> list[psutil.Process]:
    """Processes below a driver that are at work: those without children and with some time used."""
    below = psutil.Process(driver).children(recursive=True)
    return [one for one in below if not one.children() and one.cpu_times().user > 0.5]


def test_a_killed_worker_costs_time_only(whole_long: Path, tmp_path: Path) -> None:
    driver = begin(tmp_path)
    until(lambda: finished(tmp_path) >= 1)
    workers(driver.pid)[0].kill()
    assert driver.wait(300) == 0
    assert shards(tmp_path / "out") == shards(whole_long)
    assert names(tmp_path / "out") == names(whole_long)


def test_a_killed_driver_leaves_no_orphans_and_is_resumed(whole_long: Path, tmp_path: Path) -> None:
    driver = begin(tmp_path)
    until(lambda: finished(tmp_path) >= 2)
    below = psutil.Process(driver.pid).children(recursive=True)
    driver.kill()
    driver.wait()
    _, alive = psutil.wait_procs(below, timeout=30)
    assert alive == []
    assert finished(tmp_path) < SHARDS
    undisturbed(tmp_path, tmp_path / "out", LONG)
    assert shards(tmp_path / "out") == shards(whole_long)
    assert names(tmp_path / "out") == names(whole_long)


def test_ctrl_c_ends_with_130_and_the_command_to_go_on(whole_long: Path, tmp_path: Path) -> None:
    driver = begin(tmp_path)
    until(lambda: finished(tmp_path) >= 1)
    below = psutil.Process(driver.pid).children(recursive=True)
    for process in (driver, *below):
        os.kill(process.pid, signal.SIGINT)
    out, err = driver.communicate(timeout=60)
    assert (driver.returncode, out) == (130, "")
    assert f"of {RUNS} runs are kept in {tmp_path / 'out'}" in err
    assert f"To go on: sovereigns sweep {tmp_path / 'small.toml'} --out {tmp_path / 'out'}" in err
    assert "Traceback" not in err
    assert psutil.wait_procs(below, timeout=30)[1] == []
    assert names(tmp_path / "out") == names(whole_long)
    assert shards(tmp_path / "out").items() <= shards(whole_long).items()
    undisturbed(tmp_path, tmp_path / "out", LONG)
    assert shards(tmp_path / "out") == shards(whole_long)


def deadly(task: Task) -> Parcel:
    if any(run.number == 7 for run in task.runs):
        os._exit(9)
    return perform(task)


def test_a_deadly_run_is_convicted_and_the_others_are_kept(
    whole_long: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "perform", deadly)
    from sovereigns.experiments.sweeps.plan import load_plan

    plan = load_plan(str(write_plan(tmp_path, LONG)))
    with local(2) as engine:
        outcome = sweep(plan, tmp_path / "out", engine, "sovereigns sweep")
    assert outcome.failed == 1
    runs = open_results(tmp_path / "out").runs.set_index("run")
    assert runs.loc[7, "error"] == KILLED
    assert (runs.drop(index=7)["status"] == "ok").all()
    other = {
        name for name, content in shards(whole_long).items() if shards(tmp_path / "out")[name] != content
    }
    assert other == {"00003.parquet", "00003.quarters.parquet", "00003.nations.parquet"}


def test_in_a_pool_a_death_breaks_one_future_only() -> None:
    pool = Pool(2)
    calls = [pool.submit(os._exit, 1) if i == 1 else pool.submit(abs, -i) for i in range(6)]
    assert [call.result() for i, call in enumerate(calls) if i != 1] == [0, 2, 3, 4, 5]
    with pytest.raises(BrokenExecutor):
        calls[1].result()
    pool.shutdown()
    with pytest.raises(RuntimeError, match="shut down"):
        pool.submit(abs, 1)
