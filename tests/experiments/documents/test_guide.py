"""What the documents tell people to type works: every option, name and file in it exists."""

import re
import shlex
from pathlib import Path

import pytest

from sovereigns.experiments.cli.main import cli
from sovereigns.experiments.documents.odd import DOCS
from sovereigns.experiments.words import pairs
from sovereigns.model.errors import InputError
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.simulation import Simulation
from sovereigns.model.start.scenarios import chosen_strategies, load_scenario
from tests.packages import dropped
from tests.worlds import few_nations

GUIDE = (DOCS / "guide.md").read_text(encoding="utf-8")
DOCUMENTS = (DOCS.parent / "README.md", *sorted(DOCS.glob("*.md")))
COMMANDS = re.findall(
    r"^uv run sovereigns ((?:(?!  ).)+?)(?:  +.*)?$",
    "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS),
    re.MULTILINE,
)
EXAMPLE = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The guide's own scenario as a file."""
    path = tmp_path / "chip-truce.toml"
    path.write_text(EXAMPLE[0], encoding="utf-8")
    return path


@pytest.mark.parametrize("line", [line for line in dict.fromkeys(COMMANDS) if line != "--help"])
def test_a_command_of_the_documents_is_understood(line: str, example: Path) -> None:
    name, *words = shlex.split(line)
    command = cli.commands[name]
    given = command.make_context(name, words).params
    Parameters.defaults().replace(dict(pairs(given.get("values", ()), "--set")))
    chosen_strategies(dict(pairs(given.get("played", ()), "--strategy")), "--strategy", load_inputs(), "all")
    for scenario in filter(None, (given.get(key) for key in ("scenario", "a", "b"))):
        load_scenario(example if scenario == example.name else scenario, load_inputs())


def test_the_scenario_of_the_guide_plays(example: Path, tmp_path: Path) -> None:
    nations = few_nations(tmp_path, "USA", "CHN", "FRA")
    run = Simulation(example, nations=nations, firms=6, researchers=10).run(13)
    kinds = set(run.tables()["events"]["kind"])
    assert {"loosen", "bust"} <= kinds


def test_the_strategy_of_the_guide_plays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (text,) = (block for block in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL) if "class " in block)
    dropped("wary", text, tmp_path, monkeypatch)
    nations = few_nations(tmp_path, "USA", "CHN", "KEN")
    run = Simulation(nations=nations, firms=6, researchers=10, strategies={"all": "wary"}).run(4)
    orders = run.tables()["orders"]
    assert set(orders["strategy"]) == {"wary"}
    assert orders["reason"].str.contains("its threat weighs ").any()
    assert ((run.world.cooperation > 0) & (run.world.cooperation < 1)).any()


def test_the_bodies_of_the_guide_are_those_that_there_are(tmp_path: Path) -> None:
    bodies = EXAMPLE[1]
    path = tmp_path / "own.toml"
    path.write_text(f'title = "T"\nassumes = "Nothing."\n\n{bodies}', encoding="utf-8")
    (founding,) = load_scenario(path, load_inputs()).bodies.values()
    assert founding.members and founding.exclude and set(founding.proposers) == {"USA", "CHN"}
    path.write_text(path.read_text(encoding="utf-8").replace("safety-c", "safety_c"), encoding="utf-8")
    with pytest.raises(InputError, match="did you mean safety-coalition") as refused:
        load_scenario(path, load_inputs())
    for body in institutions():
        assert body.name in str(refused.value) and f"`{body.name}`" in GUIDE
