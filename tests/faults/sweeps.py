"""Small sweeps for tests, and what they left."""

import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sovereigns.experiments.sweeps.plan import Plan, load_plan
from sovereigns.experiments.sweeps.sweep import Outcome, sweep
from sovereigns.experiments.work.engine import Engine

TEXT = """name = "small"
scenarios = ["no-controls", "diffusion-rule-2025"]
replications = 2
quarters = 1
keep = "nations"
firms = 0
researchers = 0
[factors]
threat_gain = [0.1, 0.3]
"strategy.USA" = ["tit-for-tat", "grim"]
"""
LONG = TEXT.replace("quarters = 1", "quarters = 6")
RUNS, SHARDS = 16, 8
COMMAND = (sys.executable, "-c", "from sovereigns.experiments.cli.main import main; main()", "sweep")


def write_plan(folder: Path, text: str = TEXT) -> Path:
    path = folder / "small.toml"
    path.write_text(text, encoding="utf-8")
    return path


def threads() -> Engine:
    """An engine in this process: any executor will do."""
    return Engine(ThreadPoolExecutor(1), lambda: 1)


def undisturbed(folder: Path, out: Path, text: str = TEXT) -> tuple[Plan, Outcome]:
    plan = load_plan(str(write_plan(folder, text)))
    return plan, sweep(plan, out, threads(), "sovereigns sweep")


def hear_interrupts() -> None:
    """Who runs the tests in the background, or by nohup, has them ignored in all that is started."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def shards(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((out / "shards").iterdir())}


def names(out: Path) -> set[str]:
    """Everything in a folder but its shards."""
    return {path.name for path in out.iterdir()}


def until(true: Callable[[], object], seconds: float = 120) -> None:
    """Wait until something holds."""
    last = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < last, "it never came to hold"
        time.sleep(0.01)
