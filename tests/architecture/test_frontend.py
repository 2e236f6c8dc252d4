"""The browser's side of the app: lines that fit, a linter that is heard, a bundle made of its source."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sovereigns.agents.contract import LAYERS, NATION_LEVERS, PAIR_LEVERS
from sovereigns.model.institutions.registry import institutions

FRONTEND = Path(__file__).parents[2] / "experiments" / "app" / "frontend"
STATIC = FRONTEND.parent / "static"
SOURCES = sorted(FRONTEND.glob("src/**/*.js"))
MOST_COLUMNS = 120
MOST_LINES_OF_A_FUNCTION = 90
FUNCTION = re.compile(r"(?:export )?(?:async )?(?:function (\w+)|const (\w+) = .*=>)")
needs_packages = pytest.mark.skipif(
    not (shutil.which("npm") and (FRONTEND / "node_modules").exists()),
    reason="no packages of the front end: npm install in experiments/app/frontend",
)


def npm(script: str) -> str:
    """What a script of the front end says, if it ends well."""
    run = subprocess.run(["npm", "run", script], cwd=FRONTEND, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_lines_fit() -> None:
    assert SOURCES
    long = [
        f"{path.relative_to(FRONTEND)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > MOST_COLUMNS
    ]
    assert long == []


def functions(source: str) -> dict[str, int]:
    """Lines of each function that stands at the margin."""
    found, name = dict[str, int](), ""
    for line in source.splitlines():
        begun = FUNCTION.match(line)
        if begun:
            name = begun[1] or begun[2]
            found[name] = 0
        elif line and line[0] not in " )}]":
            name = ""
        if name:
            found[name] += 1
        if line.startswith(("}", ");")):
            name = ""
    return found


def test_no_function_is_long() -> None:
    long = [
        f"{path.relative_to(FRONTEND)}: {name}, {lines} lines"
        for path in SOURCES
        for name, lines in functions(path.read_text(encoding="utf-8")).items()
        if lines > MOST_LINES_OF_A_FUNCTION
    ]
    assert long == [], "what is built or drawn in it has a name of its own"


def test_the_lines_of_a_function_are_counted() -> None:
    source = "const A = 1;\nexport function f() {\n\n  return 1;\n}\n\nconst g = () =>\n  h(\n  );\nlet b;\n"
    assert functions(source) == {"f": 4, "g": 3}


def test_no_list_of_levers_or_bodies_stands_in_the_browser() -> None:
    """The browser is told them: a list of its own goes on without what is added later."""
    named = {*NATION_LEVERS, *PAIR_LEVERS, *LAYERS}, {body.name for body in institutions()}
    lists = [
        (path.name, words)
        for path in SOURCES
        for found in re.findall(r"\[[^\[\]]*\]|\((?:[\w-]+\|)+[\w-]+\)", path.read_text(encoding="utf-8"))
        if any(len(words := names & set(re.findall(r"[\w-]+", found))) > 2 for names in named)
    ]
    assert lists == []


@needs_packages
def test_the_linter_has_nothing_to_say() -> None:
    npm("check")


@needs_packages
def test_the_bundle_is_made_of_the_source(tmp_path: Path) -> None:
    subprocess.run(
        [
            *(
                "node_modules/.bin/esbuild",
                "app=src/index.js",
                "custom=src/style.css",
                "--bundle",
                "--minify",
            ),
            *("--format=esm", "--target=es2022", "--legal-comments=none", f"--outdir={tmp_path}"),
        ],
        cwd=FRONTEND,
        check=True,
        capture_output=True,
    )
    for name in ("app.js", "custom.css"):
        assert (tmp_path / name).read_bytes() == (STATIC / name).read_bytes(), "npm run build"
    assert (FRONTEND / "src/custom.js").read_bytes() == (STATIC / "custom.js").read_bytes(), "npm run build"
