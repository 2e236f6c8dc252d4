"""What the page Results may open, what it reads, and what it says of what is broken."""

import json
import os
import shutil
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sovereigns.experiments.app.folders import BROKEN, CLAIMS, RUN, SWEEP, folders, path_of
from sovereigns.experiments.app.opened import Asked, open_folder
from sovereigns.experiments.app.trajectory import MAPPED
from sovereigns.experiments.recipe import quoted, words_of
from sovereigns.experiments.results import store
from sovereigns.model.errors import InputError
from sovereigns.model.metrics import METRICS
from tests.results import VERDICT, write_run


def header(message: bytes) -> dict[str, Any]:
    (length,) = struct.unpack("<I", message[:4])
    told: dict[str, Any] = json.loads(message[4 : 4 + length])
    return told


def array(message: bytes, name: str) -> np.ndarray:
    """As unpack of frontend/src/packed.js reads it."""
    (length,) = struct.unpack("<I", message[:4])
    at = 4 + length
    for one in header(message)["arrays"]:
        at += -at % 8
        size = int(np.prod(one["shape"])) * np.dtype(one["type"]).itemsize
        if one["name"] == name:
            return np.frombuffer(message[at : at + size], one["type"]).reshape(one["shape"])
        at += size
    raise KeyError(name)


def read(root: Path, name: str) -> bytes:
    (folder,) = [one for one in folders(root) if one.name == name]
    (message,) = open_folder(Asked(str(root / name), folder.kind, folder.stamp))
    return message


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run, a sweep with two of its three shards, verdicts, and what is none of these."""
    root = tmp_path_factory.mktemp("results")
    write_run(root / "run")
    write_sweep(root / "studies" / "sweep")
    (root / "verdicts").mkdir()
    (root / "verdicts" / "claims.json").write_text(json.dumps([VERDICT]))
    (root / "foreign").mkdir()
    (root / "foreign" / "notes.txt").write_text("mine")
    return root


def write_sweep(folder: Path) -> None:
    (folder / "shards").mkdir(parents=True)
    manifest = {
        "kind": "sweep", "name": "s", "question": "?", "command": "sovereigns sweep", "version": "1",
        "plan": "0" * 16,
        "runs": 6, "references": {"a": "a", "b": "b"}, "design": {"kind": "factorial"}, "keep": "quarters",
        "factors": [{"name": "cost", "low": 0, "high": 1}, {"name": "strategy.USA", "levels": ["x", "y"]}],
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))
    for shard in range(2):
        rows = [
            {"run": 2 * shard + i, "scenario": name, "point": 0, "seed": shard, "status": "ok", "error": None,
             "cost": 0.5, "strategy.USA": "y", "quarter": "2025Q2", "welfare": float(i + 10 * shard)}
            for i, name in enumerate("ab")
        ]  # fmt: skip
        ends = pd.DataFrame(rows)
        store.write_parquet(ends, folder / "shards" / f"{shard:05d}.parquet")
        paths = pd.concat([ends.assign(quarter=quarter) for quarter in ("2025Q1", "2025Q2")])
        store.write_parquet(
            paths[["run", "quarter", "welfare"]], folder / "shards" / f"{shard:05d}.quarters.parquet"
        )


def test_results_are_found_and_nothing_else(root: Path) -> None:
    found = {folder.name: folder.kind for folder in folders(root)}
    assert found == {"run": RUN, "studies/sweep": SWEEP, "verdicts": CLAIMS}
    assert [folder.name for folder in folders(root / "run")] == ["."]


@pytest.mark.parametrize("name", ["..", "../elsewhere", "/etc", "run/../../x", "no-such"])
def test_nothing_outside_the_folder_is_opened(root: Path, name: str) -> None:
    with pytest.raises(InputError):
        path_of(root, name)


def test_a_link_that_leads_out_is_not_followed(root: Path, tmp_path: Path) -> None:
    write_sweep(tmp_path / "secret")
    (root / "link").symlink_to(tmp_path / "secret")
    assert "link" not in [folder.name for folder in folders(root)]
    with pytest.raises(InputError):
        path_of(root, "link")
    (root / "link").unlink()


def test_a_run_is_read_as_it_was_written(root: Path) -> None:
    message = read(root, "run")
    world = pd.read_parquet(root / "run" / "world.parquet")
    assert header(message)["quarters"] == ["2025Q1", "2025Q2", "2025Q3"]
    assert np.allclose(array(message, "world"), world[list(METRICS)], rtol=1e-6, equal_nan=True)
    assert array(message, "nations").shape == (len(MAPPED), 3, 193)
    assert array(message, "lineage").max() < len(header(message)["lineages"])


def test_events_stand_at_the_quarter_that_they_name(root: Path) -> None:
    told = header(read(root, "run"))
    there = store.Results(root / "run").events
    assert {told["quarters"][event[0]] for event in told["events"]} == set(there["quarter"].astype(str))


def test_a_sweep_shows_what_is_finished(root: Path) -> None:
    message = read(root, "studies/sweep")
    told = header(message)
    assert (told["runs"], told["ended"], told["metrics"]) == (6, 4, ["welfare"])
    assert array(message, "finals").ravel().tolist() == [0, 1, 10, 11]
    assert array(message, "settings").tolist() == [[0.5, 1]] * 4, "a level is its place among the levels"
    assert array(message, "lines")[:, 1, :, 0].tolist() == [[5, 5], [6, 6]], "medians by scenario"


@pytest.mark.parametrize("content", [b"{{", b"[1]", b"\xff", b"[" * 100_000, b" " * 5_000_000, None])
def test_a_manifest_that_is_broken_is_listed_as_that_with_why(tmp_path: Path, content: bytes | None) -> None:
    write_sweep(tmp_path / "sweep")
    manifest = tmp_path / "sweep" / "manifest.json"
    manifest.unlink() if content is None else manifest.write_bytes(content)
    (listed,) = folders(tmp_path)
    assert (listed.name, listed.kind) == ("sweep", BROKEN)
    assert "manifest.json" in listed.problem


@pytest.mark.parametrize("file", ["manifest.json", "shards/00000.parquet", "shards"])
def test_no_file_of_results_is_followed_out_of_the_folder(root: Path, tmp_path: Path, file: str) -> None:
    shutil.copytree(root / "studies", tmp_path / "given")
    moved = tmp_path / "elsewhere"
    shutil.move(tmp_path / "given" / "sweep" / file, moved)
    (tmp_path / "given" / "sweep" / file).symlink_to(moved)
    (listed,) = folders(tmp_path / "given")
    assert (listed.kind, "leads out" in listed.problem) == (BROKEN, True)


def test_a_folder_whose_name_is_no_text_is_listed_and_has_an_address(root: Path, tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9 \x01")
    shutil.copytree(root / "run", tmp_path / name)
    (listed,) = folders(tmp_path)
    assert listed.name == name
    assert dict(words_of(f"result={quoted(name)}"))["result"] == name


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("run/world.parquet", b"junk"),
        ("run/manifest.json", b"{}"),
        ("sweep/manifest.json", b'{"kind": "sweep"}'),
        ("sweep/shards/00000.parquet", b"half"),
        ("verdicts/claims.json", b'[{"id": 1}]'),
        ("verdicts/claims.json", b"[1]"),
        ("verdicts/claims.json", b"{{"),
    ],
)
def test_broken_folders_are_refused_in_words(tmp_path: Path, root: Path, file: str, content: bytes) -> None:
    for name, source in (("run", "run"), ("sweep", "studies/sweep"), ("verdicts", "verdicts")):
        shutil.copytree(root / source, tmp_path / name)
    (tmp_path / file).write_bytes(content)
    with pytest.raises(InputError):
        read(tmp_path, file.split("/")[0])


def test_a_sweep_without_a_finished_shard_says_how_it_goes_on(root: Path, tmp_path: Path) -> None:
    write_sweep(tmp_path / "sweep")
    for shard in (tmp_path / "sweep" / "shards").iterdir():
        shard.unlink()
    with pytest.raises(InputError, match="sovereigns sweep goes on"):
        read(tmp_path, "sweep")
