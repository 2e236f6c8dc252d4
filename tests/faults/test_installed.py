"""The wheel in a fresh environment, outside the checkout, in a folder with files named as modules."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from tests.faults.test_start import NAMES, PLAN, SMALL

ROOT = Path(__file__).parents[2]
PORT = "8917"
pytestmark = [pytest.mark.slow, pytest.mark.skipif(shutil.which("uv") is None, reason="needs uv")]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `sovereigns` of an environment that holds the wheel and what it needs, as pinned."""
    place = tmp_path_factory.mktemp("installed")
    subprocess.run(["uv", "build", "--quiet", "--wheel", "--out-dir", place, ROOT], check=True)
    (wheel,) = place.glob("*.whl")
    subprocess.run(["uv", "venv", "--quiet", "--python", "3.13", place / "venv"], check=True)
    python = place / "venv" / "bin" / "python"
    install = ["uv", "pip", "install", "--quiet", "--python", str(python), str(wheel)]
    if subprocess.run([*install, "--constraint", str(ROOT / "requirements.lock")], check=False).returncode:
        pytest.skip("packages cannot be had here")
    return python.with_name("sovereigns")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("user")
    for name in NAMES:
        (folder / f"{name}.py").write_text(
            'raise RuntimeError("imported from the folder")\n', encoding="utf-8"
        )
    (folder / "two.toml").write_text(PLAN, encoding="utf-8")
    return folder


def call(installed: Path, folder: Path, *words: str, code: int = 0) -> str:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [installed, *words], cwd=folder, env=plain, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def test_run_sweep_query_and_compare(installed: Path, folder: Path) -> None:
    call(installed, folder, "run", "no-controls", *SMALL, "--out", "one")
    assert (folder / "one" / "report.html").is_file()
    assert "0 failed" in call(installed, folder, "sweep", "two.toml", "--out", "many", "--workers", "2")
    assert "2" in call(installed, folder, "query", "many", "SELECT count(*) AS worlds FROM runs")
    few = ("--seeds", "2", "--quarters", "1")
    call(installed, folder, "compare", "no-controls", "diffusion-rule-2025", *few)


def test_the_app_is_served(installed: Path, folder: Path) -> None:
    app = subprocess.Popen([installed, "app", "--port", PORT], cwd=folder, stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + 120
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=20) as answer:
                    assert answer.status == 200
                break
            except OSError:
                assert app.poll() is None, app.communicate()[1]
                assert time.monotonic() < until
                time.sleep(1)
    finally:
        app.send_signal(signal.SIGTERM)
        _, said = app.communicate(timeout=60)
    assert "imported from the folder" not in said
    assert "leaked semaphore" not in said


def test_reproduce_says_that_it_needs_a_checkout(installed: Path, folder: Path) -> None:
    for words in (["--list"], ["--all"], ["tables"]):
        assert "checkout" in call(installed, folder, "reproduce", *words, code=2)
