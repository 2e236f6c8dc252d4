"""Sweeps in one process, resumed, poisoned, out of disk, interrupted: what is finished stays as it is."""

import errno
import json
import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sovereigns.experiments.results.store import open_results
from sovereigns.experiments.sweeps import folder as sweep_folder
from sovereigns.experiments.sweeps import plan as plans
from sovereigns.experiments.sweeps import shard
from sovereigns.experiments.sweeps.plan import Plan, load_plan
from sovereigns.experiments.sweeps.shard import KILLED, perform
from sovereigns.experiments.sweeps.sweep import Interrupted, sweep
from sovereigns.experiments.work.engine import Engine
from sovereigns.experiments.work.pool import Pool
from sovereigns.model.errors import InputError
from sovereigns.model.simulation import Simulation
from tests.faults.sweeps import RUNS, SHARDS, TEXT, names, shards, threads, write_plan

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return load_plan(str(write_plan(tmp_path)))


def go(plan: Plan, out: Path, engine: Engine | None = None, **options: Any) -> Any:
    return sweep(plan, out, engine or threads(), "sovereigns sweep small.toml", **options)


def test_a_sweep_leaves_its_plan_manifest_and_shards_alone(whole: Path) -> None:
    assert names(whole) == {"plan.toml", "manifest.json", "shards"}
    assert (whole / "plan.toml").read_text() == TEXT
    kinds = ("", ".quarters", ".nations")
    assert set(shards(whole)) == {f"{n:05d}{kind}.parquet" for n in range(SHARDS) for kind in kinds}


def test_a_run_of_a_sweep_is_the_same_run_as_alone(whole: Path) -> None:
    results = open_results(whole)
    run = results.runs.iloc[RUNS - 1]
    alone = Simulation(
        run["scenario"],
        int(run["seed"]),
        firms=0,
        researchers=0,
        set={"threat_gain": run["threat_gain"]},
        strategies={"USA": run["strategy.USA"]},
    ).run(1)
    world = alone.metrics()
    assert world.iloc[-1].dropna().to_dict() == run[world.columns].dropna().to_dict()
    kept = results.quarters.query("run == @RUNS - 1").drop(columns="run").reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, world, check_dtype=False)
    nations = results.nations.query("run == @RUNS - 1").drop(columns="run").reset_index(drop=True)
    pd.testing.assert_frame_equal(
        nations, alone.tables()["nations"], check_dtype=False, check_categorical=False
    )


def test_a_sweep_goes_on_where_it_stopped_with_equal_bytes(plan: Plan, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert go(plan, out, limit=3).done == 4
    assert set(shards(out)) < set(shards(whole))
    (out / "shards" / "00001.parquet").unlink()
    (out / "shards" / "00003.nations.parquet.aside").write_bytes(b"half")
    (out / "manifest.json.aside").write_bytes(b"half")
    assert go(plan, out).done == RUNS
    assert shards(out) == shards(whole)
    assert names(out) == names(whole)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    assert go(plan, out).done == RUNS
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("0.3", "0.4", "factors, points_digest"), ("replications = 2", "replications = 3", "replications")],
)
def test_another_plan_is_refused(whole: Path, tmp_path: Path, old: str, new: str, said: str) -> None:
    before = shards(whole)
    other = load_plan(str(write_plan(tmp_path, TEXT.replace(old, new))))
    with pytest.raises(InputError, match=f"--out .*holds another plan \\('small', other .*{said}"):
        go(other, whole)
    assert shards(whole) == before


def test_runs_of_another_model_are_not_mixed(
    plan: Plan, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "code_digest", lambda: "other")
    with pytest.raises(InputError, match="another version of the model"):
        go(load_plan(str(whole.parent / "small.toml")), whole)


def test_a_worker_of_another_version_is_refused(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shard, "code_digest", lambda: "other")
    with pytest.raises(InputError, match="another version of sovereigns"):
        go(plan, tmp_path / "out")
    assert shards(tmp_path / "out") == {}


@pytest.mark.parametrize("name", ["thesis.docx", "plan.toml", "shards"])
def test_foreign_folders_are_not_touched(plan: Plan, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    precious = out / name / "data.csv" if name == "shards" else out / name
    precious.parent.mkdir(parents=True)
    precious.write_text("precious")
    with pytest.raises(InputError, match=f"holds '{name}', which is no sweep of ours"):
        go(plan, out)
    assert [path for path in out.rglob("*") if path.is_file()] == [precious]
    assert precious.read_text() == "precious"


def test_a_killed_start_is_no_foreign_folder(plan: Plan, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "shards").mkdir(parents=True)
    (out / "plan.toml").write_text(TEXT)
    (out / "manifest.json.aside").write_text("{")
    go(plan, out)
    assert shards(out) == shards(whole)
    assert names(out) == names(whole)


def test_two_sweeps_do_not_work_in_one_folder(plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with (
        sweep_folder.SweepFolder.claim(out, plan, "first"),
        pytest.raises(InputError, match="another sweep is at work there"),
    ):
        go(plan, out)


def test_a_run_that_raises_is_stored_with_its_error_and_seed(
    plan: Plan, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, simulate = tmp_path / "out", shard.simulate

    def poisoned(run: shard.Run, *told: Any) -> Simulation:
        if run.number == 7:
            raise ValueError("poison")
        return simulate(run, *told)

    monkeypatch.setattr(shard, "simulate", poisoned)
    told: list[tuple[int, int, int]] = []
    outcome = go(plan, out, tell=lambda *progress: told.append(progress))
    assert (outcome.done, outcome.failed) == (RUNS, 1)
    assert told[-1] == (RUNS, RUNS, 1)
    runs = open_results(out).runs.set_index("run")
    assert (runs["status"] == "failed").sum() == 1
    assert runs.loc[7, ["status", "error", "seed"]].tolist() == ["failed", "ValueError: poison", 1]
    assert runs.loc[7, "threat_gain"] == 0.1
    assert pd.isna(runs.loc[7, "welfare"])
    others = runs.drop(index=7)
    pd.testing.assert_frame_equal(others, open_results(whole).runs.set_index("run").drop(index=7))
    changed = {name for name, content in shards(whole).items() if shards(out)[name] != content}
    assert changed == {"00003.parquet", "00003.quarters.parquet", "00003.nations.parquet"}


class Mortal(Executor):
    """Does tasks at once; one with a poisoned run kills its worker, and some others do so now and then."""

    def __init__(self, poison: set[int], unlucky: set[int]) -> None:
        self.poison, self.unlucky = poison, unlucky

    def submit(self, fn: Any, /, *tasks: Any) -> Future[Any]:  # type: ignore[override]
        future: Future[Any] = Future()
        numbers = {run.number for task in tasks for run in task.runs}
        if numbers & (self.poison | self.unlucky):
            self.unlucky -= numbers
            future.set_exception(BrokenExecutor())
        else:
            future.set_result(fn(*tasks))
        return future


class Nowhere(Executor):
    """A place where no worker can start."""

    def submit(self, fn: Any, /, *tasks: Any) -> Future[Any]:  # type: ignore[override]
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor("no memory left"))
        return future


def test_a_shard_that_dies_once_is_tried_again(plan: Plan, whole: Path, tmp_path: Path) -> None:
    go(plan, tmp_path / "out", Engine(Mortal(set(), {0, 4, 14}), lambda: 2))
    assert shards(tmp_path / "out") == shards(whole)


def test_a_run_that_kills_its_worker_is_convicted_alone(plan: Plan, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    outcome = go(plan, out, Engine(Mortal({7}, {3, 14}), lambda: 2))
    assert (outcome.done, outcome.failed) == (RUNS, 1)
    runs = open_results(out).runs.set_index("run")
    assert runs.index[runs["status"] == "failed"].tolist() == [7]
    assert runs.loc[7, ["error", "seed"]].tolist() == [KILLED, 1]
    pd.testing.assert_frame_equal(runs.drop(index=7), open_results(whole).runs.set_index("run").drop(index=7))
    assert {name for name, content in shards(whole).items() if shards(out)[name] == content} >= {
        f"{n:05d}.parquet" for n in range(SHARDS) if n != 3
    }


def test_where_no_worker_can_start_the_sweep_stops_and_says_so(
    plan: Plan, whole: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with pytest.raises(InputError, match=r"no worker can start here \(no memory left\).*call again"):
        go(plan, out, Engine(Nowhere(), lambda: 2))
    assert shards(out) == {}
    go(plan, out)
    assert shards(out) == shards(whole)


def failing(error: Exception) -> Any:
    """`simulate`, with a run that raises."""
    simulate = shard.simulate

    def failed(run: shard.Run, *told: Any) -> Simulation:
        if run.number == 7:
            raise error
        return simulate(run, *told)

    return failed


@pytest.mark.parametrize("error", [MemoryError("full"), OSError("disk"), ImportError("half installed")])
def test_what_the_machine_did_is_tried_again_by_the_same_command(
    plan: Plan, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    out = tmp_path / "out"
    with monkeypatch.context() as broken:
        broken.setattr(shard, "simulate", failing(error))
        assert go(plan, out).failed == 1
    assert go(plan, out).failed == 0
    assert shards(out) == shards(whole)


def test_a_run_that_killed_its_worker_is_tried_again_by_the_same_command(
    plan: Plan, whole: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert go(plan, out, Engine(Mortal({7}, set()), lambda: 2)).failed == 1
    assert go(plan, out).failed == 0
    assert shards(out) == shards(whole)


def test_what_the_model_did_is_a_result_until_somebody_asks_for_it_again(
    plan: Plan, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    with monkeypatch.context() as broken:
        broken.setattr(shard, "simulate", failing(ValueError("poison")))
        go(plan, out)
    assert go(plan, out).failed == 1
    assert go(plan, out, retry_failed=True).failed == 0
    assert shards(out) == shards(whole)


def test_runs_tried_alone_give_the_bytes_of_the_shard(plan: Plan) -> None:
    task = plan.task(3)
    apart = shard.merge(task, [perform(one) for one in task.alone()])
    assert apart.tables == perform(task).tables


def test_a_full_disk_stops_the_sweep_and_loses_nothing_finished(
    plan: Plan, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, synced = tmp_path / "out", []

    def fsync(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) > 12:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", fsync)
        with pytest.raises(
            InputError, match="--out .*No space left on device; what is finished stays. Make room"
        ):
            go(plan, out)
    there = shards(out)
    assert "00002.parquet" in there
    assert there.items() <= shards(whole).items()
    go(plan, out)
    assert shards(out) == shards(whole)
    assert names(out) == names(whole)


def test_ctrl_c_keeps_what_is_finished_and_says_how_to_go_on(plan: Plan, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def tell(done: int, total: int, failed: int) -> None:
        if done == 6:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="6 of 16 runs are kept in .*To go on: sovereigns sweep small.toml"):
        go(plan, out, tell=tell)
    assert shards(out).items() <= shards(whole).items()
    assert names(out) == names(whole)
    go(plan, out)
    assert shards(out) == shards(whole)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT * FROM '/etc/passwd'", "does not exist|disabled"),
        ("SELECT * FROM read_csv('/etc/passwd')", "disabled"),
        ("SELECT * FROM glob('/*')", "disabled"),
        ("SELECT * FROM read_parquet('https://example.org/x.parquet')", "disabled"),
        ("COPY runs TO 'stolen.csv'", "only reads"),
        ("ATTACH 'mine.db'", "only reads"),
        ("INSTALL httpfs", "only reads"),
        ("SET enable_external_access = true", "only reads"),
        ("DROP VIEW runs", "only reads"),
        ("SELECT 1; SELECT 2", "only reads"),
        ("SELECT wellfare FROM runs", "wellfare"),
        ("SELEC 1", "syntax"),
        ("", "only reads"),
    ],
)
def test_sql_reads_the_tables_and_nothing_else(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sql: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    results = open_results(whole)
    file = whole / "shards" / "00000.parquet"
    for text in (sql, sql.replace("/etc/passwd", str(file))):
        with pytest.raises(InputError, match=said):
            results.sql(text)
    assert list(tmp_path.iterdir()) == []


def test_sql_joins_runs_quarters_and_nations(call: Call, whole: Path, tmp_path: Path) -> None:
    text = """SELECT r.scenario, count(*) AS n, max(q.welfare) = max(r.welfare) OR true AS fine
        FROM runs r JOIN quarters q USING (run) JOIN nations n ON n.run = q.run AND n.quarter = q.quarter
        WHERE n.iso3 = 'CHN' GROUP BY ALL ORDER BY 1"""
    frame = open_results(whole).sql(text)
    assert frame["n"].tolist() == [16, 16]
    code, out, _ = call("query", whole, text, "--json")
    assert code == 0
    assert json.loads(out) == frame.to_dict("records")
    code, out, _ = call("query", whole, text, "--csv", tmp_path / "answer.csv")
    assert (code, out) == (0, f"{tmp_path / 'answer.csv'}\n")
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "answer.csv"), frame, check_dtype=False)
    code, out, _ = call("query", whole, "SELECT run, error FROM runs ORDER BY run LIMIT 2")
    assert [line.split() for line in out.splitlines()[-2:]] == [["0", "–"], ["1", "–"]]


def test_both_sides_of_a_join_keep_their_columns(call: Call, whole: Path) -> None:
    text = "SELECT a.seed, b.seed FROM runs a JOIN runs b ON b.seed = a.seed + 1 WHERE a.seed = 0 LIMIT 1"
    code, out, _ = call("query", whole, text, "--json")
    assert (code, json.loads(out)) == (0, [{"seed": 0, "seed_1": 1}])


def test_a_worker_that_cannot_start_is_told_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def submit(*_: object) -> None:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)
    pool = Pool(1)
    with pytest.raises(OSError, match="Resource temporarily unavailable"):
        pool.submit(abs, 1).result(timeout=5)
    pool.shutdown()
