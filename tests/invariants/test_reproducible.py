"""Same scenario, seed and version: the same bytes, in pieces or at once, on any CPU."""

from __future__ import annotations

import copy
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sovereigns.model.simulation import Simulation
from sovereigns.model.start.genesis import _ground
from tests.worlds import few_nations

NATIONS = ("USA", "CHN", "FRA", "IND", "NLD", "JPN", "KEN")
PLAIN = {
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-AVX512F",
}
SCRIPT = """
import sys
from tests.invariants.test_reproducible import digest, small
print(digest(small(sys.argv[1], 5).run(10)))
"""


def small(nations: str | Path, seed: int = 5) -> Simulation:
    return Simulation("full-decoupling", seed, nations=nations, firms=50, researchers=200)


def digest(simulation: Simulation) -> str:
    parts = [
        pd.util.hash_pandas_object(t, index=False).to_numpy().tobytes() for t in simulation.tables().values()
    ]
    return hashlib.sha256(b"".join(parts)).hexdigest()


@pytest.fixture(scope="module")
def nations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return few_nations(tmp_path_factory.mktemp("few"), *NATIONS)


@pytest.fixture(scope="module")
def straight(nations: Path) -> str:
    return digest(small(nations).run(10))


def test_again_the_same_and_another_seed_another_world(nations: Path, straight: str) -> None:
    assert digest(small(nations).run(10)) == straight
    assert digest(small(nations, 6).run(10)) != straight


def test_in_pieces_the_same(nations: Path, straight: str) -> None:
    assert digest(small(nations).run(4).run(6)) == straight


def test_a_branch_taken_midway_is_the_same(nations: Path, straight: str) -> None:
    trunk = small(nations).run(4)
    branch = copy.deepcopy(trunk)
    trunk.run(2)
    assert digest(branch.run(6)) == straight


def test_two_worlds_at_once_do_not_share(nations: Path, straight: str) -> None:
    one, other = small(nations), small(nations, 6)
    for _ in range(10):
        one.step()
        other.step()
    assert digest(one) == straight


def test_what_worlds_share_none_can_write(nations: Path) -> None:
    one, other = small(nations).run(2).world, small(nations, 6).run(2).world
    pairs = [
        (name, first, second)
        for name in vars(one)
        for first, second in zip(_arrays(vars(one)[name]), _arrays(vars(other)[name]), strict=False)
    ]
    shared = [(name, first) for name, first, second in pairs if np.shares_memory(first, second)]
    assert {"distance", "network"} <= {name for name, _ in shared}
    assert [name for name, array in shared if array.flags.writeable] == []


def _arrays(value: object) -> list[np.ndarray]:
    """The arrays of a column, of any kind."""
    if isinstance(value, np.ndarray):
        return [value]
    return [array for part in value for array in _arrays(part)] if isinstance(value, list | tuple) else []


def test_a_world_from_kept_parts_is_the_one_from_new_ones(nations: Path, straight: str) -> None:
    _ground.cache_clear()
    new = digest(small(nations).run(10))
    assert _ground.cache_info().hits == 0
    kept = digest(small(nations).run(10))
    assert _ground.cache_info().hits == 1
    assert new == kept == straight


@pytest.mark.slow
def test_on_a_plainer_cpu_the_same(nations: Path, straight: str) -> None:
    command = [sys.executable, "-c", SCRIPT, str(nations)]
    done = subprocess.run(command, env=os.environ | PLAIN, capture_output=True, text=True, check=False)
    if "NPY_DISABLE_CPU_FEATURES" in done.stderr and done.returncode:
        pytest.skip("numpy refuses to disable these CPU features here")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == straight


@pytest.mark.slow
def test_in_plain_python_instead_of_machine_code_the_same(nations: Path, straight: str) -> None:
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT, str(nations)]
    plain = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run(command, env=plain, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == straight
