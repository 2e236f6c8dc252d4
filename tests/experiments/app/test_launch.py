"""The app says in one line what it cannot start with, and what it will not serve."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sovereigns.experiments.app import server
from sovereigns.experiments.app.port import HOST
from tests.conftest import Call


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "ENVIRONMENT", {})


def refused(told: tuple[int, str, str], word: str) -> None:
    code, out, err = told
    assert (code, out) == (2, "")
    assert word in err
    assert len(err.strip().splitlines()) == 1


def test_a_port_in_use_is_told(call: Call) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused(call("app", "--port", port), str(port))


def test_a_port_in_use_is_told_before_anything_heavy_is_read_in() -> None:
    code = """
import sys
from sovereigns.experiments.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit as leave:
    print(leave.code, [name for name in ("solara", "numpy", "pandas", "uvicorn") if name in sys.modules])
"""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        words = [sys.executable, "-c", code, "app", "--port", str(taken.getsockname()[1])]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2 []"


def test_a_scenario_that_does_not_exist_is_told(call: Call) -> None:
    refused(call("app", "--port", 0, "--scenario", "no-control"), "no-controls")


def test_a_broken_scenario_file_is_told(call: Call, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("title = ")
    refused(call("app", "--port", 0, "--scenario", broken), "broken.toml")


def test_results_that_are_not_there_are_told(call: Call, tmp_path: Path) -> None:
    refused(call("app", "--port", 0, "--results", tmp_path / "nothing"), "nothing")
