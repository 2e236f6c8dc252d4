"""Bad input: exit code 2, a message with place, near match and remedy, no traceback, nothing overwritten."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest

from sovereigns.model.facts.inputs import NATIONS
from sovereigns.model.facts.parameters import rows
from tests.faults.sweeps import hear_interrupts

Call = Callable[..., tuple[int, str, str]]

NUMBER = next(row for row in rows() if not row.choices)
CHOICE = next(row for row in rows() if row.choices)
TYPO = NUMBER.name[:-1]

BAD_COMMANDS = [
    (["rnu"], ["No such command 'rnu'", "Did you mean 'run'"]),
    (["run", "--sede", "1"], ["No such option '--sede'", "Did you mean", "'--seed'"]),
    (["run", "no-control"], ["unknown scenario 'no-control'", "sovereigns scenarios"]),
    (["run", "diffusion-rule-2052"], ["did you mean diffusion-rule-2025"]),
    (["run", "absent.toml"], ["absent.toml", "cannot be read", "No such file"]),
    (["run", "--seed", "-1"], ["--seed", "from 0 to 9223372036854775807"]),
    (["run", "--seed", str(2**63)], ["--seed", "from 0 to 9223372036854775807"]),
    (["run", "--seed", "one"], ["--seed", "'one' will not do; give a whole number"]),
    (["run", "--start", "2024Q1"], ["--start", "2025Q1", "2022Q1"]),
    (["run", "--quarters", "0"], ["--quarters", "'0' will not do; give a whole number from 1 to"]),
    (["run", "--firms", "-1"], ["--firms", "from 0 to"]),
    (["run", "--researchers", "2.5"], ["--researchers", "'2.5' will not do; give a whole number"]),
    (["run", "--set", NUMBER.name], [f"--set '{NUMBER.name}'", "NAME=VALUE"]),
    (
        ["run", "--set", f"{TYPO}=1"],
        [f"--set: unknown parameter '{TYPO}'", NUMBER.name, "sovereigns parameters"],
    ),
    (["run", "--set", f"{NUMBER.name}=much"], [NUMBER.name, "much", "not a finite number", NUMBER.unit]),
    (["run", "--set", f"{NUMBER.name}=nan"], ["not a finite number"]),
    (
        ["run", "--set", f"{NUMBER.name}={NUMBER.max + 1}"],
        ["out of range", f"from {NUMBER.min:g} to {NUMBER.max:g}"],
    ),
    (
        ["run", "--set", f"{CHOICE.name}=neither"],
        [f"unknown choice of {CHOICE.name} 'neither'", "sovereigns parameters"],
    ),
    (["run", "--strategy", "USA"], ["--strategy 'USA'", "NAME=VALUE"]),
    (
        ["run", "--strategy", "USA=tit-for-tta"],
        ["--strategy, USA", "did you mean tit-for-tat", "sovereigns strategies"],
    ),
    (["run", "--strategy", "UAS=grim"], ["--strategy: unknown nation 'UAS'", "USA (United States", "ISO3"]),
    (["run", "--strategy", "China=grim"], ["unknown nation 'China'", "CHN (China)"]),
    (["run", "--nations", "absent.csv"], ["absent.csv"]),
    (["compare", "diffusion-rule-2025"], ["Missing argument 'B'", "sovereigns scenarios lists them"]),
    (["compare", "diffusion-rule-2025", "no-such", "--seeds", "1"], ["B: unknown scenario 'no-such'"]),
    (
        ["compare", "no-controls", "no-controls", "--set-a", f"{TYPO}=1"],
        ["A: --set: unknown parameter", NUMBER.name],
    ),
    (
        ["compare", "no-controls", "no-controls", "--seed", str(2**63 - 1), "--seeds", "2"],
        [f"seed {2**63} is out of range"],
    ),
    (["compare", "no-controls", "no-controls", "--seeds", "0"], ["--seeds", "a whole number of 1 or more"]),
    (["run", "--keep", "relation"], ["--keep", "did you mean relations?"]),
    (["app", "--port", "99999"], ["--port", "'99999' will not do; give a whole number from 0 to 65535"]),
    (["sweep"], ["Missing argument", "Give a study"]),
    (["parameters", TYPO], [f"unknown parameter '{TYPO}'", NUMBER.name]),
    (["strategies", "tit-for-tta"], ["unknown strategy 'tit-for-tta'", "did you mean tit-for-tat"]),
    (["metrics", "effective_ai"], ["unknown metric 'effective_ai'", "did you mean effective_ais"]),
    (["verify", "hil"], ["unknown case 'hil'", "did you mean hill"]),
    (["verify", "hill", "--point", "ordr=1"], ["unknown point 'ordr'", "did you mean order"]),
    (["verify", "hill", "--point", "order=-1"], ["order is '-1'", "domain"]),
    (["verify", "hill", "--point", "shares=0,0"], ["shares are all 0"]),
    (
        ["verify", "barrett", "--point", "form=foo"],
        ["verify barrett: form is 'foo'; it is one of fixed, fellow, pool"],
    ),
    (
        ["verify", "hill", "--point", "order=1", "--point", "order=2"],
        ["--point order: is given twice (1, 2)"],
    ),
    (
        ["run", "--set", f"{NUMBER.name}=1", "--set", f"{NUMBER.name}=2"],
        ["is given twice (1, 2); give it once"],
    ),
    (["run", "--strategy", "USA=grim", "--strategy", "USA=hedge"], ["--strategy USA: is given twice"]),
    (["run", "--out", ""], ["--out", "is empty; name a file or folder"]),
    (["sweep", "fragmentation", "--out", " "], ["--out", "is empty"]),
    (["query", "", "SELECT 1"], ["DIR", "is empty"]),
    (["run", "--nations", ""], ["--nations", "is empty; name a file"]),
    (["compare", "no-controls", "no-controls", "--nations", " "], ["--nations", "is empty"]),
    (["app", "--scenario", ""], ["--scenario", "is empty"]),
    (["run", "--seed", "1_000"], ["--seed", "'1_000' will not do; write 1000, in the digits 0 to 9 alone"]),
    (
        ["run", "--set", f"{NUMBER.name}=0_1"],
        [f"{NUMBER.name} = 0_1", "write 01, in the digits 0 to 9 alone"],
    ),
    (["play", "KEN", "--save", ""], ["--save", "is empty"]),
    (["run", "x" * 5000], ["cannot be used: File name too long"]),
    (["run", "x" * 5000 + ".toml"], ["File name too long"]),
    (["run", ""], ["unknown scenario ''", "sovereigns scenarios"]),
    (["sweep", ""], ["unknown plan ''"]),
    (["strategies", "tit"], ["did you mean tit-for-tat or generous-tit-for-tat"]),
    (["parameters", "nope"], ["unknown parameter 'nope', and no name is like it", "sovereigns parameters"]),
    (["backtest", "--to", "soon"], ["--to: 'soon' is no quarter", "as in 2025Q1"]),
    (["backtest", "--to", "2021Q1"], ["--to: 2021Q1 is out of range", "2022Q4"]),
    (["claims", "C99"], ["unknown claim 'C99'; did you mean C9"]),
    (["claims", "--full", "--runs", "3"], ["--full and --runs both say how many points"]),
    (["claims", "K5", "--runs", "9999"], ["9999 points are asked for; at most "]),
    (
        ["sweep", "zzz"],
        ["unknown plan 'zzz', and no name is like it; there are ", "fragmentation", "docs/studies.md"],
    ),
    (["query", "absent", "SELECT 1"], ["absent: no such folder"]),
    (["analyse", "absent"], ["absent: no such folder"]),
    (["scenarios", "diffusion-rule-2052"], ["did you mean diffusion-rule-2025"]),
]


@pytest.mark.parametrize(("arguments", "said"), BAD_COMMANDS, ids=[" ".join(bad) for bad, _ in BAD_COMMANDS])
def test_a_bad_command_line_is_refused(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    for words in said:
        assert words in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rulse = []", ["unknown key 'rulse'", "did you mean rules"]),
        ("[set]\n" + f"{NUMBER.name} = 'much'", ["[set]", NUMBER.name, "not a finite number"]),
        ("", ["assumes is missing", "say in one sentence"]),
        (
            "[[events]]\nquarter='2026Q1'\nby='USA'\non='CHN'\nlayer='chisp'\naction='tighten'",
            ["event 1, layer", "did you mean chips"],
        ),
        ("start = 2025Q1", ["broken TOML", "line 1, column 13"]),
        ("sources = " + "[" * 5000 + "]" * 5000, ["broken TOML", "too deep"]),
        (f"[set]\n{NUMBER.name} = {'9' * 5000}", ["broken TOML", "4300 digits"]),
        (
            "[[events]]\nquarter='2026Q1'\nby='USA'\non='CHN'\nlayer='chips'\naction='tighten'\n"
            f"value=1{'0' * 400}",
            ["event 1, value", "give a level from 0 to 1"],
        ),
        (
            "[[events]]\nquarter='２０２６Q1'\nby='USA'\non='CHN'\nlayer='chips'\naction='tighten'",
            ["event 1, quarter", "is no quarter"],
        ),
        ('"\\u001b[31mred" = 1', ["unknown key '\\x1b[31mred'"]),
        (f"{'k' * 100_000} = 1", ["unknown key", "assumes, sources"]),
    ],
)
def test_a_broken_scenario_file_is_refused(call: Call, tmp_path: Path, text: str, said: list[str]) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    code, out, err = call("run", path, "--out", tmp_path / "run")
    assert (code, out) == (2, "")
    assert len(err) < 2500 and err[:-1].isprintable()
    assert "mine.toml" in err
    for words in said:
        assert words in err
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("words", "own"),
    [(["mnie.toml"], "mine.toml"), (["mine"], "mine.toml"), (["--nations", "lnads.csv"], "lands.csv")],
)
def test_a_misspelt_file_is_told_its_near_match(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], own: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / own).write_text("")
    code, out, err = call("run", *words)
    assert (code, out) == (2, "")
    assert f"did you mean {own}" in err


def test_a_broken_table_of_nations_is_refused(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    lines = [line for line in NATIONS.read_text().splitlines() if line.startswith(("iso3,", "USA,"))]
    for broken in (
        [lines[0]],
        [lines[0].replace("name", "nmae"), lines[1]],
        [lines[0], lines[1].replace("USA", "USAA", 1)],
        [lines[0], lines[1], lines[1]],
        [lines[0], lines[1] + ",9"],
        ["\x00"],
    ):
        path.write_text("\n".join(broken) + "\n")
        code, out, err = call("run", "--nations", path, "--out", tmp_path / "run")
        assert (code, out) == (2, ""), broken
        assert "mine.csv" in err
        assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == [path]


def test_a_table_of_one_field_a_line_is_told_what_separates(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    table = NATIONS.read_text(encoding="utf-8").splitlines()
    header = next(line for line in table if line.startswith("iso3,"))
    for broken in (header.replace(",", "|"), 'sep="\n' + header, "sep=x\n" + header, "<html></html>"):
        path.write_text(broken + "\n", encoding="utf-8")
        code, out, err = call("run", "--nations", path, "--out", tmp_path / "run")
        assert (code, out) == (2, ""), broken
        assert (
            "the header is one field" in err and "comma, semicolon, tab" in err
        ) or "names no separator" in err
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("words", [("run",), ("metrics",), ("sweep", "fragmentation"), ("query", "x", "y")])
def test_a_folder_to_stand_in_that_is_gone_is_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    script = f"import os; os.rmdir({str(tmp_path)!r}); import sovereigns.experiments.cli.main as cli; "
    done = subprocess.run(
        [sys.executable, "-P", "-c", script + f"cli.main({list(words)})"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "Error: the folder that you are in: No such file or directory; go to another"
    )


@pytest.mark.parametrize("out", ["/proc/x", "/dev/null", "/dev/full/x"])
def test_claims_cannot_be_written_there(call: Call, out: str) -> None:
    code, printed, err = call("claims", "C1", "--runs", 1, "--out", out)
    assert (code, printed) == (2, "")
    assert f"--out {out}: cannot be written: " in err and "Errno" not in err


def test_an_output_folder_of_others_is_refused(call: Call, tmp_path: Path) -> None:
    thesis = tmp_path / "thesis.docx"
    thesis.write_text("precious")
    for out in (tmp_path, thesis, thesis / "run", Path("/proc/run")):
        code, printed, err = call("run", "--quarters", 1, "--firms", 0, "--researchers", 0, "--out", out)
        assert (code, printed) == (2, "")
        assert f"--out {out}" in err
        assert "give another folder" in err
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("thesis.docx", "precious")]


SHELL = f"{sys.executable} -c 'from sovereigns.experiments.cli.main import main; main()'"


@pytest.mark.parametrize(
    ("redirected", "said"),
    [
        (">/dev/full", "Error: standard output: cannot be written: No space left on device"),
        (">&-", "Error: standard output is closed"),
    ],
)
@pytest.mark.parametrize("options", ["", "--json", "--help"])
def test_output_that_cannot_be_written_is_the_users_matter(redirected: str, said: str, options: str) -> None:
    command = f"{SHELL} metrics {options} {redirected}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert done.stderr.startswith(said)


@pytest.mark.slow
def test_an_interrupted_run_leaves_nothing(tmp_path: Path) -> None:
    options = ["--quarters", "4000", "--firms", "5", "--researchers", "0", "--out", "kept/run"]
    script = "from sovereigns.experiments.cli.main import main; main()"
    run = subprocess.Popen(
        [sys.executable, "-c", script, "run", *options],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_interrupts,
    )
    while not list(tmp_path.glob("kept/.run*")):
        assert run.poll() is None
        sleep(0.05)
    sleep(0.5)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=30)
    assert run.returncode == 130
    assert "nothing was written" in said
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_real_shell_sees_the_same() -> None:
    script = "from sovereigns.experiments.cli.main import main; main()"
    done = subprocess.run([sys.executable, "-c", script, "metrics", "welfar"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    near = "did you mean welfare or welfare_gini? (sovereigns metrics lists them)"
    assert done.stderr == f"Error: unknown metric 'welfar'; {near}\n"


def test_the_command_line_listens_before_heavy_libraries_are_loaded() -> None:
    script = "import sys, experiments.cli; print({'numpy', 'pandas', 'numba', 'mesa'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_broken_shard_is_named(call: Call, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text('name = "x"\nscenarios = ["no-controls"]\nreplications = 1\nquarters = 1\n')
    out = tmp_path / "sweep"
    assert call("sweep", plan, "--out", out, "--workers", 1)[0] == 0
    (out / "shards" / "00000.parquet").write_text("broken")
    for command in (["query", out, "SELECT * FROM runs"], ["analyse", out]):
        code, printed, err = call(*command)
        assert (code, printed) == (2, ""), command
        assert f"{out / 'shards' / '00000.parquet'}: is damaged" in err
        assert f"to do it again: sovereigns sweep {plan} --out {out}" in err
    assert call("sweep", plan, "--out", out, "--workers", 1)[0] == 0
    assert call("query", out, "SELECT * FROM runs")[0] == 0


def test_a_cluster_without_a_port_is_no_address(call: Call, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text('name = "x"\nscenarios = ["no-controls"]\nreplications = 1\nquarters = 1\n')
    for address in ("nonsense", "", "tcp://host"):
        code, _, err = call("sweep", plan, "--out", tmp_path / "out", "--cluster", address)
        assert (code, err.count("\n")) == (2, 1)
        assert f"--cluster '{address}': is no address of a scheduler; write it as tcp://HOST:8786" in err
