"""The console command: what it prints where, and with which exit code it ends."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import click
import pytest

from sovereigns.experiments.cli import main as cli
from sovereigns.experiments.cli.remedies import NEEDED
from sovereigns.experiments.report import beside
from sovereigns.model.facts.parameters import rows
from sovereigns.model.metrics import METRICS
from sovereigns.model.start.presets import scenario_names
from tests.worlds import few_nations

ASSUMES = 'assumes = "Nothing."\n'
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def few(tmp_path: Path) -> list[object]:
    return ["--nations", few_nations(tmp_path, "USA", "CHN", "FRA"), "--firms", 9, "--quarters", 2]


def test_run_ends_with_the_path_of_the_report(call: Call, tmp_path: Path, few: list[object]) -> None:
    code, out, err = call("run", *few, "--out", tmp_path / "run")
    assert code == 0
    assert out.splitlines()[-1] == str(tmp_path / "run" / "report.html")
    assert all(metric in out for metric in METRICS)
    assert "firms of nations not in it are left out" in err
    names = {path.name for path in (tmp_path / "run").iterdir()}
    assert names == {
        *(f"{table}.parquet" for table in ("world", "nations", "usage", "orders", "events")),
        *("manifest.json", "summary.json", "report.html", "figures", "inputs"),
    }
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert 'src="http' not in page
    assert "url(http" not in page
    assert f"sovereigns run diffusion-rule-2025 --seed 0 --quarters 2 --firms 9 --nations {few[1]}" in page


def test_run_as_json_prints_the_summary_alone(
    call: Call, tmp_path: Path, few: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "reporter", lambda: nullcontext(lambda folder: None))
    code, out, err = call("run", *few, "--out", tmp_path / "run", "--seed", 2**63 - 1, "--json")
    summary = json.loads(out)
    assert code == 0
    assert summary == json.loads((tmp_path / "run" / "summary.json").read_text())
    assert (summary["seed"], summary["quarters"]) == (2**63 - 1, 2)
    assert set(summary["final"]) == {"quarter", *METRICS}
    assert "report.html" in err


def test_choices_reach_the_run(
    call: Call, tmp_path: Path, few: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "reporter", lambda: nullcontext(lambda folder: None))
    number = next(row for row in rows() if not row.choices)
    options = [
        "--strategy",
        "all=grim",
        "--strategy",
        "USA=hedge",
        "--strategy",
        "BRA=grim",
        "--start",
        "2022Q1",
    ]
    code, _, err = call(
        "run", *few, *options, "--set", f"{number.name}={number.max}", "--out", tmp_path / "run"
    )
    assert code == 0
    assert "BRA is not in this world" in err
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert manifest["strategies"] == {"CHN": "grim", "FRA": "grim", "USA": "hedge"}
    assert manifest["parameters"][number.name] == number.max
    assert manifest["start"] == "2022Q1"


def test_compare_gives_paired_differences(call: Call, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text(ASSUMES)
    code, out, _ = call(
        "compare", "diffusion-rule-2025", tmp_path / "other.toml", "--seeds", 2, "--quarters", 1, "--json"
    )
    result = json.loads(out)
    assert code == 0
    assert set(result) == set(METRICS)
    for row in result.values():
        assert list(row) == ["a", "b", "difference", "low", "high"]
        if row["difference"] is not None:
            assert row["difference"] == pytest.approx(row["b"] - row["a"])
            assert row["low"] <= row["difference"] <= row["high"]


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("parameters", {row.name for row in rows()}),
        ("metrics", set(METRICS)),
        ("strategies", {"tit-for-tat", "always-compete", "relative-gains", "sovereign-builder", "random"}),
        ("scenarios", set(scenario_names())),
    ],
)
def test_lists_explain_what_there_is(call: Call, command: str, names: set[str]) -> None:
    code, out, _ = call(command, "--json")
    listed = json.loads(out)
    assert code == 0
    assert names <= {row["name"] for row in listed}
    name = listed[0]["name"]
    assert [row["name"] for row in json.loads(call(command, name, "--json")[1])] == [name]
    assert f"name: {name}" in call(command, name)[1]
    assert name in call(command)[1]


def test_a_scenario_is_explained_with_its_bodies(call: Call) -> None:
    code, told, _ = call("scenarios", "safety-coalition")
    assert code == 0
    assert "safety-coalition: proposers CHN, USA" in told
    assert "58 dated rules (sovereigns scenarios safety-coalition --json lists them)" in told
    (one,) = json.loads(call("scenarios", "safety-coalition", "--json")[1])
    assert len(one["rules"]) == 58
    assert one["bodies"]["safety-coalition"]["proposers"] == ["CHN", "USA"]


def test_what_a_command_cannot_do_without_is_told(call: Call) -> None:
    for name, command in cli.cli.commands.items():
        if needed := [p for p in command.params if p.required]:
            code, _, said = call(name)
            assert code == 2
            assert NEEDED[str(needed[0].name)] in said
    bare = [
        (name, p.name)
        for name, command in cli.cli.commands.items()
        for p in command.params
        if type(p.type) in (click.Choice, click.IntRange)
    ]
    assert bare == [], "use Name and Whole of experiments/cli/remedies.py, which say how to mend"


def test_parameters_carry_their_ranges(call: Call) -> None:
    for row in json.loads(call("parameters", "--json")[1]):
        assert {"name", "value", "unit", "min", "max", "low", "high", "source"} <= set(row)
        assert row["min"] <= row["max"]
        if row["choices"]:
            assert row["low"] is row["high"] is None
        else:
            assert row["min"] <= row["low"] <= row["value"] <= row["high"] <= row["max"]


def test_verify_sets_the_model_beside_the_closed_form(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = call("verify", "hill", "--point", "shares=1,1,1,1", "--json")
    result = json.loads(out)
    assert code == 0
    assert result["expected"] == pytest.approx(4)
    assert result["agrees"] is True
    assert "order" in call("verify", "hill")[1]
    monkeypatch.setattr("sovereigns.experiments.docking.hill.hill_number", lambda shares, order: 3.0)
    assert call("verify", "hill")[0] == 4


def test_help_and_version_end_well(call: Call) -> None:
    for option in ("--help", "--version"):
        code, out, _ = call(option)
        assert code == 0
        assert out
    for command in cli.cli.commands:
        assert call(command, "--help")[0] == 0


def test_a_fault_of_ours_says_so(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the sky fell")

    monkeypatch.setattr("sovereigns.model.facts.parameters.rows", broken)
    code, out, err = call("parameters")
    assert (code, out) == (1, "")
    assert "our fault" in err
    assert "the sky fell" in err
    assert "Traceback" not in err
    monkeypatch.setenv("SOVEREIGNS_DEBUG", "1")
    assert "Traceback" in call("parameters")[2]


def test_an_interruption_leaves_nothing(
    call: Call, tmp_path: Path, few: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(beside, "reporter", lambda: nullcontext(interrupted))
    code, out, _ = call("run", *few, "--out", tmp_path / "results" / "run")
    assert (code, out) == (130, "")
    assert list((tmp_path / "results").iterdir()) == []


@pytest.mark.parametrize("options", ["", ", '--json'"])
def test_a_closed_pipe_is_no_error(options: str) -> None:
    script = f"from sovereigns.experiments.cli.main import main; main(['parameters'{options}])"
    command = f'{sys.executable} -c "{script}" | head -c 1'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)
    assert (done.returncode, len(done.stdout), done.stderr) == (0, 1, "")
