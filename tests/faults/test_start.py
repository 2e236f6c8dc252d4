"""What stands in the folder that a command is called in, closed streams, and signals break no command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.sweeps import hear_interrupts

COMMAND = (str(Path(sys.executable).with_name("sovereigns")),)
SMALL = ("--quarters", "1", "--firms", "0", "--researchers", "0")
PLAN = """name = "two"
scenarios = ["no-controls", "diffusion-rule-2025"]
replications = 1
quarters = 1
firms = 0
researchers = 0
"""
NAMES = ("model", "agents", "experiments", "numpy", "random", "json", "typing")


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A user's folder whose files bear the names of modules."""
    for name in NAMES:
        (tmp_path / f"{name}.py").write_text(
            'raise RuntimeError("imported from the folder")\n', encoding="utf-8"
        )
    (tmp_path / "two.toml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def call(*arguments: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


@pytest.mark.slow
def test_workers_import_nothing_from_the_folder(trap: Path) -> None:
    done = call("sweep", "two.toml", "--out", "out", "--workers", "2", folder=trap)
    assert done.returncode == 0, done.stderr
    assert "0 failed" in done.stderr
    assert "imported from the folder" not in done.stderr


@pytest.mark.slow
def test_nor_do_those_of_compare(trap: Path) -> None:
    few = ("--seeds", "2", "--quarters", "1")
    done = call("compare", "no-controls", "diffusion-rule-2025", *few, folder=trap)
    assert done.returncode == 0, done.stderr


def test_standard_input_may_be_closed(tmp_path: Path) -> None:
    line = f"{COMMAND[0]} play KEN {' '.join(SMALL)} <&-"
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "standard input is closed" in done.stderr


@pytest.mark.parametrize("words", [("run", "no-controls", *SMALL, "--out"), ("run",), ("sweep",), ("rerun",)])
def test_a_name_that_is_no_utf_8_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = call(*words, os.fsdecode(b"x\xff"), folder=tmp_path)
    assert done.returncode == 2
    assert "'x\\udcff' holds bytes that are no UTF-8" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_meanings_outlive_dropped_docstrings() -> None:
    """Of a metric, of all, of a command's options: as `python -OO` tells them and as plain Python does."""
    script = (
        "from contextlib import suppress; from sovereigns.experiments.cli.main import main\n"
        "for words in (['metrics', 'effective_ais'], ['metrics'], ['sweep', '--help']):\n"
        "    with suppress(SystemExit): main(words)\n"
    )
    plain, bare = (
        subprocess.run([sys.executable, *bared, "-c", script], capture_output=True, text=True, check=True)
        for bared in ([], ["-OO"])
    )
    assert all(word in plain.stdout for word in ("effective_ais", "meaning", "--workers"))
    assert plain.stdout == bare.stdout and not bare.stderr


def test_the_console_reads_in_nothing_heavy_before_a_command_needs_it() -> None:
    script = (
        "import sys, sovereigns.experiments.cli.main\n"
        "print({'numpy', 'pandas', 'numba', 'rich'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize(
    ("words", "heavy"),
    [
        (["run", "--set", "smugling_share=0.1"], ("numpy", "pandas", "numba", "mesa")),
        (["run", "no-controlz"], ("numpy", "pandas", "numba", "mesa")),
        (["compare", "no-controls", "no-controlz"], ("numpy", "pandas", "numba", "mesa")),
        (["run", "--strategy", "CHX=hedge"], ("mesa", "matplotlib", "duckdb")),
        (["reproduce", "--list"], ("numpy", "pandas", "numba", "mesa")),
        (["sweep", "fragmentatoin"], ("numpy", "pandas", "numba", "mesa")),
        (["play", "KEN", "--set", "smugling_share=0.1"], ("numpy", "pandas", "numba", "mesa")),
        (["play", "--load", "absent.json"], ("numpy", "pandas", "numba", "mesa")),
        (["play", "KNE"], ("mesa", "matplotlib", "duckdb")),
    ],
)
def test_what_can_be_told_at_once_waits_for_nothing_heavy(words: list[str], heavy: tuple[str, ...]) -> None:
    """Checks of names and ranges, and lists, come before the libraries that play a world."""
    script = (
        "import atexit, sys; from sovereigns.experiments.cli.main import main; "
        f"atexit.register(lambda: print('read in:', [name for name in {heavy} if name in sys.modules])); "
        f"main({words})"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == (0 if "--list" in words else 2), done.stderr
    assert done.stdout.endswith("read in: []\n")


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.8, 1.5, 4, 7])
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_to_all_is_told_in_one_line(tmp_path: Path, seconds: float, number: int, code: int) -> None:
    """As a terminal's Ctrl-C or a cluster's end of time, while workers start or a little later."""
    (tmp_path / "two.toml").write_text(
        PLAN.replace("quarters = 1", "quarters = 400").replace("s = 0", "s = 300"), encoding="utf-8"
    )
    running = subprocess.Popen(
        [*COMMAND, "sweep", "two.toml", "--out", "out"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hear_interrupts,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        running.wait(seconds)
    os.killpg(running.pid, number)
    _, said = running.communicate(timeout=60)
    assert running.returncode == code, said
    assert "Interrupted; " in said or (number != signal.SIGINT and seconds < 2)
    assert "Traceback" not in said
    assert "leaked" not in said
