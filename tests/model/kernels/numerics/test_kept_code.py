"""Machine code that is kept follows the code that it was made from, in every folder where it may lie."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numba
import pytest

from sovereigns.model.kernels.numerics import compiled, kept_code

KERNELS = Path(compiled.__file__).parent
PACKAGE = compiled.__name__.rpartition(".")[0]
FAR = f"""
from typing import NamedTuple
from {PACKAGE}.compiled import compiled

FACTOR = 2.0
TABLE = (1.0, 4.0)

class Pair(NamedTuple):
    left: float
    right: float

@compiled
def far(x: float) -> float:
    return FACTOR * x + TABLE[1]
"""
NEAR = f"""
from {PACKAGE}.compiled import compiled, each
from {PACKAGE}.far import Pair, far

@compiled
def near(x: float) -> float:
    return far(x) + 1.0

@compiled
def left(pair: Pair) -> float:
    return pair.left

each_near = each(near)
"""
SCRIPT = f"""
import numpy as np
from {PACKAGE}.near import Pair, each_near, left, near
out = np.empty(1)
each_near(np.ones(1), out)
print(near(1.0), left(Pair(left=1.0, right=2.0)), out[0])
print(sum(sum(one.stats.cache_hits.values()) for one in (near, left, each_near)) > 2)
"""


class Tree:
    """A copy of the compiler's wrapper beside two files with functions, run in processes of their own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.kernels = folder.joinpath("installed", *PACKAGE.split("."))
        self.kernels.mkdir(parents=True)
        for package in (self.kernels, *self.kernels.parents[: PACKAGE.count(".")]):
            (package / "__init__.py").touch()
        for name in ("compiled.py", "kept_code.py"):
            shutil.copy(KERNELS / name, self.kernels)
        self.edit("far", FAR)
        self.edit("near", NEAR)
        plain = {name: value for name, value in os.environ.items() if "CACHE" not in name}
        self.environment = (
            plain | {"PYTHONPATH": str(folder / "installed"), "PYTHONDONTWRITEBYTECODE": "1"} | settings
        )

    def edit(self, name: str, text: str) -> None:
        """Write a file and give it the time that it had: an installer sets times as it likes."""
        path = self.kernels / f"{name}.py"
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1_700_000_000, 1_700_000_000))

    def run(self) -> tuple[list[str], bool, str]:
        """Numbers of the functions, whether their code was kept, and what was said."""
        done = subprocess.run(
            [sys.executable, "-P", "-c", SCRIPT],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        numbers, kept = done.stdout.splitlines()
        return numbers.split(), kept == "True", done.stderr


@pytest.fixture(params=["beside the source", "chosen by the user", "the user's own"])
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> Tree:
    """Trees of which one folder alone can hold machine code (a file stands where another would be)."""
    home = tmp_path / "home"
    blocked = tmp_path / "blocked"
    blocked.touch()
    match request.param:
        case "beside the source":
            return Tree(tmp_path, HOME=str(blocked), XDG_CACHE_HOME=str(blocked))
        case "chosen by the user":
            made = Tree(tmp_path, HOME=str(blocked), XDG_CACHE_HOME=str(blocked), NUMBA_CACHE_DIR=str(home))
        case _:
            made = Tree(tmp_path, HOME=str(home), XDG_CACHE_HOME=str(home / "cache"))
    (made.kernels / "__pycache__").touch()
    return made


@pytest.mark.slow
def test_kept_code_follows_a_change_in_another_file(tree: Tree) -> None:
    assert tree.run()[0] == ["7.0", "1.0", "7.0"]
    tree.edit("far", FAR.replace("FACTOR = 2.0", "FACTOR = 3.0"))
    assert tree.run()[0] == ["8.0", "1.0", "8.0"]
    tree.edit("far", FAR)
    assert tree.run()[:2] == (["7.0", "1.0", "7.0"], True)


def test_where_nothing_can_be_written_it_runs_and_says_so(tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.touch()
    tree = Tree(tmp_path, HOME=str(blocked), XDG_CACHE_HOME=str(blocked), NUMBA_CACHE_DIR=str(blocked))
    (tree.kernels / "__pycache__").touch()
    numbers, kept, said = tree.run()
    assert numbers == ["7.0", "1.0", "7.0"]
    assert not kept
    assert said.count("NUMBA_CACHE_DIR") == 1


class Shop:
    """The two files as modules of this process, with their machine code in a folder of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.patch = monkeypatch
        self.folder = folder
        monkeypatch.setattr(kept_code, "places", lambda: (folder,))

    def run(self, far: str = FAR) -> tuple[list[float], int]:
        """Numbers of the functions, and how many were found compiled."""
        for name, text in (("far", far), ("near", NEAR)):
            module = ModuleType(f"{PACKAGE}.{name}")
            self.patch.setitem(sys.modules, module.__name__, module)
            exec(text, module.__dict__)
        left, near, pair = module.left, module.near, module.Pair
        numbers = [near(1.0), left(pair(left=1.0, right=2.0))]
        return numbers, sum(sum(one.stats.cache_hits.values()) for one in (left, near))


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shop:
    return Shop(monkeypatch, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "numbers", "found"),
    [
        ("FACTOR = 2.0", "FACTOR = 3.0", [8.0, 1.0], 1),
        ("(1.0, 4.0)", "(1.0, 5.0)", [8.0, 1.0], 1),
        ("(1.0, 4.0)", "(1, 4)", [7.0, 1.0], 1),
        ("FACTOR * x", "FACTOR - x", [6.0, 1.0], 1),
        ("left: float\n    right: float", "right: float\n    left: float", [7.0, 1.0], 1),
        ("FACTOR = 2.0", "MORE = 1\n\n\nFACTOR = 2.0", [7.0, 1.0], 2),
    ],
)
def test_only_what_a_change_reaches_is_compiled_anew(
    shop: Shop, old: str, new: str, numbers: list[float], found: int
) -> None:
    assert shop.run() == ([7.0, 1.0], 0)
    assert shop.run() == ([7.0, 1.0], 2)
    assert shop.run(FAR.replace(old, new)) == (numbers, found)
    assert shop.run() == ([7.0, 1.0], 2)


def test_damaged_code_is_made_again(shop: Shop) -> None:
    shop.run()
    for path in shop.folder.glob("*.nbc"):
        whole = path.read_bytes()
        path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    assert shop.run() == ([7.0, 1.0], 0)
    assert shop.run() == ([7.0, 1.0], 2)


def test_settings_of_the_compiler_are_told_apart(shop: Shop) -> None:
    shop.run()
    shop.patch.setattr(numba.config, "BOUNDSCHECK", 1)
    assert shop.run() == ([7.0, 1.0], 0)
