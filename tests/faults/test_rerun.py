"""A folder run again is equal byte by byte, or the command says what is not; it is never written to."""

import json
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from sovereigns.experiments.report import beside
from sovereigns.experiments.sweeps import rerun
from tests.faults.sweeps import TEXT, shards, write_plan
from tests.worlds import few_nations

Call = Callable[..., tuple[int, str, str]]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def run(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(beside, "reporter", lambda: nullcontext(lambda folder: None))
    few = few_nations(tmp_path, "USA", "CHN", "FRA")
    out = tmp_path / "run"
    options = ("--nations", few, "--firms", 9, "--quarters", 2, "--seed", 3, "--set", "threat_gain=0.3")
    assert call("run", "no-controls", *options, "--strategy", "USA=grim", "--out", out)[0] == 0
    return out


@pytest.fixture
def sweep(call: Call, tmp_path: Path) -> Path:
    (tmp_path / "ours.toml").write_text('assumes = "Nothing."\n', encoding="utf-8")
    plan = write_plan(tmp_path, TEXT.replace('"diffusion-rule-2025"', '"ours.toml"'))
    out = tmp_path / "sweep"
    assert call("sweep", plan, "--out", out, "--seed", 5, "--workers", 1, "--limit", 4)[0] == 0
    return out


def test_a_run_again_is_equal_and_its_folder_is_only_read(call: Call, run: Path) -> None:
    before = contents(run)
    code, out, _ = call("rerun", run, "--json")
    assert code == 0
    assert json.loads(out) | {"folder": ""} == {
        "folder": "",
        "kind": "run",
        "files": 6,
        "differs": [],
        "changed": [],
        "equal": True,
    }
    assert contents(run) == before


def test_a_run_that_was_tampered_with_is_found_out(call: Call, run: Path) -> None:
    (run / "orders.parquet").unlink()
    told = json.loads((run / "manifest.json").read_text())
    told["parameters"]["threat_gain"] = 0.2
    (run / "manifest.json").write_text(json.dumps(told))
    code, out, err = call("rerun", run)
    assert code == 4
    assert out == "DIFFERS: 6 files of a run\n  orders.parquet\n"
    assert "other than then: parameters" in err


def test_a_part_of_a_sweep_again_is_equal(call: Call, sweep: Path) -> None:
    """Also with a scenario beside the plan, another seed, and most shards not there yet."""
    before = contents(sweep)
    code, out, _ = call("rerun", sweep, "--workers", 1)
    assert (code, out) == (0, f"equal: {len(shards(sweep))} files of a sweep\n")
    assert contents(sweep) == before


def test_a_shard_that_was_tampered_with_is_found_out(call: Call, sweep: Path) -> None:
    file = sweep / "shards" / "00001.nations.parquet"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    code, out, _ = call("rerun", sweep, "--workers", 1)
    assert code == 4
    assert out.splitlines()[1:] == ["  00001.nations.parquet"]


def test_where_all_shards_are_gone_none_is_run_and_all_are_named(
    call: Call, sweep: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(sweep / "shards")
    monkeypatch.setattr(rerun, "Runner", None)
    code, out, _ = call("rerun", sweep, "--workers", 1)
    finished = json.loads((sweep / "manifest.json").read_text())["finished"]
    assert code == 4
    assert out.splitlines()[1:] == [f"  {number:05d}.parquet" for number in range(finished)]


def test_what_cannot_be_run_again_is_bad_input(call: Call, run: Path, sweep: Path, tmp_path: Path) -> None:
    assert call("rerun", tmp_path / "nowhere")[0] == 2
    told = json.loads((run / "manifest.json").read_text())
    (run / "manifest.json").write_text(json.dumps(told | {"command": "sovereigns replay kenya.json"}))
    code, _, err = call("rerun", run)
    assert code == 2 and "sovereigns replay kenya.json" in err
    (run / "manifest.json").write_text(json.dumps(told | {"command": "sovereigns run --nosuch 1"}))
    code, _, err = call("rerun", run)
    assert code == 2 and "not understood any more" in err
    (sweep / "plan.toml").write_text("scenarios = 3", encoding="utf-8")
    code, _, err = call("rerun", sweep)
    assert code == 2 and "plan.toml" in err


def test_another_plan_in_the_folder_is_named_as_the_reason(call: Call, sweep: Path) -> None:
    (sweep / "plan.toml").write_text(TEXT, encoding="utf-8")
    code, _, err = call("rerun", sweep, "--workers", 1)
    assert code == 4 and "other than then: scenarios" in err
