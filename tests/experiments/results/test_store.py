"""A run's folder: whole or not at all, equal bytes for equal runs, nothing of others touched."""

import json
import math
from pathlib import Path

import pandas as pd
import pytest

from sovereigns.experiments.results import store
from sovereigns.experiments.results.plain import plain
from sovereigns.model.errors import InputError
from sovereigns.model.facts.parameters import rows
from sovereigns.model.simulation import Simulation
from tests.worlds import small_run

QUARTERS = 2


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Simulation:
    return small_run(tmp_path_factory.mktemp("inputs"), quarters=QUARTERS)


def save(simulation: Simulation, out: Path) -> Path:
    config = store.configuration(simulation, QUARTERS)
    with store.whole_folder(out, config) as folder:
        store.write_run(simulation, config, "sovereigns run", folder)
    return out


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_equal_runs_give_equal_bytes_and_another_seed_does_not(run: Simulation, tmp_path: Path) -> None:
    first = content(save(run, tmp_path / "first"))
    again = content(save(small_run(tmp_path, quarters=QUARTERS), tmp_path / "again"))
    other = content(save(small_run(tmp_path, seed=1, quarters=QUARTERS), tmp_path / "other"))
    assert first == again
    assert first["nations.parquet"] != other["nations.parquet"]


def test_the_tables_come_back_as_they_were(run: Simulation, tmp_path: Path) -> None:
    results = store.open_results(save(run, tmp_path / "run"))
    tables = run.tables()
    for name in store.TABLES:
        read, written = getattr(results, name), tables[name]
        assert list(read.columns) == list(written.columns)
        assert len(read) == len(written)
    pd.testing.assert_frame_equal(results.world, tables["world"], check_dtype=False)
    assert len(results.quarters) == QUARTERS + 1
    assert results.runs["status"].tolist() == ["ok"]
    assert results.runs["welfare"].iloc[0] == results.world["welfare"].iloc[-1]
    assert set(results.orders_of(["USA"])["iso3"]) <= {"USA"}


def test_the_manifest_says_what_was_run(run: Simulation, tmp_path: Path) -> None:
    manifest = store.open_results(save(run, tmp_path / "run")).manifest
    assert (manifest["scenario"], manifest["seed"]) == ("diffusion-rule-2025", 0)
    assert set(manifest["parameters"]) == {row.name for row in rows()}
    assert set(manifest["strategies"]) == {"USA", "CHN", "FRA", "TUV"}
    assert {"version", "commit", "data", "packages", "platform"} <= set(manifest)
    assert len(manifest["data"]["USA-CHN-FRA-TUV.csv"]) == 64


def test_the_summary_has_both_ends(run: Simulation, tmp_path: Path) -> None:
    summary = store.open_results(save(run, tmp_path / "run")).summary
    assert list(summary) == ["scenario", "seed", "quarters", "start", "final"]
    assert (summary["start"]["quarter"], summary["final"]["quarter"]) == ("2025Q1", "2025Q3")
    assert list(summary["final"]) == list(run.metrics().columns)


def test_not_a_number_becomes_null() -> None:
    value = plain({"a": float("nan"), "b": [math.inf, 1.5], "c": pd.Series([2])[0]})
    assert json.dumps(value) == '{"a": null, "b": [null, 1.5], "c": 2}'


def test_the_same_configuration_is_replaced_whole(run: Simulation, tmp_path: Path) -> None:
    out = save(run, tmp_path / "run")
    before = content(out)
    (out / "figures").mkdir()
    (out / "figures" / "old.png").write_bytes(b"old")
    (out / "summary.json").write_text("broken")
    assert content(save(run, out)) == before


def test_another_run_is_not_touched(run: Simulation, tmp_path: Path) -> None:
    out = save(run, tmp_path / "run")
    before = content(out)
    with pytest.raises(
        InputError, match=r"holds another run \(scenario diffusion-rule-2025, seed 0\).*--out"
    ):
        save(small_run(tmp_path, seed=1, quarters=QUARTERS), out)
    assert content(out) == before


@pytest.mark.parametrize("name", ["thesis.docx", "manifest.json"])
def test_foreign_files_are_not_touched(run: Simulation, tmp_path: Path, name: str) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / name).write_text("precious")
    with pytest.raises(InputError, match=f"{name}|no readable manifest"):
        save(run, out)
    assert content(out) == {name: b"precious"}
    assert list(tmp_path.iterdir()) == [out]


def test_a_place_that_cannot_be_written_is_refused(run: Simulation, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "file", tmp_path / "file" / "run", Path("/proc/run")):
        with pytest.raises(InputError, match=f"--out {out}: .*--out"):
            save(run, out)


def test_the_folder_one_stands_in_is_refused(
    run: Simulation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="the folder you stand in"):
        save(run, Path())


def test_what_breaks_off_leaves_everything_as_it_was(run: Simulation, tmp_path: Path) -> None:
    out = save(run, tmp_path / "run")
    before = content(tmp_path)
    for target in (out, tmp_path / "new"):
        with (
            pytest.raises(KeyboardInterrupt),
            store.whole_folder(target, store.configuration(run, QUARTERS)) as folder,
        ):
            (folder / "world.parquet").write_bytes(b"half")
            raise KeyboardInterrupt
    assert content(tmp_path) == before
    assert list(tmp_path.iterdir()) == [out]


def test_the_default_folder_tells_runs_apart(run: Simulation) -> None:
    config = store.configuration(run, QUARTERS)
    name = store.default_folder(config)
    assert name.parent == Path("runs")
    assert name.name.startswith("diffusion-rule-2025-0-")
    assert len(name.name.removeprefix("diffusion-rule-2025-0-")) == 8
    for key, value in {"quarters": 3, "seed": 1, "parameters": {}}.items():
        assert store.default_folder(config | {key: value}) != name


def test_results_need_a_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        store.open_results(tmp_path / "absent")
    with pytest.raises(InputError, match=r"no manifest\.json in it; give the folder of a run or a sweep"):
        store.open_results(tmp_path)
    (tmp_path / "a.csv").touch()
    with pytest.raises(InputError, match=r"a\.csv: is a file; give a folder"):
        store.open_results(tmp_path / "a.csv")
